// Files of an application: large pictures are made smaller, and in a draft each file is sent as soon as it is chosen.
// Without a script the same fields are sent with the form.
import { initAll } from "./govuk-frontend.min.js";

const LARGE_BYTES = 3 * 1024 * 1024;
const LONGEST_SIDE = 2500;
const JPEG_QUALITY = 0.9;
const SIGNED_OUT = 401;
const SERVER_ERROR = 500;
const PAUSE_MS = 2000;
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

// The words for a file that is too large to be sent, or an empty text.
function tooLarge(form, file) {
  return file.size > Number(form.dataset.uploadLargest) ? `${file.name}${form.dataset.uploadTooLarge}` : "";
}

// What is wrong with the file, or an empty text; null where no answer came, so that it may be there or not.
function send(form, name, file, progress, isAgain) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("autoupload", "1");
    if (isAgain) body.set("again", "1");
    body.append(name, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) progress.value = (100 * sent.loaded) / sent.total;
    });
    request.addEventListener("load", () => {
      if (request.status === SIGNED_OUT) return resolve(`${file.name}${form.dataset.uploadSignedOut}`);
      if (request.status === 200 && request.response) return resolve(request.response.words);
      resolve(request.status >= SERVER_ERROR ? null : `${file.name}${form.dataset.uploadFailed}`);
    });
    request.addEventListener("error", () => resolve(null));
    request.send(body);
  });
}

// The same; a file whose answer was lost, as on a phone between two cells, is sent once more after a pause.
async function sendSurely(form, name, file, progress) {
  const first = await send(form, name, file, progress, false);
  if (first !== null) return first;
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  return (await send(form, name, file, progress, true)) ?? `${file.name}${form.dataset.uploadFailed}`;
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
  line.tabIndex = -1;
  line.dataset.uploadProblem = "";
  line.textContent = words;
  return line;
}

function showProblems(place, problems) {
  place.prepend(...problems.map(errorLine));
}

function blockOf(form, material) {
  return form.querySelector(`[data-material="${CSS.escape(material)}"]`);
}

// The material as the server shows it now. Its fields stay the same ones, because a camera may be open for them;
// files that are still being sent and problems that were told stay in sight.
async function renew(form, material) {
  const answer = await fetch(window.location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const block = blockOf(form, material);
  const fresh = page.querySelector(`[data-material="${CSS.escape(material)}"]`);
  if (!fresh) return;
  document.adoptNode(fresh);
  for (const input of block.querySelectorAll("input[type=file][id], input[type=checkbox][id]")) {
    const twin = fresh.querySelector(`#${CSS.escape(input.id)}`);
    if (!twin) continue;
    input.className = twin.className;
    if (!twin.hasAttribute("aria-describedby")) input.removeAttribute("aria-describedby");
    twin.replaceWith(input);
  }
  const files = fresh.querySelector("[data-files]");
  files.prepend(...block.querySelectorAll("[data-upload-problem]"));
  files.append(...block.querySelectorAll("[data-uploading]"));
  block.replaceWith(fresh);
  initAll({ scope: fresh });
}

// Shows the files at once; the function that is returned sends them and says whether all of them were taken.
function prepareUpload(form, input, files) {
  const { name } = input;
  const block = input.closest("[data-material]");
  const { material } = block.dataset;
  const list = document.createElement("ol");
  list.className = "files";
  list.dataset.uploading = "";
  const rows = files.map(progressRow);
  list.append(...rows.map(({ row }) => row));
  for (const line of block.querySelectorAll("[data-upload-problem]")) line.remove();
  block.querySelector("[data-files]").append(list);
  input.value = "";
  return async () => {
    const problems = [];
    for (const [place, file] of files.entries()) {
      const sent = await smaller(file);
      const problem = tooLarge(form, sent) || (await sendSurely(form, name, sent, rows[place].progress));
      if (problem) problems.push(problem);
    }
    list.remove();
    await renew(form, material).catch(() => {});
    showProblems(blockOf(form, material).querySelector("[data-files]"), problems);
    return problems.length === 0;
  };
}

// Each photograph of a camera field is one page: the next one follows those taken before.
const photographs = new WeakMap();

function prepareShrinking(form, input, files) {
  const field = input.closest(".give__field") ?? form;
  for (const line of field.querySelectorAll("[data-upload-problem]")) line.remove();
  return async () => {
    const earlier = input.hasAttribute("capture") ? (photographs.get(input) ?? []) : [];
    const ready = [];
    for (const file of files) ready.push(await smaller(file));
    const problems = ready.map((file) => tooLarge(form, file)).filter(Boolean);
    const taken = [...earlier, ...ready.filter((file) => !tooLarge(form, file))];
    photographs.set(input, taken);
    const chosen = new DataTransfer();
    for (const file of taken) chosen.items.add(file);
    input.files = chosen.files;
    showProblems(field, problems);
    return problems.length === 0;
  };
}

function showWaiting(form, button) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.dataset.uploadWaiting = "";
  line.textContent = form.dataset.uploadWaits;
  (button?.closest(".actions") ?? form).append(line);
  return line;
}

for (const form of document.querySelectorAll("form[data-uploads]")) {
  const prepare = form.dataset.uploads === "at-once" ? prepareUpload : prepareShrinking;
  let running = Promise.resolve();
  let open = 0;
  let failures = 0;
  let isWaiting = false;
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || target.files.length === 0) return;
    const act = prepare(form, target, [...target.files]);
    open += 1;
    running = running
      .then(act)
      .catch(() => false)
      .then((isTaken) => {
        open -= 1;
        if (!isTaken) failures += 1;
      });
  });
  // A press waits for files on their way; where one of them was refused the page stays, so that this can be read.
  form.addEventListener("submit", async (event) => {
    if (open === 0) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    const before = failures;
    const button = event.submitter;
    const line = showWaiting(form, button);
    while (open > 0) await running;
    line.remove();
    isWaiting = false;
    if (failures > before) return form.querySelector("[data-upload-problem]")?.focus();
    form.requestSubmit(button && button.isConnected ? button : undefined);
  });
}
