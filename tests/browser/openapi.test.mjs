// API references: read without scripts, reached by old addresses, found by the search.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { served } from "./lib/served.mjs";
import { ROOT } from "./lib/site.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const FOLDER = join(ROOT, "tests/openapi/depots");
const PAGES = ["api/depots/", "api/depots/depots/", "api/depots/sessions/", "api/depots/webhooks/", "api/depots/schemas/"];

const files = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true })
    .filter((path) => statSync(join(FOLDER, path)).isFile())
    .map((path) => [`api/${path}`, readFileSync(join(FOLDER, path), "utf8")]),
);

const at = served({ "index.md": "# Start\n\ntext\n", "api/guide.md": "# Guide\n\ntext\n", ...files });

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing and nothing is wider than the page, in the ${colorScheme} scheme at ${width} px`, async () => {
      for (const route of PAGES) {
        const { page, close } = await at(route, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true, reducedMotion: "reduce" });
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        await page.addScriptTag({ path: AXE });
        const { violations } = await page.evaluate(() => axe.run());
        assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${route} ${id}: ${node.target.join(" ")}`)), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, route);
        await close();
      }
    });
  }
}

test("everything is read without scripts, under the policy", async () => {
  for (const route of PAGES) {
    const { page, wrongs, close } = await at(route, { javaScriptEnabled: false });
    assert.ok((await page.locator("article").innerText()).length > 50, route);
    assert.deepEqual(wrongs, [], route);
    await close();
  }
  const { page, close } = await at("api/depots/depots/", { javaScriptEnabled: false });
  const response = page.locator("#listChargers ~ details.api-response").first();
  assert.equal(await response.getAttribute("open"), "", "the answer that readers look for is open");
  await close();
});

test("old addresses of operations and tags lead to where they are now", async () => {
  for (const [old, now] of [
    ["#operation/createDepot", "api/depots/depots/#createDepot"],
    ["#tag/depots/operation/createDepot", "api/depots/depots/#createDepot"],
    ["#tag/sessions", "api/depots/sessions/"],
    ["#tag/Charging%20sessions", "api/depots/sessions/"],
  ]) {
    const { page, close } = await at(`api/depots/${old}`);
    await page.waitForURL((url) => url.href.endsWith(now));
    await close();
  }
});

test("an operation is found by its path and opened", async () => {
  const { page, close } = await at("");
  await page.keyboard.press("/");
  await page.locator(".search-input").fill("depots id");
  await page.locator(".search-results[aria-busy=false]").waitFor({ state: "attached" });
  const first = page.locator(".search-results .search-section").first();
  await first.filter({ hasText: "/depots/{id}/chargers" }).waitFor();
  await first.click();
  await page.waitForURL((url) => url.pathname.endsWith("/api/depots/depots/") && url.hash === "#listChargers");
  await close();
});
