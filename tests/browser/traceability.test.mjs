// The pages of traceability: filters in the address, the graph's links, marks and banners.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { fixture } from "./lib/fixture.mjs";
import { serve } from "./lib/site.mjs";

let browser, server;
before(async () => {
  [browser, server] = [await launch(), await serve(fixture())];
});
after(async () => {
  await browser.close();
  server.close();
});

const shown = (page) => page.locator(".trace-table tbody tr:visible th").allTextContents();

test("a filter is in the address, and the address brings it back", async () => {
  const { page, wrongs, close } = await open(browser);
  await page.goto(server.address("traceability/decisions/"));
  assert.equal((await shown(page)).length, 4);
  await page.getByLabel("Status").selectOption("Superseded");
  assert.deepEqual(await shown(page), ["0001 - Keep rows"]);
  const address = page.url();
  assert.match(address, /decisions-status=Superseded/);
  await page.goto(server.address(""));
  await page.goto(address);
  assert.deepEqual(await shown(page), ["0001 - Keep rows"]);
  await page.getByLabel("Status").selectOption("");
  await page.getByLabel("Filter").fill("COLOURS two");
  assert.deepEqual(await shown(page), ["0004 - Two colours"]);
  assert.deepEqual(wrongs, []);
  await close();
});

test("without JavaScript the tables stand there whole, and no filter", async () => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  await page.goto(server.address("traceability/decisions/?decisions-status=Superseded"));
  assert.equal((await shown(page)).length, 4);
  assert.equal(await page.locator(".trace-filter").count(), 0);
  await close();
});

test("a superseded decision names its successor, and its citations are marked", async () => {
  const { page, close } = await open(browser);
  await page.goto(server.address("decisions/0001-rows/"));
  const banner = page.locator(".admonition.warning", { hasText: "superseded" });
  assert.equal(await banner.locator("a").textContent(), "0002 - Keep events");
  await page.goto(server.address("work/active/sessions/spec/"));
  assert.deepEqual(await page.locator("article .retired-mark").allTextContents(), ["superseded"]);
  await close();
});

test("the graph's boxes lead to what they show, and the table says the same", async () => {
  const { page, close } = await open(browser);
  await page.goto(server.address("work/active/sessions/spec/"));
  const rows = await page.locator(".relation-panels tbody td:nth-of-type(1) a").evaluateAll((links) => links.map((a) => a.href));
  const boxes = await page.locator(".graph a").evaluateAll((links) => links.map((a) => new URL(a.getAttribute("href"), document.baseURI).href));
  for (const row of rows) assert.ok(boxes.includes(row), row);
  await page.locator(".graph a", { hasText: "Challenge: Sessions" }).click();
  await page.waitForURL(/sessions\/challenge\/$/);
  await close();
});
