// Builds sites with the binary under test and serves them as a strict host would.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";

/** The repository. */
export const ROOT = resolve(import.meta.dirname, "../../..");
/** The path under which every site is served, as the private one is. */
export const BASE = "/private/bf-dev/";

const BINARY = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));
// Icons are masks of `data:` images in the style sheet: with images of their own
// address they would be missing where a site is read from the disk.
const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".xml": "application/xml" };

const made = [];
process.on("exit", () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "bf-docs-browser-"));
  made.push(folder);
  return folder;
}

/** Runs the binary; findings are no failure here, faults are. */
function build(args, cwd) {
  try {
    execFileSync(BINARY, ["build", ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (error.status !== 1) throw new Error(`bf-docs build failed (${error.status}): ${error.stderr}`);
  }
}

/** The binary's output, run in a folder without a content map. */
export function printed(...args) {
  return execFileSync(BINARY, args, { cwd: scratch(), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** Builds this repository's documentation and returns the site's folder. */
export function ownDocs() {
  const out = join(scratch(), "site");
  build(["--out", out], ROOT);
  return out;
}

/** Writes `files` (path to text) into a new folder, builds it and returns the site's folder. */
export function builtFrom(files) {
  const folder = scratch();
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const out = join(folder, "site");
  build(["--config", "content-map.toml", "--out", out], folder);
  return out;
}

/** Builds pages (path below the docs folder to text or bytes), with more of the content map. */
export function builtOf(pages, map = "") {
  const files = Object.entries(pages).map(([path, text]) => [`docs/${path}`, text]);
  return builtFrom({ "content-map.toml": `[site]\nname = "Pages"\n${map}`, ...Object.fromEntries(files) });
}

/** Every HTML file of a site, as a path below its folder. */
export function htmlFiles(site) {
  return readdirSync(site, { recursive: true }).filter((path) => path.endsWith(".html")).sort();
}

/** True if a built file only redirects to another. */
export function isRedirect(site, file) {
  return readFileSync(join(site, file), "utf8").includes('http-equiv="refresh"');
}

/** The address of a built file below the site's root, ready for a URL. */
export function routeOf(file) {
  return file.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");
}

/**
 * Serves a site under `BASE` with a strict policy; unknown paths get its 404 page.
 * If `refuse` gives a status for a path, the answer is that status alone.
 */
export async function serve(site, refuse = () => undefined) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    if (refuse(path)) return response.writeHead(refuse(path)).end();
    let file = path.startsWith(BASE) ? join(site, path.slice(BASE.length)) : undefined;
    if (file && existsSync(file) && statSync(file).isDirectory()) {
      if (!path.endsWith("/")) return response.writeHead(301, { Location: `${path}/` }).end();
      file = join(file, "index.html");
    }
    const found = file && existsSync(file);
    if (!found) file = join(site, "404.html");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(found ? 200 : 404, { "Content-Type": type, "Content-Security-Policy": CSP });
    createReadStream(file).pipe(response);
  });
  // A test that failed before it closed its server must not keep the runner waiting.
  server.unref();
  server.on("connection", (socket) => socket.unref());
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, address: (route = "") => origin + BASE + route, close: () => server.close() };
}
