// Rules that pages of every kind keep.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, open } from "./lib/browser.mjs";
import { fixture, KINDS } from "./lib/fixture.mjs";
import { htmlFiles, isRedirect, ownDocs, routeOf, serve } from "./lib/site.mjs";

let browser, site, own, server, ownServer;
before(async () => {
  browser = await launch();
  site = fixture();
  own = ownDocs();
  server = await serve(site);
  ownServer = await serve(own);
});
after(async () => {
  await browser?.close();
  server?.close();
  ownServer?.close();
});

describe("nothing is refused, fails or comes from another host", () => {
  for (const [kind, route] of Object.entries(KINDS)) {
    test(`on a page of the kind ${kind}`, async () => {
      const missing = kind === "not found";
      const { page, wrongs, close } = await open(browser, { origin: server.origin, missing });
      const response = await page.goto(server.address(route), { waitUntil: "networkidle" });
      assert.equal(response.status(), missing ? 404 : 200);
      assert.deepEqual(wrongs, []);
      assert.match(await page.locator("meta[name=robots]").getAttribute("content"), /noindex/);
      await close();
    });
  }

  test("on any page of our own documentation", async () => {
    const { page, wrongs, close } = await open(browser, { origin: ownServer.origin });
    for (const file of htmlFiles(own).filter((file) => file !== "404.html")) {
      await page.goto(ownServer.address(routeOf(file)), { waitUntil: "load" });
      assert.deepEqual(wrongs, [], file);
    }
    await close();
  });
});

test("every page has one article, and one first heading in it", async () => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  for (const [at, folder] of [[server, site], [ownServer, own]]) {
    for (const file of htmlFiles(folder)) {
      if (isRedirect(folder, file)) continue;
      await page.goto(at.address(routeOf(file)));
      assert.equal(await page.locator("article").count(), 1, file);
      assert.equal(await page.locator("h1").count(), 1, file);
      assert.equal(await page.locator("article h1").count(), 1, file);
    }
  }
  await close();
});

test("no page of our documentation scrolls sideways on a phone", async () => {
  const { page, close } = await open(browser, { viewport: { width: 390, height: 844 } });
  for (const [at, folder] of [[server, site], [ownServer, own]]) {
    for (const file of htmlFiles(folder)) {
      if (isRedirect(folder, file)) continue;
      await page.goto(at.address(routeOf(file)));
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, `${file} is ${excess} px too wide`);
    }
  }
  await close();
});

test("the styles and scripts of a page weigh at most 30 KB compressed, the search 23 more when it opens, and the large view of drawings 3", () => {
  const assets = join(own, "assets");
  const weight = (pattern) => {
    const files = readdirSync(assets).filter((name) => pattern.test(name));
    return [files.length, files.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0)];
  };
  const [files, page] = weight(/^(?!search\.|drawings\.).*\.(css|js)$/);
  assert.equal(files, 3);
  assert.ok(page <= 30 * 1024, `${page} bytes`);
  const [modules, search] = weight(/^search\..*\.js$/);
  assert.equal(modules, 1);
  assert.ok(search <= 23 * 1024, `${search} bytes`);
  const [views, large] = weight(/^drawings\..*\.js$/);
  assert.equal(views, 1);
  assert.ok(large <= 3 * 1024, `${large} bytes`);
});
