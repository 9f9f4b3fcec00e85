// Snowball's English stemmer, as `frostem` has it (Snowball 3.1): words of a to z alone.
// A test compares the two over whole vocabularies.

const EXCEPTIONS = {
  skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli",
  singly: "singl", andes: "andes", atlas: "atlas", bias: "bias", cosmos: "cosmos", howe: "howe", news: "news", sky: "sky",
};
const SECOND = {
  tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize",
  ational: "ate", ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful", fulli: "ful",
  ousli: "ous", ousness: "ous", iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble", ogist: "og", ogi: "og",
  lessli: "less", li: "",
};
const THIRD = {
  tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "",
};
const FOURTH = "ement ment ance ence able ible ant ent ism ate iti ous ive ize ion al er ic".split(" ");

// The longest of the endings that a word has.
const ending = (word, endings) => {
  let longest;
  for (const one of endings) if (word.endsWith(one) && !(longest?.length > one.length)) longest = one;
  return longest;
};
const endings = (table) => Object.keys(table);
const isShort = (word) => /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/.test(word);
const region = (word, from) => {
  const match = /^[^aeiouy]*[aeiouy]+[^aeiouy]/.exec(word.slice(from));
  return match ? from + match[0].length : word.length;
};

export const stem = (given) => {
  if (Object.hasOwn(EXCEPTIONS, given)) return EXCEPTIONS[given];
  if (given.length < 3) return given;
  let word = given.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const prefix = /^(arsen|commun|emerg|gener|inter|later|organ|past|univers)/.exec(word);
  const first = prefix ? prefix[0].length : region(word, 0);
  const second = first < word.length ? region(word, first) : word.length;
  const cut = (length) => word.slice(0, word.length - length);

  if (word.endsWith("sses")) word = cut(2);
  else if (/ie[ds]$/.test(word)) word = cut(word.length > 4 ? 2 : 1);
  else if (/[aeiouy].+s$/.test(word) && !/[us]s$/.test(word)) word = cut(1);

  const suffix = ending(word, ["eed", "eedly", "ed", "edly", "ing", "ingly"]);
  if (suffix?.startsWith("ee")) {
    const base = cut(suffix.length);
    if (base.length >= first && !/^(succ|proc|exc)$/.test(base)) word = `${base}ee`;
  } else if (suffix) {
    let base = cut(suffix.length);
    if (suffix === "ing" && /^[^aeiouy]y$/.test(base)) {
      word = `${base[0]}ie`;
    } else if (!(suffix === "ing" && /^(even|cann|inn|earr|herr|out)$/.test(base)) && /[aeiouy]/.test(base)) {
      if (/(at|bl|iz)$/.test(base)) base += "e";
      else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(base)) base = /^[aeo]..$/.test(base) ? base : base.slice(0, -1);
      else if (base.length === first && isShort(base)) base += "e";
      word = base;
    }
  }

  if (/.[^aeiouy][yY]$/.test(word)) word = `${cut(1)}i`;

  let last = ending(word, endings(SECOND));
  if (last && word.length - last.length >= first) {
    const base = cut(last.length);
    if (last === "li" ? /[cdeghkmnrt]$/.test(base) : last !== "ogi" || base.endsWith("l")) word = base + SECOND[last];
  }
  last = ending(word, endings(THIRD));
  if (last && word.length - last.length >= (last === "ative" ? Math.max(first, second) : first)) word = cut(last.length) + THIRD[last];
  last = ending(word, FOURTH);
  if (last && word.length - last.length >= second && (last !== "ion" || /[st]ion$/.test(word))) word = cut(last.length);

  const base = cut(1);
  if (word.endsWith("e")) {
    if (base.length >= second || (base.length >= first && !isShort(base))) word = base;
  } else if (word.endsWith("ll") && base.length >= second) {
    word = base;
  }
  return word.replaceAll("Y", "y");
};
