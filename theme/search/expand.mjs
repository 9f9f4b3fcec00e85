// The terms that a typed word can mean, as in `src/search/expand.rs`.
import { RULES } from "./rules.mjs";
import { compare } from "./shards.mjs";
import { term } from "./words.mjs";

const {
  completed: COMPLETED, furthest: FURTHEST, mended: MENDED, most: TERMS, nearest: NEAREST, open: OPEN, same: SAME, shortest: SHORTEST, synonyms: SYNONYMS, unknown: UNKNOWN, whole: WHOLE,
} = RULES.expand;

// The terms of names, the most common first, but for a known one.
const commonest = (names, known, most) => {
  const classes = new Map();
  for (const [form, number] of names) {
    const of = term(form);
    classes.set(of, Math.max(number, classes.get(of) ?? 0));
  }
  classes.delete(known);
  return [...classes].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).slice(0, most).map(([term]) => term);
};

// Returns whether two words differ in one letter that is too many, missing or wrong, or in two that are exchanged.
const isSlip = (one, other) => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  const rest = (word, from) => word.slice(from).join("");
  if (short.length < long.length) return rest(short, start) === rest(long, start + 1);
  if (rest(short, start + 1) === rest(long, start + 1)) return true;
  return short[start] === long[start + 1] && short[start + 1] === long[start] && rest(short, start + 2) === rest(long, start + 2);
};

const reversed = (text) => [...text].reverse().join("");

// The words of the site that share their first or their second half with a form, each with its class.
const alike = async (shards, form) => {
  const letters = [...form];
  const half = Math.ceil(letters.length / 2);
  const [starts, ends] = await Promise.all([
    shards.names(shards.index.forms, letters.slice(0, half - 1).join("")),
    shards.names(shards.index.endings, reversed(letters.slice(half).join(""))),
  ]);
  return new Map([...starts, ...ends.map(([name, number]) => [reversed(name), number])]);
};

// The words that are one typing error away.
const close = async (shards, form) => {
  const letters = [...form];
  return [...await alike(shards, form)].filter(([name]) => isSlip(letters, [...name]));
};

// The number of letters in which two words differ: too many, too few, wrong or exchanged.
const distance = (one, other) => {
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
};

// The word of the site that is spelled most like an unknown one, if one is.
export const nearest = async (shards, form) => {
  const letters = [...form];
  if (letters.length < NEAREST) return undefined;
  const near = [...await alike(shards, form)].map(([name, number]) => ({ name, number, far: distance([...name], letters) }));
  const [best] = near.filter(({ far, name }) => far <= FURTHEST && !name.startsWith("-")).sort((a, b) => a.far - b.far || b.number - a.number || compare(a.name, b.name));
  return best?.name;
};

// The terms of the words that mean the same as a term's.
const sameAs = (known) => {
  const groups = SYNONYMS.split("|").map((group) => group.split(" ").map(term)).filter((group) => group.includes(known));
  return [...new Set(groups.flat())].filter((other) => other !== known).sort(compare);
};

// The word's own term and those of words that mean the same; the terms of words that complete or mend it; each with its weight.
// `isWritten` is true if a page has the word exactly as typed.
export const expand = async (shards, word, open) => {
  const letters = [...word.form].length;
  const typed = open && letters >= UNKNOWN ? shards.names(shards.index.forms, word.form) : [];
  const [names, entry] = await Promise.all([typed, shards.word(word.term)]);
  const isKnown = Boolean(entry);
  const same = [[word.term, 1], ...sameAs(word.term).map((other) => [other, SAME])];
  const others = [];
  let isWritten = false;
  if (open && letters >= (isKnown ? OPEN : UNKNOWN)) {
    const written = names.find(([form]) => form === word.form);
    isWritten = Boolean(written);
    if (!(written?.[1] >= WHOLE)) for (const term of commonest(names, word.term, Math.min(TERMS, letters))) others.push([term, COMPLETED]);
  }
  // `v3` may be the start of `v3.11`, which is indexed as the number.
  if (!isKnown && /^v[0-9]+$/.test(word.form)) others.push([term(word.form.slice(1)), COMPLETED]);
  if (!others.length && !isKnown && letters >= SHORTEST) {
    for (const term of commonest(await close(shards, word.form), word.term, TERMS)) others.push([term, MENDED]);
  }
  return { same, others, isWritten };
};
