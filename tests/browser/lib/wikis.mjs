// Sites that browsers and the terminal search alike.
import { chance } from "./reader.mjs";
import { builtFrom, builtOf } from "./site.mjs";

/** A wiki whose pages share few words and many scores: folders, stories, code, tags, accents, other scripts. */
export const wiki = () => {
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

/** A German site. */
export const german = () => builtFrom({
  "content-map.toml": "[site]\nname = \"Seiten\"\nlanguage = \"de\"\n",
  "docs/index.md": "# Häuser\n\nDie Einstellungen des Hauses, seine Erlebnisse und die Straße. Qualität und Neuigkeit.\n\n## Konfiguration\n\nWas zu löschen ist.\n",
  "docs/wege.md": "# Wege und Straßen\n\nDie Häuslichkeit der freundlichen Fahrer.\n",
});

/** Queries of it. */
export const GERMAN = ["haus ", "häuser ", "haeuser ", "HÄUSLICH", "strasse ", "straßen ", "erlebnis ", "die ", "der die das ", "die qualitaet ", "config ", "entfernen ", "einstellung", "neuigkeiten ", "fahrern weg "];

/** One page, written over and over: all scores are equal. */
export const copies = () => builtOf(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`a/copy-${at}.md`, "# Copy\n\nThe charger waits for the depot and the fleet.\n\n## Part\n\nThe depot waits for the charger.\n"])));

/** `count` pages with one word each. */
const pagesWith = (word, count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`many/${word}-${at}.md`, `# Page\n\nA ${word} here.\n`]));

const plants = "plane planet plank plankton plant plantation plaster plastic plateau platform platinum".split(" ");
// Ten words with a beginning of nine letters.
const long = "crosswalk".split("").concat("z").map((letter, at) => `crosswalk${letter}${"bdfgmnprtv"[at]}o`);
const far = Array.from({ length: 60 }, (_, at) => (at % 29 ? `Paragraph ${at}.\n` : `The red fox of ${at}.\n`)).join("\n");

/** A site at the search's thresholds: words that are just completed, mended or whole, and words that just are not. */
export const edges = () => builtFrom({
  "content-map.toml": "[site]\nname = \"Edges\"\n\n[tracker.linear]\nissue = \"https://x.org/{id}\"\nteams = [\"IPT\"]\n",
  ...Object.fromEntries(Object.entries({
    ...pagesWith("timber", 8), ...pagesWith("lumber", 7), ...pagesWith("copper", 4), ...pagesWith("nickel", 3),
    ...Object.fromEntries(plants.map((word, at) => [`plants/p${at}.md`, `# Page\n\n${`A ${word} grows. `.repeat(1 + at % 3)}\n`])),
    "more.md": "# More\n\nTimbers, timberland, a lumberjack, copperplate and nickelback.\n\nab abacus abc abcde qu quartz zinc steel glass xyz\n",
    ...Object.fromEntries(long.map((word, at) => [`long/l${at}.md`, `# Page\n\n${`A ${word} ends. `.repeat(1 + at % 3)}\n`])),
    "far.md": `# Distant\n\n${far}\n`,
    "title.md": "---\ntags: [emerald]\ndescription: An opal of it.\n---\n\n# Ruby\n\nSapphire is the word of the text.\n\n```toml\nonyx = true\nonyx = 1\n```\n\n## Topaz\n\nUnder it.\n\n### Garnet\n\nWord.\n",
    "ruby/index.md": "# Jade\n\nAmber and jade.\n", "ruby/one.md": "# Amber\n\nIn a folder.\n", "ruby/two.md": "# Amber\n\n## Amber\n\n## Amber\n\nAgain.\n",
    "work/active/pearl/stories.md": "# Stories\n\n## Show the queue\n\nLinear issue: IPT-106\n\n### User Story\n\nAs one.\n\n### Acceptance Criteria\n\n- It shows.\n",
    "decisions/0014-plain-events.md": "# 0014 - Plain events\n\n## Status\n\nAccepted\n\n## Decision\n\nRows are kept.\n",
    "table.md": "# Keys\n\nBefore.\n\n| key | meaning |\n|---|---|\n| chalk | what writes |\n| slate | what chalk writes on |\n\nAfter it.\n",
    "joined.md": "# Joined\n\nA timerope, a `mightyTimer`, and a mighty timer.\n\n## Rope of time\n\nHere.\n\n## Apart\n\nWith time, a rope.\n",
    "long.md": `# Length\n\n${"An ordinary filler sentence says little. ".repeat(20)}Here a kestrel flies. ${"Then more of the filler follows on. ".repeat(20)}A kestrel and another kestrel end it.\n`,
  }).map(([path, text]) => [`docs/${path}`, text])),
});

/** A site with the second word of each pair that means the same, and with each status that is set aside. */
export const alike = (pairs, statuses) => builtOf({
  ...Object.fromEntries(pairs.map(([, word], at) => [`same/${at}.md`, `# Page\n\n${word} here.\n`])),
  ...Object.fromEntries(statuses.map((status, at) => [`aside/${at}.md`, `---\nstatus: ${status}\n---\n\n# Page\n\nA walnut.\n`])),
  "aside/holds.md": "# Page\n\nA walnut.\n",
});

/** Queries about those edges. */
export const EDGES = [
  "crosswalk", "timber", "timber ", "lumber", "copper", "nickel", "plan", "plant", "pla", "ab", "abc", "q", "qu", "quar", "x", "xy", "ab ", "zinx ", "zink ", "stel ", "steal ", "stele ", "gless ", "timbre ", "plantatoin ",
  "\"red fox\"", "red fox ", "\"fox of 29\"", "\"the red\"", "ruby", "Ruby", "topaz", "topaz garnet ", "garnet", "jade", "amber", "amber ", "\"amber\"", "emerald", "emerald ", "opal", "opal ", "onyx", "onyx ", "sapphire ", "tag:emerald", "ruby sapphire opal onyx emerald ", "sapphire word ",
  "IPT-106", "ipt 106 ", "ADR 14", "adr-0014", "0014", "14 ", "plain events", "pearl ", "kestrel", "kestrel filler ", "ordinary kestrel ", "kind:decision", "status:accepted rows", "ruby-top", "amber jade in:ruby", "bf-tim", "red-fo", "\"a timber\" lumber",
  "kestrol kind:story ", "+zzz kestrel ", "saphiree ", "sapfirre ", "sappphirrree ", "tpaz ", "tpz ", "topsz ", "qqq ", "\"fox red\"", "saphirx tpoax ", "-kestrel", "rby ", "rubi in:nowhere ", "toapz ", "pzato ",
  "chalk", "slate chalk ", "keys after ", "cross walk", "time rope", "timeRope", "timeRope ", "mightyTimer ", "timerope",
];
