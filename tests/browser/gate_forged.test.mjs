// `bf-docs gate` and ID tokens that an honest provider would not sign: none ends with a session.
// The names of the tests begin with the checks and advisories that they cover.
import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gate } from "./lib/gate.mjs";
import { curveKey, forgingProvider, signing, strangeKey } from "./lib/providers.mjs";
import { assertRefused, assertSignedIn, signIn } from "./lib/sign_in.mjs";
import { Visitor } from "./lib/visitor.mjs";

const now = () => Math.floor(Date.now() / 1000);
const curve = curveKey("curve");

/** A gate, and a provider that also publishes a key on a curve. */
const forged = (t, settings = {}) => gate(t, { provider: forgingProvider, provided: { more: [curve] }, settings });

/** A change of one claim; undefined takes it out. */
const claim = (name, value) => ({
  claims: (claims) => {
    const changed = typeof value === "function" ? value(claims[name], claims) : value;
    if (changed === undefined) delete claims[name];
    else claims[name] = changed;
  },
});
const algorithm = (alg, sign, more = {}) => ({ header: (header) => Object.assign(header, { alg, ...more }), sign });

const strange = strangeKey();
const publicPart = createPublicKey({ key: strange, format: "jwk" }).export({ format: "jwk" });

/** Each forged token with its name. */
const FORGED = [
  // The signature.
  ["check 1: alg none", algorithm("none", signing.none)],
  ["check 1: alg none in other letters", algorithm("nOnE", signing.none)],
  ["check 1: no alg", algorithm(undefined, signing.honest)],
  ["check 1: HS256 with the public key as PEM", algorithm("HS256", signing.hmac({ type: "spki", format: "pem" }))],
  ["check 1: HS256 with the public key as DER", algorithm("HS256", signing.hmac({ type: "spki", format: "der" }))],
  ["check 1: HS256 with the public key as JSON", algorithm("HS256", signing.hmac({ format: "jwk" }))],
  ["check 1: RS384, which the settings do not name", algorithm("RS384", (header, claims, key) => signing.by(key, "sha384")(header, claims))],
  ["check 1: RS512, which the settings do not name", algorithm("RS512", (header, claims, key) => signing.by(key, "sha512")(header, claims))],
  ["check 1: ES256 by a key of the provider, which the settings do not name", algorithm("ES256", signing.by(curve), { kid: "curve" })],
  ["check 1: unknown kid", { header: (header) => { header.kid = "nobody's"; } }],
  ["check 1: another key under a known kid", { sign: signing.by(strange) }],
  ["check 1: a key that the token brings along", { header: (header) => Object.assign(header, { jwk: { ...publicPart, kid: header.kid, alg: "RS256" } }), sign: signing.by(strange) }],
  ["check 1: a key that the token brings along, under its own kid", { header: (header) => Object.assign(header, { kid: "strange", jwk: { ...publicPart, kid: "strange", alg: "RS256" } }), sign: signing.by(strange) }],
  ["check 1: an extension that has to be understood", { header: (header) => Object.assign(header, { crit: ["x-bound"], "x-bound": true }) }],
  ["GO-2022-0827: a signature that is missing", { sign: signing.none }],
  ["GO-2022-0827: a signature of other claims", { sign: (header, claims, key) => {
    const [, , signature] = signing.honest(header, { ...claims, email: "eve@example.org" }, key).split(".");
    return signing.none(header, claims) + signature;
  } }],
  ["GO-2022-0827: no token at all", { sign: () => "" }],
  ["GO-2022-0827: text that is not a token", { sign: () => "a.b.c" }],
  // Issuer, audience and times.
  ["check 2: another issuer", claim("iss", "http://127.0.0.1:1")],
  ["check 2: an issuer with a slash more", claim("iss", (issuer) => `${issuer}/`)],
  ["check 2: an issuer that begins like ours", claim("iss", (issuer) => issuer.replace("127.0.0.1", "127.0.0.1.example.org"))],
  ["check 2: no issuer", claim("iss", undefined)],
  ["check 2: another audience", claim("aud", "other")],
  ["check 2: an audience that begins like ours", claim("aud", "docs-other")],
  ["check 2: no audience", claim("aud", undefined)],
  ["check 2: an empty list of audiences", claim("aud", [])],
  ["check 2: a list of audiences without azp", claim("aud", ["docs", "other"])],
  ["check 2: a list of audiences, meant for another", { claims: (claims) => Object.assign(claims, { aud: ["docs", "other"], azp: "other" }) }],
  ["check 2: our audience, meant for another", claim("azp", "other")],
  ["check 2: expired", claim("exp", () => now() - 120)],
  ["check 2: without an end", claim("exp", undefined)],
  ["check 2: issued in the future", claim("iat", () => now() + 600)],
  ["check 2: without a time of issue", claim("iat", undefined)],
  // The nonce: the token answers our own request.
  ["check 3, CVE-2026-15612: missing nonce", claim("nonce", undefined)],
  ["check 3, CVE-2026-15612: empty nonce", claim("nonce", "")],
  ["check 3, CVE-2026-104759: another nonce", claim("nonce", "AAAAAAAAAAAAAAAAAAAAAA")],
  ["check 3, CVE-2026-104759: a nonce that begins like ours", claim("nonce", (nonce) => `${nonce}A`)],
  ["check 3, CVE-2026-104759: our nonce in a list", claim("nonce", (nonce) => [nonce])],
  // The domain.
  ["check 4, oauth2-proxy#2363: missing hd", claim("hd", undefined)],
  ["check 4, oauth2-proxy#2363: foreign hd", claim("hd", "example.org")],
  ["check 4: empty hd", claim("hd", "")],
  ["check 4: hd in a list", claim("hd", ["example.com"])],
  ["check 4: hd is true", claim("hd", true)],
  ["check 5: hd is a prefix of the domain", claim("hd", "example.co")],
  ["check 5: hd begins with the domain", claim("hd", "example.com.evil.org")],
  ["check 5, GHSA-4mf2-f3wh-gvf2: hd ends with the domain", claim("hd", "notexample.com")],
  ["check 5, go-oauth2/oauth2#298: hd is below the domain", claim("hd", "sub.example.com")],
  ["check 5: hd is a suffix of the domain", claim("hd", "com")],
  ["check 5: hd with a line break", claim("hd", "example.com\n")],
  ["check 4, jupyterhub/oauthenticator#331: a company address without hd", { claims: (claims) => { delete claims.hd; claims.email = "eve@example.com"; } }],
  // The address.
  ["check 4: unverified e-mail", claim("email_verified", false)],
  ["check 4: e-mail of which nobody says that it is verified", claim("email_verified", undefined)],
  ["check 4: the word false", claim("email_verified", "false")],
  ["check 4: e-mail that is verified by null", claim("email_verified", null)],
  ["check 5: no e-mail", claim("email", undefined)],
  ["check 5: e-mail without @", claim("email", "example.com")],
  ["check 5: e-mail without a name", claim("email", "@example.com")],
  ["check 5: e-mail in a list", claim("email", ["ann@example.com"])],
  ["check 5, CVE-2026-40574: two @, ours last", claim("email", "eve@evil.org@example.com")],
  ["check 5, CVE-2026-40574: two @, ours first", claim("email", "ann@example.com@evil.org")],
  ["check 5, CVE-2026-40574: two @, one in quotes", claim("email", "\"eve@evil.org\"@example.com")],
  ["check 5: e-mail with a line break", claim("email", "ann@example.com\r\nSet-Cookie: a=b")],
];

describe("a forged token ends without a session", () => {
  for (const [name, change] of FORGED) {
    test(name, async (t) => {
      const served = await forged(t);
      served.provider.forge(change);
      const visitor = new Visitor();
      await assertRefused(visitor, served, await signIn(visitor, served));
      // The same browser, gate and provider sign in with an honest token.
      served.provider.forge();
      await assertSignedIn(visitor, served, await signIn(visitor, served));
    });
  }
});

/** Tokens that differ from the usual one, and are honest. */
const HONEST = [
  ["the usual one", {}],
  ["check 2: our audience in a list of its own", claim("aud", ["docs"])],
  ["check 2: our audience, meant for us", claim("azp", "docs")],
  ["check 2: expired within the tolerance of clocks", claim("exp", () => now() - 20)],
  ["check 2: issued in the future within the tolerance of clocks", claim("iat", () => now() + 20)],
  ["claims that nobody asked for", claim("picture", "https://example.org/x.png")],
];

describe("an honest token ends with a session", () => {
  for (const [name, change] of HONEST) {
    test(name, async (t) => {
      const served = await forged(t);
      served.provider.forge(change);
      const visitor = new Visitor();
      await assertSignedIn(visitor, served, await signIn(visitor, served));
    });
  }

  test("check 1: ES256, if the settings name it", async (t) => {
    const served = await forged(t, { algorithms: ["RS256", "ES256"] });
    served.provider.forge(algorithm("ES256", signing.by(curve), { kid: "curve" }));
    const visitor = new Visitor();
    await assertSignedIn(visitor, served, await signIn(visitor, served));
  });
});

// The gate looks for new keys no more often than every half minute.
describe("the provider's keys", { concurrency: true }, () => {
  const looks = ({ provider }) => provider.asked.filter(({ path }) => path === "/jwks").length;
  /** Signs in again and again until the condition holds, for a minute at most. */
  const until = async (served, holds) => {
    const end = Date.now() + 60_000;
    for (;;) {
      const tried = await both(served);
      if (holds(tried) || Date.now() > end) return tried;
      await setTimeout(500);
    }
  };

  test("check 1, openidconnect-rs#232: a token by a new key is accepted, one by the old key no longer", async (t) => {
    const served = await forged(t);
    await assertSignedIn(...(await both(served)));
    const old = served.provider.key;
    await served.provider.rotate();
    await assertSignedIn(...(await until(served, ([, , { status }]) => status === 303)));
    served.provider.forge({ header: (header) => { header.kid = old.kid; }, sign: signing.by(old) });
    await assertRefused(...(await both(served)));
  });

  test("check 1: unknown kids make the gate look for keys once, and a failed look leaves those that are known", async (t) => {
    const served = await forged(t);
    await assertSignedIn(...(await both(served)));
    const before = looks(served);
    let count = 0;
    served.provider.isAway = (path) => path === "/jwks";
    served.provider.forge({ header: (header) => { header.kid = `unknown-${count++}`; } });
    await assertRefused(...(await until(served, () => looks(served) > before)), [400, 403, 502]);
    assert.equal(looks(served), before + 1);
    for (let time = 0; time < 8; time++) await assertRefused(...(await both(served)), [400, 403, 502]);
    assert.equal(looks(served), before + 1, `after ${count} unknown kids`);
    served.provider.forge();
    await assertSignedIn(...(await both(served)));
  });
});

/** A new visitor signs in: what the assertions take. */
async function both(served) {
  const visitor = new Visitor();
  return [visitor, served, await signIn(visitor, served)];
}

describe("who may read", () => {
  const ALLOWED = [
    ["addresses: one of them", { addresses: ["ann@example.com"] }, {}, true],
    ["addresses: another one of the domain", { addresses: ["bob@example.com"] }, {}, false],
    ["check 5: addresses: one that begins like ours", { addresses: ["ann@example.com"] }, claim("email", "ann@example.com.evil.org"), false],
    ["check 5: addresses: one that ends like ours", { addresses: ["ann@example.com"] }, claim("email", "joann@example.com"), false],
    ["check 4: addresses: unverified", { addresses: ["ann@example.com"] }, claim("email_verified", false), false],
    ["groups: one of them", { groups: ["other", "docs"] }, {}, true],
    ["groups: none of them", { groups: ["other"] }, {}, false],
    ["check 5: groups: one that begins like ours", { groups: ["docs"] }, claim("groups", ["docs-other"]), false],
    ["groups: no claim", { groups: ["docs"] }, claim("groups", undefined), false],
    ["groups: a text that contains the name", { groups: ["docs"] }, claim("groups", "not docs"), false],
    ["check 4: groups: unverified", { groups: ["docs"] }, claim("email_verified", false), false],
  ];
  for (const [name, rule, change, isAllowed] of ALLOWED) {
    test(name, async (t) => {
      const served = await forged(t, { domains: undefined, "domain-claim": undefined, ...rule });
      served.provider.forge(change);
      const [visitor, , answer] = await both(served);
      if (isAllowed) await assertSignedIn(visitor, served, answer);
      else await assertRefused(visitor, served, answer, [403]);
    });
  }

  test("CVE-2021-32792: an address with markup is text on the page that names it", async (t) => {
    const served = await forged(t);
    served.provider.forge({ claims: (claims) => Object.assign(claims, { email: "<img/src=x>'\"&@example.org", hd: "example.org" }) });
    const [visitor, , answer] = await both(served);
    await assertRefused(visitor, served, answer);
    assert.doesNotMatch(answer.text, /<img/);
    served.provider.forge({ claims: (claims) => Object.assign(claims, { email: "eve@example.org", hd: "example.org" }) });
    assert.match((await both(served))[2].text, /eve@example\.org/, "an ordinary address is named");
  });
});
