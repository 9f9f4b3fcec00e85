// Reads the pieces that `src/search/pieces.rs` writes, with the same slots in the same order.
import { Decoder, NAME, NUMBER } from "./decoder.mjs";

// The flags of the fields, and a section's number in the index: its page's, then its own.
export const BODY = 0;
export const NAMED = 1;
export const CODE = 2;
export const ABOVE = 3;
export const ABOUT = 4;
export const IDENTIFIERS = 5;
export const TAGS = 6;
export const FLAGS = 7;
// Positions of a block of words: 6 bits.
const BLOCK = 64;
// Blocks from one position to the next that are written out.
const FAR = 15;
export const SECTIONS = 2 ** 20;
// Where a section stands: anywhere, first, or below one with the word in its heading.
const ANYWHERE = 0;
const TOP = 1;
const BELOW = 2;

// By term: the pages that have it and how often their folders do; the sections that have it beyond that and their page's
// title, and how often each field of each does; and how many sections inherit it.
export const readWords = (bytes) => {
  const from = new Decoder(bytes);
  const count = from.take(NUMBER);
  const name = from.take(NAME);
  const inherits = from.take(NUMBER);
  const pages = from.take(NUMBER);
  const gap = from.take(4 * NUMBER);
  const folders = from.take(2 * NUMBER);
  const isListed = from.take(2);
  const first = from.take(NUMBER);
  const next = from.take(2 * NUMBER);
  const more = from.take(48);
  const plain = from.take(6);
  const flags = from.take(3 << FLAGS);
  const times = from.take(4 * NUMBER);
  const terms = new Map();
  for (let left = from.number(count); left > 0; left--) {
    const term = from.name(name);
    const entry = { inherits: from.number(inherits), pages: [], folders: [], sections: [], counts: [] };
    let page = 0;
    let last = 0;
    let inFolders = 0;
    let wasPlain = 0;
    for (let pagesLeft = from.number(pages); pagesLeft > 0; pagesLeft--) {
      const step = from.number(gap + NUMBER * Math.min(last, 3));
      page += step;
      last = 31 - Math.clz32(step + 1);
      inFolders = from.number(folders + (inFolders ? NUMBER : 0));
      entry.pages.push(page);
      entry.folders.push(inFolders);
      let section = 0;
      let isNamed = 0;
      for (let at = 0; at || !inFolders || from.bit(isListed); at++) {
        const step = from.number(at ? next + NUMBER * isNamed : first);
        section += step;
        const place = section === 0 ? TOP : isNamed && step === 0 ? BELOW : ANYWHERE;
        wasPlain = from.bit(plain + 2 * place + wasPlain);
        let node = 1;
        if (!wasPlain) for (let flag = 0; flag < FLAGS; flag++) node = node * 2 + from.bit(flags + (place << FLAGS) + node);
        entry.sections.push(page * SECTIONS + section);
        for (let flag = 0; flag < FLAGS; flag++) {
          // The first flag is the tree's highest.
          const has = wasPlain ? flag === BODY : (node >> (FLAGS - 1 - flag)) & 1;
          // Of code it counts whether a word is there, not how often.
          entry.counts.push(has && flag !== CODE ? from.number(times + NUMBER * Math.min(flag, 3)) + 1 : has ? 1 : 0);
        }
        const counted = entry.counts.length - FLAGS;
        isNamed = entry.counts[counted + NAMED] || entry.counts[counted + ABOVE] ? 1 : 0;
        section++;
        if (!from.bit(more + 24 * isNamed + Math.min(section, 23))) break;
      }
      page++;
    }
    terms.set(term, entry);
  }
  return terms;
};

// By term: of each field of each section that has it, in the order of the words, where.
export const readPositions = (bytes) => {
  const from = new Decoder(bytes);
  const count = from.take(NUMBER);
  const name = from.take(NAME);
  const fields = from.take(NUMBER);
  const far = from.take(NUMBER);
  const more = from.take(2);
  const terms = new Map();
  for (let left = from.number(count); left > 0; left--) {
    const term = from.name(name);
    const places = [];
    for (let fieldsLeft = from.number(fields); fieldsLeft > 0; fieldsLeft--) {
      const positions = [];
      let block = 0;
      for (let at = 0; ; at++) {
        const both = from.bits(10);
        const step = both >> 6;
        block += step === FAR ? FAR + from.number(far) : step;
        positions.push(block * BLOCK + (both & (BLOCK - 1)));
        if (!from.bit(more + Math.min(at, 1))) break;
      }
      places.push(positions);
    }
    terms.set(term, places);
  }
  return terms;
};

// Names in order, each with a number.
export const readNames = (bytes) => {
  const from = new Decoder(bytes);
  const count = from.take(NUMBER);
  const name = from.take(NAME);
  const number = from.take(NUMBER);
  const names = [];
  for (let left = from.number(count); left > 0; left--) names.push([from.name(name), from.number(number)]);
  return names;
};

// What is known of each page beside its words.
export const readTable = (bytes, count) => {
  const from = new Decoder(bytes);
  const [title, length, shift, boost, place, tags, tag, changes, step, kind, status] = Array.from({ length: 11 }, () => from.take(NUMBER));
  const same = from.take(1);
  const opens = from.take(1);
  const rows = [];
  let before = 0;
  for (let left = count; left > 0; left--) {
    const row = { title: from.number(title), length: from.number(length), shift: from.number(shift), boost: from.number(boost) };
    if (!from.bit(same)) before = from.number(place);
    row.place = before;
    row.tags = Array.from({ length: from.number(tags) }, () => from.number(tag));
    let section = 0;
    row.changes = Array.from({ length: from.number(changes) }, () => {
      section += from.number(step);
      return { section, kind: from.number(kind), status: from.number(status), opens: from.bit(opens) === 1 };
    });
    rows.push(row);
  }
  return rows;
};
