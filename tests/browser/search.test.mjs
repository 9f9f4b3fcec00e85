// The search box: typing, results and opening one.
import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { launch, open } from "./lib/browser.mjs";
import { builtOf, ownDocs, serve } from "./lib/site.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const INPUT = ".search-input";
const HIT = ".search-hit";

let browser, own;
before(async () => {
  browser = await launch();
  own = await serve(ownDocs());
});
after(async () => {
  await browser?.close();
  own?.close();
});

/** A page of our docs; `wrongs` must stay empty. */
const start = async (route = "", options = {}) => {
  const opened = await open(browser, { origin: own.origin, ...options });
  await opened.page.goto(own.address(route));
  return opened;
};

/** Opens the box, asks, and waits for the answer to this query. */
const ask = async (page, text) => {
  if (!(await page.locator(INPUT).isVisible())) await page.keyboard.press("/");
  await page.locator(INPUT).fill(text);
  await page.locator(".search-results[aria-busy=false]").waitFor({ state: "attached" });
};

const titles = (page) => page.locator(".search-title").allInnerTexts();

/** Pieces of the index of a built site, but for its texts. */
const piecesOf = (site) => readdirSync(join(site, "assets/bf-search")).filter((name) => /^[0-9a-f]{8}\.bin$/.test(name));

const checksum = (bytes) => {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
};

test("typing finds pages, arrows choose, Enter opens, and the opened page marks the words", async () => {
  const { page, wrongs, close } = await start();
  await page.keyboard.press("/");
  await page.locator(INPUT).pressSequentially("roll back the site");
  await page.locator(".search-title", { hasText: "Roll back the site" }).waitFor();
  const first = page.locator(HIT).first();
  assert.equal(await first.locator(".search-title").innerText(), "Roll back the site");
  assert.equal(await first.locator(".search-kind").innerText(), "runbook");
  assert.equal(await first.locator(".search-way").innerText(), "Operations \u203a Runbooks");
  assert.deepEqual([...new Set((await first.locator("mark").allInnerTexts()).map((word) => word.toLowerCase()))].sort(), ["back", "roll", "rollback", "site"]);
  assert.equal(new URL(page.url()).searchParams.get("q"), "roll back the site");
  const chosen = () => page.locator(INPUT).getAttribute("aria-activedescendant");
  assert.equal(await chosen(), await first.getAttribute("id"));
  await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(), await page.locator(HIT).nth(1).getAttribute("id"));
  assert.equal(await page.locator(`${HIT}[aria-selected=true]`).count(), 1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/roll-back/**");
  await page.locator("mark.search-mark").first().waitFor();
  assert.ok((await page.locator("mark.search-mark").allInnerTexts()).every((word) => /^(roll|back|site)/i.test(word)));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("mark.search-mark").count(), 0);
  assert.equal(new URL(page.url()).search, "");
  await page.goBack();
  await page.locator(".search-title", { hasText: "Roll back the site" }).waitFor();
  assert.equal(await page.locator(INPUT).inputValue(), "roll back the site", "the address remembers the search");
  assert.deepEqual(wrongs, []);
  await close();
});

test("a section's result leads to its heading, with its own excerpt", async () => {
  const { page, wrongs, close } = await start("reference/content-map/");
  await ask(page, "allow-hosts images ");
  const section = page.locator(".search-section").first();
  assert.match(await section.getAttribute("href"), /#/);
  await section.click();
  await page.waitForURL(/#/);
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  // The page scrolls smoothly.
  await page.waitForFunction((id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight, id);
  assert.deepEqual(wrongs, []);
  await close();
});

test("its keys open it, Escape closes it, and what was opened is remembered", async () => {
  const { page, wrongs, close } = await start("process/");
  for (const key of ["s", "Control+k", "/"]) {
    await page.keyboard.press(key);
    await page.locator(INPUT).waitFor();
    assert.ok(await page.locator(INPUT).evaluate((input) => input === document.activeElement), key);
    await page.keyboard.press("Escape");
    // The dialog gives the focus back when it has closed.
    await page.waitForFunction(() => !document.querySelector("dialog[open]") && document.activeElement === document.body);
  }
  await page.locator(".masthead-find").click();
  await page.locator(".search-start a").first().waitFor();
  const entries = await page.locator(".search-start a").allInnerTexts();
  for (const entry of ["Process", "Work by state", "Decisions", "All pages"]) assert.ok(entries.includes(entry), `${entry}: ${entries}`);
  await ask(page, "baseline");
  await page.locator(HIT).first().click();
  await page.waitForURL(/h=/);
  await page.keyboard.press("/");
  await page.locator(".search-recent", { hasText: "baseline" }).click();
  await page.locator(HIT).first().waitFor();
  assert.equal(await page.locator(INPUT).inputValue(), "baseline");
  assert.deepEqual(wrongs, []);
  await close();
});

test("what was found is narrowed by kind, status and folder", async () => {
  const { page, wrongs, close } = await start();
  await ask(page, "index");
  const chip = page.locator(".search-chip", { hasText: "decision" }).first();
  const count = Number(await chip.locator("span").innerText());
  await chip.click();
  await page.waitForFunction((count) => document.querySelector(".search-status").textContent.startsWith(`${count} `), count);
  assert.equal(await page.locator(INPUT).inputValue(), "kind:decision index");
  assert.ok((await page.locator(`.search-page > ${HIT}:first-child .search-kind`).allInnerTexts()).every((kind) => kind === "decision"));
  await page.locator(".search-chip[aria-pressed=true]").click();
  await page.waitForFunction(() => document.querySelector(".search-input").value === "index");
  await ask(page, "zzzzzzzz");
  assert.equal(await page.locator(".search-status").innerText(), "Nothing found");
  assert.match(await page.locator(".search-notice a").getAttribute("href"), /site-map/);
  assert.deepEqual(wrongs, []);
  await close();
});

test("what finds nothing shows what is near, and a search can stay in the section", async () => {
  const { page, wrongs, close } = await start("operations/");
  await ask(page, "publisshign kind:decison ");
  await page.locator(".search-notice", { hasText: "These results are for publishing." }).waitFor();
  assert.ok((await page.locator(".search-title").count()) > 0);
  await page.locator(".search-nearest").click();
  assert.equal(await page.locator(INPUT).inputValue(), "publishing");
  const only = page.locator(".search-chip", { hasText: "Only this section" });
  await only.click();
  assert.equal(await page.locator(INPUT).inputValue(), "in:operations publishing");
  await page.waitForFunction(() => [...document.querySelectorAll(".search-hit")].every(({ pathname }) => pathname.includes("/operations/")));
  assert.deepEqual(wrongs, []);
  await close();
});

test("whoever comes near the end of the results gets more, and what is chosen stays", async () => {
  const { page, wrongs, close } = await start();
  await ask(page, "publish ");
  const few = await page.locator(HIT).count();
  const chosen = await page.locator(`${HIT}[aria-selected=true]`).getAttribute("href");
  await page.locator(".search-scroller").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await page.waitForFunction(([hit, few]) => document.querySelectorAll(hit).length > few, [HIT, few]);
  assert.equal(await page.locator(`${HIT}[aria-selected=true]`).getAttribute("href"), chosen);
  assert.ok((await page.locator(".search-scroller").evaluate((scroller) => scroller.scrollTop)) > 0);
  assert.deepEqual(wrongs, []);
  await close();
});

test("the search page does the same, under its own address", async () => {
  const { page, wrongs, close } = await start("search/?q=suspect+link");
  await page.locator(HIT).first().waitFor();
  assert.equal(await page.locator(INPUT).inputValue(), "suspect link");
  assert.ok((await titles(page)).length > 1);
  await page.locator(".search-more").click();
  await page.waitForFunction(() => document.querySelectorAll(".search-hit").length > 12);
  assert.deepEqual(wrongs, []);
  await close();
});

test("without JavaScript the link leads to the list of all pages", async () => {
  const { page, close } = await start("decisions/", { javaScriptEnabled: false });
  await page.locator(".masthead-find").click();
  await page.waitForURL(/site-map/);
  await page.goto(own.address("search/"));
  assert.match(await page.locator(".search-article a").getAttribute("href"), /site-map/);
  await close();
});

test("any text is a query", async () => {
  const { page, wrongs, close } = await start();
  for (const text of ["the of and", "?! ...", "\"never closed", "(a|b)*[^c]\\d+{2}", "\u05e9\u05dc\u05d5\u05dd", "\u{1F600}", "kind:", "- + \"\"", "x".repeat(10_000), "queue ".repeat(2_000)]) {
    await ask(page, text);
  }
  await page.locator(INPUT).fill("");
  await page.locator(".search-start h2").first().waitFor();
  assert.deepEqual(wrongs, []);
  await close();
});

test("axe finds nothing in the open box", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1280]) {
      const { page, close } = await start("", { colorScheme, viewport: { width, height: 800 }, bypassCSP: true, reducedMotion: "reduce" });
      await page.keyboard.press("/");
      await page.locator(".search-start a").first().waitFor();
      await page.addScriptTag({ path: AXE });
      const found = () => page.evaluate(async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`));
      assert.deepEqual(await found(), [], "before anything is asked");
      await ask(page, "publish");
      assert.deepEqual(await found(), [], "with results");
      await close();
    }
  }
});

/** Two pages and the parts of their index. */
const small = () => builtOf({ "index.md": "# Start\n\nThe charger waits.\n", "other.md": "# Other\n\nA vehicle drives.\n" });

test("a missing or truncated piece is named, and the rest is found", async () => {
  const site = small();
  const names = piecesOf(site).map((name) => join(site, "assets/bf-search", name));
  const [, number] = readFileSync(join(site, ".bf-docs/search/pages.txt"), "utf8").match(/^([0-9]+) [0-9]+ index\.md$/m);
  const texts = join(site, `assets/bf-search/${number}-0.bin`);
  const server = await serve(site);
  const { page, close } = await open(browser, { missing: true });
  const whole = readFileSync(texts);
  writeFileSync(texts, whole.subarray(0, whole.length - 9));
  await page.goto(server.address());
  await ask(page, "the charger vehicle ");
  assert.match(await page.locator(".search-notice").innerText(), new RegExp(`Part of the search index cannot be read.*${number}-0\\.bin`, "s"));
  assert.deepEqual(await titles(page), ["Other"]);
  rmSync(texts);
  await page.reload();
  await page.locator(".search-notice code").waitFor();
  assert.match(await page.locator(".search-notice").innerText(), new RegExp(`${number}-0\\.bin`));
  writeFileSync(texts, whole);
  for (const name of names) rmSync(name);
  await page.reload();
  await page.locator(".search-notice code").waitFor();
  assert.match(await page.locator(".search-notice").innerText(), /index.*All pages/s);
  await close();
  server.close();
});

test("a site that is published anew while a reader types is searched as it is now", async () => {
  const others = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`old/page-${at}.md`, `# Page ${at}\n\nThe kettle of ${at} whistles.\n`]));
  const site = builtOf({ "index.md": "# Start\n", "old/queue.md": "# Queue\n\nChargers wait for a kettle.\n", ...others });
  const later = builtOf({ "index.md": "# Start\n", "new/queue.md": "# Queue\n\nChargers wait for a teapot.\n", "new/more.md": "# More\n\nA teapot.\n" });
  const server = await serve(site);
  const { page, wrongs, close } = await open(browser, { missing: true });
  await page.goto(server.address());
  await ask(page, "kettle charg");
  assert.equal((await titles(page))[0], "Queue");
  rmSync(site, { recursive: true });
  cpSync(later, site, { recursive: true });
  await page.locator(INPUT).pressSequentially("ers teapot");
  await page.locator(".search-hit[href*='/new/queue/']").waitFor();
  assert.deepEqual(await titles(page), ["Queue", "More"]);
  assert.equal(await page.locator(".search-notice").innerText(), "");
  assert.deepEqual(wrongs.filter((wrong) => !/404/.test(wrong)), []);
  await close();
  server.close();
});

test("an index of another version, a lost session and files on a disk are told apart", async () => {
  const site = small();
  let status;
  const server = await serve(site, (path) => (path.includes("/bf-search/") ? status : undefined));
  const { page, close } = await open(browser, { missing: true });
  const notice = async () => {
    await page.goto(server.address());
    await ask(page, "charger");
    return page.locator(".search-notice").innerText();
  };
  status = 401;
  assert.match(await notice(), /signed out.*Sign in/s);
  const again = page.waitForEvent("load");
  await page.locator(".search-notice a").click();
  await again;
  assert.equal(new URL(page.url()).searchParams.get("q"), "charger");
  status = 403;
  assert.match(await notice(), /signed out/);
  status = 404;
  assert.match(await notice(), /not where it should be/);
  status = undefined;
  const index = join(site, "assets/bf-search/index.bin");
  const other = deflateRawSync(JSON.stringify({ ...JSON.parse(inflateRawSync(readFileSync(index).subarray(0, -4))), version: 99 }));
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(checksum(other));
  writeFileSync(index, Buffer.concat([other, sum]));
  assert.match(await notice(), /changed since this page was opened/);
  await page.goto(pathToFileURL(join(site, "index.html")).href);
  await page.keyboard.press("/");
  assert.match(await page.locator("dialog[open]").innerText(), /when the site is served.*All pages/s);
  await page.locator("dialog[open] a").click();
  await page.waitForURL(/site-map/);
  await close();
  server.close();
});

test("each section that was found can be seen, and where it was found", async () => {
  const parts = Array.from({ length: 30 }, (_, at) => `## Part ${at}\n\nA widget turns.\n`).join("\n");
  const hidden = "=== \"One\"\n\n    Apples.\n\n=== \"Two\"\n\n    A hippopotamus.\n\n??? note \"N\"\n\n    A rhinoceros.\n";
  const server = await serve(builtOf({ "parts.md": `# Parts\n\n${parts}`, "hidden.md": `# Hidden\n\n${hidden}\n検索語の説明。\n` }));
  const { page, wrongs, close } = await open(browser, { origin: server.origin });
  await page.goto(server.address());
  await ask(page, "widget ");
  assert.equal(await page.locator(HIT).count(), 4);
  await page.locator(".search-more").click();
  await page.waitForFunction((hit) => document.querySelectorAll(hit).length === 31, HIT);
  assert.equal(await page.evaluate(() => document.activeElement.className), "search-input");
  assert.match(await page.locator(`${HIT}[aria-selected=true]`).getAttribute("href"), /part-3/);
  for (const [word, count] of [["hippopotamus", 1], ["rhinoceros", 1], ["検索語", 3]]) {
    await page.goto(server.address(`hidden/?h=${[...word].some((sign) => sign > "z") ? [...word].join("+") : word}`));
    await page.locator("mark.search-mark").first().waitFor();
    assert.equal(await page.locator("mark.search-mark:visible").count(), count, word);
  }
  assert.deepEqual(wrongs, []);
  await close();
  server.close();
});

test("an empty site and pages without text are searched", async () => {
  const none = { "index.md": "---\nsearch: exclude\n---\n# Start\n" };
  for (const [files, found] of [[none, []], [{ "empty.md": "", "bare.md": "# Bare\n" }, ["Bare"]]]) {
    const server = await serve(builtOf(files));
    const { page, wrongs, close } = await open(browser, { origin: server.origin });
    await page.goto(server.address());
    await ask(page, "anything");
    assert.equal(await page.locator(".search-status").innerText(), "Nothing found");
    await ask(page, "bare");
    assert.deepEqual(await titles(page), found);
    assert.deepEqual(wrongs, []);
    await close();
    server.close();
  }
});
