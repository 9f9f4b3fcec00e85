// Signing in without a browser, step by step, and the ways it may end.
import assert from "node:assert/strict";
import { PRIVATE } from "./gate.mjs";

export const SESSION = "__Host-bf-session";
export const ATTEMPT = "__Host-bf-attempt-";

/** An answer in a line: its status, its target and its heading. */
export const said = ({ status, location = "", text }) => `${status} ${location} ${/<h1.*?>(.*?)</s.exec(text)?.[1] ?? text.slice(0, 80)}`;

/** Begins to sign in at a provider that asks nothing; gives the address of the callback. */
export async function begin(visitor, served, to = "/guide/") {
  const begun = await visitor.ask(`${served.url}/.gate/start?to=${encodeURIComponent(to)}`);
  assert.equal(begun.status, 303, said(begun));
  const sent = await visitor.ask(begun.location);
  assert.ok(sent.location?.startsWith(`${served.url}/.gate/callback?`), said(sent));
  return sent.location;
}

/** Signs in; gives the answer of the callback. */
export const signIn = async (visitor, served, to) => visitor.ask(await begin(visitor, served, to));

/** The names of the attempts that a visitor keeps. */
export const attempts = (visitor) => [...visitor.cookies().keys()].filter((name) => name.startsWith(ATTEMPT));

/** The callback went to its target with a session that opens a page. */
export async function assertSignedIn(visitor, served, answer, to = "/guide/") {
  assert.equal(answer.status, 303, said(answer));
  assert.equal(answer.location, served.url + to);
  assert.ok(visitor.cookies().get(SESSION));
  const page = await visitor.ask(`${served.url}/guide/`);
  assert.equal(page.status, 200);
  assert.match(page.text, new RegExp(PRIVATE));
}

/** The callback ended with a page that says why, and without a session. */
export async function assertRefused(visitor, served, answer, statuses = [400, 403]) {
  assert.ok(statuses.includes(answer.status), said(answer));
  assert.match(answer.headers["content-type"], /^text\/html/);
  assert.match(answer.headers["cache-control"], /no-store/);
  assert.deepEqual(answer.set.filter(({ name, value, gone }) => name === SESSION && value && !gone), []);
  assert.equal(visitor.cookies().has(SESSION), false);
  const page = await visitor.ask(`${served.url}/guide/`);
  assert.equal(page.status, 401);
  assert.doesNotMatch(answer.text + page.text, new RegExp(PRIVATE));
}
