// Content tabs: by mouse, by keyboard, remembered.
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

const shown = (page) => page.locator(".tabbed-block:visible").allInnerTexts();

test("a click chooses a tab in every set that has it, and the choice is remembered", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin });
  await page.goto(server.address("guide/start/"));
  assert.deepEqual((await shown(page)).slice(0, 2), ["The apple's text.", "Another pear."]);
  await page.locator(".tabbed-labels > label", { hasText: "Pear" }).first().click();
  assert.deepEqual((await shown(page)).slice(0, 2), ["The pear's text.", "Another pear."]);
  await page.locator(".tabbed-labels > label", { hasText: "Apple" }).last().click();
  assert.deepEqual((await shown(page)).slice(0, 2), ["The apple's text.", "Another apple."]);
  await page.goto(server.address("guide/"));
  await page.goto(server.address("guide/start/"));
  assert.deepEqual((await shown(page)).slice(0, 2), ["The apple's text.", "Another apple."]);
  assert.deepEqual(wrongs, []);
  await close();
});

test("the arrow keys move between tabs, and the focus can be seen", async () => {
  const { page, close } = await open(browser, { origin: server.origin });
  await page.goto(server.address("guide/start/"));
  const set = page.locator(".tabbed-set").first();
  await set.locator("> input").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.equal((await shown(page))[0], "The pear's text.");
  const label = set.locator("> .tabbed-labels > label").nth(1);
  const style = await label.evaluate((label) => getComputedStyle(label).outlineStyle + getComputedStyle(label).boxShadow);
  assert.notEqual(style, "nonenone");
  await close();
});

test("without JavaScript tabs change by click and by keyboard", async () => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  await page.goto(server.address("guide/start/"));
  await page.locator(".tabbed-labels > label", { hasText: "Pear" }).first().click();
  assert.equal((await shown(page))[0], "The pear's text.");
  await page.locator(".tabbed-set > input").nth(1).focus();
  await page.keyboard.press("ArrowLeft");
  assert.equal((await shown(page))[0], "The apple's text.");
  await page.locator(".tabbed-labels > label", { hasText: "Outside" }).click();
  assert.ok((await shown(page)).includes("Tabs outside."));
  await close();
});
