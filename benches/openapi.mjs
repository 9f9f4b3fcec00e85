// node benches/openapi.mjs BF_DOCS DESCRIPTION...: the cost of an API description, and the weight of its pages.
//
// Builds a site with the description and the files around it, and the same site with `[openapi] files = false`. Prints
// for each description: the CPU seconds that its pages cost (the least of three), the memory of the build, the number of
// pages, and the bytes of the largest and of the smallest page with an operation, compressed.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const [binary, ...descriptions] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Builds a tree without a cache. Returns the CPU seconds and the memory in MB. */
const build = (tree, map) => {
  writeFileSync(join(tree, "content-map.toml"), map);
  // The most memory of the program is read while it is still known: as a zombie's status has none.
  const script = `"${resolve(binary)}" build --no-cache >/dev/null 2>&1 & pid=$!; peak=0
    while read -r line 2>/dev/null < <(grep VmHWM /proc/$pid/status); do peak=\${line//[!0-9]/}; sleep 0.02; done
    wait $pid; times; echo "$peak"`;
  const lines = execFileSync("bash", ["-c", script], { cwd: tree, encoding: "utf8" }).trim().split("\n");
  const seconds = [...lines.at(-2).matchAll(/(\d+)m([\d.]+)s/g)].reduce((all, [, minutes, rest]) => all + minutes * 60 + Number(rest), 0);
  return { seconds, memory: Number(lines.at(-1)) / 1024 };
};

const least = (tree, map) => Math.min(...Array.from({ length: 3 }, () => build(tree, map).seconds));

const pages = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((path) => basename(path) === "index.html")
    .map((path) => readFileSync(join(folder, path)));

for (const description of descriptions) {
  const tree = join(scratch, basename(description));
  const docs = join(tree, "docs");
  mkdirSync(docs, { recursive: true });
  writeFileSync(join(docs, "index.md"), "# Start\n");
  const name = basename(description);
  // Other descriptions beside it would be built, too.
  const around = readdirSync(dirname(description)).filter((path) => statSync(join(dirname(description), path)).isDirectory());
  for (const path of [name, ...around]) cpSync(join(dirname(description), path), join(docs, path), { recursive: true });
  const only = `[openapi]\nfiles = ${JSON.stringify(name)}\n`;
  const without = least(tree, "[openapi]\nfiles = false\n");
  const with_ = least(tree, only);
  const { memory } = build(tree, only);
  const made = pages(join(tree, "site", basename(name, extname(name))));
  const sizes = made.map((html) => ({ size: gzipSync(html, { level: 9 }).length, operations: html.toString().split('class="api-call"').length - 1 }));
  const largest = Math.max(...sizes.map(({ size }) => size));
  const single = Math.min(...sizes.filter(({ operations }) => operations > 0).map(({ size }) => size));
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  console.log(
    `${name}: ${(with_ - without).toFixed(2)} s of CPU more than ${without.toFixed(2)} s, ${memory.toFixed(0)} MB of memory, ` +
      `${made.length} pages, the largest ${kilobytes(largest)}, the smallest with an operation ${kilobytes(single)}`,
  );
}
