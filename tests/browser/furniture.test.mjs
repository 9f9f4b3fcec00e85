// The parts around the text: colour scheme, contents, navigation.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { fixture, fixtureWithoutStart } from "./lib/fixture.mjs";
import { builtFrom, builtOf, serve } from "./lib/site.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(fixture());
});
after(async () => {
  await browser?.close();
  server?.close();
});

const PHONE = { width: 390, height: 844 };
const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("the scheme follows the system until one is chosen, and the choice persists", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin, colorScheme: "dark" });
  await page.goto(server.address("guide/start/"));
  const dark = await ground(page);
  const button = page.locator(".scheme-button");
  await button.click();
  const light = await ground(page);
  assert.notEqual(light, dark);
  await page.goto(server.address("guide/long/"));
  assert.equal(await ground(page), light);
  await button.click();
  assert.equal(await ground(page), dark);
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await ground(page), dark);
  await button.click();
  assert.equal(await ground(page), light);
  assert.deepEqual(wrongs, []);
  await close();
});

test("the contents mark the section being read", async () => {
  const { page, close } = await open(browser, { viewport: { width: 1600, height: 700 } });
  await page.goto(server.address("guide/long/"));
  const marked = () => page.locator(".page-toc [aria-current]").allInnerTexts();
  assert.deepEqual(await marked(), []);
  for (const [id, title] of [["second", "Second"], ["first", "First"], ["third", "Third"]]) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: "instant" }), id);
    await page.locator(".page-toc [aria-current]", { hasText: title }).waitFor();
    assert.deepEqual(await marked(), [title]);
  }
  await close();
});

test("on a phone the section tree is a drawer that takes and gives back the focus", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin, viewport: PHONE });
  await page.goto(server.address("guide/start/"));
  const link = page.locator(".nav a", { hasText: /^Code$/ });
  const inView = () => link.evaluate((link) => link.getBoundingClientRect().left >= 0 && link.checkVisibility({ visibilityProperty: true }));
  assert.equal(await inView(), false);
  await page.locator(".menu-button").click();
  await page.waitForFunction(() => document.querySelector(".nav").getBoundingClientRect().left === 0);
  assert.equal(await inView(), true);
  await page.keyboard.press("Escape");
  const focused = () => page.evaluate(() => document.activeElement.className);
  assert.equal(await focused(), "menu-button");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "nav-close");
  // This address opens it without scripts.
  await page.goto(server.address("guide/start/#__nav"));
  await page.reload();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".nav").getBoundingClientRect().right <= 0);
  await page.locator(".menu-button").click();
  await link.click();
  await page.waitForURL(server.address("guide/code/"));
  assert.deepEqual(wrongs, []);
  await close();
});

test("without JavaScript the drawer opens, closes and leads on", async () => {
  const { page, close } = await open(browser, { viewport: PHONE, javaScriptEnabled: false });
  await page.goto(server.address("guide/start/"));
  await page.locator(".menu-button").click();
  await page.locator(".nav-close").click();
  await page.locator(".menu-button").click();
  await page.locator(".nav a", { hasText: /^Code$/ }).click();
  await page.waitForURL(server.address("guide/code/"));
  await close();
});

test("what is wide or oddly named breaks no page", async () => {
  const long = "betterfleet.charging.ChargingSessionReconciliationService";
  const odd = await serve(builtOf({
    "a.md": `---\ntags: [${long}]\n---\n\n# ${long}\n\n## Fifty { #50% }\n\n## Content\n\nText.\n\n\`\`\`sh\nls\n\`\`\`\n`,
    "b.md": `# B\n\n$$\n\\frac{a}{b} + ${"x + ".repeat(80)} y\n$$\n`,
    "c.md": `# ${long}\n\nText.\n`,
  }));
  const { page, wrongs, close } = await open(browser, { origin: odd.origin, viewport: PHONE });
  for (const route of ["a/", "b/", "c/", "tags/", "a/#100%"]) {
    await page.goto(odd.address(route));
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(excess <= 0, `${route} is ${excess} px too wide`);
  }
  await page.goto(odd.address("a/"));
  assert.equal(await page.locator(".copy-button").count(), 1);
  await page.goto(odd.address("a/#content"));
  assert.equal(await page.locator(":target").evaluate((target) => target.tagName), "H2");
  assert.deepEqual(wrongs, []);
  await close();
  odd.close();
});

test("a site without a start page opens with one that is searched from, on any screen", async () => {
  const made = await serve(fixtureWithoutStart());
  for (const [viewport, colorScheme] of [[{ width: 1600, height: 900 }, "light"], [PHONE, "dark"]]) {
    const { page, wrongs, close } = await open(browser, { origin: made.origin, viewport, colorScheme });
    await page.goto(made.address());
    assert.equal(await page.locator(".nav").count(), 0);
    assert.equal(await page.locator(".menu-button").count(), 0);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(excess <= 0, `${excess} px too wide`);
    await page.locator(".start-find").click();
    await page.locator("dialog[open] input[type=search]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".start-cards a", { hasText: /^Guide$/ }).click();
    await page.waitForURL(made.address("guide/"));
    assert.deepEqual(wrongs, []);
    await close();
  }
  // Without scripts, the list of all pages is behind the same link.
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  await page.goto(made.address());
  await page.locator(".start-find").click();
  await page.waitForURL(made.address("site-map/"));
  await close();
  made.close();
});

test("a home page with nothing beside it stands in the middle", async () => {
  const home = await serve(builtOf({ "index.md": "# Home\n\nWelcome.\n", "a/b.md": "# B\n", "c/d.md": "# D\n" }));
  const { page, close } = await open(browser, { viewport: { width: 1600, height: 900 } });
  await page.goto(home.address());
  const [left, right] = await page.locator(".main").evaluate((main) => {
    const { left, right } = main.getBoundingClientRect();
    return [left, document.documentElement.clientWidth - right];
  });
  assert.ok(left > 300 && Math.abs(left - right) < 2, `${left} px and ${right} px`);
  await close();
  home.close();
});

test("a page is printed light, whatever is chosen", async () => {
  const { page, close } = await open(browser);
  await page.addInitScript(() => localStorage.setItem("bf-docs.scheme", "dark"));
  await page.goto(server.address("guide/start/"));
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await page.emulateMedia({ media: "print" });
  assert.deepEqual([dark === await ground(), await ground()], [false, "rgb(255, 255, 255)"]);
  await close();
});

test("a cut list opens in place, whole and in order", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin });
  await page.goto(server.address("entries/entry-20/"));
  const links = page.locator(".nav li > a");
  assert.ok(await links.count() < 25);
  await page.locator(".nav-more > a").click();
  await page.locator(".nav-more").waitFor({ state: "detached" });
  const hrefs = await links.evaluateAll((links) => links.map((link) => link.href));
  const wanted = Array.from({ length: 40 }, (_, i) => server.address(`entries/entry-${String(i + 1).padStart(2, "0")}/`));
  assert.deepEqual(hrefs.filter((href) => href.includes("entry-")), wanted);
  assert.equal(await page.locator(".nav [aria-current=page]").innerText(), "Entry 20");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".nav li") !== null), true);
  await page.locator(".nav a", { hasText: "Entry 38" }).click();
  await page.waitForURL(server.address("entries/entry-38/"));
  assert.deepEqual(wrongs, []);
  await close();
});

test("a cut list leads to the list of all pages when it cannot be fetched or scripts are off", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open(browser, { javaScriptEnabled });
    await page.route("**/site-map/**", (route) => (route.request().resourceType() === "document" ? route.continue() : route.abort()));
    await page.goto(server.address("entries/entry-20/"));
    await page.locator(".nav-more > a").click();
    await page.waitForURL(/site-map\/entries\/(#.*)?$/);
    await page.locator("article a", { hasText: "Entry 38" }).click();
    await page.waitForURL(server.address("entries/entry-38/"));
    await close();
  }
});

test("single keys move between pages and can be turned off", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin });
  await page.goto(server.address("entries/entry-20/"));
  await page.keyboard.press("n");
  await page.waitForURL(server.address("entries/entry-21/"));
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await page.locator("dialog input").uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.keyboard.press("p");
  await page.waitForTimeout(200);
  assert.equal(page.url(), server.address("entries/entry-21/"));
  assert.deepEqual(wrongs, []);
  await close();
});

test("a picture for one scheme follows the system, the reader's choice and the printer", async () => {
  const picture = (name) => `![${name}](p.svg#${name})`;
  const names = ["only-light", "only-dark", "gh-light-mode-only", "gh-dark-mode-only"];
  const pages = { "index.md": `# P\n\n${names.map(picture).join("\n")}\n\n![both](p.svg)\n`, "p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' };
  const site = await serve(builtOf(pages));
  const { page, wrongs, close } = await open(browser, { origin: site.origin, colorScheme: "light" });
  await page.goto(site.address());
  const shown = () => page.locator(".article img").evaluateAll((images) => images.filter((image) => image.checkVisibility()).map((image) => image.alt).join(" "));
  const [light, dark] = ["only-light gh-light-mode-only both", "only-dark gh-dark-mode-only both"];
  assert.equal(await shown(), light);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await shown(), dark);
  await page.emulateMedia({ colorScheme: "dark", media: "print" });
  assert.equal(await shown(), light);
  await page.emulateMedia({ colorScheme: "dark", media: "screen" });
  const button = page.locator(".scheme-button");
  await button.click();
  assert.equal(await shown(), light);
  await page.emulateMedia({ colorScheme: "light" });
  await button.click();
  assert.equal(await shown(), dark);
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  assert.equal(await shown(), light);
  assert.deepEqual(wrongs, []);
  await close();
  site.close();
});

test("a site in Arabic runs from the right, and its code from the left", async () => {
  const folders = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`docs/folder-with-a-name-${i}/index.md`, `# قسم طويل الاسم ${i}\n`]));
  const site = await serve(builtFrom({
    "content-map.toml": '[site]\nname = "دليل"\nlanguage = "ar"\n',
    "docs/index.md": "# عنوان\n\nنص عربي مع `a --b`.\n\n- بند\n\n```py\na = 1\n```\n\n> اقتباس\n\n## قسم\n",
    "docs/folder-with-a-name-8/more.md": "# المزيد\n",
    ...folders,
  }));
  const { page, wrongs, close } = await open(browser, { origin: site.origin, viewport: { width: 1600, height: 900 } });
  await page.goto(site.address());
  const box = (selector) => page.locator(selector).first().boundingBox();
  const [article, list, toc] = [await box(".article"), await box(".article li"), await box(".page-toc")];
  assert.ok(list.x + list.width <= article.x + article.width - 20, "the list is not indented from the right");
  assert.ok(toc.x + toc.width < article.x, "the contents are not on the left");
  const sides = await page.evaluate(() => ["code", ".article pre", ".article p", "blockquote"].map((selector) => {
    const style = getComputedStyle(document.querySelector(`.article ${selector.replace(".article ", "")}`));
    return [style.direction, style.borderRightWidth].join(" ");
  }));
  assert.deepEqual(sides, ["ltr 0px", "ltr 1px", "rtl 0px", "rtl 2px"]);
  // The current one of the tabs is in view, at the left end of the list.
  await page.setViewportSize(PHONE);
  await page.goto(site.address("folder-with-a-name-8/"));
  const tab = await box(".tabs [aria-current]");
  assert.ok(tab.x >= 0 && tab.x + tab.width <= PHONE.width, JSON.stringify(tab));
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  // The drawer comes from the right.
  await page.locator(".menu-button").click();
  await page.waitForFunction(() => document.querySelector(".nav").getBoundingClientRect().right === innerWidth);
  assert.deepEqual(wrongs, []);
  await close();
  site.close();
});

test("the keys that are listed act, and no others", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin });
  await page.goto(server.address("entries/entry-20/"));
  await page.keyboard.press("?");
  const listed = await page.locator("dialog.help kbd").allInnerTexts();
  assert.deepEqual(listed, ["n", ".", "p", ",", "/", "s", "f", "e", "d", "?"]);
  const closed = () => page.waitForFunction(() => !document.querySelector("dialog[open]") && !document.activeElement.closest("dialog"));
  await page.keyboard.press("Escape");
  await closed();
  for (const key of ["/", "s", "f"]) {
    await page.keyboard.press(key);
    await page.locator(".search-dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await closed();
  }
  await page.keyboard.press("a");
  await page.waitForTimeout(100);
  assert.equal(page.url(), server.address("entries/entry-20/"));
  await page.keyboard.press("d");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.scheme), "light");
  assert.deepEqual(wrongs, []);
  await close();
});
