// Chromium, and pages that record every error in them.
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

/** Starts the browser that `tests/run` found; `options` are playwright's. */
export function launch(options = {}) {
  const executablePath = process.env.CHROMIUM || execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
  return chromium.launch({ executablePath, args: ["--no-sandbox"], ...options });
}

/**
 * A page in its own context that may request only `origin`. `wrongs` records script
 * errors, refusals by the policy, and requests that failed or went to another
 * host. `missing` is true if the test expects a 404.
 */
export async function open(browser, { origin, missing = false, ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrongs = [];
  page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    if (missing && message.text().includes("status of 404")) return;
    wrongs.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (origin && url.origin !== origin && url.protocol !== "data:") wrongs.push(`request to another host: ${url}`);
  });
  page.on("requestfailed", (request) => {
    // Leaving a page breaks off what it was still loading.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") wrongs.push(`request failed: ${request.url()}`);
  });
  return { page, wrongs, close: () => context.close() };
}
