// The stem of an English word, by the same rows as `src/search/stemmer.rs`.
import { change } from "./rows.mjs";
import { RULES } from "./rules.mjs";

const { exceptions, mends, prefixes, spellings, steps, vowels } = RULES.stemmer;
const EXCEPTIONS = new Map(exceptions);

export const american = (word) => change(word, spellings, { first: 0, second: 0 })?.word ?? word;

// Writes a `y` that is a consonant as `Y`: at the start of the word, or behind a vowel.
const withConsonantY = (word) => {
  let marked = "";
  for (const letter of word) marked += letter === "y" && (!marked || vowels.includes(marked.at(-1))) ? "Y" : letter;
  return marked;
};

// The start of the region behind a place: behind the first consonant that follows a vowel.
const region = (word, from) => {
  let at = from;
  while (at < word.length && !vowels.includes(word[at])) at++;
  while (at < word.length && vowels.includes(word[at])) at++;
  return Math.min(at + 1, word.length);
};

export const stem = (given) => {
  if (EXCEPTIONS.has(given)) return EXCEPTIONS.get(given);
  let word = withConsonantY(given);
  const prefix = prefixes.find((start) => word.startsWith(start));
  const first = prefix ? prefix.length : region(word, 0);
  const regions = { first, second: region(word, first) };
  for (const rows of steps) {
    const changed = change(word, rows, regions);
    if (!changed) continue;
    word = changed.word;
    if (changed.mends) word = change(word, mends, regions)?.word ?? word;
  }
  return word.replaceAll("Y", "y");
};
