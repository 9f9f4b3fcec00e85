// node benches/mcp.mjs BF_DOCS TREE [COUNT]: how long an agent waits for `bf-docs mcp`.
//
// Builds a copy of the tree, so that the cache is warm, and starts the server on it. Prints the milliseconds until the
// server has answered its first call, and the median and the most of COUNT (50) calls: search for a title, read a page,
// trace an artifact, and read and search after an edit. Each answer after an edit must have it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { overStdio } from "../tests/browser/lib/mcp.mjs";
import { chance } from "../tests/browser/lib/reader.mjs";

const [binary, tree, count = 50] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
cpSync(tree, join(scratch, "docs"), { recursive: true });
try {
  execFileSync(resolve(binary), ["build"], { cwd: scratch, stdio: "ignore" });
} catch (error) {
  if (error.status !== 1) throw error;
}

const timed = async (act) => {
  const start = performance.now();
  const result = await act();
  return [performance.now() - start, result];
};
let agent;
const call = async (name, args) => (await agent.callTool({ name, arguments: args })).structuredContent;
const show = (name, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  console.log(`${name}: median ${sorted[sorted.length >> 1].toFixed(1)} ms, at most ${sorted.at(-1).toFixed(1)} ms`);
};

const [ready] = await timed(async () => {
  agent = await overStdio(scratch, [], resolve(binary));
  await agent.listTools();
});
console.log(`ready: ${ready.toFixed(0)} ms`);
const pages = [];
for (let cursor; ;) {
  const listed = await agent.listResources({ cursor });
  pages.push(...listed.resources.filter((page) => page.name !== "llms.txt"));
  cursor = listed.nextCursor;
  if (!cursor) break;
}
console.log(`pages: ${pages.length}`);
const random = chance(7);
const any = () => pages[random(pages.length)];
const [first] = await timed(() => call("search", { query: any().title }));
console.log(`first search: ${first.toFixed(0)} ms`);

const times = { search: [], read: [], trace: [], "read after an edit": [], "search after an edit": [] };
for (let at = 0; at < Number(count); at++) {
  times.search.push((await timed(() => call("search", { query: any().title })))[0]);
  times.read.push((await timed(() => call("read", { id: any().uri })))[0]);
  times.trace.push((await timed(() => call("trace", { id: any().uri })))[0]);
}
for (let at = 0; at < Math.min(Number(count), 20); at++) {
  const { file } = await call("trace", { id: any().uri });
  const path = file.replace(/:\d+$/, "");
  const word = `zebra${at}quagga`;
  appendFileSync(join(scratch, path), `\n\n## Edited ${at}\n\nA ${word}.\n`);
  const [took, read] = await timed(() => call("read", { id: path, section: `Edited ${at}` }));
  assert.ok(read.quoted.includes(word), `${path} lacks its edit`);
  times["read after an edit"].push(took);
  const [searched, found] = await timed(() => call("search", { query: word }));
  assert.ok(found.rows.length > 0, `${word} is not found`);
  times["search after an edit"].push(searched);
}
for (const [name, taken] of Object.entries(times)) show(name, taken);
await agent.close();
