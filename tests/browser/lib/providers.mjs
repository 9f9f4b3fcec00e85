// Two OpenID Connect providers on loopback: an honest one, and one that forges tokens for a test.
import { createHmac, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { Events, OAuth2Issuer, OAuth2Service } from "oauth2-mock-server";
import Provider, { interactionPolicy } from "oidc-provider";

/** The client that both providers know, and its secret. */
export const CLIENT = "docs";
export const SECRET = "a-secret-of-the-tests-0123456789";

// Readers come to the gate by the name `localhost`. The provider has another name, so it is another
// site to a browser: it gets none of the gate's cookies, and its redirects are cross-site.
const HOST = "127.0.0.1";

/** Accounts of the honest provider: e-mail address to the claims of its ID tokens. */
export const PEOPLE = {
  "ann@example.com": { email_verified: true, hd: "example.com", groups: ["docs", "all"] },
  "bob@example.com": { email_verified: true, hd: "example.com", groups: ["all"] },
  "una@example.com": { email_verified: false, hd: "example.com", groups: ["docs"] },
  "eve@example.org": { email_verified: true, hd: "example.org", groups: ["all"] },
};

/** Serves on a port of loopback; a provider's answer needs nothing else. */
async function serving(port, answer) {
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, `http://${HOST}`);
    asked.push({ method: request.method, path: pathname, query: Object.fromEntries(searchParams) });
    // A form that is sent too late has no sign-in that it belongs to.
    Promise.resolve(answer(request, response, pathname)).catch(() => response.writeHead(400).end());
  });
  await new Promise((done, failed) => server.listen(port, HOST, done).on("error", failed));
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { issuer: `http://${HOST}:${port}`, asked, close };
}

const keyPair = (kid) => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
};

const bodyOf = async (request) => {
  let body = "";
  for await (const part of request) body += part;
  return new URLSearchParams(body);
};

/** A store for oidc-provider. Its own one warns that it is in memory only. */
const memory = () => {
  const kept = new Map();
  return class {
    constructor(model) { this.prefix = `${model}:`; }
    async upsert(id, payload) { kept.set(this.prefix + id, structuredClone(payload)); }
    async find(id) { return structuredClone(kept.get(this.prefix + id)); }
    async findByUid(uid) { return [...kept].find(([key, payload]) => key.startsWith(this.prefix) && payload.uid === uid)?.[1]; }
    async consume(id) { kept.get(this.prefix + id).consumed = Math.floor(Date.now() / 1000); }
    async destroy(id) { kept.delete(this.prefix + id); }
    async revokeByGrantId(grant) { for (const [key, payload] of kept) if (key.startsWith(this.prefix) && payload.grantId === grant) kept.delete(key); }
  };
};

const FORM = (note) => `<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,"><h1>Who are you?</h1>
<p>${note}</p>
<form method="post"><label>E-mail <input name="login"></label> <button>Continue</button></form>
<form method="post"><button name="cancel" value="yes">Cancel</button></form>`;

/**
 * npm's oidc-provider, a certified implementation. It requires PKCE and the client's secret, and
 * asks for an e-mail address. `url` is the gate's, `accounts` are like `PEOPLE`, and `method` says
 * how the client has to send its secret.
 */
export async function honestProvider(port, { url, accounts = PEOPLE, method = "client_secret_basic" } = {}) {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  const provider = new Provider(`http://${HOST}:${port}`, {
    adapter: memory(),
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [`${url}/.gate/callback`], token_endpoint_auth_method: method }],
    clientAuthMethods: [method],
    claims: { openid: ["sub"], email: ["email", "email_verified", "hd", "groups"] },
    // Claims of a scope stand in the ID token, as with Google.
    conformIdTokenClaims: false,
    cookies: { keys: ["a key of the tests"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id, ...accounts[id] }) }),
    interactions: { policy, url: (_, { uid }) => `/sign-in/${uid}` },
    jwks: { keys: [keyPair("honest")] },
    // The reader is not asked for a consent.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  const show = (response, note = "") => response.writeHead(200, { "Content-Type": "text/html" }).end(FORM(note));
  const signIn = async (request, response) => {
    const form = request.method === "POST" ? await bodyOf(request) : undefined;
    const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    if (form?.has("cancel")) return finish({ error: "access_denied", error_description: "the person cancelled" });
    const address = form?.get("login");
    if (!Object.hasOwn(accounts, address ?? "")) return show(response, form ? "There is no such account." : "");
    return finish({ login: { accountId: address }, select_account: {} });
  };
  const callback = provider.callback();
  const answer = (request, response, path) => (path.startsWith("/sign-in/") ? signIn : callback)(request, response);
  return serving(port, answer);
}

/** A JSON Web Token of these parts; `signature` is made from what it signs. */
export const compact = (header, claims, signature) => {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${Buffer.from(signature(signed)).toString("base64url")}`;
};

/** Ways to sign a token: functions of the header, the claims and the provider's key. */
export const signing = {
  honest: (header, claims, key) => signing.by(key)(header, claims),
  // Signs with another key than the provider's, or with another digest.
  by: (key, digest = "sha256") => (header, claims) => compact(header, claims, (signed) => sign(digest, Buffer.from(signed), { key, format: "jwk", dsaEncoding: "ieee-p1363" })),
  none: (header, claims) => compact(header, claims, () => ""),
  // Takes the public key, which everybody has, for a secret that both sides share.
  hmac: (form) => (header, claims, key) => {
    const secret = createPublicKey({ key, format: "jwk" }).export(form);
    return compact(header, claims, (signed) => createHmac("sha256", typeof secret === "object" && !Buffer.isBuffer(secret) ? JSON.stringify(secret) : secret).update(signed).digest());
  },
};

/** A key that no provider publishes. */
export const strangeKey = () => keyPair("strange");

/** A key on the curve P-256, which `algorithms` has to name. */
export const curveKey = (kid) => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" };
};

/** Replaces the server's own words for a code that it refuses by those of OAuth (RFC 6749, 5.2). */
function sayInvalidGrant(response) {
  const end = response.end.bind(response);
  response.end = (content) => {
    if (response.statusCode !== 400) return end(content);
    response.removeHeader("Content-Length");
    response.setHeader("Content-Type", "application/json");
    return end(JSON.stringify({ error: "invalid_grant" }));
  };
}

/** The claims of the forging provider's only account. */
const ANN = { sub: "1", email: "ann@example.com", email_verified: true, hd: "example.com", groups: ["docs"] };

/**
 * npm's oauth2-mock-server: it asks nobody anything, and every request for a code gets one. `forge`
 * sets how the next ID tokens differ from honest ones, or restores them if it is called without a
 * change. `claims` and `header` change those in place; `sign` is one of `signing`. No browser may
 * see a text of `secrets`. A path for which `isAway` is true is answered with 503. `more` are keys
 * that are published beside its own.
 */
export async function forgingProvider(port, { more = [] } = {}) {
  const provider = { change: {}, secrets: [], isAway: () => false };
  const forge = (change = {}) => { provider.change = change; };
  const serviceWith = async (keys) => {
    const issuer = new OAuth2Issuer();
    issuer.url = `http://${HOST}:${port}`;
    for (const key of keys) await issuer.keys.add(key);
    const service = new OAuth2Service(issuer);
    let token;
    service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => {
      body.token_endpoint_auth_methods_supported = ["client_secret_basic", "client_secret_post"];
    });
    // The last token that is built for a code is the ID token; the first is the access token.
    service.on(Events.BeforeTokenSigning, (built) => { token = built; });
    service.on(Events.BeforeResponse, ({ body }, { body: request }) => {
      if (!body.id_token) return;
      const { claims, header, sign = signing.honest } = provider.change;
      const made = { header: { typ: "JWT", alg: "RS256", kid: provider.key.kid }, claims: { ...token.payload, ...ANN } };
      header?.(made.header);
      claims?.(made.claims);
      body.id_token = sign(made.header, made.claims, provider.key);
      provider.secrets.push(body.id_token, body.access_token, body.refresh_token, request.code_verifier);
    });
    return service;
  };
  let [count, service] = [0];
  /** Replaces its own key: the next token has a `kid` that the gate has not seen. */
  const rotate = async () => {
    provider.key = keyPair(`key-${++count}`);
    service = await serviceWith([provider.key, ...more]);
  };
  await rotate();
  const answer = (request, response, path) => {
    if (provider.isAway(path)) return response.writeHead(503).end();
    if (path === "/token") sayInvalidGrant(response);
    return service.requestHandler(request, response);
  };
  return Object.assign(provider, await serving(port, answer), { forge, rotate });
}
