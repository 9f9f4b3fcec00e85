// Fetches the pieces of the index, each once.
import { readNames, readPositions, readTable, readWords } from "./pieces.mjs";
import { RULES } from "./rules.mjs";

const { part: PART } = RULES.pieces;
const GROUPS = RULES.pieces.letter.charCodeAt(0);

// The reason that an answer or a part of it is missing: `signin`, `missing`, `damaged`, `version`, `offline`, `browser`, or
// `cancelled` by the next question.
export class Trouble extends Error {
  constructor(kind, path, said = "") {
    super(`${path}: ${kind}${said && `: ${said}`}`);
    this.kind = kind;
    this.path = path;
  }
}

const checksum = (bytes) => {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
};

const unseal = (sealed, path) => {
  const length = sealed.length - 4;
  const stated = length < 0 ? -1 : new DataView(sealed.buffer, sealed.byteOffset + length).getUint32(0);
  const bytes = sealed.subarray(0, Math.max(length, 0));
  if (stated !== checksum(bytes)) throw new Trouble("damaged", path);
  return bytes;
};

const inflate = async (bytes) => {
  if (typeof DecompressionStream === "undefined") throw new Trouble("browser", "");
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
};

// Compares names by code points, the order of the index.
export const compare = (one, other) => {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    // Code points beyond the first 65,536 are surrogate pairs, which are less than some other letters.
    if (a !== b) return (a >= 0xd800 && a < 0xe000 ? a + 0x10000 : a) - (b >= 0xd800 && b < 0xe000 ? b + 0x10000 : b);
  }
  return one.length - other.length;
};

// The parts of a term as one: they have different pages, in order.
const whole = (parts) => ({
  inherits: parts.reduce((sum, { inherits }) => sum + inherits, 0),
  folders: new Map(parts.flatMap(({ folders }) => [...folders])),
  sections: parts.flatMap(({ sections }) => sections),
  counts: parts.flatMap(({ counts }) => counts),
});

// The number of the piece with a name; -1 if the name comes before all pieces.
const pieceOf = (starts, name) => {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(starts[middle], name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

export class Shards {
  // `get(path, cache)` returns the bytes of a path below the folder of the index.
  constructor(get) {
    this.get = get;
    this.held = new Map();
    // The entries of terms.
    this.words = new Map();
    // The pieces that cannot be read, by path.
    this.troubles = new Map();
  }

  // Reads the index again; unchanged pieces stay in memory.
  async open() {
    const index = await inflate(unseal(await this.get("index.bin", "no-cache"), "index.bin"));
    if (index.version !== RULES.version) throw new Trouble("version", "index.bin");
    this.index = index;
    this.table = await this.piece(index.pages, (bytes) => readTable(bytes, index.count));
    this.folders = [];
    this.table.forEach((row, page) => (this.folders[row.folder] ??= []).push(page));
    return this;
  }

  piece(name, read) {
    return this.once(`${name}.bin`, "default", read);
  }

  once(path, cache, read) {
    let piece = this.held.get(path);
    if (!piece) {
      piece = this.get(path, cache).then((bytes) => read(unseal(bytes, path))).catch((error) => {
        this.held.delete(path);
        throw error instanceof Trouble ? error : new Trouble("damaged", path, error.message);
      });
      this.held.set(path, piece);
    }
    return piece;
  }

  // The content of a piece. One that cannot be read is remembered, and is empty.
  async orNothing(none, promise) {
    try {
      return await promise;
    } catch (error) {
      if (["signin", "browser", "cancelled"].includes(error.kind)) throw error;
      this.troubles.set(error.path, error);
      return none;
    }
  }

  // The names of a directory's pieces from a name on, until `isPast` is true for a piece's start. A directory of many
  // pieces is in pieces itself.
  async namesOf(directory, from, isPast = () => true) {
    const { starts, names, depth } = directory;
    const found = [];
    for (let at = Math.max(pieceOf(starts, from), 0); at < starts.length; at++) {
      if (found.length && isPast(starts[at])) break;
      const name = names.slice(8 * at, 8 * at + 8);
      found.push(depth ? this.directory(name).then((part) => this.namesOf(part, from, isPast)) : [name]);
    }
    return (await Promise.all(found)).flat();
  }

  directory(name) {
    return this.orNothing({ starts: [], names: "" }, this.piece(name, inflate));
  }

  // The sections that have a term; nothing if no section has it.
  word(term) {
    let entry = this.words.get(term);
    if (!entry) {
      const troubles = this.troubles.size;
      entry = this.entryOf(term).finally(() => {
        // What could not be read may be there the next time.
        if (this.troubles.size > troubles) this.words.delete(term);
      });
      entry.catch(() => this.words.delete(term));
      this.words.set(term, entry);
    }
    return entry;
  }

  // A term of many pages is in parts.
  async entryOf(term) {
    const part = term + PART;
    const entries = await this.entries(this.index.words, term, (start) => start !== term && !start.startsWith(part), readWords);
    const parts = entries.flatMap((entry) => [...entry.keys()].filter((name) => name === term || name.startsWith(part)).map((name) => entry.get(name)));
    return parts.length > 1 ? whole(parts) : parts[0];
  }

  // The positions of a term in a group of pages.
  async positions(term, group) {
    const name = String.fromCharCode(GROUPS + group) + term;
    const [entry] = await this.entries(await this.directory(this.index.positions), name, () => true, readPositions);
    return entry?.get(name);
  }

  // The contents of the pieces from a name on.
  async entries(directory, from, isPast, read) {
    const names = await this.namesOf(directory, from, isPast);
    return Promise.all(names.map((name) => this.orNothing(new Map(), this.piece(name, read))));
  }

  // The places of the pages in the site, by their numbers.
  async order() {
    const order = await this.orNothing([], this.piece(this.index.order, inflate));
    return new Map(Object.keys(this.table).map((page, at) => [Number(page), order[at] ?? 0]));
  }

  // The names with this start, each with its number.
  async names(directory, start) {
    const names = await this.entries(directory, start, (other) => !other.startsWith(start), readNames);
    return names.flatMap((piece) => [...piece]).filter(([name]) => name.startsWith(start));
  }

  // The texts of some sections of a page.
  text(page, section) {
    const { shift } = this.table[page];
    const chunk = section >> shift;
    const path = `${page}-${chunk}.bin`;
    return this.once(path, "no-cache", async (bytes) => {
      const text = await inflate(bytes);
      if (text.first !== chunk << shift) throw new Trouble("damaged", path);
      return text;
    });
  }
}
