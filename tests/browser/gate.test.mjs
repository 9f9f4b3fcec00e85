// `bf-docs gate` in a browser: readers sign in at an honest provider, read, search and sign out.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { gate, PRIVATE } from "./lib/gate.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SESSION = "__Host-bf-session";
const INPUT = ".search-input";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** A page in a browser of its own. `wrongs` leaves out that a page is refused before signing in. */
const visit = async (t, options = {}) => {
  const { page, wrongs, close } = await open(browser, options);
  t.after(close);
  page.context().setDefaultTimeout(15_000);
  return { page, context: page.context(), wrongs: () => wrongs.filter((wrong) => !wrong.includes("status of 401")) };
};

/** Types an address into the provider's form. */
const identify = async (page, address = "ann@example.com") => {
  await page.getByLabel("E-mail").fill(address);
  await page.getByRole("button", { name: "Continue" }).click();
};

/** Waits until the browser has come from the provider to a page of the site, and gives its path. */
const arrived = async (page, served) => {
  await page.waitForURL((address) => address.origin === served.url && !address.pathname.startsWith("/.gate/"));
  return new URL(page.url()).pathname;
};

/** Opens an address of the gate, signs in, and is there again. */
const signIn = async (page, served, path = "/") => {
  const refused = await page.goto(served.url + path);
  assert.equal(refused.status(), 401);
  await page.locator("#sign-in").click();
  await identify(page);
  await arrived(page, served);
  assert.equal(page.url(), served.url + path);
};

const hasSession = async (context, served) => (await context.cookies(served.url)).some(({ name, value }) => name === SESSION && value);
const text = (page) => page.locator("body").innerText();
/** The heading without the sign of its link. */
const heading = async (page) => (await page.locator("h1").innerText()).replace("\u00b6", "");

/** Signs out through the page with one button. */
const signOut = async (page, served) => {
  await page.goto(`${served.url}/.gate/out`);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button").click();
  assert.equal((await answered).status(), 200);
  await page.getByText("You are signed out").first().waitFor();
};

/** Asks the search box and waits for its answer. */
const ask = async (page, words) => {
  if (!(await page.locator(INPUT).isVisible())) await page.keyboard.press("/");
  await page.locator(INPUT).fill(words);
  await page.locator(".search-results[aria-busy=false]").waitFor({ state: "attached" });
};

test("a reader signs in and reads", async (t) => {
  const served = await gate(t);
  const { page, context, wrongs } = await visit(t);
  await page.goto(served.url);
  assert.match(await page.title(), /Acme docs/);
  assert.equal(await hasSession(context, served), false);
  await signIn(page, served);
  assert.equal(await heading(page), "Private home");
  await page.getByRole("link", { name: "the guide" }).click();
  await page.waitForURL(`${served.url}/guide/`);
  assert.match(await text(page), new RegExp(PRIVATE));
  const cookies = await context.cookies(served.url);
  assert.deepEqual(cookies.map(({ name }) => name), [SESSION], "the attempt is over, and nothing else is kept");
  const [{ httpOnly, secure, sameSite, path }] = cookies;
  assert.deepEqual({ httpOnly, secure, sameSite, path }, { httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
  assert.deepEqual(wrongs(), []);
});

test("a deep link survives signing in, with its path, query and anchor", async (t) => {
  const served = await gate(t);
  const { page, wrongs } = await visit(t);
  await signIn(page, served, "/guide/long/?from=mail&b=%26#third");
  await page.waitForFunction(() => {
    const { top } = document.querySelector("#third").getBoundingClientRect();
    return scrollY > 0 && top >= 0 && top < innerHeight;
  });
  assert.deepEqual(wrongs(), []);
});

test("an anchor with signs of its own survives signing in", async (t) => {
  const served = await gate(t);
  const { page } = await visit(t);
  await signIn(page, served, "/guide/long/#a=1&b=%23c?d+e");
  assert.equal(page.url(), `${served.url}/guide/long/#a=1&b=%23c?d+e`);
});

test("a search finds a page and opens it", async (t) => {
  const served = await gate(t);
  const { page, wrongs } = await visit(t);
  await signIn(page, served);
  await ask(page, "hibernates");
  const hit = page.locator(".search-hit").first();
  assert.equal(await hit.locator(".search-title").innerText(), "Burrow");
  await hit.click();
  await page.waitForURL(`${served.url}/guide/burrow/**`);
  assert.equal(await heading(page), "Burrow");
  assert.deepEqual(wrongs(), []);
});

test("whoever signed out is refused, and neither the back button nor a reload shows the site", async (t) => {
  const served = await gate(t);
  // Playwright switches off that a browser keeps pages it left, as readers' browsers do.
  const keeping = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  t.after(() => keeping.close());
  const { page } = await open(keeping);
  await signIn(page, served, "/guide/burrow/");
  await page.goto(`${served.url}/guide/`);
  await signOut(page, served);
  assert.equal(await hasSession(page.context(), served), false);
  // The page with the button comes first on the way back, so the guide is two steps away.
  for (const [steps, path] of [[-2, "/guide/"], [-1, "/guide/burrow/"]]) {
    // The page that runs the script may be gone before it has ended.
    await page.evaluate((steps) => history.go(steps), steps).catch(() => {});
    await page.waitForURL(served.url + path, { waitUntil: "commit" });
    await page.waitForFunction(() => document.readyState === "complete");
    assert.doesNotMatch(await text(page), new RegExp(PRIVATE), path);
  }
  const again = await page.reload();
  assert.equal(again.status(), 401);
  await page.locator("#sign-in").waitFor();
});

test("looking at the page to sign out signs nobody out, and nor does a form of another site", async (t) => {
  const served = await gate(t);
  const { page, context } = await visit(t);
  await signIn(page, served);
  await page.goto(`${served.url}/.gate/out`);
  assert.equal(await page.getByRole("button").count(), 1);
  assert.equal(await hasSession(context, served), true);
  await page.goto(`${served.provider.issuer}/.well-known/openid-configuration`);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.evaluate((action) => {
    const form = Object.assign(document.createElement("form"), { action, method: "post" });
    document.documentElement.append(form);
    form.submit();
  }, `${served.url}/.gate/out`);
  assert.equal((await answered).status(), 403);
  assert.equal(await hasSession(context, served), true);
});

/** Ten tabs of one browser, each with a page of its own, none signed in. */
const tenTabs = async (t, served) => {
  const { page, context } = await visit(t);
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  const addresses = tabs.map((_, at) => `${served.url}/tabs/tab-${at}/?tab=${at}`);
  const answers = await Promise.all(tabs.map((tab, at) => tab.goto(addresses[at])));
  assert.deepEqual(answers.map((answer) => answer.status()), Array(10).fill(401));
  return { tabs, addresses };
};

test("ten restored tabs are all at their pages once one of them signed in", async (t) => {
  const served = await gate(t);
  const { tabs, addresses } = await tenTabs(t, served);
  const [first, ...others] = tabs;
  await first.locator("#sign-in").click();
  await identify(first);
  await arrived(first, served);
  assert.equal(first.url(), addresses[0]);
  // The provider knows the reader by now, so one click is enough in each.
  for (const [at, tab] of others.entries()) {
    await tab.locator("#sign-in").click();
    await tab.locator("h1", { hasText: `Tab ${at + 1}` }).waitFor();
    assert.equal(tab.url(), addresses[at + 1]);
  }
});

test("ten tabs that begin to sign in at once all sign in", async (t) => {
  const served = await gate(t);
  const { tabs } = await tenTabs(t, served);
  await Promise.all(tabs.map(async (tab) => {
    await tab.locator("#sign-in").click();
    await tab.getByLabel("E-mail").waitFor();
  }));
  let failed = 0;
  for (const tab of tabs) {
    await identify(tab);
    await tab.waitForURL(`${served.url}/**`);
    // The gate may have dropped the oldest attempts. The first such tab starts again by a click.
    const again = tab.locator('a[href^="/.gate/start"]');
    if (await again.count()) {
      failed += 1;
      await again.first().click();
      await arrived(tab, served);
    }
    assert.match(await text(tab), new RegExp(PRIVATE), tab.url());
  }
  assert.ok(failed <= 1, `${failed} tabs had to start again`);
});

test("ten tabs in which a reader begins to sign in are all at their own pages in the end", async (t) => {
  const served = await gate(t);
  const { tabs, addresses } = await tenTabs(t, served);
  for (const tab of tabs) {
    await tab.locator("#sign-in").click();
    await tab.getByLabel("E-mail").waitFor();
  }
  // The last tab still has its attempt, so from then on there is a session.
  for (const [at, tab] of [...tabs.entries()].reverse()) {
    await identify(tab);
    await tab.waitForURL((address) => address.origin === served.url);
    assert.equal(tab.url(), addresses[at]);
  }
});

test("a stale callback goes on if there is a session", async (t) => {
  const served = await gate(t);
  const { page } = await visit(t);
  const called = page.waitForRequest((request) => request.url().includes("/.gate/callback"));
  await signIn(page, served, "/guide/");
  const stale = (await called).url();
  const shown = await page.goto(stale);
  assert.equal(shown.status(), 200);
  assert.ok(!new URL(page.url()).pathname.startsWith("/.gate/"), page.url());
  assert.match(await text(page), new RegExp(PRIVATE));
});

/** Follows the offer to sign in, signs in, and is on the page of the site again. */
const signInAgain = async (page, notice) => {
  const offer = notice.getByRole("link", { name: /sign in/i });
  assert.equal(await offer.count(), 1, "a link offers to sign in");
  await offer.click();
  await page.locator("#sign-in").click();
  await page.locator("h1", { hasText: "Guide" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/guide/");
};

test("the search box of an open page says that the session ended, and offers to sign in", async (t) => {
  const served = await gate(t);
  const { page, context } = await visit(t);
  await signIn(page, served, "/guide/");
  await ask(page, "guards");
  await page.locator(".search-hit").first().waitFor();
  await signOut(await context.newPage(), served);
  await page.bringToFront();
  const [requests, navigations] = [[], []];
  context.on("request", (request) => requests.push(request.url()));
  page.on("framenavigated", (frame) => navigations.push(frame.url()));
  const notice = page.locator(".search-notice");
  await ask(page, "hibernates");
  assert.match(await notice.innerText(), /signed out.*sign in/is);
  assert.equal(await page.locator(".search-hit").count(), 0);
  const once = requests.length;
  assert.ok(once > 0);
  await ask(page, "burrow");
  assert.match(await notice.innerText(), /signed out/);
  assert.ok(requests.length <= 2 * once + 2, `one question asks no more than another: ${requests.join("\n")}`);
  assert.deepEqual(navigations.filter((url) => !url.startsWith(`${served.url}/guide/`)), [], "the page stays");
  await signInAgain(page, notice);
  // The question is in the address, so it is asked again.
  await page.locator(".search-hit").first().waitFor();
});

test("a search box that opens after the session ended says so, and offers to sign in", async (t) => {
  const served = await gate(t);
  const { page, context } = await visit(t);
  await signIn(page, served, "/guide/");
  await signOut(await context.newPage(), served);
  await page.bringToFront();
  await page.keyboard.press("/");
  const box = page.locator("dialog[open]");
  await box.waitFor();
  if (await box.locator(INPUT).count()) await ask(page, "hibernates");
  assert.match(await box.innerText(), /signed out.*sign in/is);
  await signInAgain(page, box);
});

test("without JavaScript the link signs in, and keeps path and query", async (t) => {
  const served = await gate(t);
  const { page } = await visit(t, { javaScriptEnabled: false });
  await page.goto(`${served.url}/guide/long/?a=1&b=2`);
  await page.locator("#sign-in").click();
  await identify(page);
  await arrived(page, served);
  assert.equal(page.url(), `${served.url}/guide/long/?a=1&b=2`);
  assert.equal(await heading(page), "A long page");
  await page.goto(`${served.url}/.gate/out`);
  await page.getByRole("button").click();
  await page.getByText("You are signed out").first().waitFor();
});

test("an account that is not allowed is named, and another one can be chosen", async (t) => {
  const served = await gate(t);
  const { page, context } = await visit(t);
  await page.goto(`${served.url}/guide/`);
  await page.locator("#sign-in").click();
  const answered = page.waitForResponse((response) => response.url().includes("/.gate/callback"));
  await identify(page, "eve@example.org");
  assert.equal((await answered).status(), 403);
  assert.match(await text(page), /eve@example\.org/);
  assert.doesNotMatch(await text(page), new RegExp(PRIVATE));
  assert.equal(await hasSession(context, served), false);
  // The provider still knows Eve. It has to be asked to let the reader choose.
  await page.locator('a[href^="/.gate/start"]').first().click();
  await identify(page, "ann@example.com");
  assert.equal(await arrived(page, served), "/guide/");
  assert.equal(await heading(page), "Guide");
});

test("whoever cancels at the provider can start again", async (t) => {
  const served = await gate(t);
  const { page, context } = await visit(t);
  await page.goto(`${served.url}/guide/`);
  await page.locator("#sign-in").click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForURL(`${served.url}/**`);
  assert.equal(await hasSession(context, served), false);
  await page.locator('a[href^="/.gate/start"]').first().click();
  await identify(page);
  assert.equal(await arrived(page, served), "/guide/");
});

test("a reader who comes back later is at once where a link leads, although the provider forgot them", async (t) => {
  const served = await gate(t);
  const { page, context } = await visit(t);
  await signIn(page, served);
  await context.clearCookies({ domain: "127.0.0.1" });
  const shown = await page.goto(`${served.url}/guide/burrow/`);
  assert.equal(shown.status(), 200);
  assert.equal(await heading(page), "Burrow");
});

test("the sign-in page loads nothing of the site, and nothing from elsewhere", async (t) => {
  const served = await gate(t);
  const { page, wrongs } = await visit(t);
  const requested = [];
  page.on("request", (request) => requested.push(request.url()));
  const address = `${served.url}/guide/burrow/`;
  const refused = await page.goto(address, { waitUntil: "networkidle" });
  const others = requested.filter((url) => url !== address && !url.startsWith("data:"));
  assert.deepEqual(others.filter((url) => !url.startsWith(`${served.url}/.gate/`)), []);
  const source = await refused.text();
  assert.doesNotMatch(source, new RegExp(`${PRIVATE}|Burrow`));
  assert.match(refused.headers()["cache-control"], /no-store/);
  assert.deepEqual(wrongs(), []);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing on the pages of the gate in the ${colorScheme} scheme`, async (t) => {
    const served = await gate(t);
    const { page } = await visit(t, { colorScheme, bypassCSP: true, reducedMotion: "reduce" });
    const found = async () => {
      await page.addScriptTag({ path: AXE });
      const { violations } = await page.evaluate(() => axe.run());
      return violations.map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`)}`);
    };
    const brightness = () => page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      // A page without a colour of its own has that of its scheme.
      canvas.fillStyle = matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "black" : "white";
      canvas.fillRect(0, 0, 1, 1);
      for (const element of [document.documentElement, document.body]) {
        canvas.fillStyle = getComputedStyle(element).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
      }
      return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part) / 3;
    });
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(served.url);
      assert.deepEqual(await found(), [], "the sign-in page");
      assert.ok(colorScheme === "dark" ? (await brightness()) < 80 : (await brightness()) > 175, `brightness ${await brightness()}`);
      await page.goto(`${served.url}/.gate/callback?code=a&state=b`);
      assert.deepEqual(await found(), [], "a callback that nobody waits for");
    }
    await page.goto(served.url);
    await page.locator("#sign-in").click();
    await identify(page, "eve@example.org");
    await page.getByText("eve@example.org").first().waitFor();
    assert.deepEqual(await found(), [], "an account that is not allowed");
    await page.locator('a[href^="/.gate/start"]').first().click();
    await identify(page);
    await page.waitForURL(`${served.url}/**`);
    await page.goto(`${served.url}/.gate/out`);
    assert.deepEqual(await found(), [], "the page to sign out");
    await page.getByRole("button").click();
    await page.getByText("You are signed out").first().waitFor();
    assert.deepEqual(await found(), [], "the page after it");
  });
}
