// Small improvements of pages; all pages work without them.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// The table of contents of a guide marks the section on the screen.
const links = new Map(
  [...document.querySelectorAll(".side-nav a[href^='#']")].map((link) => [link.hash.slice(1), link]),
);
if (links.size > 0 && "IntersectionObserver" in window) {
  const visible = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target.id);
        else visible.delete(target.id);
      }
      const current = [...links.keys()].find((id) => visible.has(id));
      if (!current) return;
      for (const [id, link] of links) {
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "0px 0px -60% 0px" },
  );
  for (const id of links.keys()) {
    const part = document.getElementById(id);
    if (part) observer.observe(part);
  }
}

// The fields of an application are saved while they are filled in; the buttons do the same without a script.
const AUTOSAVE_AFTER_MS = 1500;
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  const tell = (words, name) => {
    state.hidden = false;
    state.textContent = words;
    state.dataset.autosaveState = name;
  };
  let timer;
  let running = Promise.resolve();
  const send = () => {
    const body = new FormData(form);
    body.set("autosave", "1");
    return fetch(form.action, { method: "POST", body, redirect: "manual" });
  };
  // After signing in again in another window the page gets a new token.
  const renewToken = async () => {
    const page = await fetch(window.location.href, { redirect: "manual" });
    if (!page.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = fresh.querySelector("form[data-autosave] [name=csrf_token]");
    if (token) form.elements.csrf_token.value = token.value;
    return Boolean(token);
  };
  const save = async () => {
    tell(form.dataset.saving, "saving");
    try {
      let answer = await send();
      if (!answer.ok) {
        if (!(await renewToken())) return tell(form.dataset.signedOut, "signed-out");
        answer = await send();
      }
      // Who is signed in and still refused presses the button: the page that answers says why.
      if (!answer.ok) return tell(form.dataset.away, "refused");
      const saved = await answer.json();
      form.elements.base.value = saved.versions;
      tell(saved.words, saved.state);
    } catch {
      tell(form.dataset.away, "away");
    }
  };
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => (running = running.then(save)), wait);
  };
  form.addEventListener("input", () => soon(AUTOSAVE_AFTER_MS));
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (form.dataset.checked) return;
    // A form of somebody who has signed out elsewhere stays on the screen instead of being lost.
    event.preventDefault();
    const button = event.submitter;
    running = running.then(save);
    await running;
    if (["signed-out", "away"].includes(state.dataset.autosaveState)) return;
    form.dataset.checked = "yes";
    form.requestSubmit(button);
    delete form.dataset.checked;
  });
}
