// Code blocks: copying and annotations.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { fixture } from "./lib/fixture.mjs";
import { builtOf, serve } from "./lib/site.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(fixture());
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function codePage(options = {}) {
  const opened = await open(browser, { origin: server.origin, ...options });
  await opened.page.goto(server.address("guide/code/"));
  return opened;
}

test("the copy button takes the code, without line numbers and annotations", async () => {
  const { page, wrongs, close } = await codePage({ permissions: ["clipboard-read", "clipboard-write"] });
  const copied = async (at) => {
    const block = page.locator(".highlight").nth(at);
    await block.hover();
    await block.locator(".copy-button").click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied(0), "def total(sessions):\n    return sum(sessions)");
  assert.equal(await copied(1), "bf-docs build");
  assert.deepEqual(wrongs, []);
  await close();
});

const BLOCKS = [
  ["a command", "pip install example\n", "pip install example"],
  ["blanks at line ends", "keep two blanks  \nnext\t\n", "keep two blanks  \nnext\t"],
  ["empty lines at the end", "a\n\n\n", "a"],
  ["empty lines within", "\na\n\nb\n", "\na\n\nb"],
  ["a last line of blanks", "a\n  \n", "a\n  "],
  ["nothing", "", ""],
];
const MARKED = "a = 1  # (1)!\nb = 2  # kept (1)! and  \nc = 3  \nd = '(1)'\n# why (1)\n";

test("what is copied has the blanks of the code, and no line end behind it", async () => {
  const fences = BLOCKS.map(([, code]) => `\`\`\`text\n${code}\`\`\`\n`).join("\n");
  const pages = { "index.md": `# Copy\n\n${fences}\n\`\`\`python\n${MARKED}\`\`\`\n\n1.  A note.\n` };
  const site = await serve(builtOf(pages));
  const { page, wrongs, close } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(site.address());
  const copied = async (at) => {
    await page.evaluate(() => navigator.clipboard.writeText("before"));
    const button = page.locator(".copy-button").nth(at);
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator(".copy-button.done").nth(0).waitFor();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "before");
    return page.evaluate(() => navigator.clipboard.readText());
  };
  for (const [at, [what, , wanted]] of BLOCKS.entries()) assert.equal(await copied(at), wanted, what);
  assert.equal(await copied(BLOCKS.length), "a = 1\nb = 2  # kept  and  \nc = 3  \nd = '(1)'\n# why");
  assert.deepEqual(wrongs, []);
  await close();
  site.close();
});

test("a page is copied and shown as Markdown", async () => {
  const { page, wrongs, close } = await codePage({ permissions: ["clipboard-read", "clipboard-write"] });
  const head = page.locator('link[rel="alternate"][type="text/markdown"]');
  const address = new URL(await head.getAttribute("href"), page.url()).href;
  const twin = await page.evaluate(async (address) => (await fetch(address)).text(), address);
  assert.match(twin, /^---\ntitle: /);
  const button = page.getByRole("button", { name: "Copy as Markdown" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), twin);
  await button.waitFor();
  const view = page.getByRole("link", { name: "View as Markdown" });
  assert.equal(await view.evaluate((link) => link.href), address);
  assert.deepEqual(wrongs, []);
  await close();
});

test("a code annotation opens at its marker, by click and by keyboard, and closes by Escape", async () => {
  const { page, wrongs, close } = await codePage();
  const marker = page.locator(".code-annotation").first();
  const note = page.locator(".annotation-popover");
  await marker.click();
  assert.match(await note.innerText(), /The annotation's text\./);
  const [at, by] = [await note.boundingBox(), await marker.boundingBox()];
  assert.ok(Math.abs(at.y - by.y) < 60 && at.x >= 0 && at.x + at.width <= 1280, JSON.stringify({ at, by }));
  await page.keyboard.press("Escape");
  assert.equal(await note.isVisible(), false);
  await marker.focus();
  await page.keyboard.press("Space");
  assert.equal(await note.isVisible(), true);
  assert.deepEqual(wrongs, []);
  await close();
});

test("without JavaScript an annotation's marker leads to its text", async () => {
  const { page, close } = await codePage({ javaScriptEnabled: false });
  await page.locator(".code-annotation").first().click();
  const target = await page.evaluate(() => document.querySelector(":target")?.textContent.trim());
  assert.equal(target, "The annotation's text.");
  await close();
});
