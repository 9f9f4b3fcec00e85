// Takes the pictures of the README: a decision of the tests' wiki, in both schemes. Run
// `node tests/browser/picture.mjs` after `cargo build`, and look at the pictures.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./lib/browser.mjs";
import { builtFrom, ROOT, serve } from "./lib/site.mjs";

const PAGE = "decisions/0004-a-queue-for-each-depot/";
const WIKI = join(ROOT, "tests/trees/wiki");
const FOLDER = join(ROOT, "tests/picture");
const VIEW = { width: 1280, height: 800 };

// Outside the repository the pages have no dates, so the pictures stay the same.
const paths = readdirSync(WIKI, { recursive: true }).filter((path) => /\.(md|toml)$/.test(path));
const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(WIKI, path), "utf8")]));
const browser = await launch();
const server = await serve(builtFrom(files));
mkdirSync(FOLDER, { recursive: true });
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 1.5, colorScheme });
  const page = await context.newPage();
  await page.goto(server.address(PAGE));
  // Playwright itself writes no WebP, which weighs half as much as PNG.
  const session = await context.newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 85 });
  const file = join(FOLDER, `${colorScheme}.webp`);
  writeFileSync(file, Buffer.from(data, "base64"));
  console.log(`${file}: ${Math.ceil(data.length * .00075)} kB`);
  await context.close();
}
await browser.close();
server.close();
