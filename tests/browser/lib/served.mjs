// A site that stands while the tests of a file run.
import { after, before } from "node:test";
import { launch, open } from "./browser.mjs";
import { builtOf, serve } from "./site.mjs";

/** Builds and serves pages (see `builtOf`) for the tests of the file that calls this. Returns a function that opens a
 * route of theirs in a new window. */
export function served(pages, map) {
  let browser, server;
  before(async () => {
    browser = await launch();
    server = await serve(builtOf(pages, map));
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });
  return async (route, options = {}) => {
    const opened = await open(browser, { origin: server.origin, ...options });
    await opened.page.goto(server.address(route));
    return opened;
  };
}
