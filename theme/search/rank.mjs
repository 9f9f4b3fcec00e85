// The score of a section for a term: Tantivy's BM25 over the fields, as `src/search/fields.rs` weighs them.
import { ABOUT, ABOVE, BODY, FLAGS, NAMED, SECTIONS, TAGS } from "./pieces.mjs";
import { RULES } from "./rules.mjs";

const {
  b: B, half: HALF, k1: K1, pageNamed, rounded: ROUNDED, sectionNamed, typed: TYPED, weights,
} = RULES.rank;

// The number of terms whose scores are kept for the next letter.
const TERMS_KEPT = 64;

const TITLE = FLAGS;
const PAGE = FLAGS + 1;
// The name of each flag's field, and its weights for the section and for the page as a whole, which each section of the page
// counts. A name is a title in a page's first section, else a heading; a title is that section's heading too.
const FIELDS = [];
for (const [name, flag] of [...RULES.pieces.flags, ["title", TITLE], ["page", PAGE]]) {
  const isOfPage = [TITLE, PAGE, ABOUT, TAGS].includes(flag);
  FIELDS[flag] = { name, ofSection: isOfPage ? 0 : weights[name], ofPage: isOfPage ? weights[name] : 0 };
}
FIELDS[TITLE].ofSection = weights.heading;

export const pageOf = (section) => Math.floor(section / SECTIONS);
export const numberOf = (section) => section % SECTIONS;
const fieldOf = (flag, section) => (flag === NAMED && numberOf(section) === 0 ? TITLE : flag);

// The sections with a word in order, the score of each and whether the word is its own; and by page, the score that its other
// sections inherit from what they stand in, and the score of the page as a whole.
export const none = () => ({ sections: [], scores: [], own: [], inherited: new Map(), pages: new Map() });
const push = (list, section, score, own) => {
  list.sections.push(section);
  list.scores.push(score);
  list.own.push(own);
};
const add = (scores, page, score) => { if (score) scores.set(page, (scores.get(page) ?? 0) + score); };

// The number of terms that Tantivy's code for a length means.
const lengthOf = (id) => {
  if (id < 24) return id;
  const [bits, shift] = [(id - 24) & 7, (id - 24) >> 3];
  return 24 + (shift ? (bits | 8) << (shift - 1) : bits);
};

// The number of times that a word of a page counts.
const damped = (times) => 32 - Math.clz32(times);

export class Ranking {
  constructor({ index, table, folders }) {
    this.table = table;
    this.folders = folders;
    this.sections = index.sections;
    this.groupOf = (section) => Math.min(pageOf(section) >> index.shift, index.groups - 1);
    this.averages = FIELDS.map(({ name }) => index.lengths[name] / index.sections);
    this.known = new Map();
  }

  idf(count) {
    return Math.log(1 + (this.sections - count + 0.5) / (count + 0.5));
  }

  // The score of a term in a field, before it is weighed.
  score(field, idf, times, section) {
    // Tantivy keeps no length of the other fields.
    const row = this.table[pageOf(section)];
    const length = field === TITLE ? lengthOf(row.title) : field === PAGE ? lengthOf(row.length) : 1;
    const norm = K1 * (1 - B + (B * length) / this.averages[field]);
    return (idf * (1 + K1) * times) / (times + norm);
  }

  // How often the titles of each page's folders have a term, by those of the folders.
  inFolders(folders) {
    const pages = new Map();
    for (const [folder, count] of folders) for (const page of this.folders[folder] ?? []) pages.set(page, count);
    return pages;
  }

  // The scores of a term.
  term(term, entry) {
    // A piece that failed may be fetched the next time.
    if (!entry) return none();
    const known = this.known.get(term);
    // An entry that was read anew may have pieces that failed before.
    const list = known?.entry === entry ? known.list : this.list(entry);
    // The last terms stay: a list may have each section of the site.
    this.known.delete(term);
    this.known.set(term, { entry, list });
    if (this.known.size > TERMS_KEPT) this.known.delete(this.known.keys().next().value);
    return list;
  }

  list({ inherits, folders, sections, counts }) {
    const found = new Array(FIELDS.length).fill(0);
    // The field `page` has the words of a page's names and texts and belongs to the first section.
    const whole = new Map();
    const titles = new Map();
    for (let at = 0; at < sections.length; at++) {
      const offset = at * FLAGS;
      const page = pageOf(sections[at]);
      for (let flag = 0; flag < FLAGS; flag++) if (counts[offset + flag]) found[fieldOf(flag, sections[at])]++;
      const times = counts[offset + BODY] + counts[offset + NAMED];
      if (times) whole.set(page, (whole.get(page) ?? 0) + times);
      if (numberOf(sections[at]) === 0 && counts[offset + NAMED]) titles.set(page, counts[offset + NAMED]);
    }
    found[PAGE] = whole.size;
    found[ABOVE] = inherits;
    const idfs = found.map((count) => this.idf(count));
    const list = none();
    const inFolders = this.inFolders(folders);
    const pages = new Set(sections.map(pageOf));
    for (const page of inFolders.keys()) pages.add(page);
    let at = 0;
    for (const page of inFolders.size ? [...pages].sort((a, b) => a - b) : pages) {
      const start = page * SECTIONS;
      const ofFolders = inFolders.get(page) ?? 0;
      const above = (times) => (times ? FIELDS[ABOVE].ofSection * this.score(ABOVE, idfs[ABOVE], times, start) : 0);
      if (whole.has(page)) add(list.pages, page, FIELDS[PAGE].ofPage * this.score(PAGE, idfs[PAGE], damped(whole.get(page)), start));
      const inherited = ofFolders + (titles.get(page) ?? 0);
      if (inherited) list.inherited.set(page, above(inherited));
      if (whole.has(page) && sections[at] !== start) push(list, start, above(ofFolders), true);
      for (; pageOf(sections[at]) === page; at++) {
        const section = sections[at];
        const isFirst = section === start;
        const offset = at * FLAGS;
        let score = 0;
        let own = isFirst && whole.has(page);
        for (let flag = 0; flag < FLAGS; flag++) {
          const times = counts[offset + flag];
          if (!times || flag === ABOVE) continue;
          const field = fieldOf(flag, section);
          const more = this.score(field, idfs[field], times, section);
          add(list.pages, page, FIELDS[field].ofPage * more);
          score += FIELDS[field].ofSection * more;
          own = true;
        }
        push(list, section, score + above(counts[offset + ABOVE] + (isFirst ? ofFolders : inherited)), own);
      }
    }
    return list;
  }

  // The sections with the terms next to each other: `entries` are their words, `places` their positions in each group of
  // pages that may have such a section.
  phrase(entries, places) {
    const list = none();
    const idfs = FIELDS.map(() => 0);
    const where = entries.map(({ sections, counts }, term) => {
      const found = FIELDS.map(() => 0);
      const of = new Map();
      let next = 0;
      let before;
      for (let at = 0; at < sections.length; at++) {
        const group = this.groupOf(sections[at]);
        if (group !== before) next = 0;
        before = group;
        const stands = places.get(group)?.[term];
        for (let flag = 0; flag < FLAGS; flag++) {
          if (!counts[at * FLAGS + flag] || flag === ABOVE) continue;
          found[fieldOf(flag, sections[at])]++;
          if (stands) of.set(sections[at] * FLAGS + flag, stands[next++]);
        }
      }
      found.forEach((count, field) => { idfs[field] += this.idf(count); });
      return of;
    });
    const [first, ...others] = where;
    for (const section of entries[0].sections) {
      let score = 0;
      let isFound = false;
      for (let flag = 0; flag < FLAGS; flag++) {
        const key = section * FLAGS + flag;
        const starts = first.get(key);
        if (!starts || !others.every((of) => of.has(key))) continue;
        const sets = others.map((of) => new Set(of.get(key)));
        const times = starts.filter((start) => sets.every((of, at) => of.has(start + at + 1))).length;
        if (times) {
          const field = fieldOf(flag, section);
          const more = this.score(field, idfs[field], times, section);
          isFound = true;
          add(list.pages, pageOf(section), FIELDS[field].ofPage * more);
          score += FIELDS[field].ofSection * more;
        }
      }
      if (isFound) push(list, section, score, true);
    }
    return list;
  }
}

// Visits the sections of lists in order. `visit` gets a section, its score in each list or nothing, and for each list
// whether the word is the section's own.
export const together = (lists, visit) => {
  const at = lists.map(() => 0);
  const scores = new Array(lists.length);
  const own = new Array(lists.length);
  for (;;) {
    let section = Infinity;
    for (let i = 0; i < lists.length; i++) {
      const next = lists[i].sections[at[i]];
      if (next < section) section = next;
    }
    if (section === Infinity) return;
    for (let i = 0; i < lists.length; i++) {
      const list = lists[i];
      if (list.sections[at[i]] === section) {
        own[i] = list.own[at[i]];
        scores[i] = list.scores[at[i]++];
      } else {
        own[i] = false;
        scores[i] = list.inherited.size ? list.inherited.get(pageOf(section)) : undefined;
      }
    }
    visit(section, scores, own);
  }
};

// Merges lists into one with the best weighted score of each section and page.
export const best = (lists, weights) => {
  if (lists.length === 1 && weights[0] === 1) return lists[0];
  const list = none();
  for (const name of ["inherited", "pages"]) {
    lists.forEach((of, i) => {
      for (const [page, score] of of[name]) list[name].set(page, Math.max(score * weights[i], list[name].get(page) ?? 0));
    });
  }
  together(lists, (section, scores, own) => {
    let most = 0;
    for (let i = 0; i < scores.length; i++) if (scores[i] * weights[i] > most) most = scores[i] * weights[i];
    push(list, section, most, own.includes(true));
  });
  return list;
};

// The sections and pages of both lists, each with the sum of its scores.
export const both = (one, other) => {
  const list = none();
  const sum = (a, b) => (a > 0 && b > 0 ? a + b : 0);
  for (const name of ["inherited", "pages"]) {
    for (const [page, score] of one[name]) add(list[name], page, sum(score, other[name].get(page)));
  }
  together([one, other], (section, [a, b], [own, too]) => push(list, section, sum(a, b), own && (too || b > 0)));
  return list;
};

const reshaped = (list, shape) => {
  const of = (score) => (score > 0 ? shape(score) : 0);
  const all = (scores) => new Map([...scores].map(([page, score]) => [page, of(score)]));
  return { ...list, scores: list.scores.map(of), inherited: all(list.inherited), pages: all(list.pages) };
};

// Sections with the word as it was typed, and mostly behind them, those with a word that begins so.
export const first = (whole, begins) => best([
  reshaped(whole, (score) => score + TYPED), reshaped(begins, (score) => (TYPED * score) / (score + HALF)),
], [1, 1]);

// The sections whose name is the query: they share its score.
export const named = ({ sections }, worth) => {
  const pages = sections.filter((section) => numberOf(section) === 0).length;
  const others = sections.length - pages;
  const share = (section) => worth * (numberOf(section) === 0 ? pageNamed / pages : sectionNamed / others);
  return { ...none(), sections, scores: sections.map(share), own: sections.map(() => true), isPage: pages > 0 };
};

const view = new DataView(new ArrayBuffer(4));

// A score rounded to about four digits, as in `answer.rs`, so that the order of additions does not change the ranking.
export const rounded = (score) => {
  view.setFloat32(0, score);
  view.setUint32(0, (view.getUint32(0) + (1 << (ROUNDED - 1))) & ~((1 << ROUNDED) - 1));
  return view.getFloat32(0);
};
