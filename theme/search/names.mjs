// The names that a query looks for: `src/search/names.rs` gives them to pages and sections.
import { RULES } from "./rules.mjs";
import { term } from "./words.mjs";

const { longest: LONGEST_KIND, mark: MARK, most: MOST_WORDS, telling } = RULES.names;
// `rfc2094` is a word and a number.
const NUMBERED = new RegExp(`^(\\p{Alphabetic}+)([0-9]{${telling},})$`, "u");
const DIGITS = /^[0-9]+$/;

// The name that all words of a query make; none for too many words. A word and a number also give the name of a file
// with that number and no word.
export const sought = (forms) => {
  const parts = forms.flatMap((form) => NUMBERED.exec(form)?.slice(1) ?? [form]);
  if (!parts.length || parts.length > MOST_WORDS) return undefined;
  const whole = parts.map((form) => MARK + (DIGITS.test(form) ? term(form) : form)).join("");
  const [kind, number] = parts;
  const isNumbered = parts.length === 2 && /^\p{Alphabetic}+$/u.test(kind) && [...kind].length <= LONGEST_KIND && DIGITS.test(number);
  return { whole, number: isNumbered ? `${MARK}#${term(number)}` : undefined };
};
