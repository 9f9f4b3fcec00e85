// A browser finds what `bf-docs search` finds, in the same order, with the same excerpts and scores.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { bundleOf } from "./lib/bundle.mjs";
import { answersOf, checkAnswers, checkTerms, told } from "./lib/proof.mjs";
import { queriesOf, readerOf } from "./lib/reader.mjs";
import { ROOT, ownDocs } from "./lib/site.mjs";
import { EDGES, GERMAN, copies, edges, german, wiki } from "./lib/wikis.mjs";

const BINARY = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));

for (const [name, site, seed] of [["our own docs", ownDocs, 1], ["a wiki of few words", wiki, 2], ["forty copies of a page", copies, 3]]) {
  test(`140 queries of ${name}`, async () => {
    const folder = site();
    const queries = (await queriesOf(folder, 140, seed)).map(({ query }) => query);
    const answers = await answersOf(BINARY, folder, queries);
    assert.equal(await checkAnswers(folder, answers)(bundleOf(folder)), undefined);
    const answered = answers.filter(([, results]) => results.length).length;
    assert.ok(answered > 60, `only ${answered} queries found something`);
  });

  test(`every word of ${name}`, async () => {
    const folder = site();
    const reader = await readerOf(folder);
    const forms = (await reader.shards.names(reader.shards.index.forms, "")).map(([form]) => form).filter((form) => !form.startsWith("-"));
    assert.ok(forms.length > 5);
    const terms = told(BINARY, forms).map(([[, form, term]]) => [form, term]);
    assert.deepEqual(terms.map(([form]) => form), forms, "a form is its own form");
    assert.equal(checkTerms(terms)(bundleOf(folder)), undefined);
    for (const [form, term] of terms) assert.ok(await reader.shards.word(term), `the index has no ${term} for ${form}`);
  });
}

test("what is just completed, mended or whole, and what is just not", async () => {
  const folder = edges();
  assert.equal(await checkAnswers(folder, await answersOf(BINARY, folder, EDGES))(bundleOf(folder)), undefined);
});

test("a German site", async () => {
  const folder = german();
  assert.equal(await checkAnswers(folder, await answersOf(BINARY, folder, GERMAN))(bundleOf(folder)), undefined);
});
