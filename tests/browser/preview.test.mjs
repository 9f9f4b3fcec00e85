// `bf-docs serve` in a browser: an edit is on the screen, and nothing else of the page moves.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { preview } from "./lib/preview.mjs";

let browser, root, served;
const write = (path, text) => {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
};
const long = Array.from({ length: 80 }, (_, at) => `Paragraph ${at} of a long page.\n`);
const guide = (more = "") => `# Guide\n\n??? note "More"\n    Inside.\n\n${long.join("\n")}\n${more}\n\`\`\`python\nprint(1)\n\`\`\`\n`;

before(async () => { browser = await launch(); });
after(() => browser?.close());
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "bf-docs-preview-"));
  write("content-map.toml", '[site]\nname = "Wiki"\ncss = ["extra.css"]\n');
  write("docs/index.md", "# Start\n\nSee the [guide](guide.md).\n");
  write("docs/guide.md", guide());
  write("docs/extra.css", "h1 { letter-spacing: 1px !important; }\n");
  served = await preview(root);
});
afterEach(() => {
  served.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A page that listens to its changes. */
const show = async (path, options = {}) => {
  const opened = await open(browser, { origin: served.origin, ...options });
  await opened.page.goto(`${served.origin}/${path}`);
  await opened.page.waitForFunction(() => document.documentElement.dataset.shown);
  return opened;
};

test("what is saved is on the screen, at its place, and what was open stays open", async () => {
  const { page, wrongs, close } = await show("guide/");
  await page.locator("summary", { hasText: "More" }).click();
  const near = page.getByText("Paragraph 60 of");
  await near.scrollIntoViewIfNeeded();
  const place = () => near.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await place();
  await page.evaluate(() => { window.sameDocument = true; });
  write("docs/guide.md", guide("And a sentence more.\n\n```sh\nls\n```\n").replace("Paragraph 3 of", "The third, longer than before,\n\nof"));
  await page.getByText("And a sentence more.").waitFor();
  await page.locator("pre", { hasText: "ls" }).waitFor();
  assert.ok(Math.abs((await place()) - before) <= 1, "what is read stays where it is");
  assert.equal(await page.getByText("Inside.").isVisible(), true);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.equal(await page.locator(".copy-button").count(), 2, "new code has its button, old code has one");
  assert.deepEqual(wrongs, []);
  await close();
});

test("a title follows on the pages that show it", async () => {
  const { page, wrongs, close } = await show("");
  write("docs/guide.md", guide().replace("# Guide", "# The handbook"));
  await page.locator(".nav a", { hasText: "The handbook" }).waitFor({ state: "attached" });
  assert.deepEqual(wrongs, []);
  await close();
});

test("a style is swapped, and the page is not touched", async () => {
  const { page, wrongs, close } = await show("guide/");
  const spacing = () => page.locator("h1").evaluate((heading) => getComputedStyle(heading).letterSpacing);
  assert.equal(await spacing(), "1px");
  await page.evaluate(() => {
    window.touched = 0;
    new MutationObserver((all) => { window.touched += all.length; }).observe(document.body, { childList: true, subtree: true });
  });
  write("docs/extra.css", "h1 { letter-spacing: 7px !important; }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
  assert.equal(await page.evaluate(() => window.touched), 0);
  assert.deepEqual(wrongs, []);
  await close();
});

test("a picture is the new one, whoever names it and whether or not the page was in view", async () => {
  const svg = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="9"/>`;
  write("docs/in-text.svg", svg(11));
  write("docs/in-style.svg", svg(11));
  write("docs/extra.css", "h1 { background: url(in-style.svg); }\n");
  write("docs/guide.md", "# Guide\n\n![A picture](in-text.svg)\n");
  const { page, wrongs, close } = await show("guide/");
  const picture = (width) => page.waitForFunction((width) => document.querySelector("article img, main img")?.naturalWidth === width, width);
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await picture(11);
  write("docs/in-text.svg", svg(22));
  await picture(22);
  await hide(true);
  write("docs/in-text.svg", svg(33));
  write("docs/index.md", "# Start\n\nLater than the picture.\n");
  // No event reaches a page that is not in view. Pictures come from the disk, so the test requests the page.
  while (!(await (await fetch(served.origin)).text()).includes("Later than")) { /* again */ }
  await hide(false);
  await picture(33);
  const asked = page.waitForResponse(async (response) => response.url().includes("in-style.svg") && (await response.text()).includes("44"));
  write("docs/in-style.svg", svg(44));
  await asked;
  assert.deepEqual(wrongs, []);
  await close();
});

test("findings stand beside the page while they last", async () => {
  const { page, wrongs, close } = await show("guide/");
  const button = page.locator(".live-button");
  assert.equal(await button.isVisible(), false);
  write("docs/guide.md", guide("[Gone](gone.md)\n"));
  await page.locator(".live-list", { hasText: "gone.md" }).waitFor();
  assert.equal(await button.innerText(), "1 error");
  assert.equal(await page.locator(".live-message").innerText(), "Error no page or file is at gone.md broken-link");
  assert.equal(await page.locator(".live-message .live-quoted").innerText(), "gone.md");
  assert.match(await page.locator(".live-place a").first().getAttribute("href"), /^vscode:\/\/file\/.*\/docs\/guide\.md:\d+:8$/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".live-list").isVisible(), false);
  // The end of a page can be read, and the focus moves from the panel to the page.
  await page.setViewportSize({ width: 390, height: 844 });
  const covers = () => page.evaluate(() => {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    return document.querySelector(".footer").getBoundingClientRect().bottom - document.querySelector(".live-button").getBoundingClientRect().top;
  });
  assert.ok(await covers() <= 0, `${await covers()} px`);
  await page.setViewportSize({ width: 1280, height: 720 });
  await button.focus();
  write("docs/guide.md", guide());
  await button.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
  write("content-map.toml", "[site\n");
  await page.locator(".live-list", { hasText: "not valid TOML" }).waitFor();
  write("content-map.toml", '[site]\nname = "Wiki"\ncss = ["extra.css"]\n');
  await button.waitFor({ state: "hidden" });
  assert.deepEqual(wrongs, []);
  await close();
});

test("what scripts made of a page is right after an edit", async () => {
  const decision = (number, title) => write(`docs/decisions/000${number}-x.md`, `# 000${number} - ${title}\n\n## Status\n\nAccepted\n`);
  [1, 2, 3, 4, 5].forEach((number) => decision(number, `Prefer ${number}`));
  const numbers = Array.from({ length: 120 }, (_, at) => String(at + 1).padStart(3, "0"));
  const many = (number, title = `Page ${number}`) => write(`docs/many/p${number}.md`, `# ${title}\n`);
  numbers.forEach((number) => many(number));
  // An edit does not interrupt typing in a filter.
  const { page, wrongs, close } = await show("traceability/decisions/");
  const filter = page.locator(".trace-filter input").first();
  await filter.pressSequentially("pre");
  decision(2, "Prefer another");
  await page.getByText("Prefer another").first().waitFor();
  await page.keyboard.type("fer 4");
  assert.equal(await filter.inputValue(), "prefer 4");
  // A short table has no filter, and no row is hidden.
  rmSync(join(root, "docs/decisions/0005-x.md"));
  rmSync(join(root, "docs/decisions/0003-x.md"));
  await page.waitForFunction(() => !document.querySelector(".trace-filter"));
  assert.equal(await page.getByText("Prefer another").first().isVisible(), true);
  // A list of the section tree that was opened in full names each page once, by its own title.
  await page.goto(`${served.origin}/many/p090/`);
  await page.waitForFunction(() => document.documentElement.dataset.shown);
  await page.locator(".nav-more > a").first().click();
  await page.locator('.nav a[href$="/p001/"]').waitFor();
  many("085", "Neighbour");
  await page.locator(".nav a", { hasText: "Neighbour" }).waitFor();
  const links = await page.locator('.nav a[href*="/p0"]').evaluateAll((all) => all.map((link) => [link.pathname, link.textContent]));
  assert.ok(links.length > 10);
  for (const [path, text] of links) assert.equal(text, path === "/many/p085/" ? "Neighbour" : `Page ${path.slice(7, -1)}`);
  assert.deepEqual(wrongs, []);
  await close();
});

test("a page with more frames than a browser has connections follows", async () => {
  const frames = [1, 2, 3, 4, 5, 6, 7].map((number) => {
    write(`docs/f${number}.html`, `<!doctype html><title>F</title><p>Frame ${number}</p>`);
    return `<iframe src="f${number}.html" title="F"></iframe>\n`;
  });
  write("docs/index.md", `# Start\n\n${frames.join("\n")}`);
  const { page, close } = await show("");
  write("docs/f7.html", "<!doctype html><title>F</title><p>Frame changed</p>");
  await page.frameLocator("iframe").nth(6).getByText("Frame changed").waitFor();
  write("docs/index.md", `# Begin\n\n${frames.join("\n")}`);
  await page.locator("h1", { hasText: "Begin" }).waitFor();
  assert.equal(await page.frameLocator("iframe").first().locator(".live-panel").count(), 0);
  await close();
});

test("a search finds what was just written", async () => {
  const { page, wrongs, close } = await show("");
  const find = async (words) => {
    await page.keyboard.press("/");
    await page.locator(".search-input").fill(words);
  };
  await find("paragraph");
  await page.locator(".search-hit, .search-page", { hasText: "Guide" }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  write("docs/guide.md", guide("A zeppelin landed here.\n"));
  write("docs/index.md", "# Start\n\nSee the [guide](guide.md) anew.\n");
  await page.getByText("anew").waitFor();
  await find("zeppelin");
  await page.locator("mark", { hasText: "zeppelin" }).first().waitFor();
  // The search asks again by itself.
  await page.locator(".search-input").fill("quagga");
  await page.getByText("Nothing found").first().waitFor();
  write("docs/guide.md", guide("A quagga grazes here.\n"));
  await page.locator("mark", { hasText: "quagga" }).first().waitFor();
  assert.deepEqual(wrongs, []);
  await close();
});

test("an edit whose page did not arrive is asked for again", async () => {
  const { page, close } = await show("guide/", { missing: true });
  let asked = 0;
  await page.route("**/guide/", (route) => (asked++ ? route.continue() : route.abort()));
  write("docs/guide.md", guide("This is the second try.\n"));
  await page.getByText("This is the second try.").waitFor();
  assert.ok(asked > 1);
  await close();
});

test("a page whose connection was cut for long is up to date again", async () => {
  const { page, close } = await show("guide/", { missing: true });
  const { port } = served;
  served.stop();
  write("docs/guide.md", guide("Written while nobody listened.\n"));
  await page.locator(".live-note", { hasText: "not running" }).waitFor();
  served = await preview(root, port);
  await page.getByText("Written while nobody listened.").waitFor({ timeout: 20000 });
  await page.locator(".live-note").waitFor({ state: "hidden" });
  await close();
});
