// `bf-docs gate` and sign-ins that are replayed, mixed up or taken to another browser, and its
// cookies. The names of the tests begin with the checks and advisories that they cover.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gate, PRIVATE } from "./lib/gate.mjs";
import { CLIENT, forgingProvider, honestProvider, SECRET } from "./lib/providers.mjs";
import { ATTEMPT, assertRefused, assertSignedIn, attempts, begin, SESSION, signIn } from "./lib/sign_in.mjs";
import { Visitor } from "./lib/visitor.mjs";

const started = (t, options = {}) => gate(t, { provider: forgingProvider, ...options });

/** The callback with another state; undefined takes it out. */
const withState = (callback, state) => {
  const address = new URL(callback);
  if (state === undefined) address.searchParams.delete("state");
  else address.searchParams.set("state", state);
  return address.href;
};
const partOf = (callback, name) => new URL(callback).searchParams.get(name);

test("check 6: a replayed state is refused once the attempt is over", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  await assertSignedIn(visitor, served, await visitor.ask(callback));
  assert.deepEqual(attempts(visitor), []);
  visitor.cookies().delete(SESSION);
  await assertRefused(visitor, served, await visitor.ask(callback), [400]);
});

test("check 6: an attempt that failed cannot be used again", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  served.provider.forge({ claims: (claims) => { claims.nonce = "another"; } });
  await assertRefused(visitor, served, await visitor.ask(callback));
  served.provider.forge();
  assert.deepEqual(attempts(visitor), []);
  await assertRefused(visitor, served, await visitor.ask(callback), [400]);
});

test("check 6: a code is used twice, by a browser that kept its attempt", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  const other = visitor.copy();
  await assertSignedIn(visitor, served, await visitor.ask(callback));
  await assertRefused(other, served, await other.ask(callback));
});

test("check 7: the code of an earlier attempt is refused by its own", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const first = await begin(visitor, served);
  const second = await begin(visitor, served);
  const mixed = new URL(second);
  mixed.searchParams.set("code", partOf(first, "code"));
  await assertRefused(visitor, served, await visitor.ask(mixed.href));
});

test("check 6, CVE-2026-66884: the attempt of another browser is refused", async (t) => {
  const served = await started(t);
  const [attacker, victim] = [new Visitor(), new Visitor()];
  const callback = await begin(attacker, served);
  await assertRefused(victim, served, await victim.ask(callback), [400]);
  // The victim is signing in, too.
  const own = await begin(victim, served);
  await assertRefused(victim, served, await victim.ask(callback), [400]);
  await assertSignedIn(victim, served, await victim.ask(own));
});

test("check 6, CVE-2026-66884: the code of another browser is refused under one's own state", async (t) => {
  const served = await started(t);
  const [attacker, victim] = [new Visitor(), new Visitor()];
  const theirs = await begin(attacker, served);
  const own = await begin(victim, served);
  const mixed = withState(theirs, partOf(own, "state"));
  await assertRefused(victim, served, await victim.ask(mixed));
});

test("check 6: a missing, empty or invented state is refused, and needs no code", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  const states = [undefined, "", " ", "A", `${partOf(callback, "state")}A`, partOf(callback, "state").slice(0, -1), "../x", "a;b=c", "A".repeat(5000)];
  for (const state of states) {
    const answer = await visitor.ask(withState(callback, state));
    await assertRefused(visitor, served, answer, [400]);
    assert.match(answer.text, /href="\/\.gate\/start/, "it offers to start again");
  }
  await assertRefused(visitor, served, await visitor.ask(`${served.url}/.gate/callback`), [400]);
  await assertSignedIn(visitor, served, await visitor.ask(callback));
});

test("check 6: a callback without a code is refused", async (t) => {
  const served = await started(t);
  for (const code of [undefined, "", "invented"]) {
    const visitor = new Visitor();
    const callback = new URL(await begin(visitor, served));
    if (code === undefined) callback.searchParams.delete("code");
    else callback.searchParams.set("code", code);
    await assertRefused(visitor, served, await visitor.ask(callback.href));
  }
});

test("CVE-2021-32792: an error of the provider is a calm page without its words as markup", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const state = partOf(await begin(visitor, served), "state");
  const answer = await visitor.ask(`${served.url}/.gate/callback?${new URLSearchParams({ error: "<b>e</b>", error_description: "<img/src=x>", error_uri: "javascript:a", state })}`);
  await assertRefused(visitor, served, answer);
  assert.doesNotMatch(answer.text, /<img|<b>e|javascript:a/);
  assert.match(answer.text, /href="\/\.gate\/start/);
});

test("check 6: a stale callback of a live session goes on, and changes nothing", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  await assertSignedIn(visitor, served, await visitor.ask(callback));
  const session = visitor.cookies().get(SESSION);
  const stale = await visitor.ask(callback);
  assert.equal(stale.status, 303);
  assert.equal(new URL(stale.location).origin, served.url);
  assert.equal(visitor.cookies().get(SESSION), session);
});

test("check 10: an attempt under another one's name is refused", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const first = await begin(visitor, served);
  const [name] = attempts(visitor);
  const value = visitor.cookies().get(name);
  const second = await begin(visitor, served);
  const other = attempts(visitor).find((attempt) => attempt !== name);
  visitor.cookies().set(other, value);
  const mixed = withState(first, partOf(second, "state"));
  await assertRefused(visitor, served, await visitor.ask(mixed), [400]);
});

test("check 10, CVE-2026-110864: an attempt is no session, and a session no attempt", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  const [name] = attempts(visitor);
  const thief = new Visitor();
  thief.cookies().set(SESSION, visitor.cookies().get(name));
  assert.equal((await thief.ask(`${served.url}/guide/`)).status, 401);
  await assertSignedIn(visitor, served, await visitor.ask(callback));
  const again = new Visitor();
  const next = await begin(again, served);
  again.cookies().set(attempts(again)[0], visitor.cookies().get(SESSION));
  await assertRefused(again, served, await again.ask(next), [400]);
});

/** The share of places at which two texts have the same sign. */
const likeness = (one, other) => [...one].filter((sign, at) => sign === other[at]).length / one.length;

test("check 10, CVE-2021-32791: no two cookies are alike, and nothing in them can be read", async (t) => {
  const served = await started(t);
  const made = [];
  for (let time = 0; time < 2; time++) {
    const visitor = new Visitor();
    const callback = await begin(visitor, served);
    const attempt = visitor.cookies().get(attempts(visitor)[0]);
    await assertSignedIn(visitor, served, await visitor.ask(callback));
    made.push([attempt, visitor.cookies().get(SESSION)]);
  }
  for (const value of made.flat()) {
    const read = [value, Buffer.from(value, "base64url").toString("latin1"), Buffer.from(value, "base64").toString("latin1")].join("\n");
    assert.doesNotMatch(read, /guide|ann|example|nonce|verifier/);
  }
  const [[attempt, session], [otherAttempt, otherSession]] = made;
  assert.ok(likeness(attempt, otherAttempt) < 0.4, `${attempt}\n${otherAttempt}`);
  assert.ok(likeness(session, otherSession) < 0.4, `${session}\n${otherSession}`);
});

test("check 10: a session is new, and ends for its copies when the reader signs out", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  // A session that somebody planted is not taken over.
  visitor.cookies().set(SESSION, "planted");
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  const first = visitor.cookies().get(SESSION);
  assert.notEqual(first, "planted");
  const copy = visitor.copy();
  const out = await visitor.ask(`${served.url}/.gate/out`, { method: "POST", headers: { Origin: served.url } });
  assert.equal(out.status, 200);
  assert.equal((await copy.ask(`${served.url}/guide/`)).status, 401);
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  assert.notEqual(visitor.cookies().get(SESSION), first);
});

test("a session that was changed, cut or made by another gate is none", async (t) => {
  const [served, other] = [await started(t), await started(t)];
  const [visitor, stranger] = [new Visitor(), new Visitor()];
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  await assertSignedIn(stranger, other, await signIn(stranger, other));
  const value = visitor.cookies().get(SESSION);
  const flipped = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => {
    const at = Math.floor(value.length * part);
    return value.slice(0, at) + (value[at] === "A" ? "B" : "A") + value.slice(at + 1);
  });
  const values = [...flipped, value.slice(0, -4), value.slice(4), value + value, "", "A", "null", "{}", stranger.cookies().get(SESSION)];
  for (const changed of values) {
    visitor.cookies().set(SESSION, changed);
    const answer = await visitor.ask(`${served.url}/guide/`);
    assert.equal(answer.status, 401, changed);
    assert.doesNotMatch(answer.text, new RegExp(PRIVATE));
  }
});

test("CVE-2026-66883: a session counts only under its own name", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  const value = visitor.cookies().get(SESSION);
  for (const name of ["bf-session", "__Secure-bf-session", "__host-bf-session", "__HOST-BF-SESSION", " __Host-bf-session2", "x__Host-bf-session"]) {
    const answer = await new Visitor().ask(`${served.url}/guide/`, { headers: { Cookie: `${name}=${value}` } });
    assert.equal(answer.status, 401, name);
  }
});

test("oauth2-proxy#2606: twin cookies do not loop", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  const value = `${SESSION}=${visitor.cookies().get(SESSION)}`;
  for (const Cookie of [`${SESSION}=stale; ${value}`, `${value}; ${SESSION}=stale`]) {
    const answer = await new Visitor().ask(`${served.url}/guide/`, { headers: { Cookie } });
    assert.ok([200, 401].includes(answer.status), `${answer.status}`);
    // Whoever signs in with such a browser gets a page, and not the next attempt.
    const twin = new Visitor();
    const callback = await begin(twin, served);
    const attempt = attempts(twin).map((name) => `${name}=${twin.cookies().get(name)}`);
    const back = await twin.ask(callback, { headers: { Cookie: [Cookie, ...attempt].join("; ") } });
    assert.equal(back.location, `${served.url}/guide/`);
  }
});

test("check 9: cookies have every attribute, when they are made and when they are deleted", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const begun = await visitor.ask(`${served.url}/.gate/start?to=%2F`);
  const back = await visitor.ask((await visitor.ask(begun.location)).location);
  const out = await visitor.ask(`${served.url}/.gate/out`, { method: "POST", headers: { Origin: served.url } });
  assert.equal(out.status, 200);
  const all = [...begun.set, ...back.set, ...out.set];
  assert.equal(all.filter(({ gone }) => gone).length >= 2, true, "the attempt and the session are deleted");
  for (const { name, attributes, header } of all) {
    assert.ok(name === SESSION || name.startsWith(ATTEMPT), header);
    assert.ok("secure" in attributes && "httponly" in attributes && !("domain" in attributes), header);
    assert.equal(attributes.path, "/", header);
    assert.equal(attributes.samesite?.toLowerCase(), "lax", header);
  }
  const [attempt] = begun.set;
  assert.ok(Number(attempt.attributes["max-age"]) <= 600, attempt.header);
  assert.equal((await visitor.ask(`${served.url}/guide/`)).status, 401);
});

test("check 16, CVE-2024-24814: a browser keeps few attempts of few bytes, and the latest one works", async (t) => {
  const served = await started(t);
  for (const query of ["", "x".repeat(1500)]) {
    const visitor = new Visitor();
    const callbacks = [];
    for (let time = 0; time < 13; time++) {
      callbacks.push(await begin(visitor, served, `/guide/?${time}${query}`));
      // Attempts are ordered by the second in which they began.
      if (time === 0) await setTimeout(1000 - (Date.now() % 1000));
    }
    const kept = attempts(visitor);
    const bytes = kept.reduce((sum, name) => sum + name.length + visitor.cookies().get(name).length, 0);
    assert.ok(kept.length <= 10 && bytes <= 8000, `${kept.length} attempts, ${bytes} bytes`);
    await assertRefused(visitor, served, await visitor.ask(callbacks[0]), [400]);
    await assertSignedIn(visitor, served, await visitor.ask(callbacks[12]), `/guide/?12${query}`);
  }
});

test("check 16, CVE-2024-24814: invented attempts and long cookies stop nobody", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  for (let at = 0; at < 30; at++) visitor.cookies().set(`${ATTEMPT}invented-${at}`, "A".repeat(60));
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  const long = Array.from({ length: 200 }, (_, at) => `${SESSION}-${at}=${"A".repeat(300)}`).join("; ");
  const refused = await new Visitor().ask(`${served.url}/guide/`, { headers: { Cookie: long } });
  assert.ok([400, 401, 431].includes(refused.status), `${refused.status}`);
  assert.equal((await new Visitor().ask(`${served.url}/.gate/health`)).status, 200);
});

test("check 7: the request for a code has PKCE, a state and a nonce of its own, and asks for no more than it needs", async (t) => {
  const served = await started(t);
  const [one, other] = [await new Visitor().ask(`${served.url}/.gate/start?to=%2F`), await new Visitor().ask(`${served.url}/.gate/start?to=%2F`)];
  const [first, second] = [one, other].map(({ location }) => Object.fromEntries(new URL(location).searchParams));
  const { response_type, scope, code_challenge_method, client_id, redirect_uri } = first;
  assert.deepEqual({ response_type, scope, code_challenge_method, client_id, redirect_uri }, {
    response_type: "code", scope: "openid email", code_challenge_method: "S256", client_id: CLIENT, redirect_uri: `${served.url}/.gate/callback`,
  });
  for (const name of ["state", "nonce", "code_challenge"]) {
    assert.ok(first[name].length >= 22, `${name}: at least 128 bits`);
    assert.notEqual(first[name], second[name], name);
  }
  const visitor = new Visitor();
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  const { query } = served.provider.asked.find(({ path }) => path === "/authorize");
  const verifier = served.provider.secrets.at(-1);
  assert.equal(createHash("sha256").update(verifier).digest("base64url"), query.code_challenge);
});

test("check 17, GO-2024-2965, GO-2022-0783: neither tokens nor secrets are shown or logged", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  const callback = await begin(visitor, served);
  const answers = [await visitor.ask(callback)];
  await assertSignedIn(visitor, served, answers[0]);
  const kept = [visitor.cookies().get(SESSION), partOf(callback, "code"), partOf(callback, "state")];
  for (const path of ["/guide/", "/.gate/health", "/.gate/out", "/no/such/page/"]) answers.push(await visitor.ask(served.url + path));
  for (const change of [{ nonce: "another" }, { hd: "example.org" }, { aud: "other" }]) {
    served.provider.forge({ claims: (claims) => Object.assign(claims, change) });
    answers.push(await signIn(new Visitor(), served));
  }
  const { secrets } = served.provider;
  assert.equal(secrets.length, 16, "four of each sign-in");
  const shown = answers.map(({ headers, text }) => JSON.stringify(headers) + text).join("\n");
  const log = served.lines().join("\n");
  const ring = readFileSync(served.keys, "utf8").match(/[\w+/=-]{32,}/g) ?? [];
  for (const secret of [...secrets, SECRET, ...ring]) assert.ok(!shown.includes(secret) && !log.includes(secret), secret);
  for (const secret of kept) assert.ok(!log.includes(secret), `logged: ${secret}`);
  assert.ok(served.lines().every((line) => JSON.parse(line).event), "each line of the log is an event");
});

test("CVE-2026-135300: a gate with another secret signs nobody in", async (t) => {
  const served = await gate(t, { provider: honestProvider, secret: "not-the-secret-of-the-client" });
  const visitor = new Visitor();
  const begun = await visitor.ask(`${served.url}/.gate/start?to=%2F`);
  const form = await visitor.ask(begun.location);
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const sent = await visitor.ask(form.location, { method: "POST", headers, body: "login=ann%40example.com" });
  const back = await visitor.ask(sent.location);
  assert.ok(back.location.startsWith(`${served.url}/.gate/callback?`));
  await assertRefused(visitor, served, await visitor.ask(back.location), [400, 403, 502]);
});

test("a provider that is away while somebody signs in ends with 502, and the next attempt works", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  served.provider.isAway = (path) => path === "/token";
  const answer = await signIn(visitor, served);
  await assertRefused(visitor, served, answer, [502]);
  assert.match(answer.text, /href="\/\.gate\/start/);
  served.provider.isAway = () => false;
  await assertSignedIn(visitor, served, await signIn(visitor, served));
});

test("check 11: a session outlives a new key and a restart", async (t) => {
  const served = await started(t);
  const visitor = new Visitor();
  await assertSignedIn(visitor, served, await signIn(visitor, served));
  const { status, stderr } = served.run("gate", "keys", "rotate", served.keys);
  assert.equal(status, 0, stderr);
  await served.restart();
  assert.equal((await visitor.ask(`${served.url}/guide/`)).status, 200);
  const later = new Visitor();
  await assertSignedIn(later, served, await signIn(later, served));
});
