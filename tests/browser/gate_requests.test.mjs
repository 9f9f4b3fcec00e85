// `bf-docs gate` and requests that try to get past it: by their address, headers or target. The
// names of the tests begin with the checks and advisories that they cover.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gate, PRIVATE } from "./lib/gate.mjs";
import { forgingProvider, SECRET } from "./lib/providers.mjs";
import { assertSignedIn, attempts, SESSION, signIn } from "./lib/sign_in.mjs";
import { Visitor } from "./lib/visitor.mjs";

const started = (t, options = {}) => gate(t, { provider: forgingProvider, ...options });

/** A gate, and a visitor who signed in. */
const entered = async (t) => {
  const served = await started(t);
  const reader = new Visitor();
  await assertSignedIn(reader, served, await signIn(reader, served));
  return { served, reader };
};

/** The answer shows nothing of the site and lets nobody in. */
const assertClosed = (answer, why, statuses = [400, 401, 404, 405, 421]) => {
  assert.ok(statuses.includes(answer.status), `${why}: ${answer.status}`);
  assert.doesNotMatch(answer.text, new RegExp(PRIVATE), why);
  assert.deepEqual(answer.set.filter(({ name }) => name === SESSION), [], why);
};

const DECIDES_NOTHING = [
  ["CVE-2026-40575: a forwarded address of an open path", { "X-Forwarded-Uri": "/.gate/health" }],
  ["CVE-2026-40575: other names for it", { "X-Original-URI": "/.gate/health", "X-Original-URL": "/.gate/health", "X-Rewrite-URL": "/.gate/health", "X-Forwarded-Path": "/.gate/health", Forwarded: "for=127.0.0.1;host=localhost" }],
  ["CVE-2026-76835: an address that a proxy is said to have seen", { "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1" }],
  ["CVE-2026-34457: the name of a health check", { "User-Agent": "GoogleHC/1.0" }],
  ["CVE-2026-34457: the names of others", { "User-Agent": "kube-probe/1.31 ELB-HealthChecker/2.0" }],
  ["CVE-2025-64484: a reader that a header names", { "X-Forwarded-User": "ann@example.com", "X-Forwarded-Email": "ann@example.com", "X-Forwarded-Groups": "docs", "Remote-User": "ann" }],
  ["CVE-2025-64484: the same with another sign", { X_Forwarded_User: "ann@example.com", X_Forwarded_Email: "ann@example.com" }],
  ["a token in a header", { Authorization: "Bearer eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImFubkBleGFtcGxlLmNvbSJ9." }],
  ["a method that a header names", { "X-HTTP-Method-Override": "HEAD" }],
  ["a validator of a page that was read", { "If-None-Match": "*" }],
];

for (const [name, headers] of DECIDES_NOTHING) {
  test(`check 14: ${name} lets nobody in`, async (t) => {
    const { served, reader } = await entered(t);
    assertClosed(await new Visitor().ask(`${served.url}/guide/`, { headers }), name, [400, 401]);
    // A reader with a session is answered as always.
    if (!headers["If-None-Match"]) assert.equal((await reader.ask(`${served.url}/guide/`, { headers })).status, 200);
  });
}

test("check 14: the page that a reader has cached is not confirmed to somebody else", async (t) => {
  const { served, reader } = await entered(t);
  const { headers: { etag } } = await reader.ask(`${served.url}/guide/`);
  const validator = { "If-None-Match": etag };
  assert.equal((await reader.ask(`${served.url}/guide/`, { headers: validator })).status, 304);
  assertClosed(await new Visitor().ask(`${served.url}/guide/`, { headers: validator }), "304", [401]);
});

test("check 15: no spelling of an open path opens another one", async (t) => {
  const { served } = await entered(t);
  const paths = [
    // CVE-2025-54576: the query. CVE-2026-41059: the fragment, which a browser does not send.
    "/guide/?/.gate/health", "/guide/?x=/.gate/start", "/guide/#/.gate/health", "/guide/%23/.gate/health", "/guide/index.html?a=.js",
    // GO-2023-1800: the path.
    "/.gate/health/../../guide/", "/.gate/../guide/", "/.gate/%2e%2e/guide/", "/.gate/health%2f..%2f..%2fguide/", "/.gate/health/..%2f..%2fguide/", "/.gate/health\\..\\..\\guide/",
    "//guide/", "///guide/", "/./guide/", "/guide//", "/.gate//guide/", "/.GATE/health/../guide/", "/guide/;/.gate/health", "/.gate/health;/../guide/",
    "/%67uide/", "/guide%2f", "/guide%2findex.html", "/guide%00/", "/guide/index.html%00.gate/health", "/guide/%ff", "/guide/%", "/guide", "/assets/bf-search/index.bin",
    `${served.url}/guide/`, "http://evil.example/guide/", "http://localhost/.gate/health/../guide/", "*", "guide/",
  ];
  for (const path of paths) assertClosed(await new Visitor().ask(served.url, { path }), path);
});

test("check 15: nothing stands beside the open paths", async (t) => {
  const { served } = await entered(t);
  for (const path of ["/.gate", "/.gate/", "/.gate/health/", "/.gate/healthy", "/.gate/Health", "/.gate/%68ealth", "/.gate/start/", "/.gate/metrics", "/metrics", "/.gate/keys", "/.gate/..", "/health"]) {
    const answer = await new Visitor().ask(served.url, { path });
    assertClosed(answer, path);
    assert.doesNotMatch(answer.text, /"ready"/, path);
  }
});

test("a page that exists is refused like one that does not", async (t) => {
  const { served } = await entered(t);
  const shown = async (path, headers) => {
    const answer = await new Visitor().ask(served.url + path, { headers });
    const { date: _, "content-length": __, ...others } = answer.headers;
    return { status: answer.status, text: answer.text.replaceAll(/%2F[\w%.-]*|\/guide\/|\/never\/|\/guide|\/never/g, "PATH"), headers: JSON.stringify(others).replaceAll(/nonce-[\w+/=-]+/g, "nonce") };
  };
  for (const headers of [undefined, { "Sec-Fetch-Mode": "cors", Accept: "*/*" }]) {
    assert.deepEqual(await shown("/guide/", headers), await shown("/never/", headers));
    assert.deepEqual(await shown("/guide", headers), await shown("/never", headers));
  }
});

test("oauth2-proxy#2292: only a page that is opened is answered with the sign-in page", async (t) => {
  const { served } = await entered(t);
  const asked = (headers) => new Visitor().ask(`${served.url}/guide/`, { headers: { "Sec-Fetch-Mode": undefined, "Sec-Fetch-Dest": undefined, "Sec-Fetch-Site": undefined, ...headers } });
  for (const headers of [{ "Sec-Fetch-Mode": "navigate", Accept: "*/*" }, { Accept: "text/html" }]) {
    const answer = await asked(headers);
    assert.equal(answer.status, 401);
    assert.match(answer.text, /id="sign-in"/);
  }
  for (const headers of [{ "Sec-Fetch-Mode": "cors", Accept: "text/html" }, { "Sec-Fetch-Mode": "no-cors", Accept: "text/html" }, { Accept: "*/*" }, { Accept: undefined }, { Accept: "application/json" }]) {
    const answer = await asked(headers);
    assert.equal(answer.status, 401, JSON.stringify(headers));
    assert.equal(answer.text, "");
    assert.equal(answer.location, undefined);
    assert.equal(answer.set.length, 0);
  }
});

test("a host that is not the gate's is refused, with and without a session", async (t) => {
  const { served, reader } = await entered(t);
  const { port } = new URL(served.url);
  for (const visitor of [new Visitor(), reader]) {
    for (const Host of ["evil.example", `evil.example:${port}`, `127.0.0.1:${port}`, `localhost:${Number(port) + 1}`, `localhost:${port}.evil.example`, `localhost.:${port}`]) {
      const answer = await visitor.ask(`${served.url}/guide/`, { headers: { Host } });
      assertClosed(answer, Host, [400, 421]);
      assert.equal(answer.location, undefined);
    }
  }
});

test("check 13: nobody is signed out by a request of another site", async (t) => {
  const { served, reader } = await entered(t);
  const out = (headers) => reader.ask(`${served.url}/.gate/out`, { method: "POST", headers: { "Sec-Fetch-Site": undefined, "Sec-Fetch-Mode": undefined, "Sec-Fetch-Dest": undefined, ...headers } });
  const foreign = [
    {}, { Origin: "null" }, { Origin: "http://evil.example" }, { Origin: `${served.url}.evil.example` }, { Origin: `${served.url}/` }, { Origin: served.url.replace("http:", "https:") },
    { Origin: served.provider.issuer, "Sec-Fetch-Site": "cross-site" }, { "Sec-Fetch-Site": "same-site" }, { "Sec-Fetch-Site": "none" }, { Referer: `${served.url}/.gate/out` }, { "X-Forwarded-Host": "evil.example", Origin: "http://evil.example" },
  ];
  for (const headers of foreign) {
    const answer = await out(headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
    assert.deepEqual(answer.set, []);
  }
  const look = await reader.ask(`${served.url}/.gate/out`);
  assert.deepEqual([look.status, look.set.length], [200, 0]);
  assert.equal((await reader.ask(`${served.url}/guide/`)).status, 200);
  assert.equal((await out({ Origin: served.url })).status, 200);
  assert.equal((await reader.ask(`${served.url}/guide/`)).status, 401);
});

test("check 8, CVE-2026-83589: a target elsewhere leads to the start page", async (t) => {
  const served = await started(t);
  const targets = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "\t//evil.example", " //evil.example", "/\r/evil.example", "/\n/evil.example",
    "https://evil.example", "HTTPS:evil.example", "http:evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example", "@evil.example", ".evil.example", ":80", "", "?a", "#a",
    "/\0", "/x\r\nSet-Cookie: a=b", "%2f%2fevil.example", `${"/x".repeat(3000)}`,
  ];
  for (const target of targets) {
    const visitor = new Visitor();
    const answer = await signIn(visitor, served, target);
    assert.equal(answer.status, 303, JSON.stringify(target));
    assert.equal(answer.location, `${served.url}/`, JSON.stringify(target));
    assert.deepEqual(answer.set.filter(({ name }) => name === "a"), []);
  }
});

test("check 8, GHSA-j7px-6hwj-hpjg, GHSA-5m6c-jp6f-2vcv: a target that is encoded twice or has odd spaces stays on the gate", async (t) => {
  const served = await started(t);
  for (const target of ["/%2fevil.example", "/ /evil.example", "/\u0085/evil.example", "/\u2028/evil.example", "/\u00a0/evil.example", "/\ufeff/evil.example", "/%5cevil.example", "/%09/evil.example", "/..//evil.example", "/.//evil.example", "/guide/..//evil.example", "/guide/?to=//evil.example", "/guide/#//evil.example", "/.gate/start?to=//evil.example"]) {
    const answer = await signIn(new Visitor(), served, target);
    assert.equal(answer.status, 303, target);
    assert.equal(new URL(answer.location).origin, served.url, target);
  }
});

test("devantler-tech/platform#3169: a local target comes back whole", async (t) => {
  const served = await started(t);
  const targets = ["/", "/guide/", "/guide/long/?a=1&b=%26&c=%2F%2F#third", "/guide/?q=caf%C3%A9+x&empty=", "/no/such/page/", "/guide/?u=https://example.org/", `/guide/?long=${"x".repeat(1800)}#end`];
  for (const target of targets) {
    const answer = await signIn(new Visitor(), served, target);
    assert.equal(answer.location, served.url + target);
  }
});

test("the link of the sign-in page leads back, and is no markup", async (t) => {
  const served = await started(t);
  for (const path of ["/guide/?a=1&b=2", "/guide/?q=%22%3E%3Cscript%3Ea%3C/script%3E", "/it's/?q='a'&lt;b", "/%3Cb%3E/?a%26b"]) {
    const visitor = new Visitor();
    const { text } = await visitor.ask(served.url, { path });
    assert.doesNotMatch(text, /<script>a<|<b>/);
    const [link] = text.match(/<a[^>]*id="sign-in"[^>]*>/);
    const href = link.match(/href="([^"]*)"/)[1].replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&#x27;", "'");
    assert.match(href, /^\/\.gate\/start\?to=/);
    const begun = await visitor.ask(served.url + href);
    const back = await visitor.ask((await visitor.ask(begun.location)).location);
    assert.equal(back.location, new URL(path, served.url).href);
  }
});

test("what is not of the site is not served, to readers either", async (t) => {
  const { served, reader } = await entered(t);
  const ring = readFileSync(served.keys, "utf8");
  const manifest = readFileSync(join(served.place, ".bf-docs/current.json.gz")).toString("latin1");
  const paths = [
    "/.bf-docs/current.json.gz", "/.bf-docs/", "/.bf-docs", "/%2ebf-docs/current.json.gz", "/.bf-docs%2fcurrent.json.gz", "/%2Ebf%2Ddocs/lock", "/./.bf-docs/current.json.gz", "/guide/../.bf-docs/current.json.gz", "/guide/..%2f.bf-docs/current.json.gz", "//.bf-docs/current.json.gz", "/.BF-DOCS/current.json.gz",
    "/../keys", "/..%2fkeys", "/%2e%2e/keys", "/%2e%2e%2fkeys", "/guide/../../keys", "/guide/..%2f..%2fkeys", "/..%5ckeys", "/..\\keys", "/../content-map.toml", "/%252e%252e/keys", "/....//keys", "//etc/passwd", "/etc/passwd%00.html", "/..;/keys",
  ];
  for (const path of paths) {
    const answer = await reader.ask(served.url, { path });
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    for (const secret of [ring, manifest, SECRET, "[gate]", "root:"]) assert.ok(!answer.text.includes(secret), path);
    assertClosed(await new Visitor().ask(served.url, { path }), path);
  }
});

test("methods that change something are refused", async (t) => {
  const { served, reader } = await entered(t);
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]) {
    const headers = { Origin: served.url };
    assert.equal((await reader.ask(`${served.url}/guide/`, { method, headers })).status, 405, method);
    assertClosed(await new Visitor().ask(`${served.url}/guide/`, { method, headers }), method, [401, 405]);
  }
  for (const path of ["/.gate/start", "/.gate/callback"]) {
    const visitor = new Visitor();
    assert.equal((await visitor.ask(served.url + path, { method: "POST" })).status, 405, path);
    assert.deepEqual(attempts(visitor), []);
  }
});

test("answers may not be kept by others, framed, sniffed or told to other sites", async (t) => {
  const { served, reader } = await entered(t);
  const page = await reader.ask(`${served.url}/guide/`);
  const shared = /(^|[ ,])(private|no-store)([ ,]|$)/;
  assert.match(page.headers["cache-control"], shared);
  assert.match(page.headers.vary, /cookie/i);
  assert.deepEqual(page.set, []);
  const refused = await new Visitor().ask(`${served.url}/guide/`);
  const asked = await new Visitor().ask(`${served.url}/guide/`, { headers: { "Sec-Fetch-Mode": "cors" } });
  const begun = await new Visitor().ask(`${served.url}/.gate/start?to=%2F`);
  const callback = await new Visitor().ask(`${served.url}/.gate/callback?code=a&state=b`);
  const out = await reader.ask(`${served.url}/.gate/out`);
  for (const answer of [refused, asked, begun, callback, out]) assert.match(answer.headers["cache-control"], /no-store/);
  for (const answer of [page, refused, callback, out]) {
    const policy = answer.headers["content-security-policy"] ?? "";
    assert.match(policy, /frame-ancestors '(none|self)'/);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    assert.ok(["no-referrer", "same-origin", "strict-origin", "origin"].includes(answer.headers["referrer-policy"]), answer.headers["referrer-policy"]);
    assert.ok(["same-origin"].includes(answer.headers["cross-origin-resource-policy"]));
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
  }
  for (const answer of [refused, callback, out]) assert.doesNotMatch(answer.headers["content-security-policy"], /unsafe-inline|unsafe-eval|\*/);
});

test("the health check says that the gate is ready, and nothing about it", async (t) => {
  const { served } = await entered(t);
  const { status, text, headers } = await new Visitor().ask(`${served.url}/.gate/health`);
  assert.equal(status, 200);
  const { ready, store } = JSON.parse(text);
  assert.deepEqual({ ready, store }, { ready: true, store: "ok" });
  assert.match(headers["cache-control"], /no-store/);
  for (const secret of [served.place, served.folder, served.keys, SECRET, "ann@"]) assert.ok(!text.includes(secret), secret);
});
