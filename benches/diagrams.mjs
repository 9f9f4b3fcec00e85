// node benches/diagrams.mjs BF_DOCS FOLDER...: how a folder of Mermaid diagrams (`*.mmd`) is drawn.
//
// Builds a site with a page for each diagram. Prints for each folder: the share that is drawn and what is not, the bytes
// of the figures, the CPU time of each diagram (against the same site with `diagrams = false`), and what is wrong with
// texts in Chromium, in both schemes.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "../tests/browser/lib/browser.mjs";
import { faults } from "../tests/browser/lib/drawings.mjs";

const [binary, ...folders] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Builds a tree without a cache. Returns its report. */
const build = (tree, map) => {
  writeFileSync(join(tree, "content-map.toml"), map);
  rmSync(join(tree, "site"), { recursive: true, force: true });
  const command = `"${resolve(binary)}" build --no-cache --format json > report.json`;
  try {
    execFileSync("bash", ["-c", command], { cwd: tree, stdio: "ignore" });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  return JSON.parse(readFileSync(join(tree, "report.json"), "utf8"));
};

/** The CPU seconds of a build, the least of five: without a cache, or with one after each edit. */
const cpu = (tree, map, edit) => {
  writeFileSync(join(tree, "content-map.toml"), map);
  const times = Array.from({ length: 5 }, (_, at) => {
    edit?.(at);
    const script = `"${resolve(binary)}" build ${edit ? "" : "--no-cache"} >/dev/null 2>&1; times`;
    const out = execFileSync("bash", ["-c", script], { cwd: tree, encoding: "utf8" });
    return [...out.trim().split("\n").at(-1).matchAll(/(\d+)m([\d.]+)s/g)].reduce((all, [, minutes, seconds]) => all + minutes * 60 + Number(seconds), 0);
  });
  return Math.min(...times);
};

const check = async (browser, site, pages) => {
  const wrong = [];
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    for (const name of pages) {
      await page.goto(`file://${join(site, name, "index.html")}`);
      const { found } = await page.evaluate(faults);
      wrong.push(...found.map((what) => `${name} (${colorScheme}): ${what}`));
    }
    await context.close();
  }
  return wrong;
};

const browser = await launch();
for (const folder of folders) {
  const tree = join(scratch, basename(folder));
  mkdirSync(join(tree, "docs"), { recursive: true });
  writeFileSync(join(tree, "docs", "index.md"), "# Diagrams\n\nEach page has one.\n");
  const names = readdirSync(folder).filter((name) => name.endsWith(".mmd")).map((name) => name.slice(0, -4)).sort();
  for (const name of names) {
    const text = readFileSync(join(folder, `${name}.mmd`), "utf8").trimEnd();
    writeFileSync(join(tree, "docs", `${name.toLowerCase()}.md`), `# ${name}\n\n\`\`\`\`mermaid\n${text}\n\`\`\`\`\n`);
  }
  const map = "[site]\nname = \"Diagrams\"\n";
  const report = build(tree, map);
  const refused = report.findings.filter((finding) => finding.code === "bad-diagram");
  const kinds = {};
  const sizes = [];
  const drawn = [];
  for (const name of names) {
    const html = readFileSync(join(tree, "site", name.toLowerCase(), "index.html"), "utf8");
    const svg = html.match(/<div class="diagram">(.*?)<\/div>/s)?.[1];
    const kind = (kinds[name.split("-")[0]] ??= { drawn: 0, all: 0 });
    kind.all++;
    if (!svg) continue;
    kind.drawn++;
    drawn.push(name.toLowerCase());
    sizes.push(gzipSync(svg).length);
  }
  console.log(`\n${folder}: ${drawn.length} of ${names.length} drawn`);
  for (const [kind, { drawn, all }] of Object.entries(kinds)) console.log(`  ${kind}: ${drawn} of ${all}`);
  for (const finding of refused) console.log(`  ${finding.path}:${finding.line}:${finding.column}: ${finding.message}`);
  console.log(`  bytes of a figure, gzipped: median ${median(sizes)}, most ${Math.max(...sizes)}`);
  const wrong = await check(browser, join(tree, "site"), drawn);
  console.log(`  texts that cannot be read, or leave their shapes: ${wrong.length}`);
  for (const what of wrong) console.log(`    ${what}`);
  const [on, off] = [cpu(tree, map), cpu(tree, `${map}\n[markdown]\ndiagrams = false\n`)];
  const edit = (at) => writeFileSync(join(tree, "docs", "index.md"), `# Diagrams\n\nEach page has one. ${at}\n`);
  const warm = [map, `${map}\n[markdown]\ndiagrams = false\n`].map((map) => cpu(tree, map, edit));
  console.log(`  CPU after an edit of another page: ${warm.map((seconds) => (seconds * 1000).toFixed(0)).join(" ms, and without diagrams ")} ms`);
  console.log(`  CPU of a diagram: ${(((on - off) / names.length) * 1000).toFixed(2)} ms in the mean`);
}
await browser.close();
