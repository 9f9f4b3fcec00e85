// The targets of links: on every page, from the 404 page, by redirects, from the disk.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { fixture, fixtureFiles, KINDS } from "./lib/fixture.mjs";
import { BASE, builtFrom, htmlFiles, isRedirect, ownDocs, routeOf, serve } from "./lib/site.mjs";

let browser, site, server;
before(async () => {
  browser = await launch();
  site = fixture();
  server = await serve(site);
});
after(async () => {
  await browser?.close();
  server?.close();
});

const links = (page) => page.locator("a[href]").evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href"), document.baseURI).href));

/** The links of a site, as a browser resolves them, that lead to no page, file or heading of it. */
async function dead(folder, at) {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  const targets = new Map();
  for (const file of htmlFiles(folder)) {
    if (isRedirect(folder, file)) continue;
    const route = file === "404.html" ? "no/such/page/" : routeOf(file);
    await page.goto(at.address(route));
    for (const href of await links(page)) targets.set(href, file);
  }
  await close();
  const wrong = [];
  for (const [href, file] of targets) {
    const url = new URL(href);
    if (url.origin !== at.origin || !url.pathname.startsWith(BASE)) continue;
    let target = join(folder, decodeURIComponent(url.pathname.slice(BASE.length)));
    if (url.pathname.endsWith("/")) target = join(target, "index.html");
    const id = decodeURIComponent(url.hash.slice(1));
    if (file === "404.html" && url.pathname.endsWith("no/such/page/")) continue;
    if (!existsSync(target) || statSync(target).isDirectory()) wrong.push(`${file}: ${href}`);
    else if (id && !readFileSync(target, "utf8").includes(`id="${id.replaceAll("&", "&amp;")}"`)) wrong.push(`${file}: ${href}`);
  }
  return wrong;
}

test("every link leads to a page, a file or a heading of the site", async () => {
  assert.deepEqual(await dead(site, server), []);
});

test("every link of our documentation does, too", async () => {
  const own = ownDocs();
  const ownServer = await serve(own);
  assert.deepEqual((await dead(own, ownServer)).filter((link) => !link.startsWith("404.html")), []);
  ownServer.close();
});

test("the 404 page is whole and leads back wherever it is shown", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin, missing: true });
  await page.goto(server.address("no/such/page/at/all"));
  assert.ok((await page.evaluate(() => document.styleSheets.length)) > 0);
  await page.locator(".site-name").click();
  await page.waitForURL(server.address());
  assert.deepEqual(wrongs, []);
  await close();
});

test("redirects lead on, with scripts and without, and keep the heading asked for", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, wrongs, close } = await open(browser, { origin: server.origin, javaScriptEnabled });
    await page.goto(server.address("old/place/"));
    await page.waitForURL(server.address("guide/start/"));
    await page.goto(server.address("gone/"));
    await page.waitForURL(server.address("guide/long/#third"));
    assert.deepEqual(wrongs, []);
    await close();
  }
});

test("a redirect keeps the query and the fragment that the visitor came with", async () => {
  const { page, wrongs, close } = await open(browser, { origin: server.origin });
  for (const [from, to] of [
    ["old/place/#setup", "guide/start/#setup"],
    ["old/place/?h=text#a%20b", "guide/start/?h=text#a%20b"],
    ["old/place/?h=a%26b", "guide/start/?h=a%26b"],
    ["gone/?h=text", "guide/long/?h=text#third"],
    ["gone/#first", "guide/long/#first"],
  ]) {
    await page.goto(server.address(from));
    await page.waitForURL(server.address(to));
    assert.deepEqual(wrongs, [], from);
  }
  await close();
});

test("the header leads back to the parent site", async () => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  for (const route of [KINDS.page, KINDS["not found"]]) {
    await page.goto(server.address(route));
    assert.equal(await page.locator(".masthead-link", { hasText: "Private home" }).evaluate((link) => link.href), `${server.origin}/private/`);
  }
  await close();
});

test("a page of a long section is two clicks away from any other of it, without JavaScript", async () => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  const wanted = Array.from({ length: 40 }, (_, i) => server.address(`entries/entry-${String(i + 1).padStart(2, "0")}/`));
  for (const from of ["entries/entry-01/", "entries/entry-20/", "entries/"]) {
    await page.goto(server.address(from));
    const reached = new Set(await links(page));
    for (const href of await page.locator(".nav a, .masthead-find").evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href"), document.baseURI).href))) {
      await page.goto(href);
      for (const further of await links(page)) reached.add(further);
    }
    assert.deepEqual(wanted.filter((href) => !reached.has(href)), [], from);
  }
  await close();
});

test("a site of explicit files is read from the disk", async () => {
  const files = fixtureFiles();
  files["content-map.toml"] = files["content-map.toml"].replace("[site]", '[site]\nurls = "file"');
  const folder = builtFrom(files);
  const { page, wrongs, close } = await open(browser);
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await page.locator("article a", { hasText: "the guide" }).click();
  await page.waitForURL(/guide\/start\.html$/);
  await page.locator(".tabbed-labels > label", { hasText: "Pear" }).first().click();
  assert.equal(await page.locator(".tabbed-block:visible").first().innerText(), "The pear's text.");
  await page.locator("article a", { hasText: "the long page" }).click();
  await page.waitForURL(/guide\/long\.html#second$/);
  for (const href of await links(page)) {
    const url = new URL(href);
    if (url.protocol === "file:" && url.pathname.startsWith(folder)) assert.match(url.pathname, /\.(html|md)$/, href);
  }
  await page.locator(".tabs a", { hasText: "Entries" }).click();
  await page.locator(".nav-more > a").click();
  await page.waitForURL(/site-map\/entries\.html(#.*)?$/);
  assert.deepEqual(wrongs, []);
  await close();
});
