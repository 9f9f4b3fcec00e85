// Reads the pieces that `src/search/pieces.rs`, `positions.rs` and `table.rs` write.
import { Decoder, NUMBER } from "./decoder.mjs";
import { RULES } from "./rules.mjs";

const { anywhere: ANYWHERE, below: BELOW, block: BLOCK, far: FAR, top: TOP } = RULES.pieces;
// The flags of the fields. A section's number in the index is its page's number times `SECTIONS`, plus its own.
export const {
  about: ABOUT, above: ABOVE, body: BODY, code: CODE, heading: NAMED, identifiers: IDENTIFIERS, tags: TAGS,
} = Object.fromEntries(RULES.pieces.flags);
export const FLAGS = RULES.pieces.flags.length;
export const SECTIONS = 2 ** 20;

// Reads for each term: the folders that have it in their titles or in those of the folders around them, with its count
// there; the sections that have it apart from folders and page titles, with its count in each field; and the number of
// sections that inherit it.
export const readWords = (bytes) => {
  const from = new Decoder(bytes);
  const {
    count, name, inherits, pages, gap, folders, folder, in_folder: inFolder, first, next, more, plain, flags, times,
  } = from.take(RULES.pieces.words);
  const terms = new Map();
  for (let left = from.number(count); left > 0; left--) {
    const term = from.name(name);
    const entry = { inherits: from.number(inherits), folders: new Map(), sections: [], counts: [] };
    let of = -1;
    for (let foldersLeft = from.number(folders); foldersLeft > 0; foldersLeft--) {
      of += 1 + from.number(folder);
      entry.folders.set(of, from.number(inFolder));
    }
    let page = 0;
    let last = 0;
    let wasPlain = 0;
    for (let pagesLeft = from.number(pages); pagesLeft > 0; pagesLeft--) {
      const step = from.number(gap + NUMBER * Math.min(last, 3));
      page += step;
      last = 31 - Math.clz32(step + 1);
      let section = 0;
      let isNamed = 0;
      for (let at = 0; ; at++) {
        const step = from.number(at ? next + NUMBER * isNamed : first);
        section += step;
        const place = section === 0 ? TOP : isNamed && step === 0 ? BELOW : ANYWHERE;
        wasPlain = from.bit(plain + 2 * place + wasPlain);
        let node = 1;
        if (!wasPlain) for (let flag = 0; flag < FLAGS; flag++) node = node * 2 + from.bit(flags + (place << FLAGS) + node);
        entry.sections.push(page * SECTIONS + section);
        for (let flag = 0; flag < FLAGS; flag++) {
          // The first flag is the highest bit of the tree's node.
          const has = wasPlain ? flag === BODY : (node >> (FLAGS - 1 - flag)) & 1;
          // Code counts once, however often it has a word.
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

// Reads for each term its positions in each field of each section that has it, in the order of the words.
export const readPositions = (bytes) => {
  const from = new Decoder(bytes);
  const { count, name, fields, far, more } = from.take(RULES.pieces.positions);
  const terms = new Map();
  for (let left = from.number(count); left > 0; left--) {
    const term = from.name(name);
    const places = [];
    for (let fieldsLeft = from.number(fields); fieldsLeft > 0; fieldsLeft--) {
      const positions = [];
      let block = 0;
      for (let at = 0; ; at++) {
        const both = from.bits(10);
        const step = Math.floor(both / BLOCK);
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

// Reads names in order, each with a number.
export const readNames = (bytes) => {
  const from = new Decoder(bytes);
  const { count, name, number } = from.take(RULES.pieces.names);
  const names = [];
  for (let left = from.number(count); left > 0; left--) names.push([from.name(name), from.number(number)]);
  return names;
};

// The facts about each page beside its words, by the page's number. Most numbers have no page.
export const readTable = (bytes, count) => {
  const from = new Decoder(bytes);
  const {
    gap, title, length, shift, boost, folder, tags, tag, changes, step, kind, status, opens,
  } = from.take(RULES.pieces.table);
  const rows = [];
  let page = -1;
  for (let left = count; left > 0; left--) {
    page += 1 + from.number(gap);
    const row = { title: from.number(title), length: from.number(length), shift: from.number(shift), boost: from.number(boost), folder: from.number(folder) };
    row.tags = Array.from({ length: from.number(tags) }, () => from.number(tag));
    let section = 0;
    row.changes = Array.from({ length: from.number(changes) }, () => {
      section += from.number(step);
      return { section, kind: from.number(kind), status: from.number(status), opens: from.bit(opens) === 1 };
    });
    rows[page] = row;
  }
  return rows;
};
