// Small improvements of pages; all pages work without them.
import { initAll } from "./govuk-frontend.min.js";
import "./uploads.js";

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
const ANSWER_WITHIN_MS = 15000;
const WORDS = { "signed-out": "signedOut", closed: "closed", moved: "moved" };
const STAYING = ["signed-out", "closed", "away"];
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  const dock = form.querySelector(".dock");
  const tell = (name, words) => {
    const isDocked = dock && getComputedStyle(dock).position === "sticky";
    state.style.setProperty("--dock-height", isDocked ? `${dock.offsetHeight}px` : "0");
    state.hidden = false;
    state.textContent = words;
    state.dataset.autosaveState = name;
    // The line does not cover what one types into.
    const field = document.activeElement;
    if (form.contains(field) && field.matches("input, select, textarea")) field.scrollIntoView({ block: "nearest" });
  };
  let timer;
  let running = Promise.resolve();
  const request = (address, more) =>
    fetch(address, {
      ...more,
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  const send = () => {
    const body = new FormData(form);
    body.set("autosave", "1");
    return request(form.action, { method: "POST", body });
  };
  // After signing in again in another window the page gets a new token; otherwise the state says why there is none.
  const renewToken = async () => {
    const page = await request(window.location.href);
    if (page.type === "opaqueredirect") return "moved";
    if (!page.ok) return page.status === 401 ? "signed-out" : "closed";
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    form.elements.csrf_token.value = fresh.querySelector("form[data-autosave] [name=csrf_token]").value;
    return "renewed";
  };
  const save = async () => {
    tell("saving", form.dataset.saving);
    try {
      let answer = await send();
      if (!answer.ok) {
        const access = await renewToken();
        if (access !== "renewed") return tell(access, form.dataset[WORDS[access]]);
        answer = await send();
      }
      // Who is signed in and still refused presses the button: the page that answers says why.
      if (!answer.ok) return tell("refused", form.dataset.closed);
      const saved = await answer.json();
      form.elements.base.value = saved.versions;
      tell(saved.state, saved.words);
    } catch {
      tell("away", form.dataset.away);
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
    // What cannot be saved now stays on the screen instead of being lost.
    event.preventDefault();
    const button = event.submitter;
    running = running.then(save);
    await running;
    if (STAYING.includes(state.dataset.autosaveState)) return;
    form.dataset.checked = "yes";
    form.requestSubmit(button);
    delete form.dataset.checked;
  });
}

// At a window a digit chooses an option of the question that has the focus, and goes on to the next question.
for (const part of document.querySelectorAll("[data-digits]")) {
  part.addEventListener("keydown", (event) => {
    const name = event.target.type === "radio" ? event.target.name : "";
    if (!name || !/^[1-9]$/.test(event.key)) return;
    const inputs = [...part.querySelectorAll("input")];
    const options = inputs.filter((input) => input.name === name);
    const chosen = options[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    const next = inputs[inputs.indexOf(options.at(-1)) + 1] ?? chosen;
    next.focus();
  });
}
