// Drawings: their texts, the large view, print and phones.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { test } from "node:test";
import { faults } from "./lib/drawings.mjs";
import { served } from "./lib/served.mjs";
import { ROOT } from "./lib/site.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const FOLDER = join(ROOT, "tests/diagrams");
const NAMES = readdirSync(FOLDER).map((name) => basename(name, ".mmd"));
const fence = (name) => `\`\`\`\`mermaid\n${readFileSync(join(FOLDER, `${name}.mmd`), "utf8")}\`\`\`\`\n`;

const at = served({
  "index.md": `# All\n\n${NAMES.map(fence).join("\n")}`,
  "ten.md": `# Ten\n\n${fence("er").repeat(5)}${fence("flowchart").repeat(5)}`,
  "one.md": `# One\n\n${fence("flowchart")}`,
  "wide.md": `# Wide\n\n\`\`\`mermaid\nflowchart LR\n${Array.from({ length: 14 }, (_, at) => `  node${at} --> node${at + 1}`).join("\n")}\n\`\`\`\n`,
  "architecture.md": "# Architecture\n\ntext\n",
  "runbook.md": "# Runbook\n\ntext\n",
  "content-map.md": "# Map\n\ntext\n",
});

const inOwnFont = served({
  "index.md": `# All\n\n${NAMES.map(fence).join("\n")}`,
  "wide.ttf": readFileSync(join(ROOT, "tests/fonts/wide-boxes.ttf")),
  "own.css": '@font-face { font-family: "Wide Boxes"; src: url("wide.ttf"); }',
}, 'css = ["own.css"]\n\n[markdown]\ndiagram-font = "wide.ttf"\n');

test("texts stay in their shapes in a font that the site names", async () => {
  const { page, wrongs, close } = await inOwnFont("", { viewport: { width: 1280, height: 900 } });
  assert.equal(await page.evaluate(() => document.fonts.ready.then(() => document.fonts.check('14px "Wide Boxes"'))), true);
  const { drawings, found } = await page.evaluate(faults);
  assert.equal(drawings, NAMES.length);
  assert.deepEqual(found, []);
  assert.deepEqual(wrongs, []);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    test(`texts can be read and stay in their shapes, in the ${colorScheme} scheme at ${width} px`, async () => {
      const { page, wrongs, close } = await at("", { colorScheme, viewport: { width, height: 900 } });
      const { drawings, found } = await page.evaluate(faults);
      assert.equal(drawings, NAMES.length);
      assert.deepEqual(found, []);
      assert.deepEqual(wrongs, []);
      await close();
    });

    test(`axe finds nothing, in the ${colorScheme} scheme at ${width} px`, async () => {
      const { page, close } = await at("", { colorScheme, viewport: { width, height: 900 }, bypassCSP: true, reducedMotion: "reduce" });
      await page.addScriptTag({ path: AXE });
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`)), []);
      await close();
    });
  }
}

test("ten drawings on a page have ids of their own", async () => {
  const { page, close } = await at("ten/");
  const { drawings, found } = await page.evaluate(faults);
  assert.equal(drawings, 10);
  assert.deepEqual(found, []);
  await close();
});

test("a drawing is enlarged, zoomed and put back by keyboard", async () => {
  const { page, wrongs, close } = await at("one/");
  const button = page.getByRole("button", { name: "Enlarge the drawing" });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const level = async () => parseInt(await dialog.locator("output").textContent(), 10);
  const fitted = await level();
  await page.keyboard.press("+");
  assert.ok((await level()) > fitted);
  await page.keyboard.press("0");
  assert.equal(await level(), fitted);
  for (let times = 0; times < 8; times++) await page.keyboard.press("+");
  const left = await dialog.locator(".drawing-stage").evaluate((stage) => stage.scrollLeft);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((left) => document.querySelector(".drawing-stage").scrollLeft > left, left);
  assert.equal(await page.locator(".diagram > svg").count(), 0);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.locator(".diagram > svg:not([style])").count(), 1);
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  assert.deepEqual(wrongs, []);
  await close();
});

test("a drawing is downloaded as a file that needs nothing of the page", async () => {
  const { page, close } = await at("one/");
  await page.getByRole("button", { name: "Enlarge the drawing" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as SVG" }).click()]);
  assert.equal(download.suggestedFilename(), "one-mermaid-1.svg");
  const svg = readFileSync(await download.path(), "utf8");
  assert.doesNotMatch(svg, /var\(|light-dark\(|style=/);
  assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(svg, /href="http:\/\/[^"]*\/architecture\/"/);
  await close();
});

test("a wide drawing scrolls and its page does not", async () => {
  for (const width of [390, 1280]) {
    const { page, close } = await at("wide/", { viewport: { width, height: 900 } });
    const sizes = await page.evaluate(() => {
      const box = document.querySelector(".diagram");
      return { page: document.documentElement.scrollWidth <= innerWidth, box: box.scrollWidth > box.clientWidth, focus: box.tabIndex };
    });
    assert.deepEqual(sizes, { page: true, box: true, focus: 0 }, `${width}`);
    await close();
  }
});

test("print shows a wide drawing whole, without what is for the screen", async () => {
  const { page, close } = await at("wide/", { viewport: { width: 700, height: 900 } });
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => {
    const box = document.querySelector(".diagram > svg").getBoundingClientRect();
    const isShown = (selector) => document.querySelector(selector).checkVisibility();
    return { fits: box.right <= innerWidth + 1 && box.left >= -1, button: isShown(".enlarge-button"), source: isShown(".diagram-source") };
  });
  assert.deepEqual(seen, { fits: true, button: false, source: false });
  await close();
});

test("the source is one click away, and needs no script", async () => {
  const { page, close } = await at("one/", { javaScriptEnabled: false });
  await page.getByText("Source", { exact: true }).click();
  assert.ok(await page.getByText("accTitle: How a page is built").isVisible());
  await close();
});

test("a link in a drawing is followed by keyboard", async () => {
  const { page, close } = await at("one/");
  await page.locator(".diagram a").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/architecture\/$/);
  await close();
});
