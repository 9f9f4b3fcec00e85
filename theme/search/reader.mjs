// Answers queries from the pieces of the index, as `src/search/answer.rs` does with Tantivy.
import { excerpt, found } from "./excerpt.mjs";
import { expand, nearest } from "./expand.mjs";
import { sought } from "./names.mjs";
import { ABOUT, FLAGS, IDENTIFIERS, NAMED, SECTIONS } from "./pieces.mjs";
import { ASKED, FILTERS, REFUSED, WANTED, read } from "./query.mjs";
import { Ranking, best, both, first, named, none, numberOf, pageOf, rounded, together } from "./rank.mjs";
import { RULES } from "./rules.mjs";
import { Shards, Trouble } from "./shards.mjs";
import { term } from "./words.mjs";

// Each further word that a section has adds this part of the section's score; a word that only its page has, a part of that.
const { aside: ASIDE, elsewhere: ELSEWHERE, opening: OPENING, setAside, together: TOGETHER } = RULES.rank;
const SET_ASIDE = setAside.split(" ");
const isAside = (status) => SET_ASIDE.includes(status);
const FACETS = ["kind", "status", "in"];
// The most sections that an answer keeps.
const KEPT = 200;

export class Reader {
  constructor(get) {
    this.get = get;
  }

  async open() {
    const shards = new Shards(this.get);
    // A piece that is named by its content is still good. Texts are named by their page.
    if (this.shards) shards.held = new Map([...this.shards.held].filter(([path]) => !path.includes("-")));
    await shards.open();
    this.shards = shards;
    this.ranking = new Ranking(shards);
    return this;
  }

  // The matching sections with their scores, best first; all terms of the query; and the number of matches by kind,
  // status and place.
  async ask(text) {
    this.shards.troubles.clear();
    const query = read(text);
    const terms = new Set();
    const lists = await this.joined(query.parts, await Promise.all(query.parts.map((part) => this.part(part, terms))), terms);
    const hits = this.chosen(query, lists, await this.named(query));
    const isList = query.parts.every((part) => part.need === REFUSED);
    if (isList) await this.order(hits.found);
    hits.found.length = Math.min(hits.found.length, KEPT);
    return { query, terms, ...hits, troubles: [...this.shards.troubles.values()] };
  }

  // Queries that find something, for one that finds nothing: words of the site, then its own, without signs and filters.
  async proposals(text) {
    const words = read(text).parts.filter(({ need }) => need !== REFUSED).flatMap((part) => part.words);
    // The sign of a month or a day would refuse it.
    const bare = ({ form }) => form.replace(/^-/, "");
    const typed = words.map(bare);
    const known = await Promise.all(words.map(async (word) => (await this.shards.word(word.term) ? bare(word) : nearest(this.shards, word.form))));
    const proposals = [];
    for (const proposal of new Set([known.filter(Boolean).join(" "), typed.join(" ")])) {
      if (proposal && (await this.ask(proposal)).total) proposals.push(proposal);
    }
    return proposals;
  }

  // The lists of parts, each with the sections of the word that it makes with the part before or behind it: `health check` is
  // `healthcheck` too.
  async joined(parts, lists, terms) {
    const isWord = ({ words, need }) => words.length === 1 && need === WANTED;
    await Promise.all(parts.slice(1).map(async (part, at) => {
      const pair = [parts[at], part];
      if (!pair.every(isWord)) return;
      const joined = term(pair.map(({ words }) => words[0].form).join(""));
      const entry = await this.shards.word(joined);
      if (!entry) return;
      terms.add(joined);
      const list = this.ranking.term(joined, entry);
      for (const of of [at, at + 1]) lists[of] = best([lists[of], list], [1, 1]);
    }));
    return lists;
  }

  async part({ words, humps, need, open }, terms) {
    const last = words[words.length - 1];
    const before = words.slice(0, -1);
    if (need === REFUSED) return this.phrase(words);
    for (const word of before) terms.add(word.term);
    for (const word of humps) terms.add(word.term);
    if (!before.length) {
      const list = await this.word(last, open, 1, terms);
      return humps.length && !(await this.shards.word(last.term)) ? best([list, await this.phrase(humps)], [1, 1]) : list;
    }
    if (!open) {
      terms.add(last.term);
      return this.phrase(words);
    }
    // For `bf-manage-c`, still being typed, the complete words must be adjacent. The last may be completed anywhere.
    const [whole, start, end] = await Promise.all([
      this.phrase(words), this.phrase(before), this.word(last, true, RULES.expand.completed, terms),
    ]);
    const soFar = both(start, end);
    return whole.sections.length ? first(whole, soFar) : soFar;
  }

  async word(word, open, worth, terms) {
    const { same, others, isWritten } = await expand(this.shards, word, open);
    for (const [term] of [...same, ...others]) terms.add(term);
    const any = async (meant) => {
      const lists = await Promise.all(meant.map(async ([term]) => this.ranking.term(term, await this.shards.word(term))));
      return best(lists, meant.map(([, of]) => of * worth));
    };
    if (!others.length) return any(same);
    const [whole, begins] = await Promise.all([any(same), any(others)]);
    // The last word of a phrase that is being typed counts as the words that it may become.
    return isWritten && worth === 1 ? first(whole, begins) : best([whole, begins], [1, 1]);
  }

  async phrase(words) {
    const of = words.map((word) => word.term);
    const entries = await Promise.all(of.map((term) => this.shards.word(term)));
    if (of.length === 1) return this.ranking.term(of[0], entries[0]);
    if (entries.some((entry) => !entry)) return none();
    // The positions are read only of pages that have a section with all words.
    const [first, ...others] = entries.map(({ sections }) => new Set(sections));
    const both = [...first].filter((section) => others.every((sections) => sections.has(section)));
    const groups = [...new Set(both.map((section) => this.ranking.groupOf(section)))];
    const places = await Promise.all(groups.map(async (group) => [group, await Promise.all(of.map((term) => this.shards.positions(term, group)))]));
    return this.ranking.phrase(entries, new Map(places));
  }

  // The pages and sections whose name is the query.
  async named({ name, parts }) {
    const of = sought(name);
    const words = parts.filter((part) => part.need !== REFUSED).flatMap((part) => part.words);
    if (!of || !words.length) return [];
    // Most incomplete queries are not a name. The words' own pieces tell, so no further piece is fetched.
    const entries = await Promise.all(words.map((word) => this.shards.word(word.term)));
    const isNamed = (entry) => entry?.counts.some((times, at) => times && [NAMED, ABOUT, IDENTIFIERS].includes(at % FLAGS));
    if (!/[0-9]/.test(of.whole) && !entries.every(isNamed)) return [];
    const worth = words.length * parts.filter((part) => part.need !== REFUSED).length;
    const find = async (name) => named((await this.shards.word(name)) ?? none(), worth);
    const whole = await find(of.whole);
    return whole.isPage || !of.number ? [whole] : [whole, await find(of.number)];
  }

  // The first sections of pages and artifacts.
  opening() {
    const list = none();
    this.shards.table.forEach((row, page) => {
      for (const change of row.changes) {
        if (!change.opens) continue;
        list.sections.push(page * SECTIONS + change.section);
        list.scores.push(1);
        list.own.push(true);
      }
    });
    return list;
  }

  // The kind, status and place of a section, as numbers in the lists of the index, from 1.
  facts(section) {
    const row = this.shards.table[pageOf(section)];
    const number = numberOf(section);
    let [kind, status] = [0, 0];
    for (const change of row.changes) {
      if (change.section > number) break;
      ({ kind, status } = change);
    }
    return { kind, status, in: this.shards.index.folders[row.folder], tag: row.tags };
  }

  // Puts pages of the same score in the order of the site, as a list without words is expected to be.
  async order(found) {
    const order = await this.shards.order();
    const place = ({ section }) => order.get(pageOf(section)) ?? 0;
    found.sort((a, b) => b.score - a.score || place(a) - place(b) || a.section - b.section);
  }

  // Scores all sections of the parts' lists; `called` has the sections whose name is the query.
  chosen(query, lists, called) {
    const { index, table } = this.shards;
    const needs = query.parts.map((part) => part.need);
    const isOpen = needs.some((need) => need !== REFUSED);
    if (!isOpen) {
      if (!query.parts.length && !query.filters.length) return { total: 0, found: [], facets: { kind: [], status: [], in: [] } };
      lists = [...lists, this.opening()];
      needs.push(ASKED);
    }
    const values = { kind: index.kinds, status: index.statuses, in: index.places, tag: index.tags };
    const filters = FILTERS.flatMap((filter) => {
      const of = query.filters.filter((one) => one.filter === filter);
      const numbers = (refused) => of.filter((one) => (one.need === REFUSED) === refused).map((one) => values[filter].indexOf(one.value) + 1);
      return of.length ? [{ filter, asked: numbers(false), refused: numbers(true) }] : [];
    });
    const has = (fact, number) => number > 0 && (Array.isArray(fact) ? fact.includes(number) : fact === number);
    const found = [];
    const facets = { kind: [], status: [], in: [] };
    let total = 0;
    let least = -1;
    let next = 2 * KEPT;
    let current = -1;
    let ofPages = [];
    together([...lists, ...called], (section, scores, own) => {
      let [asked, wanted, matched, isOwn, whole] = [0, 0, 0, false, 0];
      const page = pageOf(section);
      const opens = numberOf(section) === 0;
      if (page !== current) {
        current = page;
        ofPages = lists.map(({ pages }) => pages.get(page) ?? 0);
      }
      for (let i = lists.length; i < scores.length; i++) whole += scores[i] ?? 0;
      for (let i = 0; i < lists.length; i++) {
        const score = scores[i] ?? 0;
        const ofPage = ofPages[i];
        const has = score > 0 || (opens && ofPage > 0);
        if (own[i] && needs[i] !== REFUSED) isOwn = true;
        if (needs[i] === REFUSED) {
          if (has) return;
        } else if (needs[i] === ASKED) {
          if (!has) return;
          asked += score + ofPage;
        } else {
          wanted += score + ofPage;
          matched += score > 0 ? 1 : ofPage > 0 ? ELSEWHERE : 0;
        }
      }
      if (!whole && !isOwn) return;
      const facts = this.facts(section);
      let failed;
      for (const { filter, asked, refused } of filters) {
        const fits = (number) => has(facts[filter], number);
        if ((!asked.length || asked.some(fits)) && !refused.some(fits)) continue;
        // The count of a choice ignores the other choices in its row.
        if (failed) return;
        failed = filter;
      }
      for (const facet of FACETS) {
        if (facts[facet] && (!failed || failed === facet)) facets[facet][facts[facet]] = (facets[facet][facts[facet]] ?? 0) + 1;
      }
      if (failed) return;
      total++;
      const boost = index.boosts[table[page].boost] * (isAside(index.statuses[facts.status - 1]) ? ASIDE : 1);
      const sum = isOwn ? (asked + wanted * (1 + TOGETHER * Math.max(matched - 1, 0))) * (opens && isOpen ? OPENING : 1) : 0;
      const score = rounded((sum + whole) * boost);
      if (score < least) return;
      found.push({ section, score });
      if (found.length >= next) {
        least = cut(found);
        next = found.length + KEPT;
      }
    });
    cut(found);
    const named = (facet) => facets[facet].flatMap((count, number) => (count && values[facet][number - 1] ? [{ value: values[facet][number - 1], count }] : []));
    return { total, found, facets: { kind: named("kind"), status: named("status"), in: named("in") } };
  }

  // A section in the form of a result.
  async show({ section, score }, terms) {
    const text = await this.shards.text(pageOf(section), numberOf(section));
    const of = text.sections[numberOf(section) - text.first];
    if (!of) throw new Trouble("damaged", text.route);
    const heading = of.id ? of.heading : "";
    const written = [text.title, heading, of.text, of.code].flatMap((part) => found(part ?? "", terms).map((word) => word.written));
    const marksOf = (part) => found(part, terms).map(({ start, end }) => [start, end]);
    const { text: said, marks } = excerpt(of.text ?? "", of.code ?? "", terms);
    return {
      page: pageOf(section),
      route: of.id ? `${text.route}#${of.id}` : text.route,
      title: text.title,
      titleMarks: marksOf(text.title),
      heading,
      headingMarks: marksOf(heading),
      // The words as they are written there.
      words: [...new Set(written)].slice(0, 8),
      folders: text.folders,
      above: of.above ?? [],
      kind: of.kind,
      status: of.status,
      score,
      excerpt: said,
      marks,
    };
  }
}

// Keeps the best sections and all that score as the last of them, and returns that score.
const cut = (found) => {
  found.sort((a, b) => b.score - a.score || a.section - b.section);
  const least = found[KEPT - 1]?.score ?? -1;
  while (found.length > KEPT && found.at(-1).score < least) found.pop();
  return least;
};
