// Reads queries: `src/search/query.rs` does it for the terminal, this module for the browser.
import { RULES } from "./rules.mjs";
import { words } from "./words.mjs";

export const WANTED = 0;
export const ASKED = 1;
export const REFUSED = 2;
export const FILTERS = RULES.query.filters;
const STOP_WORDS = RULES.query.stopWords.split(" ");

const LEADING = /^\p{White_Space}+/u;
const SPACE = /\p{White_Space}/u;
const SPACE_OR_QUOTE = /[\p{White_Space}"]/u;
const split = (text, at) => (at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)]);
const unquote = (text) => {
  const end = text.indexOf('"');
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 1)];
};

// Where a word is written as several: `syncPolicy`, `HTTPServer`.
const HUMP = /(?<=[\p{Lowercase}\p{N}])(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/gu;
const humps = (written) => {
  const found = words(written.replace(HUMP, " "));
  return found.length > 1 ? found : [];
};

// A query as its parts (words or phrases), its filters, and all its words that are not refused. Any text is a query.
export const read = (given) => {
  const query = { parts: [], filters: [], name: [] };
  let rest = [...given].slice(0, RULES.query.longest).join("").replace(LEADING, "");
  const push = (text, need, open) => {
    const found = words(text);
    if (need !== REFUSED) query.name.push(...found.map((word) => word.form));
    if (found.length && query.parts.length < RULES.query.most) query.parts.push({ words: found, humps: found.length === 1 ? humps(text.slice(found[0].start, found[0].end)) : [], need, open });
  };
  const part = (given) => {
    let text = given;
    let need = WANTED;
    if (text.startsWith("+")) {
      need = ASKED;
      text = text.slice(1);
    } else if (/^-["\p{Alphabetic}\p{N}]/u.test(text)) {
      need = REFUSED;
      text = text.slice(1);
    }
    if (text.startsWith('"')) {
      const [phrase, rest] = unquote(text.slice(1));
      push(phrase, need, false);
      return rest;
    }
    const filter = FILTERS.find((name) => text.startsWith(`${name}:`));
    if (filter) {
      const after = text.slice(filter.length + 1);
      const [value, rest] = after.startsWith('"') ? unquote(after.slice(1)) : split(after, after.search(SPACE));
      if (value) query.filters.push({ filter, value: value.toLowerCase(), need });
      return rest;
    }
    const [word, rest] = split(text, text.search(SPACE_OR_QUOTE));
    const isTyped = !rest && /[\p{Alphabetic}\p{N}]$/u.test(word);
    push(word, need, (isTyped || word.endsWith("*")) && need !== REFUSED);
    return rest;
  };
  while (rest) rest = part(rest).replace(LEADING, "");
  // Words that every page has are dropped. If a query has only such words, the rarest of them is kept.
  const rank = (part) => (part.need === WANTED && part.words.length === 1 ? STOP_WORDS.indexOf(part.words[0].form) : -1);
  const stops = query.parts.filter((part) => rank(part) >= 0).sort((a, b) => rank(a) - rank(b));
  query.parts = query.parts.filter((part) => rank(part) < 0);
  if (!query.filters.length && !query.parts.length) query.parts = stops.slice(0, 1);
  return query;
};
