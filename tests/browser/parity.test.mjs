// A browser finds what `bf-docs search` finds, in the same order and with the same excerpts.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { compare, readerOf, strangers } from "./lib/reader.mjs";
import { ROOT, builtOf, ownDocs } from "./lib/site.mjs";
import { chance } from "./lib/reader.mjs";

const BINARY = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));

/** A wiki whose pages share few words and many scores: folders, stories, code, tags, accents, other scripts. */
const wiki = () => {
  const random = chance(11);
  const words = "charger depot fleet schedule roaming tariff grid caf\u00e9 na\u00efve r\u00e9sum\u00e9 colour authorise labelled 0014 42 v1.2.3 2024-01-02 KEP-753 charge chargers \u03bf\u03b4\u03cc\u03c2 stra\u00dfe \u6f22\u5b57 don't mkdocs.yml bf-manage-core blue/green".split(" ");
  const some = (count) => Array.from({ length: count }, () => words[random(words.length)]).join(" ");
  const pages = {};
  for (let page = 0; page < 120; page++) {
    const folder = ["process", "work/active/queues", "decisions", "reference/deep/er"][page % 4];
    const sections = Array.from({ length: random(7) }, (_, at) => `${"#".repeat(2 + random(2))} ${some(2)} ${at}\n\n${some(3 + random(60))}\n\n${random(3) ? "" : `\`\`\`toml\n${some(4)}\n${some(4)}\n\`\`\`\n\n`}- ${some(4)}\n- ${some(5)}\n`);
    const front = random(4) ? "" : `---\ntags: [${words[random(7)]}]\nstatus: ${["accepted", "proposed"][random(2)]}\nsearch:\n  boost: ${1 + random(3)}\n---\n\n`;
    const title = folder === "decisions" ? `${String(page).padStart(4, "0")} - ${some(2)}` : some(1 + random(3));
    const name = folder === "decisions" ? `${String(page).padStart(4, "0")}-x.md` : `page-${page}.md`;
    pages[`${folder}/${name}`] = `${front}# ${title}\n\n${some(random(40))}\n\n${sections.join("\n")}`;
  }
  return builtOf(pages);
};

/** One page, written over and over: all scores are equal. */
const copies = () => builtOf(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`a/copy-${at}.md`, "# Copy\n\nThe charger waits for the depot and the fleet.\n\n## Part\n\nThe depot waits for the charger.\n"])));

for (const [name, site, seed] of [["our own docs", ownDocs, 1], ["a wiki of few words", wiki, 2], ["forty copies of a page", copies, 3]]) {
  test(`140 queries of ${name}`, async () => {
    const folder = site();
    const { asked, answered, differences } = await compare(BINARY, folder, 140, seed);
    assert.deepEqual(differences, []);
    assert.equal(asked, 140);
    assert.ok(answered > 60, `only ${answered} queries found something`);
    const { forms, missing } = await strangers(await readerOf(folder));
    assert.ok(forms > 5);
    assert.deepEqual(missing, [], "a word whose term is another one in the browser");
  });
}
