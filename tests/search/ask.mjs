// Answers queries as the browser does, from a built site's folder: a query a line, in; a JSON line each, out.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Reader } from "../../theme/search/reader.mjs";
import { Trouble } from "../../theme/search/shards.mjs";

const folder = `${process.argv[2]}/assets/bf-search/`;
const limit = Number(process.argv[3] ?? 10);
const fetched = [];
const reader = await new Reader(async (path) => {
  try {
    const bytes = await readFile(folder + path);
    fetched.push([path, bytes.length]);
    return new Uint8Array(bytes);
  } catch {
    throw new Trouble("missing", path);
  }
}).open();
for await (const line of createInterface({ input: process.stdin })) {
  const query = JSON.parse(line);
  fetched.length = 0;
  const start = performance.now();
  const answer = await reader.ask(query);
  const took = performance.now() - start;
  const results = await Promise.all(answer.found.slice(0, limit).map((hit) => reader.show(hit, answer.terms)));
  const { total, facets, terms } = answer;
  console.log(JSON.stringify({ query, total, facets, terms: [...terms], took, fetched, troubles: answer.troubles.map((of) => of.message), results }));
}
