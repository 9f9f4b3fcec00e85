// Changes words by rows, as `src/search/rows.rs` does.
import { RULES } from "./rules.mjs";

const CLASSES = new Map(RULES.stemmer.classes.map(([sign, isOne, letters]) => [sign, { isOne, letters }]));

const isOf = (sign, letter) => {
  const of = CLASSES.get(sign);
  return of ? of.letters.includes(letter) === of.isOne : sign === letter;
};

// Returns whether the first `length` letters of a word end with the first `signs` signs of a pattern.
const endsWith = (word, length, pattern, signs) => {
  if (!signs) return true;
  const sign = pattern[signs - 1];
  if (sign === "^") return !length;
  if (sign === "*") {
    for (let end = 0; end <= length; end++) if (endsWith(word, end, pattern, signs - 1)) return true;
    return false;
  }
  return length > 0 && isOf(sign, word[length - 1]) && endsWith(word, length - 1, pattern, signs - 1);
};

const WITHIN = [
  () => true,
  (length, { first }) => length >= first,
  (length, { second }) => length >= second,
  (length, { first }) => length === first,
];

// The word changed by the first matching row of its longest ending, and the number of the rows that mend it then, or 0; nothing if no
// row matches.
export const change = (word, rows, regions) => {
  const longest = rows.find(([ending]) => word.endsWith(ending))?.[0];
  const length = word.length - (longest ?? "").length;
  const isOne = (patterns) => patterns.some((pattern) => endsWith(word, length, pattern, pattern.length));
  const row = rows.find(([ending, , region = 0, when = [], unless = []]) => ending === longest
    && WITHIN[region](length, regions) && (!when.length || isOne(when)) && !isOne(unless));
  return row && { word: word.slice(0, length) + row[1], mends: row[5] ?? 0 };
};
