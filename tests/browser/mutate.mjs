// node tests/browser/mutate.mjs [PART]: checks that the tests notice each change of the search's rules.
//
// Takes the rules that the build writes into the browser's script, drops or changes one row at a time, and runs the
// comparisons of `parity.test.mjs` and `vocabulary.test.mjs` with the script in this process. Prints a table and each
// unnoticed change; if there is one, it exits with 1. PART is the start of a path: `stemmer` tries only the stemmer's rows.
// Needs a debug build, or `BF_DOCS_BIN`. `tests/run` runs a fixed tenth of it.
import { join, resolve } from "node:path";
import { tried } from "./lib/mutants.mjs";
import { ROOT } from "./lib/site.mjs";

const binary = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));
const start = performance.now();
const results = await tried(binary, () => true, process.env.TELL ? ({ name, noticed }) => console.error(name, "->", noticed?.slice(0, 200)) : undefined, process.argv[2]);
const tables = new Map();
for (const { path, noticed } of results) {
  const row = tables.get(path) ?? { path, tried: 0, caught: 0 };
  row.tried++;
  if (noticed) row.caught++;
  tables.set(path, row);
}
const lost = results.filter(({ noticed }) => !noticed);
console.log("changed                    tried  caught");
for (const { path, tried, caught } of [...tables.values(), { path: "all", tried: results.length, caught: results.length - lost.length }]) {
  console.log(`${path.padEnd(26)} ${String(tried).padStart(5)} ${String(caught).padStart(7)}`);
}
for (const { name } of lost) console.log(`not caught: ${name}`);
console.error(`${((performance.now() - start) / 1000).toFixed(0)} s`);
process.exitCode = lost.length ? 1 : 0;
