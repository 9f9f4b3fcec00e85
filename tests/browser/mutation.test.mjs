// A lost or changed row of the search's rules is noticed: a tenth of `mutate.mjs`, always the same.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { tried } from "./lib/mutants.mjs";
import { ROOT } from "./lib/site.mjs";

const BINARY = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));

test("every tenth change of the rules is noticed", async () => {
  const results = await tried(BINARY, (at) => at % 10 === 0);
  assert.ok(results.length > 50);
  assert.deepEqual(results.filter(({ noticed }) => !noticed).map(({ name }) => name), []);
});
