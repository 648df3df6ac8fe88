// Files of an application: large pictures are made smaller, and in a draft each file is sent as soon as it is chosen.
// Without a script the same fields are sent with the form.
import { initAll } from "./govuk-frontend.min.js";

const LARGE_BYTES = 3 * 1024 * 1024;
const LONGEST_SIDE = 2500;
const JPEG_QUALITY = 0.9;
const DRAWABLE = new Set(["image/jpeg", "image/png", "image/webp"]);

async function smaller(file) {
  if (file.size <= LARGE_BYTES || !DRAWABLE.has(file.type) || !("createImageBitmap" in window)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
    if (!drawn || drawn.size >= file.size) return file;
    return new File([drawn], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file;
  }
}

// What is wrong with the file, or an empty text.
function send(form, name, file, progress) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("autoupload", "1");
    body.append(name, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) progress.value = (100 * sent.loaded) / sent.total;
    });
    const failed = `${file.name}${form.dataset.uploadFailed}`;
    request.addEventListener("load", () => resolve(request.response ? request.response.words : failed));
    request.addEventListener("error", () => resolve(failed));
    request.send(body);
  });
}

function progressRow(file) {
  const row = document.createElement("li");
  row.className = "files__one";
  const name = document.createElement("span");
  name.className = "files__name";
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  row.append(name, progress);
  return { row, progress };
}

function errorLine(words) {
  const line = document.createElement("p");
  line.className = "govuk-error-message";
  line.setAttribute("role", "alert");
  line.textContent = words;
  return line;
}

// The material as the server shows it now; what else was chosen on the page stays.
async function renewed(block) {
  const answer = await fetch(window.location.href);
  if (!answer.ok) return block;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-material="${CSS.escape(block.dataset.material)}"]`);
  if (!fresh) return block;
  block.replaceWith(document.adoptNode(fresh));
  initAll({ scope: fresh });
  return fresh;
}

async function upload(form, input, files) {
  const { name } = input;
  const block = input.closest("[data-material]");
  const list = document.createElement("ol");
  list.className = "files";
  const rows = files.map(progressRow);
  list.append(...rows.map(({ row }) => row));
  block.querySelector("[data-files]").append(list);
  input.value = "";
  const problems = [];
  for (const [place, file] of files.entries()) {
    const problem = await send(form, name, await smaller(file), rows[place].progress);
    if (problem) problems.push(problem);
  }
  list.remove();
  const fresh = await renewed(block).catch(() => block);
  fresh.querySelector("[data-files]").prepend(...problems.map(errorLine));
}

async function shrink(input, files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(await smaller(file));
  input.files = chosen.files;
}

for (const form of document.querySelectorAll("form[data-uploads]")) {
  let running = Promise.resolve();
  let open = 0;
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || target.files.length === 0) return;
    const files = [...target.files];
    const act = form.dataset.uploads === "at-once" ? () => upload(form, target, files) : () => shrink(target, files);
    open += 1;
    running = running.then(act).catch(() => {}).finally(() => (open -= 1));
  });
  form.addEventListener("submit", async (event) => {
    if (open === 0) return;
    event.preventDefault();
    const button = event.submitter;
    await running;
    form.requestSubmit(button && button.isConnected ? button : undefined);
  });
}
