// Reads words: `src/search/words.rs` does it for pages, this module for queries and excerpts.
import { RULES } from "./rules.mjs";
import { respelled, stem } from "./stemmer.mjs";

const { apostrophes, beforeYear, behindYear, days, folds, longest, months, signs, years } = RULES.words;
export const SIGN = signs.map((run) => run.map((sign) => `\\u{${sign.codePointAt(0).toString(16)}}`).join("-")).join("");
const LETTER = "\\p{Alphabetic}\\p{N}";
// One Chinese or Japanese sign, or a run of letters and digits; an apostrophe between letters counts as a letter.
const RUN = new RegExp(`[${SIGN}]|(?![${SIGN}])[${LETTER}](?:(?![${SIGN}])(?:[${LETTER}\\p{M}]|[${apostrophes.join("")}](?=(?![${SIGN}])\\p{Alphabetic})))*`, "gu");
const NO_LETTER = new RegExp(`[^${LETTER}]`, "gu");

const bytesOf = (letter) => {
  const code = letter.codePointAt(0);
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

// The form of a word: lower case, without accents and apostrophes.
const form = (written) => {
  let text = written.toLowerCase();
  if (/[^ -~]/.test(text)) {
    text = [...text].map((letter) => letter.toLowerCase()).join("").normalize("NFKD").toLowerCase();
    for (const [letter, folded] of folds) text = text.replaceAll(letter, folded);
  }
  text = text.replace(NO_LETTER, "");
  if (text.length * 4 <= longest) return text;
  let length = 0;
  let cut = "";
  for (const letter of text) {
    length += bytesOf(letter);
    if (length > longest) break;
    cut += letter;
  }
  return cut;
};

export const term = (form) => {
  if (/^[0-9]+$/.test(form)) return form.replace(/^0+(?=.)/, "");
  if (!/^[a-z]+$/.test(form)) return form;
  return stem(respelled(form));
};

// The number that a sign joins to a run, and that sign.
const joinedTo = (text, runs, at, joining) => {
  const [before, next] = [runs[at], runs[at + 1]];
  const end = before.index + before[0].length;
  const isJoined = next?.index === end + 1 && joining.includes(text[end]) && /^[0-9]/.test(next[0]);
  return isJoined ? [text[end], next[0]] : ["", ""];
};

const isWithin = (number, digits, [first, last]) => digits.test(number) && Number(number) >= first && Number(number) <= last;
const isYear = (number) => isWithin(number, /^[0-9]{4}$/, years);
const isMonth = (number) => isWithin(number, /^[0-9]{2}$/, months);
const isDay = (number) => isWithin(number, /^[0-9]{1,2}$/, days);

// The runs that are the month and the day of a date that begins with a run: `2024-01-02`, `2024-01`, `02.01.2024`.
const monthAndDay = (text, runs, at) => {
  if (isYear(runs[at][0])) {
    const [sign, month] = joinedTo(text, runs, at, behindYear);
    if (!isMonth(month)) return [0, 0];
    const [, day] = joinedTo(text, runs, at + 1, sign);
    return [at + 1, day.length === 2 && isDay(day) ? at + 3 : at + 2];
  }
  if (!isDay(runs[at][0])) return [0, 0];
  const [sign, second] = joinedTo(text, runs, at, beforeYear);
  if (!isDay(second)) return [0, 0];
  return isYear(joinedTo(text, runs, at + 1, sign)[1]) ? [at, at + 2] : [0, 0];
};

const known = new Map();

// The words of a text, in order, each with its form, its term and its place.
export const words = (text) => {
  const found = [];
  const runs = [...text.matchAll(RUN)];
  let [from, to] = [0, 0];
  runs.forEach((run, at) => {
    const end = run.index + run[0].length;
    // The `v` of `v1.2.3` is not a part of the number.
    const isVersion = /^[vV][0-9]+$/.test(run[0]) && /^\.[0-9]/.test(text.slice(end, end + 2));
    const written = isVersion ? run[0].slice(1) : run[0];
    if (at >= to && !isVersion && /^[0-9]/.test(written)) [from, to] = monthAndDay(text, runs, at);
    const sign = at >= from && at < to ? "-" : "";
    let word = known.get(sign + written);
    if (!word) {
      const of = sign + form(written);
      word = { form: of, term: term(of) };
      if (known.size < 50_000) known.set(sign + written, word);
    }
    if (word.form) found.push({ ...word, start: end - written.length, end });
  });
  return found;
};
