// node benches/preview.mjs BF_DOCS TREE [HUGO]: the time from an edit to the screen.
//
// BF_DOCS is a release build, TREE a folder of Markdown, which is copied. Prints the time that `bf-docs serve` takes to its
// first page. Then adds EDITS (200) sentences to one page after the other, and prints the time from a write until an open
// page of Chromium shows it and until the page is served with it, and the memory after 10 edits and after all. HUGO is the
// path of that program: its server gets the same edits of the same tree, turn by turn. Needs the programs that `tests/run`
// installs.
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch } from "../tests/browser/lib/browser.mjs";
import { preview } from "../tests/browser/lib/preview.mjs";

const EDITS = Number(process.env.EDITS ?? 200);
const [binary, tree, hugo] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
const ending = [];
process.on("exit", () => {
  for (const stop of ending) stop();
  rmSync(scratch, { recursive: true, force: true });
});

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[values.length >> 1];
const show = (name, values) => console.log(`  ${name}: median ${median(values).toFixed(1)} ms, nine of ten ${sorted(values)[Math.floor(values.length * 0.9)].toFixed(1)} ms, most ${Math.max(...values).toFixed(1)} ms`);
const pause = (time) => new Promise((done) => setTimeout(done, time));

const markdown = (folder, below = "") => readdirSync(join(folder, below)).flatMap((name) => {
  const path = join(below, name);
  if (statSync(join(folder, path)).isDirectory()) return markdown(folder, path);
  return name.endsWith(".md") && name !== "index.md" ? [path] : [];
});

const text = (url) => new Promise((done, failed) => {
  get(url, (response) => {
    let body = "";
    response.setEncoding("utf8").on("data", (part) => { body += part; }).on("end", () => done(body));
  }).on("error", failed);
});

/** Requests a page until it has the words; returns the time since `began`. */
const served = async (url, words, began) => {
  for (;;) {
    const body = await text(url).catch(() => "");
    if (body.includes(words)) return performance.now() - began;
    if (performance.now() - began > 60000) throw new Error(`${url} never had ${words}`);
    await pause(1);
  }
};

const memory = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;

const start = async () => {
  const docs = join(scratch, "docs");
  cpSync(tree, docs, { recursive: true });
  writeFileSync(join(scratch, "content-map.toml"), '[site]\nname = "Wiki"\n');
  const began = performance.now();
  const server = await preview(scratch, 0, resolve(binary));
  ending.push(server.stop);
  await text(`${server.origin}/`);
  return { docs, server, took: performance.now() - began };
};

/** Hugo's server on the same pages, with a minimal theme. */
const peer = async () => {
  const site = join(scratch, "hugo");
  mkdirSync(join(site, "layouts"), { recursive: true });
  cpSync(tree, join(site, "content"), { recursive: true });
  writeFileSync(join(site, "hugo.toml"), 'baseURL = "http://localhost/"\ntitle = "Wiki"\ndisableKinds = ["taxonomy", "term", "rss"]\n');
  const page = "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n";
  for (const name of ["single", "list", "home"]) writeFileSync(join(site, "layouts", `${name}.html`), page);
  mkdirSync(join(site, "layouts/_default"));
  for (const name of ["single", "list"]) writeFileSync(join(site, "layouts/_default", `${name}.html`), page);
  const port = 13000 + Math.floor(Math.random() * 1000);
  const child = spawn(hugo, ["server", "--port", String(port), "--bind", "127.0.0.1", "--ignoreCache"], { cwd: site, stdio: "ignore" });
  ending.push(() => child.kill("SIGKILL"));
  for (let tries = 0; tries < 600; tries++) {
    if (await text(`http://127.0.0.1:${port}/`).then(() => true, () => false)) return { content: join(site, "content"), origin: `http://127.0.0.1:${port}` };
    await pause(200);
  }
  throw new Error("hugo's server does not start");
};

const { docs, server, took } = await start();
const pages = markdown(docs);
console.log(`${tree}: ${pages.length} pages`);
console.log(`  first page after ${took.toFixed(0)} ms`);
const other = hugo && (await peer());
const browser = await launch();
const tab = await browser.newPage();
const route = (path) => path.replace(/README\.md$/, "").replace(/\.md$/, "/");
const [seen, ours, theirs] = [[], [], []];
let early;
for (let edit = 1; edit <= EDITS; edit++) {
  const path = pages[(edit * 7919) % pages.length];
  const words = `edit-number-${edit}-is-here`;
  await tab.goto(`${server.origin}/${encodeURI(route(path))}`);
  await tab.waitForFunction(() => document.documentElement.dataset.shown);
  // An edit is seen when the browser has painted it.
  const painted = tab.evaluate((words) => new Promise((done) => {
    const look = () => document.body.innerText.includes(words) ? requestAnimationFrame(() => done()) : setTimeout(look, 2);
    look();
  }), words);
  await pause(60);
  let began = performance.now();
  appendFileSync(join(docs, path), `\nA sentence: ${words}.\n`);
  const [, at] = await Promise.all([painted.then(() => seen.push(performance.now() - began)), served(`${server.origin}/${encodeURI(route(path))}`, words, began)]);
  ours.push(at);
  if (other) {
    await pause(60);
    began = performance.now();
    appendFileSync(join(other.content, path), `\nA sentence: ${words}.\n`);
    theirs.push(await served(`${other.origin}/${encodeURI(route(path)).toLowerCase()}`, words, began));
  }
  if (edit === 10) early = memory(server.pid);
}
show("painted in Chromium", seen);
show("served", ours);
if (other) show("served by hugo", theirs);
if (early) console.log(`  memory: ${early.toFixed(0)} MB after 10 edits, ${memory(server.pid).toFixed(0)} MB after ${EDITS}`);
await browser.close();
process.exit(0);
