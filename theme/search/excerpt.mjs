// The part of a section's text with the words that were found, as in `src/search/excerpt.rs`.
import { RULES } from "./rules.mjs";
import { words } from "./words.mjs";

const { cell: CELL, length: LENGTH } = RULES.excerpt;

// The start of the hit with most other hits in reach.
const focusOf = (hits) => {
  let focus = hits[0]?.start ?? 0;
  let most = 0;
  for (let first = 0, last = 0; first < hits.length; first++) {
    while (last < hits.length && hits[last].end <= hits[first].start + LENGTH) last++;
    if (last - first > most) [most, focus] = [last - first, hits[first].start];
  }
  return focus;
};

// The line of a text with most of the terms, if it is a row of a table, or else the whole text.
const rowOf = (text, terms) => {
  if (!text.includes("\t")) return text;
  let best = text;
  let most = 0;
  for (const line of text.split("\n")) {
    const found = new Set(words(line).map(({ term }) => term).filter((term) => terms.has(term))).size;
    if (found > most) [best, most] = [line, found];
  }
  return best.includes("\t") ? best : text;
};

const partOf = (text, terms) => {
  const all = words(text);
  const hits = all.filter((word) => terms.has(word.term));
  const focus = focusOf(hits);
  let [start, end] = [0, text.length];
  if (text.length > LENGTH + LENGTH / 4) {
    const lead = all.find((word) => word.start <= focus && word.start + LENGTH / 4 >= focus)?.start ?? focus;
    start = focus < LENGTH / 2 ? 0 : lead;
    const inside = all.filter((word) => word.end > start && word.end <= start + LENGTH);
    end = inside.length ? inside[inside.length - 1].end : start + LENGTH;
    // A surrogate pair is not cut in half.
    if (/[\udc00-\udfff]/.test(text[end] ?? "")) end++;
    if (text.length <= end + LENGTH / 4) end = text.length;
  }
  const [before, after] = [start > 0 ? "…" : "", end < text.length ? "…" : ""];
  const marks = hits.filter((hit) => hit.start >= start && hit.end <= end)
    .map((hit) => [hit.start - start + before.length, hit.end - start + before.length]);
  return { text: before + text.slice(start, end).replaceAll("\n", " ") + after, marks };
};

// The places of the terms in a text, and how each is written there.
export const found = (text, terms) => words(text).filter((word) => terms.has(word.term))
  .map(({ start, end }) => ({ start, end, written: text.slice(start, end).toLowerCase() }));

// The line of code with most words that are terms.
const lineOf = (code, terms) => {
  let best = "";
  let most = 0;
  for (const line of code.split(/\r?\n/).map((line) => line.trim())) {
    const hits = words(line).filter((word) => terms.has(word.term)).length;
    if (!best || hits > most) [best, most] = [line, hits];
  }
  return best;
};

export const excerpt = (text, code, terms) => {
  const ofText = partOf(rowOf(text, terms).replaceAll("\t", CELL), terms);
  if (ofText.marks.length || !code) return ofText;
  const ofCode = partOf(lineOf(code, terms), terms);
  return !ofCode.marks.length && text ? ofText : ofCode;
};
