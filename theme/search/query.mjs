// What a reader asks for: `src/search/query.rs` reads it for the terminal, this for the browser.
import { words } from "./words.mjs";

const LONGEST_QUERY = 1000;
const MOST_PARTS = 24;
export const WANTED = 0;
export const ASKED = 1;
export const REFUSED = 2;
export const FILTERS = ["kind", "status", "tag", "in"];
// The rarest first.
const STOP = (
  "does where into my their how its was what when which i do but if can at an by from or as on it you that are with be " +
  "this for is in and of to a the").split(" ");

const BLANK = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${BLANK}]+`, "u");
const SPACE = new RegExp(`[${BLANK}]`, "u");
const SPACE_OR_QUOTE = new RegExp(`[${BLANK}"]`, "u");
const split = (text, at) => (at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)]);
const unquote = (text) => {
  const end = text.indexOf('"');
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 1)];
};

// A query as its parts (words or phrases), its filters, and all words of it that are not refused. Any text is one.
export const read = (given) => {
  const query = { parts: [], filters: [], name: [] };
  let rest = [...given].slice(0, LONGEST_QUERY).join("").replace(LEADING, "");
  const push = (text, need, open) => {
    const found = words(text);
    if (need !== REFUSED) query.name.push(...found.map((word) => word.form));
    if (found.length && query.parts.length < MOST_PARTS) query.parts.push({ words: found, need, open });
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
  // Words that every page has say nothing. Where nothing else is asked, the rarest of them is looked for.
  const rank = (part) => (part.need === WANTED && part.words.length === 1 ? STOP.indexOf(part.words[0].form) : -1);
  const stops = query.parts.filter((part) => rank(part) >= 0).sort((a, b) => rank(a) - rank(b));
  query.parts = query.parts.filter((part) => rank(part) < 0);
  if (!query.filters.length && !query.parts.length) query.parts = stops.slice(0, 1);
  return query;
};
