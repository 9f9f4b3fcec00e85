// A browser reads words and queries as the binary does.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { bundleOf } from "./lib/bundle.mjs";
import { ODD, checkQueries, checkStems, checkTexts, madeWords, queriesToRead, snowball, told, vocabulary } from "./lib/proof.mjs";
import { ROOT, builtOf } from "./lib/site.mjs";
import { german } from "./lib/wikis.mjs";

const BINARY = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));
const bundle = bundleOf(builtOf({ "index.md": "# Start\n" }));
const deutsch = bundleOf(german());

for (const [name, list] of Object.entries({ ...vocabulary(), "Snowball's English words": snowball().map(([word]) => word), "what the rows could be for": madeWords(bundle.RULES.stemmer) })) {
  test(`every word of ${name}: ${list.length}`, () => {
    assert.ok(list.length > 2_000);
    assert.equal(checkTexts(list, told(BINARY, list))(bundle), undefined);
  });
}

test("stems are Snowball's own", () => {
  assert.equal(checkStems(snowball())(bundle), undefined);
});

test("German words and queries, and Snowball's own stems of them", () => {
  const option = ["--language", "de"];
  const list = [...snowball("german").map(([word]) => word), ...madeWords(deutsch.RULES.stemmer), ...ODD];
  assert.ok(list.length > 30_000);
  assert.equal(checkTexts(list, told(BINARY, list, ...option))(deutsch), undefined);
  assert.equal(checkStems(snowball("german"))(deutsch), undefined);
  const queries = queriesToRead(deutsch.RULES);
  assert.equal(checkQueries(queries, told(BINARY, queries, "--queries", ...option))(deutsch), undefined);
});

test("odd texts, from one letter to 64 bytes, with and without accents", () => {
  assert.equal(checkTexts(ODD, told(BINARY, ODD))(bundle), undefined);
});

test("every stop word, filter and limit of a query", () => {
  const queries = queriesToRead(bundle.RULES);
  assert.equal(checkQueries(queries, told(BINARY, queries, "--queries"))(bundle), undefined);
});

test("every spelling, British and American", () => {
  const { term, RULES } = bundle;
  for (const [british, american] of RULES.stemmer.spellings) assert.equal(term(`abcd${british}`), term(`abcd${american}`), british);
});
