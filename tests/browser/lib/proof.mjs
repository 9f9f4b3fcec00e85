// Checks that a search script reads and answers as the binary does. Each check returns the first difference, or nothing.
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { readerOf } from "./reader.mjs";
import { ROOT } from "./site.mjs";

const run = promisify(execFile);
const LISTS = join(ROOT, "tests/vocabulary");

const linesOf = (name) => gunzipSync(readFileSync(join(LISTS, `${name}.txt.gz`))).toString().split("\n").filter(Boolean);

/** The words of our own documentation, as written, and those of the other trees. */
export const vocabulary = () => {
  const docs = join(ROOT, "docs");
  const files = readdirSync(docs, { recursive: true }).filter((path) => path.endsWith(".md"));
  const own = files.flatMap((path) => readFileSync(join(docs, path), "utf8").match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? []);
  return { docs: [...new Set(own)].sort(), fastapi: linesOf("fastapi"), crates: linesOf("crates") };
};

/** Snowball's words of a language, each with its stem. Forms have no apostrophes. */
export const snowball = (list = "snowball") => linesOf(list).map((line) => line.split("\t")).filter(([word]) => !word.includes("'"));

/**
 * Words for each row of the stemmer: each ending behind every start that its patterns and regions distinguish. They need
 * not be English.
 */
export const madeWords = ({ prefixes, spellings, steps, mends, vowels, joined }) => {
  const rows = [...spellings, ...steps.flat()];
  const letters = { V: "a", C: "b", W: "b", ".": "a", "^": "", "*": "b", ...Object.fromEntries(joined.map(([several, one]) => [one, several])) };
  const bases = rows.flatMap(([, , , when = [], unless = []]) => [...when, ...unless].map((pattern) => [...pattern].map((sign) => letters[sign] ?? sign).join("")));
  const starts = ["bbbbb", ...joined.flatMap(([several]) => [several, `b${several}b`, `bab${several}b`]), ..."b ab ba bab abab babab bababab babababab bababic bababat".split(" "), ...vowels, ...[...vowels].map((vowel) => `b${vowel}b`)];
  const all = [...new Set(["", ...starts, ...bases, ...bases.map((base) => `abab${base}`), ...prefixes])];
  const endings = [...new Set([...rows.map(([ending]) => ending), ...mends.flat().flatMap(([ending]) => ["ing", "ed", "e", "en", "end", "ung", "heit", "keit", "lich"].map((behind) => ending + behind))])];
  const pairs = [...vowels].flatMap((one) => [...vowels].map((other) => `abb${one}${other}e`));
  return [...new Set([...all.flatMap((start) => endings.map((ending) => start + ending)), ...pairs])].filter(Boolean).map((word) => word.toLowerCase());
};

/** Texts that are hard to read. */
export const ODD = [
  "", "a", "y", "x ".repeat(40), "ing", "é", "ß", "ſ", "Å", "e\u0301", "\u0301", "\u0301\u0301a", "a\u0301\u0302\u0303", "n\u0303o", "ｆｕｌｌ", "ﬁne", "½ x² №",
  "x".repeat(63), "x".repeat(64), "x".repeat(65), `${"é".repeat(31)}ing`, "é".repeat(80), "\u6f22".repeat(30), `${"y".repeat(60)}ing`, "\u{1f600}word\u{1f600}",
  "İstanbul IĞDIR ıssız", "ΟΔΟΣ Σίσυφος ς", "Straße STRASSE Weiß", "don't don’t 'tis rock'n'roll O’Neil’s x'1", "検索語の説明 カタカナ ｶﾅ x漢字1 \u{20000}b",
  "v1.2.3 V2.0 v3 rev1.2 vv1.2", "2024-01-02 2024-01 2024/12/31 02.01.2024 31-12-1999 2100-01-01 1900-01-01 1899-01-01 2099-12-31 1999-13-01 2024-12-32 32.01.2024 0.1.2024",
  "2024-00 2024-13 2024-12-00 00.01.2024 1.0.2024 31.12.2024", "ひらがな カタカナ ヽ一丁 漢鿕 \uf900\uf901 \ufa0e\ufa0f \u{20000}\u{30000}\u{31350}",
  "2024-01-02-03 2024/01-02 02.01-2024 12/31/2024 1-1-2024 1.2.3", "0014 000 00a 0 10.0.0.1", "\u0660\u0661 \u0967 ①", "a_b-c.d/e:f", "C++ C# .NET", "naïve café Ångström",
  "שלום مرحبا हिन्दी ไทย", "e\u200dx a\u00adb", "ﷺ", "ŉa ǅ",
];

/** The binary's output for each line, read as text or (`--queries`) as a query. */
export const told = (binary, lines, ...options) => {
  const input = lines.map((line) => `${line}\n`).join("");
  const said = execFileSync(binary, ["words", ...options], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  return said.split("\n").filter(Boolean).map((line) => JSON.parse(line));
};

/** Queries that exercise each table of `query` and `names`. */
export const queriesToRead = ({ query, names }) => {
  const stops = query.stopWords.split(" ");
  const long = "x".repeat(names.longest);
  return [
    ...stops.flatMap((word, at) => [`${word} zebra `, `${word} `, `${stops[(at + 1) % stops.length]} ${word} `, `"${word}" `, `+${word} zebra `]),
    ...query.filters.flatMap((name) => [`${name}:Value x `, `-${name}:"Two words" x `, `x +${name}:a`, `${name}: x `]),
    "color:red size:1 ", "x ".repeat(query.most + 2), `${"x ".repeat(query.most)}kind:story`, "x".repeat(query.longest + 5), `${"ab ".repeat(query.longest / 3)}cd efg`,
    "rfc 2094", "rfc2094 ", "rfc209", "rfc20", "rfc2", `${long} 12`, `${long}x 12`, "12 12", "kep 0753", ..."abc".split("").map((sign) => `${sign}1234`),
    "a ".repeat(names.most), "a ".repeat(names.most + 1), "\"a b\" -\"c d\" +e* f*", "+ - -- \"\" \" -x", "\u00a0a\u3000b\u2003c\u0085d", "\"never closed", "a\"b c\"d", "v1.2 2024-01-02",
    ...ODD,
  ];
};

const shown = (value) => JSON.stringify(value);

/** Checks that texts are read as the binary reads them: the words of each, with their forms and terms. */
export const checkTexts = (texts, expected) => ({ words }) => {
  for (let at = 0; at < texts.length; at++) {
    const read = words(texts[at]).map(({ form, term, start, end }) => [texts[at].slice(start, end), form, term]);
    if (shown(read) !== shown(expected[at])) return `${shown(texts[at])}: ${shown(read)}, not ${shown(expected[at])}`;
  }
  return undefined;
};

/** Checks that forms have these terms. */
export const checkTerms = (terms) => ({ term }) => {
  for (const [form, expected] of terms) if (term(form) !== expected) return `${form}: ${term(form)}, not ${expected}`;
  return undefined;
};

/** Checks that words have these stems. */
export const checkStems = (stems) => ({ stem }) => {
  for (const [word, expected] of stems) if (stem(word) !== expected) return `${word}: ${stem(word)}, not ${expected}`;
  return undefined;
};

/** Checks that queries are read as the binary reads them. */
export const checkQueries = (queries, expected) => ({ read, sought }) => {
  for (let at = 0; at < queries.length; at++) {
    const query = read(queries[at]);
    const name = sought(query.name);
    const mine = {
      parts: query.parts.map(({ words, humps, need, open }) => [words.map(({ form }) => form), humps.map(({ form }) => form), need, open]),
      filters: query.filters.map(({ filter, value, need }) => [filter, value, need]),
      name: query.name,
      sought: name ? [name.whole, name.number ?? null] : null,
    };
    if (shown(mine) !== shown(expected[at])) return `${shown(queries[at])}: ${shown(mine)}, not ${shown(expected[at])}`;
  }
  return undefined;
};

/** The results of `bf-docs search` in a site. */
export const native = async (binary, site, query) => {
  const { stdout } = await run(binary, ["search", "--site", site, "--format", "json", "--", query], { maxBuffer: 1 << 26 });
  const { results, proposals } = JSON.parse(stdout);
  return Object.assign(results.map(({ route, score, excerpt }) => ({ route, score, excerpt })), { proposals });
};

/** The difference of a browser's results for a query, if any, and the number of scores that differ. */
export const difference = async (reader, query, expected) => {
  const answer = await reader.ask(query);
  const found = await Promise.all(answer.found.slice(0, 10).map((hit) => reader.show(hit, answer.terms)));
  const said = (list) => list.map(({ route, excerpt }) => `${route} ${excerpt}`).join("\n");
  const troubles = answer.troubles.map(({ message }) => message).join("\n");
  const isNear = ({ score }, at) => Math.abs(score - expected[at].score) <= Math.abs(expected[at].score) / 1024;
  const proposals = answer.total ? [] : await reader.proposals(query);
  if (shown(proposals) !== shown(expected.proposals)) return { others: 0, differs: `${query}: proposes ${proposals}\nnot ${expected.proposals}` };
  const isSame = !troubles && said(found) === said(expected) && found.every(isNear);
  const others = found.filter(({ score }, at) => score !== expected[at]?.score).length;
  if (isSame) return { others };
  const scores = (list) => list.map(({ score }) => score).join(" ");
  return { others, differs: `${query}: ${troubles} ${said(found)} ${scores(found)}\nnot ${said(expected)} ${scores(expected)}` };
};

/**
 * Checks that queries of a site are answered as the binary answers them: `expected` has the queries with its results. Few
 * scores may differ, because another order of additions can round to the next step.
 */
export const checkAnswers = (site, expected) => async (bundle) => {
  const reader = await readerOf(site, [], bundle);
  let [others, all] = [0, 0];
  for (const [query, results] of expected) {
    const found = await difference(reader, query, results);
    if (found.differs) return found.differs;
    others += found.others;
    all += results.length;
  }
  return others > 2 + all / 100 ? `${others} of ${all} scores are others` : undefined;
};

/** The binary's results in a site for each query. */
export const answersOf = async (binary, site, queries) => {
  const answers = [];
  // Each query is a process; four run at a time.
  for (let at = 0; at < queries.length; at += 4) {
    const few = queries.slice(at, at + 4).map(async (query) => [query, await native(binary, site, query)]);
    answers.push(...await Promise.all(few));
  }
  return answers;
};
