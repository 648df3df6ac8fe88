// Makes services_hall/static/build/: the stylesheet, scripts, pictures and fonts under names that change with their
// content, each text also compressed, and manifest.json, which maps a plain name to the one it has now.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as sass from "sass";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const ASSETS = join(ROOT, "services_hall", "assets");
const MODULES = join(ROOT, "node_modules");
const TARGET = join(ROOT, "services_hall", "static", "build");
const FRESH = join(MODULES, ".static-build");
const STYLESHEET = "hall.scss";
const COMPRESSED = new Set([".css", ".js", ".svg", ".json", ".txt"]);
const FONTS = join("@fontsource", "noto-sans-sc", "files");
const VENDORED = {
  "govuk-frontend.min.js": join("govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"),
  "htmx.min.js": join("htmx.org", "dist", "htmx.min.js"),
};
// Fonts are read by the paper renderer alone, pages use those of the system; so their names stay as they are.
const PAPER_FONTS = ["chinese-simplified-400", "chinese-simplified-700", "latin-400", "latin-700"];

const manifest = {};

function assetNames() {
  if (!existsSync(ASSETS)) return [];
  return readdirSync(ASSETS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ASSETS, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

function write(name, content) {
  const path = join(FRESH, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  if (!COMPRESSED.has(extname(name))) return;
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
}

function publish(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  manifest[name] = `${name.slice(0, -extension.length)}.${hash}${extension}`;
  write(manifest[name], content);
}

// What a file at `from` names as `reference`, under its present name; anything that is not ours stays.
function present(reference, from) {
  const target = posix.normalize(posix.join(posix.dirname(from), reference));
  return target in manifest ? posix.relative(posix.dirname(from), manifest[target]) : null;
}

function publishScript(name, scripts) {
  if (name in manifest) return;
  const source = readFileSync(join(ASSETS, name), "utf8");
  const imported = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}\/[^"']+)\2/g;
  const content = source.replace(imported, (whole, keyword, quote, reference) => {
    const target = posix.normalize(posix.join(posix.dirname(name), reference));
    if (scripts.has(target)) publishScript(target, scripts);
    const found = present(reference, name);
    if (found === null) throw new Error(`${name} imports ${reference}, which is not there`);
    return `${keyword}${quote}${found.startsWith(".") ? found : `./${found}`}${quote}`;
  });
  publish(name, content);
}

function publishStylesheet() {
  const options = { loadPaths: [MODULES], style: "compressed", quietDeps: true, charset: false };
  const { css } = sass.compile(join(ASSETS, STYLESHEET), options);
  const name = "hall.css";
  const referenced = /url\((["']?)([^"')]+)\1\)/g;
  publish(name, css.replace(referenced, (whole, quote, reference) => {
    if (reference.startsWith("data:") || reference.startsWith("#")) return whole;
    if (reference.startsWith("/assets/")) return "none"; // GOV.UK's own: the crest of another country
    const found = present(reference, name);
    if (found === null) throw new Error(`${STYLESHEET} names ${reference}, which is not there`);
    return `url("${found}")`;
  }));
}

function build() {
  rmSync(FRESH, { recursive: true, force: true });
  mkdirSync(FRESH, { recursive: true });
  const assets = assetNames();
  const scripts = new Set(assets.filter((name) => name.endsWith(".js")));
  for (const name of assets.filter((other) => !/\.(js|scss|md)$/.test(other))) {
    publish(name, readFileSync(join(ASSETS, name)));
  }
  for (const [name, path] of Object.entries(VENDORED)) {
    const content = readFileSync(join(MODULES, path), "utf8");
    publish(name, content.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  }
  for (const name of scripts) publishScript(name, scripts);
  if (assets.includes(STYLESHEET)) publishStylesheet();
  else console.warn(`No ${STYLESHEET} in services_hall/assets: no stylesheet was made.`);
  for (const font of PAPER_FONTS) {
    const name = `fonts/noto-sans-sc-${font}.woff2`;
    manifest[name] = name;
    write(name, readFileSync(join(MODULES, FONTS, `noto-sans-sc-${font}-normal.woff2`)));
  }
  write("manifest.json", `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`);
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(dirname(TARGET), { recursive: true });
  renameSync(FRESH, TARGET);
  console.log(`${Object.keys(manifest).length} static files made in ${basename(dirname(TARGET))}/${basename(TARGET)}.`);
}

build();
