// The stem of a word, by the same rows of its language as `src/search/stemmer.rs`.
import { change } from "./rows.mjs";
import { RULES } from "./rules.mjs";

const { exceptions, joined, least, marks, mends, plain, prefixes, spellings, steps, vowels } = RULES.stemmer;
const EXCEPTIONS = new Map(exceptions);
const PLAIN = new Map(plain);

const isVowel = (letter) => letter !== undefined && vowels.includes(letter);

export const respelled = (word) => change(word, spellings, { first: 0, second: 0 })?.word ?? word;

// Writes the vowels that are consonants where they stand with their signs.
const withMarks = (word) => {
  let written = "";
  for (let at = 0; at < word.length; at++) {
    const isBehind = isVowel(written.at(-1));
    const mark = marks.find(([letter, , between]) => letter === word[at] && (between ? isBehind && isVowel(word[at + 1]) : isBehind || !at));
    written += mark ? mark[1] : word[at];
  }
  return written;
};

// Writes letters that are written as several as one.
const joinedIn = (word) => {
  let written = "";
  for (let at = 0; at < word.length;) {
    const [several, one] = joined.find(([several]) => word.startsWith(several, at)) ?? [word[at], word[at]];
    written += one;
    at += several.length;
  }
  return written;
};

// The start of the region behind a place: behind the first consonant that follows a vowel.
const region = (word, from) => {
  let at = from;
  while (at < word.length && !isVowel(word[at])) at++;
  while (at < word.length && isVowel(word[at])) at++;
  return Math.min(at + 1, word.length);
};

const regionsOf = (word) => {
  if (word.length < least) return { first: word.length, second: word.length };
  const prefix = prefixes.find((start) => word.startsWith(start));
  const first = prefix ? prefix.length : region(word, 0);
  return { first: Math.max(first, least), second: region(word, first) };
};

export const stem = (given) => {
  if (EXCEPTIONS.has(given)) return EXCEPTIONS.get(given);
  let word = joinedIn(withMarks(given));
  const regions = regionsOf(word);
  for (const rows of steps) {
    const changed = change(word, rows, regions);
    if (!changed) continue;
    word = changed.word;
    if (changed.mends) word = change(word, mends[changed.mends - 1], regions)?.word ?? word;
  }
  return [...word].map((letter) => PLAIN.get(letter) ?? letter).join("");
};
