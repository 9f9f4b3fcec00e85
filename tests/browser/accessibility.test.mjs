// axe-core finds nothing on a page of any kind, in either scheme.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { fixture, fixtureWithoutStart, KINDS } from "./lib/fixture.mjs";
import { ownDocs, serve } from "./lib/site.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const OURS = ["", "products/bf-docs/markdown/text/", "products/bf-docs/markdown/code/", "products/bf-docs/markdown/math/", "products/bf-docs/markdown/lists-and-tables/", "decisions/", "reference/content-map/"];

let browser, server, made, own;
before(async () => {
  browser = await launch();
  server = await serve(fixture());
  made = await serve(fixtureWithoutStart());
  own = await serve(ownDocs());
});
after(async () => {
  await browser?.close();
  server?.close();
  made?.close();
  own?.close();
});

/** The findings of axe on a page: the rule, the place and the reason. */
async function violations(page, address) {
  await page.goto(address);
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n")[1]?.trim()}`));
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1600]) {
    describe(`in the ${colorScheme} scheme at ${width} px`, () => {
      let page, close;
      before(async () => {
        // The policy is the host's business: the checker must get in.
        ({ page, close } = await open(browser, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true, reducedMotion: "reduce" }));
      });
      after(() => close());
      for (const [kind, route] of Object.entries(KINDS)) {
        test(kind, async () => assert.deepEqual(await violations(page, server.address(route)), []));
      }
      test("start page that bf-docs made", async () => assert.deepEqual(await violations(page, made.address()), []));
      for (const route of OURS) {
        test(`our own page ${route || "index"}`, async () => assert.deepEqual(await violations(page, own.address(route)), []));
      }
    });
  }
}
