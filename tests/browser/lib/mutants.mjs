// The rules of the search with one row dropped or changed, and the test that notices it.
import { apart, run, scriptOf } from "./bundle.mjs";
import { ODD, answersOf, checkAnswers, checkQueries, checkStems, checkTerms, checkTexts, madeWords, queriesToRead, snowball, told, vocabulary } from "./proof.mjs";
import { queriesOf } from "./reader.mjs";
import { ownDocs } from "./site.mjs";
import { EDGES, GERMAN, alike, edges, german, wiki } from "./wikis.mjs";

const without = (list, at) => list.filter((_, other) => other !== at);
const other = (text) => `${text.startsWith("q") ? "x" : "q"}${text.slice(1)}`;

/** The variants of a stemmer's row, each with one part changed. */
const changedRows = ([ending, put, region, when = [], unless = [], mends], hasRegions) => {
  const row = (changes) => {
    const now = { ending, put, region, when, unless, mends, ...changes };
    return [now.ending, now.put, now.region ?? 0, now.when, now.unless, now.mends ?? 0];
  };
  const changes = [
    ["another ending", { ending: ending ? ending.slice(1) : "e" }],
    ["other letters put", { put: other(put) }],
    ...when.map((pattern, at) => [`without ${pattern}`, { when: when.length > 1 ? without(when, at) : ["^q"] }]),
    ...(when.length ? [["whenever", { when: [] }]] : []),
    ...unless.map((pattern, at) => [`although ${pattern}`, { unless: without(unless, at) }]),
    ...(mends ? [["not mended", { mends: 0 }]] : []),
    ...(region && hasRegions ? [["another region", { region: region === 1 ? 0 : 1 }]] : []),
  ];
  return changes.map(([name, change]) => [name, row(change)]);
};

/** All mutants of a list: each entry dropped, and each changed in every way of `changes`. */
const ofList = (path, list, changes) => list.flatMap((entry, at) => {
  const name = `${path} ${Array.isArray(entry) ? JSON.stringify(entry[0]) : JSON.stringify(entry)}`;
  return [
    { name: `${name}: gone`, path, list: without(list, at) },
    ...changes(entry, at).map(([what, changed]) => ({ name: `${name}: ${what}`, path, list: list.map((other, of) => (of === at ? changed : other)) })),
  ];
});

const rowsOf = (path, rows, hasRegions = true) => ofList(path, rows, (row) => changedRows(row, hasRegions));
const pairsOf = (path, pairs) => ofList(path, pairs, ([first, second]) => [["another second", [first, other(second)]]]);
const textsOf = (path, list) => ofList(path, list, (text) => [["another", other(text)]]);
const numberOf = (path, number, ...others) => others.map((other) => ({ name: `${path}: ${other}`, path, list: other }));
const nextTo = (path, number) => numberOf(path, number, number + 1, number - 1);
const weightOf = (path, number) => numberOf(path, number, number * 1.25, number * 0.8);
const lettersOf = (path, text) => [...text].map((letter) => ({ name: `${path}: without ${letter}`, path, list: text.replace(letter, "") }));

/** A text of several, without each. */
const eachOf = (path, text, sign) => {
  const all = text.split(sign);
  return all.map((one, at) => ({ name: `${path} ${one}: gone`, path, list: without(all, at).join(sign) }));
};

/** Slots that overlap with the next ones. Another start would change nothing, because all slots begin alike. */
const slotsOf = (path, slots) => ofList(path, slots, ([name]) => [["none of its own", [name, 0]]]).filter(({ name }) => name !== `${path} ${JSON.stringify(slots.at(-1)[0])}: none of its own`);

const ofStopWords = ({ stopWords }) => {
  const stops = stopWords.split(" ");
  return stops.flatMap((word, at) => [
    { name: `query.stopWords ${word}: gone`, path: "query.stopWords", list: without(stops, at).join(" ") },
    { name: `query.stopWords ${word}: behind the next`, path: "query.stopWords", list: [...without(stops, at).slice(0, at + 1), word, ...without(stops, at).slice(at + 1)].join(" ") },
  ]).slice(0, -1);
};

const ofStemmer = (stemmer) => [
  ...rowsOf("stemmer.spellings", stemmer.spellings, false),
  ...pairsOf("stemmer.exceptions", stemmer.exceptions),
  ...textsOf("stemmer.prefixes", stemmer.prefixes),
  ...stemmer.steps.flatMap((rows, step) => rowsOf(`stemmer.steps.${step}`, rows)),
  ...stemmer.mends.flatMap((rows, list) => rowsOf(`stemmer.mends.${list}`, rows)),
  ...ofList("stemmer.classes", stemmer.classes, ([sign, isOne, letters]) => [
    ["the others", [sign, !isOne, letters]], ...[...letters].map((letter) => [`without ${letter}`, [sign, isOne, letters.replace(letter, "")]]),
  ]),
  ...ofList("stemmer.marks", stemmer.marks, ([letter, sign, between]) => [["elsewhere", [letter, sign, !between]]]),
  ...pairsOf("stemmer.joined", stemmer.joined), ...pairsOf("stemmer.plain", stemmer.plain),
  ...(stemmer.least ? nextTo("stemmer.least", stemmer.least) : []),
  ...lettersOf("stemmer.vowels", stemmer.vowels),
];

/** The mutants: the name, the path of the change in the rules, and the changed part. */
export const mutantsOf = ({ words, stemmer, query, expand, names, rank, excerpt, coder, pieces, version }) => {
  const middle = ([first, last]) => String.fromCodePoint((first.codePointAt(0) + last.codePointAt(0)) >> 1);
  return [
    ...ofList("words.signs", words.signs, (run) => [["the second half", [middle(run), run[1]]], ["the first half", [run[0], middle(run)]]]),
    ...ofList("words.apostrophes", words.apostrophes, () => [["another", "*"]]),
    ...pairsOf("words.folds", words.folds),
    ...["years", "months", "days"].flatMap((part) => words[part].flatMap((number, at) => [1, -1].map((step) => {
      const list = words[part].map((other, of) => (of === at ? number + step : other));
      return { name: `words.${part}: ${list}`, path: `words.${part}`, list };
    }))),
    ...lettersOf("words.behindYear", words.behindYear), ...lettersOf("words.beforeYear", words.beforeYear),
    ...nextTo("words.longest", words.longest),
    ...ofStemmer(stemmer),
    ...ofStopWords(query),
    ...textsOf("query.filters", query.filters),
    ...nextTo("query.longest", query.longest), ...nextTo("query.most", query.most),
    ...["longest", "most", "telling"].flatMap((name) => nextTo(`names.${name}`, names[name])),
    ...numberOf("names.mark", names.mark, "?"),
    ...["completed", "mended", "same"].flatMap((name) => weightOf(`expand.${name}`, expand[name])),
    ...["furthest", "most", "nearest", "open", "shortest", "unknown", "whole"].flatMap((name) => nextTo(`expand.${name}`, expand[name])),
    ...eachOf("expand.synonyms", expand.synonyms, "|"),
    ...eachOf("rank.setAside", rank.setAside, " "),
    ...Object.entries(rank.weights).flatMap(([name, weight]) => weightOf(`rank.weights.${name}`, weight)),
    ...["k1", "b", "typed", "half", "together", "elsewhere", "opening", "aside", "pageNamed", "sectionNamed"].flatMap((name) => weightOf(`rank.${name}`, rank[name])),
    ...nextTo("rank.rounded", rank.rounded),
    ...weightOf("excerpt.length", excerpt.length), ...numberOf("excerpt.cell", excerpt.cell, ", "),
    ...lettersOf("coder.vowels", coder.vowels), ...numberOf("coder.number", coder.number, coder.number / 2),
    ...ofList("coder.shifts", coder.shifts, (shift) => [["slower", shift + 1], ["faster", shift - 1]]),
    ...ofList("pieces.flags", pieces.flags, ([name, flag]) => [["another", [name, (flag + 1) % pieces.flags.length]]]),
    ...["block", "far"].flatMap((name) => nextTo(`pieces.${name}`, pieces[name])),
    ...["anywhere", "top", "below"].flatMap((name) => numberOf(`pieces.${name}`, pieces[name], (pieces[name] + 1) % 3)),
    ...["words", "positions", "names", "table"].flatMap((name) => slotsOf(`pieces.${name}`, pieces[name])),
    ...nextTo("version", version),
  ];
};

/** The rules with a mutant's part at its path. */
const mutated = (rules, { path, list }) => {
  const changed = structuredClone(rules);
  const keys = path.split(".");
  const last = keys.pop();
  keys.reduce((part, key) => part[key], changed)[last] = list;
  return changed;
};

/** The checks that must notice a change, by the changed part of the rules. */
const checksOf = async (binary) => {
  const site = edges();
  const { rules, code } = apart(scriptOf(site));
  const { stemmer } = JSON.parse(rules);
  const all = [...Object.values(vocabulary()).flat(), ...snowball().map(([word]) => word), ...madeWords(stemmer)];
  const terms = new Map(told(binary, all).flatMap((line) => line.map(([, form, term]) => [form, term])));
  const queries = queriesToRead(JSON.parse(rules));
  const answers = async (site, queries) => checkAnswers(site, await answersOf(binary, site, queries));
  const drawn = async (site, seed) => answers(site, (await queriesOf(site, 140, seed)).map(({ query }) => query));
  const checkReading = [checkTexts(ODD, told(binary, ODD)), checkQueries(queries, told(binary, queries, "--queries"))];
  const { expand, rank } = JSON.parse(rules);
  const pairs = expand.synonyms.split("|").map((group) => group.split(" "));
  const checkAlike = await answers(alike(pairs, rank.setAside.split(" ")), ["walnut", ...pairs.map(([word]) => `${word} `)]);
  const checkAnswering = [await answers(site, EDGES), await drawn(wiki(), 2), await drawn(ownDocs(), 1)];
  const checkStemming = [checkTerms([...terms]), checkStems(snowball())];
  const checks = { words: checkReading, stemmer: [...checkStemming, ...checkAnswering.slice(0, 1)], query: checkReading, names: checkReading };
  const isAlike = (path) => ["expand.same", "expand.synonyms", "rank.aside", "rank.setAside"].includes(path);
  return { rules: JSON.parse(rules), code, of: (path) => (isAlike(path) ? [checkAlike] : checks[path.split(".")[0]] ?? checkAnswering) };
};

/** The checks that must notice a change of the German rules. */
const germanChecks = async (binary) => {
  const site = german();
  const { rules, code } = apart(scriptOf(site));
  const { stemmer, query } = JSON.parse(rules);
  const option = ["--language", "de"];
  const all = [...snowball("german").map(([word]) => word), ...madeWords(stemmer)];
  const terms = told(binary, all, ...option).flatMap((line) => line.map(([, form, term]) => [form, term]));
  const queries = queriesToRead({ ...JSON.parse(rules), query });
  const checks = [checkTerms(terms), checkStems(snowball("german")), checkQueries(queries, told(binary, queries, "--queries", ...option)), checkAnswers(site, await answersOf(binary, site, GERMAN))];
  return { rules: JSON.parse(rules), code, of: () => checks };
};

/** The first difference that a check finds with these rules; nothing if there is none. */
const noticed = async (code, rules, checks) => {
  try {
    const bundle = run(code, rules);
    for (const check of checks) {
      const found = await check(bundle);
      if (found) return found;
    }
  } catch (error) {
    return `${error}`;
  }
  return undefined;
};

/** Tries the mutants that `isTried` chooses by number; each comes back with the first difference, if any. */
export const tried = async (binary, isTried, tell = () => {}, part = "") => {
  const results = [];
  for (const [language, checks] of [["", await checksOf(binary)], ["German ", await germanChecks(binary)]]) {
    const untouched = await noticed(checks.code, checks.rules, checks.of("words").concat(checks.of("stemmer"), checks.of("rank")));
    if (untouched) throw new Error(`the ${language}rules as they are do not pass: ${untouched}`);
    const mutants = language ? ofStemmer(checks.rules.stemmer).concat(ofStopWords(checks.rules.query)) : mutantsOf(checks.rules);
    for (const [at, mutant] of mutants.entries()) {
      const path = language + mutant.path;
      if (!isTried(at) || !path.startsWith(part)) continue;
      const result = { name: language + mutant.name, path, noticed: await noticed(checks.code, mutated(checks.rules, mutant), checks.of(mutant.path)) };
      results.push(result);
      tell(result);
    }
  }
  return results;
};
