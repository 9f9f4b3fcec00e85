// node benches/search.mjs BF_DOCS TREE... [NAME=SET.tsv] [-- QUERY...]: the costs of the search on each tree.
//
// BF_DOCS is a release build, a TREE a folder of Markdown. Prints for each tree: the files and bytes of the index beside
// the text; the bytes that a browser downloads for a first query of two words (30 queries drawn from the tree, and those
// after `--`), and the bytes for the same with Pagefind; the time of a query and of a keystroke in Chromium; the number of
// 300 queries with other answers than from `bf-docs search`. Needs the programs that `tests/run` installs. `PAGEFIND` is the
// path of that program, and `BUILDS=11` asks for the time that indexing adds to a build; without them, these measurements
// are left out.
// A set of `tests/relevance` belongs to the tree whose path has NAME in it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "../tests/browser/lib/browser.mjs";
import { answersOf, difference } from "../tests/browser/lib/proof.mjs";
import { queriesOf, readerOf } from "../tests/browser/lib/reader.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const most = (values) => Math.max(...values);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const build = (binary, tree, out, options = []) => {
  try {
    execFileSync(binary, ["build", tree, "--no-cache", "--out", out, ...options], { cwd: scratch, stdio: "ignore" });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  return out;
};

/** Serves a folder as a CDN would: text is gzipped, the rest is sent as it is. `sent` records the requested files. */
const serve = async (folder) => {
  const sent = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    let file = join(folder, path);
    try {
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      const type = TYPES[extname(file)];
      const bytes = readFileSync(file);
      const body = type ? gzipSync(bytes, { level: 9 }) : bytes;
      sent.push({ path, bytes: body.length });
      response.writeHead(200, { "content-type": type ?? "application/octet-stream", "cache-control": "max-age=3600", ...(type ? { "content-encoding": "gzip" } : {}) });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, sent, close: () => server.close() };
};

/** The milliseconds between two letters. */
const LETTER = Number(process.env.LETTER ?? 120);

/** The bytes that the first search of a fresh browser downloads, the query typed letter by letter or pasted. */
const firstSearch = async (browser, server, query, isTyped) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.waitForLoadState("networkidle");
  server.sent.length = 0;
  await page.keyboard.press("/");
  await page.locator(".search-input").waitFor();
  if (isTyped) await page.keyboard.type(query, { delay: LETTER });
  else await page.locator(".search-input").fill(query);
  await page.locator(".search-results[aria-busy=false]").waitFor({ state: "attached" });
  const sum = (pattern) => server.sent.filter(({ path }) => pattern.test(path)).reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = { all: sum(/./), scripts: sum(/\.js$/), texts: sum(/\d+-\d+\.bin$/) };
  await context.close();
  return parts;
};

/** The same with Pagefind: its module, its index, and the fragments of as many results as our box shows at first. */
const firstPagefind = async (browser, server, query) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/empty.html`);
  server.sent.length = 0;
  await page.evaluate(async (query) => {
    const pagefind = await import("/pagefind/pagefind.js");
    const { results } = await pagefind.search(query);
    await Promise.all(results.slice(0, 7).map((result) => result.data()));
  }, query);
  const bytes = server.sent.reduce((sum, { bytes }) => sum + bytes, 0);
  await context.close();
  return bytes;
};

/** The time of queries in one page, all pieces fetched before: in the worker, and from the key to the painted answer. */
const times = async (browser, server, queries) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.keyboard.press("/");
  await page.locator(".search-input").waitFor();
  const measure = (query) => page.evaluate(async (query) => {
    const input = document.querySelector(".search-input");
    const results = document.querySelector(".search-results");
    const start = performance.now();
    input.value = query;
    input.dispatchEvent(new Event("input"));
    while (results.getAttribute("aria-busy") !== "false") await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return [performance.now() - start, Number(results.dataset.took)];
  }, query);
  for (const query of queries) await measure(query);
  const measured = [];
  for (const query of queries) measured.push(await measure(query));
  await context.close();
  return { paint: measured.map(([paint]) => paint), query: measured.map(([, took]) => took) };
};

const filesOf = (site) => {
  const folder = join(site, "assets/bf-search");
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
};

/** The seconds of builds with search and without it, turn by turn, each into a new folder. */
const builds = (binary, tree, count) => {
  const seconds = { true: [], false: [] };
  for (let turn = 0; turn < count; turn++) {
    for (const search of [true, false]) {
      const map = join(scratch, `search-${search}.toml`);
      writeFileSync(map, `[site]\nsearch = ${search}\n`);
      const start = performance.now();
      build(binary, tree, join(scratch, `${turn}-${search}`), ["--config", map]);
      seconds[search].push((performance.now() - start) / 1000);
      // Pending writes would slow down the next build.
      rmSync(join(scratch, `${turn}-${search}`), { recursive: true });
    }
  }
  return seconds;
};

/** The address of a page of the docs folder. */
const routeOf = (file) => file.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "/");

/** The mean reciprocal rank of the pages that `ask` finds for the queries of a set of `tests/relevance`. */
const relevance = async (set, ask) => {
  let hard = false;
  const ranks = [];
  for (const line of readFileSync(set, "utf8").split("\n")) {
    hard ||= line.startsWith("# no word");
    if (!line || line.startsWith("# ")) continue;
    const [query, files] = line.split("\t");
    const wanted = files.split(",").map(routeOf);
    const at = [...new Set(await ask(query))].slice(0, 10).findIndex((route) => wanted.includes(route));
    ranks.push([at < 0 ? 0 : 1 / (at + 1), hard]);
  }
  const mean = (list) => (list.reduce((sum, [rank]) => sum + rank, 0) / list.length).toFixed(3);
  const others = ranks.filter(([, isHard]) => isHard);
  return others.length === 0 ? mean(ranks) : `${mean(ranks)} (${mean(others)} of the ${others.length} that share no word with the title)`;
};

const [binary, ...rest] = process.argv.slice(2);
const sets = rest.filter((argument) => argument.endsWith(".tsv"));
const end = rest.includes("--") ? rest.indexOf("--") : rest.length;
const browser = await launch();
for (const tree of rest.slice(0, end).filter((argument) => !sets.includes(argument)).map((path) => resolve(path))) {
  const site = build(resolve(binary), tree, join(scratch, "site"));
  const files = [...filesOf(site)];
  const bytes = (pattern) => files.filter(([name]) => pattern.test(name)).reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const reader = await readerOf(site);
  console.log(`\n${tree}: ${reader.shards.index.count} pages, ${reader.shards.index.sections} sections`);
  console.log(`  ${files.length} files, ${kb(bytes(/./))}, of these ${kb(bytes(/-/))} texts`);
  const drawn = (await queriesOf(site, 300, 5)).filter(({ kind }) => kind === "and").slice(0, 30).map(({ query }) => query.replaceAll("+", ""));
  const queries = [...drawn, ...rest.slice(end + 1)];
  const server = await serve(site);
  const first = [];
  const typed = [];
  for (const query of queries) {
    first.push(await firstSearch(browser, server, query, false));
    typed.push(await firstSearch(browser, server, query, true));
  }
  const all = first.map(({ all }) => all);
  console.log(`  first query of two words, ${queries.length} of them: median ${kb(median(all))}, most ${kb(most(all))} (${queries[all.indexOf(most(all))]}); ${kb(first[0].scripts)} of it scripts, ${kb(median(first.map(({ texts }) => texts)))} texts`);
  const letters = typed.map(({ all }) => all);
  console.log(`  the same, typed letter by letter, one each ${LETTER} ms: median ${kb(median(letters))}, most ${kb(most(letters))} (${queries[letters.indexOf(most(letters))]}); ${kb(median(typed.map(({ texts }) => texts)))} texts`);
  for (const query of rest.slice(end + 1)) console.log(`    ${query}: ${kb(first[queries.indexOf(query)].all)}`);
  const asked = (await queriesOf(site, 100, 9)).map(({ query }) => query);
  const { paint, query } = await times(browser, server, asked);
  console.log(`  100 queries of all kinds: in the worker median ${median(query).toFixed(2)} ms, most ${most(query).toFixed(0)} ms; key to paint median ${median(paint).toFixed(0)} ms, most ${most(paint).toFixed(0)} ms`);
  server.close();
  const answers = await answersOf(resolve(binary), site, (await queriesOf(site, 300, 21)).map(({ query }) => query));
  const differences = await Promise.all(answers.map(async ([query, results]) => (await difference(await readerOf(site), query, results)).differs));
  console.log(`  parity: 300 queries, ${answers.filter(([, results]) => results.length).length} with results, ${differences.filter(Boolean).length} answered otherwise`);
  const set = sets.find((set) => tree.includes(set.split("=")[0]))?.split("=")[1];
  if (set) {
    const ask = async (query) => {
      const { found, terms } = await reader.ask(query);
      const shown = await Promise.all(found.slice(0, 60).map((hit) => reader.show(hit, terms)));
      return shown.map(({ route }) => route.replace(/#.*/, ""));
    };
    console.log(`  relevance: mean reciprocal rank ${await relevance(set, ask)}`);
  }
  if (process.env.PAGEFIND) {
    // Pagefind gets its best input: only the articles of the pages that authors wrote.
    const routes = new Set();
    for (const page of Object.keys(reader.shards.table)) routes.add((await reader.shards.text(page, 0)).route);
    for (const file of readdirSync(site, { recursive: true }).filter((path) => path.endsWith(".html"))) {
      if (!routes.has(file.replace(/(^|\/)index\.html$/, "$1"))) rmSync(join(site, file));
    }
    execFileSync(process.env.PAGEFIND, ["--site", site, "--root-selector", ".article"], { stdio: "ignore" });
    writeFileSync(join(site, "empty.html"), "<!doctype html><title>empty</title>");
    const server = await serve(site);
    const found = [];
    for (const query of queries) found.push(await firstPagefind(browser, server, query));
    console.log(`  Pagefind, the same queries: median ${kb(median(found))}, most ${kb(most(found))}; ${(median(found) / median(all)).toFixed(1)} times ours`);
    if (set) {
      const page = await browser.newPage();
      await page.goto(`${server.origin}/empty.html`);
      const ask = (query) => page.evaluate(async (query) => {
        const pagefind = await import("/pagefind/pagefind.js");
        const { results } = await pagefind.search(query);
        const data = await Promise.all(results.slice(0, 10).map((result) => result.data()));
        return data.map(({ url }) => url.replace(/^\//, ""));
      }, query);
      console.log(`  Pagefind's mean reciprocal rank ${await relevance(set, ask)}`);
      await page.close();
    }
    server.close();
  }
  if (process.env.BUILDS) {
    const seconds = builds(resolve(binary), tree, Number(process.env.BUILDS));
    const more = (of) => `${of(seconds.true).toFixed(2)} s, without search ${of(seconds.false).toFixed(2)} s (${(100 * (of(seconds.true) / of(seconds.false) - 1)).toFixed(0)} % more)`;
    console.log(`  build: the least of ${process.env.BUILDS} ${more((values) => Math.min(...values))}; the median ${more(median)}`);
  }
  rmSync(site, { recursive: true });
}
await browser.close();
