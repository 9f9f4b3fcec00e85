// Readers of built sites, and queries drawn from the words of one.
import { readFile } from "node:fs/promises";
import { bundleOf } from "./bundle.mjs";

// A reader of the pieces in a built site's folder; `bundle` is the script that reads them.
export const readerOf = (site, fetched = [], bundle = bundleOf(site)) => new bundle.Reader(async (path) => {
  try {
    const bytes = await readFile(`${site}/assets/bf-search/${path}`);
    fetched.push([path, bytes.length]);
    return new Uint8Array(bytes);
  } catch {
    throw new bundle.Trouble("missing", path);
  }
}).open();

// Pseudo-random numbers, the same in each run.
export const chance = (seed) => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

// Queries of each kind, drawn from the texts of random sections.
export const queriesOf = async (site, count, seed) => {
  const { words, ...bundle } = bundleOf(site);
  const reader = await readerOf(site, [], bundle);
  const random = chance(seed);
  const pick = (list) => list[random(list.length)];
  const { index } = reader.shards;
  const pages = Object.keys(reader.shards.table);
  const run = async (length) => {
    for (;;) {
      const text = await reader.shards.text(pick(pages), 0);
      const all = words(pick(text.sections).text ?? "").map((word) => word.form);
      const long = all.filter((form) => form.length > 2);
      if (long.length > length + 2) {
        const start = random(long.length - length);
        return long.slice(start, start + length);
      }
      if (pages.length < 3) return Array.from({ length }, () => "word");
    }
  };
  const adjacent = async () => {
    for (;;) {
      const text = await reader.shards.text(pick(pages), 0);
      const line = pick((pick(text.sections).text ?? "").split("\n"));
      const all = words(line);
      if (all.length > 2) {
        const at = random(all.length - 1);
        return line.slice(all[at].start, all[Math.min(at + 1 + random(2), all.length - 1)].end).replaceAll('"', " ");
      }
    }
  };
  const heading = async () => {
    const text = await reader.shards.text(pick(pages), 0);
    return pick(text.sections).heading;
  };
  // The text around a number: a version, a date, a document's own number.
  const numbered = async () => {
    for (let tries = 0; tries < 200; tries++) {
      const text = await reader.shards.text(pick(pages), 0);
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
