// node benches/changes.mjs BF_DOCS TREE [COUNT]: what an author's act changes in a built site.
//
// Edits a sentence, adds a page, moves one, and removes one, each COUNT times (20), each time in the tree as it is. Prints
// for each act the files of the index that are new or other, their bytes, and the pages of HTML.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { chance } from "../tests/browser/lib/reader.mjs";

const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const INDEX = "assets/bf-search/";
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const most = (values) => Math.max(...values);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const build = (binary, tree) => {
  const out = join(scratch, "site");
  try {
    execFileSync(binary, ["build", tree, "--out", out], { cwd: scratch, stdio: "ignore" });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  return out;
};

/** The acts of authors: each changes a copy of the tree, and returns what undoes it. */
const acts = (copy, random) => {
  const pages = readdirSync(copy, { recursive: true }).filter((path) => path.endsWith(".md")).sort();
  const any = () => pages[random(pages.length)];
  const read = (path) => readFileSync(join(copy, path), "utf8");
  const write = (path, text) => writeFileSync(join(copy, path), text);
  const beside = (path, name) => join(dirname(path), name);
  return {
    edit(number) {
      const path = any();
      const text = read(path);
      const paragraphs = text.split("\n\n");
      const plain = paragraphs.flatMap((paragraph, at) => (/^[A-Z][^`|]{80,}$/.test(paragraph) ? [at] : []));
      const at = plain.length ? plain[random(plain.length)] : paragraphs.length - 1;
      const words = paragraphs[at].split(" ");
      // A sentence's worth of words is replaced, with two words that may be new to the wiki.
      words.splice(random(Math.max(words.length - 8, 1)), 8, "this", "charger", "waits", "until", "another", "vehicle", `edit${number}`, "ends");
      write(path, [...paragraphs.slice(0, at), words.join(" "), ...paragraphs.slice(at + 1)].join("\n\n"));
      return () => write(path, text);
    },
    // A page as long as the others: paragraphs of ten of them, behind a title of its own.
    add(number) {
      const path = beside(any(), `added-${number}.md`);
      const parts = Array.from({ length: 10 }, () => read(any()).split(/\n(?=## )/));
      const text = parts.map((of) => of[random(of.length)].replace(/^# .*/, "")).join("\n\n");
      write(path, `# Added ${number}\n\n${text.slice(0, 8000)}\n`);
      return () => rmSync(join(copy, path));
    },
    move(number) {
      const from = any();
      const to = beside(any(), `moved-${number}-${basename(from)}`);
      renameSync(join(copy, from), join(copy, to));
      return () => renameSync(join(copy, to), join(copy, from));
    },
    remove() {
      const path = any();
      const text = read(path);
      rmSync(join(copy, path));
      return () => write(path, text);
    },
  };
};

/** All files that are published, by path. */
const filesOf = (site) => {
  const entries = readdirSync(site, { recursive: true, withFileTypes: true });
  const published = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("/.bf-docs"));
  const paths = published.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(site.length + 1), readFileSync(path)]));
};

/** The differences between two states of a site. */
const difference = (before, after) => {
  const changed = [...after].filter(([path, bytes]) => !before.get(path)?.equals(bytes));
  const index = changed.filter(([path]) => path.startsWith(INDEX));
  return {
    files: index.length,
    all: [...after.keys()].filter((path) => path.startsWith(INDEX)).length,
    bytes: index.reduce((sum, [, { length }]) => sum + length, 0),
    pages: changed.filter(([path]) => path.endsWith(".html")).length,
  };
};

const [binary, tree, count = "20"] = process.argv.slice(2);
const copy = join(scratch, "docs");
cpSync(tree, copy, { recursive: true });
const before = filesOf(build(resolve(binary), copy));
for (const [name, act] of Object.entries(acts(copy, chance(3)))) {
  const found = [];
  for (let number = 0; number < Number(count); number++) {
    const undo = act(number);
    found.push(difference(before, filesOf(build(resolve(binary), copy))));
    undo();
  }
  const of = (value) => found.map((row) => row[value]);
  console.log(`${name}: of ${found[0].all} files of the index median ${median(of("files"))}, most ${most(of("files"))}; median ${kb(median(of("bytes")))}, most ${kb(most(of("bytes")))}; pages of HTML median ${median(of("pages"))}, most ${most(of("pages"))}`);
}
