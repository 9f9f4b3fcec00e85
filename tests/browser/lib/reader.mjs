// Whether a browser finds what `bf-docs search` finds: queries drawn from a built site's own words, asked of both.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { Reader } from "../../../theme/search/reader.mjs";
import { Trouble } from "../../../theme/search/shards.mjs";
import { term, words } from "../../../theme/search/words.mjs";

const run = promisify(execFile);

// A reader of the pieces in a built site's folder.
export const readerOf = (site, fetched = []) => new Reader(async (path) => {
  try {
    const bytes = await readFile(`${site}/assets/bf-search/${path}`);
    fetched.push([path, bytes.length]);
    return new Uint8Array(bytes);
  } catch {
    throw new Trouble("missing", path);
  }
}).open();

// Numbers that look like chance and are the same each time.
export const chance = (seed) => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

// Queries of each kind, drawn from the texts of random sections.
export const queriesOf = async (reader, count, seed) => {
  const random = chance(seed);
  const pick = (list) => list[random(list.length)];
  const { table, index } = reader.shards;
  const run = async (length) => {
    for (;;) {
      const page = random(table.length);
      const text = await reader.shards.text(page, 0);
      const all = words(pick(text.sections).text ?? "").map((word) => word.form);
      const long = all.filter((form) => form.length > 2);
      if (long.length > length + 2) {
        const start = random(long.length - length);
        return long.slice(start, start + length);
      }
      if (table.length < 3) return Array.from({ length }, () => "word");
    }
  };
  const adjacent = async () => {
    for (;;) {
      const text = await reader.shards.text(random(table.length), 0);
      const line = pick((pick(text.sections).text ?? "").split("\n"));
      const all = words(line);
      if (all.length > 2) {
        const at = random(all.length - 1);
        return line.slice(all[at].start, all[Math.min(at + 1 + random(2), all.length - 1)].end).replaceAll('"', " ");
      }
    }
  };
  const heading = async () => {
    const text = await reader.shards.text(random(table.length), 0);
    return pick(text.sections).heading;
  };
  // What stands around a number: a version, a date, a document's own number.
  const numbered = async () => {
    for (let tries = 0; tries < 200; tries++) {
      const text = await reader.shards.text(random(table.length), 0);
      const { heading, text: said } = pick(text.sections);
      const found = [...`${heading}\n${said ?? ""}`.matchAll(/(?:\p{L}+[ -]?)?[0-9]+(?:[-./][0-9]+)*/gu)];
      if (found.length) return pick(found)[0];
    }
    return "v1.2.3";
  };
  const slipped = (word) => {
    const at = random(word.length);
    const letter = "abcdefghijklmnopqrstuvwxyz"[random(26)];
    return [
      () => word.slice(0, at) + word.slice(at + 1),
      () => word.slice(0, at) + letter + word.slice(at),
      () => word.slice(0, at) + letter + word.slice(at + 1),
      () => word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2),
    ][random(4)]();
  };
  const filters = ["kind", "status", "in", "tag"].flatMap((name) => {
    const values = { kind: index.kinds, status: index.statuses, in: index.places, tag: index.tags }[name].filter(Boolean);
    return values.length ? [() => `${name}:"${pick(values)}"`] : [];
  });
  const kinds = {
    or: async () => `${(await run(1 + random(3))).join(" ")} `,
    and: async () => (await run(2)).map((word) => `+${word}`).join(" "),
    phrase: async () => `"${await adjacent()}"`,
    signs: async () => (await run(2)).join("-"),
    prefix: async () => { const [word] = await run(1); return word.slice(0, 1 + random(word.length)); },
    filtered: async () => `${(await run(1)).join(" ")} ${filters.length ? pick(filters)() : ""}`,
    refused: async () => { const [a, b] = await run(2); return `${a} -${b} `; },
    slip: async () => { const [word] = await run(1); return `${slipped(word)} `; },
    alone: async () => (filters.length ? `${random(2) ? "" : "-"}${pick(filters)()}` : "the of"),
    called: async () => (random(2) ? `${await heading()} ` : heading()),
    called_so_far: async () => { const name = await heading(); return name.slice(0, 1 + random(name.length)); },
    numbered,
    typing: async () => { const [a, b] = await run(2); return `${a} ${b.slice(0, 2 + random(b.length))}`; },
  };
  const queries = [];
  const names = Object.keys(kinds);
  while (queries.length < count) {
    const kind = names[queries.length % names.length];
    queries.push({ kind, query: await kinds[kind]() });
  }
  return queries;
};

// What both find, where it differs.
export const compare = async (binary, site, count, seed) => {
  const reader = await readerOf(site);
  const differences = [];
  const queries = await queriesOf(reader, count, seed);
  let answered = 0;
  for (const { kind, query } of queries) {
    const answer = await reader.ask(query);
    const shown = await Promise.all(answer.found.slice(0, 10).map((hit) => reader.show(hit, answer.terms)));
    const { stdout } = await run(binary, ["search", "--site", site, "--format", "json", "--", query], { maxBuffer: 1 << 26 });
    const native = JSON.parse(stdout).results;
    answered += native.length > 0;
    const mine = shown.map(({ route, score, excerpt }) => ({ route, score, excerpt }));
    const theirs = native.map(({ route, score, excerpt }) => ({ route, score, excerpt }));
    if (JSON.stringify(mine.map(({ route }) => route)) !== JSON.stringify(theirs.map(({ route }) => route))) {
      differences.push({ kind, query, mine, theirs });
    } else if (mine.some(({ excerpt }, at) => excerpt !== theirs[at].excerpt)) {
      differences.push({ kind: "excerpt", query, mine, theirs });
    }
  }
  return { asked: queries.length, answered, differences };
};

// The words of a site whose term differs from the binary's: its index has the terms of all forms.
export const strangers = async (reader) => {
  const forms = await reader.shards.names(reader.shards.index.forms, "");
  const missing = [];
  for (const [form] of forms) if (!(await reader.shards.word(term(form)))) missing.push(form);
  return { forms: forms.length, missing };
};
