// Code blocks: copying and annotations.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { fixture } from "./lib/fixture.mjs";
import { serve } from "./lib/site.mjs";

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
  assert.equal(await copied(0), "def total(sessions):\n    return sum(sessions)\n");
  assert.equal(await copied(1), "bf-docs build\n");
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
