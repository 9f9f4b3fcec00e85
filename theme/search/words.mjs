// What a word is: `src/search/words.rs` says it for pages, this for queries and excerpts.
import { stem } from "./stemmer.mjs";

const LONGEST_FORM = 64;
export const SIGN = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const LETTER = "\\p{Alphabetic}\\p{N}";
// A sign of Chinese or Japanese alone, or a run of letters and digits; an apostrophe between letters is one.
const RUN = new RegExp(`[${SIGN}]|(?![${SIGN}])[${LETTER}](?:(?![${SIGN}])(?:[${LETTER}\\p{M}]|['\u2019](?=(?![${SIGN}])\\p{Alphabetic})))*`, "gu");
const NO_LETTER = new RegExp(`[^${LETTER}]`, "gu");

// Endings that British and American English spell otherwise.
const SPELLINGS = [
  ["isations", "izations"], ["isation", "ization"], ["ising", "izing"], ["isers", "izers"], ["iser", "izer"],
  ["ised", "ized"], ["ises", "izes"], ["ise", "ize"], ["ysing", "yzing"], ["ysed", "yzed"], ["yses", "yzes"],
  ["yse", "yze"], ["oured", "ored"], ["ouring", "oring"], ["ours", "ors"], ["our", "or"], ["ogues", "ogs"],
  ["ogue", "og"], ["tres", "ters"], ["tre", "ter"],
];

const american = (form) => {
  for (const [british, spelling] of SPELLINGS) {
    const start = form.slice(0, -british.length);
    if (form.endsWith(british) && start.length >= 3) return start + spelling;
  }
  const doubled = /^(.*[aeiou].*)ell(ed|ing)$/.exec(form);
  return doubled ? `${doubled[1]}el${doubled[2]}` : form;
};

const bytesOf = (letter) => {
  const code = letter.codePointAt(0);
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

// Lower case, without accents and apostrophes.
const form = (written) => {
  let text = written.toLowerCase();
  if (/[^ -~]/.test(text)) {
    text = [...text].map((letter) => letter.toLowerCase()).join("").normalize("NFKD").toLowerCase();
    text = text.replaceAll("\u00df", "ss").replaceAll("\u03c2", "\u03c3");
  }
  text = text.replace(NO_LETTER, "");
  if (text.length * 4 <= LONGEST_FORM) return text;
  let length = 0;
  let cut = "";
  for (const letter of text) {
    length += bytesOf(letter);
    if (length > LONGEST_FORM) break;
    cut += letter;
  }
  return cut;
};

export const term = (form) => {
  if (/^[0-9]+$/.test(form)) return form.replace(/^0+(?=.)/, "");
  if (!/^[a-z]+$/.test(form)) return form;
  return stem(american(form));
};

const known = new Map();

// The words of a text, in order: each its form, its term, and where it stands.
export const words = (text) => {
  const found = [];
  for (const run of text.matchAll(RUN)) {
    let word = known.get(run[0]);
    if (!word) {
      const of = form(run[0]);
      word = { form: of, term: term(of) };
      if (known.size < 50_000) known.set(run[0], word);
    }
    if (word.form) found.push({ ...word, start: run.index, end: run.index + run[0].length });
  }
  return found;
};
