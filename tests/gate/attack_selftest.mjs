#!/usr/bin/env node
// Does attack.mjs see what it is there to see? Two small gates: one that refuses everything, and the same one with a flaw
// each time. `node selftest.mjs` takes about a minute; `node selftest.mjs NAME` plays one flaw.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zlib from 'node:zlib';

const PAGE = '<!doctype html><title>Retention of ledgers</title><p>The nightly reconciliation starts at three.</p>';
const OWN = '{"deny":["mallory@example.com"],"own-file-marker":1}';
const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
writeFileSync(join(folder, 'marks'), 'Retention of ledgers\nThe nightly reconciliation starts at three.\n');
writeFileSync(join(folder, 'never'), 'own-file-marker\n');

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const id = () => randomBytes(18).toString('base64url');

/// A small strict gate. `flaw` is the one thing it does wrong.
function gate(flaw, provider) {
  const attempts = new Map();
  const sessions = new Set();
  let host = '';
  let frozen = false;
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let buffer = Buffer.alloc(0);
    let seen = 0;
    const state = { signed: false, refused: false };
    const deadline = setTimeout(() => flaw !== 'hang-partial' && !frozen && socket.destroy(), 2500);
    socket.on('close', () => clearTimeout(deadline));
    socket.on('data', (chunk) => {
      seen += chunk.length;
      if (flaw === 'crash' && seen > 300_000) {
        server.close();
        sockets.forEach((one) => one.destroy());
        return;
      }
      if (flaw === 'freeze' && (frozen ||= seen > 300_000)) return;
      if (state.refused) return;
      buffer = Buffer.concat([buffer, chunk]);
      for (;;) {
        const end = buffer.indexOf('\r\n\r\n');
        if (end < 0 && buffer.length < 65_536) return;
        const head = buffer.subarray(0, Math.max(end, 0));
        buffer = buffer.subarray(end + 4);
        if (end < 0 || end > 65_536) {
          state.refused = true;
          return answer(socket, 431, {}, '', true);
        }
        if (one(socket, head.toString('latin1'), state)) {
          state.refused = true;
          clearTimeout(deadline);
          return;
        }
      }
    });
  });

  function answer(socket, status, headers, body, close) {
    const bytes = Buffer.from(socket.asked === 'HEAD' ? '' : body);
    const all = { 'Cache-Control': 'no-store', 'Content-Length': bytes.length, ...headers, ...(close ? { Connection: 'close' } : {}) };
    const rows = Object.entries(all).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
    socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${rows.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]));
    if (close) socket.end();
    return close;
  }

  /// Answers one request; true if the connection ends.
  function one(socket, head, state) {
    const [line, ...rows] = head.split('\r\n');
    const asked = /^([A-Za-z-]+) ([\x21-\x7e]+) HTTP\/1\.([01])$/.exec(line);
    const fields = rows.map((row) => /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:[\x20-\x7e\t\x80-\xff])*)$/.exec(row));
    if (!asked || fields.includes(null) || fields.length > 100) return answer(socket, 400, {}, '', true);
    const [, method, target] = asked;
    socket.asked = method;
    const get = (name) => fields.filter(([, key]) => key.toLowerCase() === name).map(([, , value]) => value.trim());
    const has = (name) => get(name).length > 0;
    const close = flaw === 'keeps-open' ? false : flaw === 'carry' || flaw === 'smuggle' || flaw === 'bodies' ? /close/i.test(get('connection').join()) : true;
    const framed = has('transfer-encoding') || get('content-length').some((length) => length !== '0') || get('content-length').length > 1;
    if (framed && flaw !== 'smuggle' && flaw !== 'bodies') return answer(socket, 400, {}, '', true);
    if (flaw === 'smuggle' && has('transfer-encoding') && has('content-length')) return answer(socket, 405, {}, '', false);
    if (flaw === 'hang' && has('expect')) return true;
    if (flaw === 'trace' && method === 'TRACE') return answer(socket, 405, {}, head, true);
    if (flaw === 'tunnel' && has('upgrade')) return answer(socket, 101, { Upgrade: 'h2c' }, '', true);
    if (flaw === 'host' ? false : get('host').length !== 1 || get('host')[0].toLowerCase() !== host) return answer(socket, 421, {}, '', true);
    const origin = `http://${flaw === 'poison' && has('x-forwarded-host') ? get('x-forwarded-host')[0] : host}`;
    if (target.length > 8000) return answer(socket, 414, {}, '', true);
    const path = target.split(/[?#]/)[0];
    const query = new URLSearchParams(target.includes('?') ? target.slice(target.indexOf('?') + 1).split('#')[0] : '');
    const cookies = get('cookie').join('; ').split('; ').map((cookie) => [cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1)]);
    const lower = (name) => (flaw === 'case' ? name.toLowerCase() : name);
    const values = (name) => cookies.filter(([key]) => lower(key) === lower(name)).map(([, value]) => value);

    state.signed ||= values('__Host-bf-session').some((value) => sessions.has(value));
    if (path === '/.gate/health') return answer(socket, 200, {}, '{"ready":true,"store":"ok"}', close);
    if (path === '/.gate/out' && method === 'POST') {
      const [from, site] = [get('origin'), get('sec-fetch-site')];
      const good = flaw === 'csrf' ? from.length === 0 || from[0] === origin : (from.length === 1 && from[0] === origin && !site.includes('cross-site'));
      return good ? answer(socket, 200, { 'Set-Cookie': `__Host-bf-session=; Max-Age=0; ${ATTRIBUTES}` }, 'You are signed out', close) : answer(socket, 403, {}, '', true);
    }
    if (method !== 'GET' && method !== 'HEAD') return answer(socket, 405, {}, '', flaw === 'bodies' ? close : true);
    if (path === '/.gate/out') return answer(socket, 200, { 'Content-Type': 'text/html' }, '<form method="post" action="/.gate/out"><button>Sign out</button></form>', close);
    if (path === '/.gate/start') {
      const to = query.get('to') ?? '/';
      if (flaw === 'redirect-now' && to.startsWith('//')) return answer(socket, 303, { Location: to }, '', close);
      if (flaw === 'split' && to.includes('\r\n')) return answer(socket, 303, { Location: to }, '', close);
      const plain = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(to) && to.length < 2000;
      const kept = plain || (flaw === 'redirect-later' && /^\/\\/.test(to)) || (flaw === 'redirect-tab' && /^\/\t\//.test(to)) ? to : '/';
      const [state, attempt] = [id(), id() + id()];
      attempts.set(attempt, { state, to: kept });
      const way = `${provider()}/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'docs', redirect_uri: `${origin}/.gate/callback`, state, nonce: id(), code_challenge: id() + id(), code_challenge_method: 'S256' })}`;
      const secure = flaw === 'attributes' ? 'Path=/; HttpOnly' : ATTRIBUTES;
      return answer(socket, 303, { Location: way, 'Set-Cookie': `__Host-bf-attempt-${state.slice(0, 8)}=${attempt}; ${secure}` }, '', close);
    }
    if (path === '/.gate/callback') {
      const state = query.get('state');
      const attempt = values(`__Host-bf-attempt-${(state ?? '').slice(0, 8)}`).map((value) => attempts.get(value)).find((kept) => kept && kept.state === state);
      if (flaw === 'nobody' && state && query.get('code')) return answer(socket, 303, { Location: '/', 'Set-Cookie': `__Host-bf-session=${id()}; ${ATTRIBUTES}` }, '', close);
      const why = flaw === 'reflect' ? query.get('error_description') ?? '' : '';
      if (!attempt || query.get('code') !== 'good') return answer(socket, 400, { 'Content-Type': 'text/html' }, `<h1>Not signed in</h1>${why}`, close);
      const session = id() + id();
      sessions.add(session);
      return answer(socket, 303, { Location: attempt.to, 'Set-Cookie': `__Host-bf-session=${session}; ${ATTRIBUTES}` }, '', close);
    }
    let signed = values('__Host-bf-session').some((value) => sessions.has(value) || (flaw === 'purpose' && attempts.has(value)));
    if (flaw === 'carry') signed = state.signed;
    if (flaw === 'leak' && path.includes('%2e%2e')) return answer(socket, 200, {}, PAGE, true);
    if (flaw === 'leak-header' && has('x-original-url')) signed = true;
    if (flaw === 'leak-agent' && /GoogleHC/.test(get('user-agent')[0] ?? '')) signed = true;
    if (flaw === 'leak-gzip' && path.startsWith('/.gate/health/')) return answer(socket, 401, { 'Content-Encoding': 'gzip' }, zlib.gzipSync(PAGE), true);
    if (flaw === 'leak-chunked' && path.startsWith('//')) {
      const chunks = PAGE.match(/.{1,5}/gs).map((part) => `5;x=y\r\n${part}\r\n`.replace(/^5/, part.length.toString(16))).join('');
      socket.end(`HTTP/1.1 401 X\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
      return true;
    }
    if (flaw === 'oracle' && has('if-none-match') && path === '/index.html') return answer(socket, 304, {}, '', true);
    if (flaw === 'existence' && path === '/index.html') return answer(socket, 401, { 'X-File': 'yes' }, '', true);
    if (!signed) {
      const page = /text\/html/.test(get('accept').join()) ? `<title>Acme docs</title><a id="sign-in" href="/.gate/start?to=${encodeURIComponent(flaw === 'raw-path' ? '' : target)}">Sign in</a>${flaw === 'raw-path' ? decodeURI_(target) : ''}` : '';
      return answer(socket, 401, { 'Content-Type': 'text/html' }, page, close);
    }
    const own = flaw === 'own' ? /^\/\.bf%2ddocs\/|^\/\.BF-DOCS/ : /(?!)/;
    if (own.test(path)) return answer(socket, 200, {}, OWN, true);
    if (flaw === 'passwd' && path.startsWith('//etc/passwd')) return answer(socket, 200, {}, 'root:x:0:0:root:/root:/bin/sh\n', true);
    if (flaw === 'folder' && /^\/\/[a-z.]+$/.test(path)) return answer(socket, 308, { Location: `${path}/` }, '', true);
    return path === '/' || path === '/index.html' ? answer(socket, 200, { 'Cache-Control': 'private, no-cache' }, PAGE, close) : answer(socket, 404, {}, '', close);
  }
  return new Promise((resolve) => server.listen(0, 'localhost', () => {
    host = `localhost:${server.address().port}`;
    resolve({ host, end: () => { server.close(); sockets.forEach((socket) => socket.destroy()); } });
  }));
}

function decodeURI_(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

const provider = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const to = new URL(url.searchParams.get('redirect_uri'));
  to.search = new URLSearchParams({ code: 'good', state: url.searchParams.get('state') });
  response.writeHead(302, { location: to.href }).end();
});
await new Promise((resolve) => provider.listen(0, 'localhost', resolve));
const providerOrigin = () => `http://localhost:${provider.address().port}`;

function run(host, more) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [new URL('attack.mjs', import.meta.url).pathname, host, '--marks', join(folder, 'marks'), '--never', join(folder, 'never'), '--quiet', ...more]);
    let text = '';
    child.stdout.on('data', (chunk) => { text += chunk; });
    child.stderr.on('data', (chunk) => { text += chunk; });
    child.on('close', (code) => resolve({ code, text }));
  });
}

// [flaw, the attacks that are sent, what must be said, more arguments]
const only = (regex) => ['--only', regex, '--no-scenes'];
const cases = [
  ['', ['--sign-in'], 0, /0 breaches/],
  ['leak', only('^read/gate-path'), 1, /read\/gate-path\/health-enc-dotdot: leak: the answer has "Retention/],
  ['leak-header', only('^read/forwarded'), 1, /read\/forwarded\/original-url: leak/],
  ['leak-agent', only('^read/agent'), 1, /read\/agent\/google: leak/],
  ['leak-gzip', only('^read/gate-path'), 1, /read\/gate-path\/health-child: leak: the answer has "Retention/],
  ['leak-chunked', only('^read/path'), 1, /read\/path\/two-slashes: leak: the answer has "Retention/],
  ['redirect-now', only('^target/foreign'), 1, /target\/foreign\/scheme-relative: Location leads to http:\/\/evil\.example/],
  ['redirect-later', [...only('^target/foreign'), '--sign-in'], 1, /target\/foreign\/backslash: after the sign-in: Location leads to http:\/\/evil\.example/],
  ['redirect-tab', [...only('^target/foreign'), '--sign-in'], 1, /target\/foreign\/tab: after the sign-in: Location leads to http:\/\/evil\.example/],
  ['split', only('^target/inject'), 1, /target\/inject\/crlf: .*splitting|target\/inject\/crlf: Location has/],
  ['poison', only('^read/forwarded'), 1, /read\/forwarded\/start-foreign-forwarded: the provider is told to lead to http:\/\/evil\.example/],
  ['attributes', only('^target/loop'), 1, /Set-Cookie of __Host-bf-attempt-\S+ without Secure/],
  ['nobody', only('^read/callback'), 1, /read\/callback\/state-of-nobody: a session is set/],
  ['reflect', only('^read/callback'), 1, /read\/callback\/error-description-html: markup of the request/],
  ['raw-path', only('^read/path'), 1, /read\/path\/reflected-tag: markup of the request/],
  ['purpose', only('^read/cookie'), 1, /read\/cookie\/attempt-as-session: leak/],
  ['case', [...only('^read/cookie'), '--sign-in'], 1, /read\/cookie\/live-lower: leak/],
  ['csrf', only('^csrf'), 1, /csrf\/out\/no-origin: 200: a foreign site signs people out/],
  ['trace', only('^read/method'), 1, /read\/method\/trace: the request is sent back/],
  ['tunnel', only('^read/protocol'), 1, /read\/protocol\/h2c: 101/],
  ['oracle', only('^read/conditional'), 1, /read\/conditional\/none-match-star: 304 without a session/],
  ['existence', ['--only', 'what-exists'], 1, /scene\/what-exists: without a session, a file that exists/],
  ['hang', only('^break/syntax'), 1, /break\/syntax\/expect-other: hang/],
  ['hang-partial', only('^break/partial'), 1, /break\/partial\/host: hang/],
  ['smuggle', only('^break/smuggle'), 1, /break\/smuggle\/cl-te: 2 answers/],
  ['bodies', only('^break/smuggle'), 1, /break\/smuggle\/get-long-body: 2 answers/],
  ['crash', only('^break/size'), 1, /crash: the gate does not serve any more[^]*STOPPED/],
  ['freeze', only('^break/size'), 1, /crash: the gate does not serve any more[^]*STOPPED/],
  ['carry', [...only('^read/pipeline'), '--sign-in'], 1, /read\/pipeline\/health-then-index \(signed in\): the session of the first request/],
  ['carry', ['--only', 'session-then-none', '--sign-in'], 1, /scene\/session-then-none: after a request with a session/],
  ['own', [...only('^read/own'), '--sign-in'], 1, /read\/own\/enc-hyphen \(signed in\): leak: the answer has "own-file-marker"/],
  ['passwd', [...only('^read/outside'), '--sign-in'], 1, /read\/outside\/passwd-absolute \(signed in\): leak/],
  ['folder', [...only('^read/path'), '--sign-in'], 1, /read\/path\/folder-scheme-relative \(signed in\): Location leads to http:\/\/search/],
  ['down', only('^read/plain'), 2, /nothing listens/],
];

let failed = 0;
for (const [flaw, more, code, says] of cases) {
  if (process.argv[2] !== undefined && process.argv[2] !== flaw) continue;
  const server = await gate(flaw, providerOrigin);
  if (flaw === 'down') server.end();
  const begun = performance.now();
  const got = await run(server.host, more);
  server.end();
  const good = got.code === code && says.test(got.text);
  failed += good ? 0 : 1;
  console.log(`${good ? 'seen  ' : 'MISSED'} ${flaw || '(no flaw)'}  exit ${got.code}  ${Math.round((performance.now() - begun) / 1000)} s  ${/\n(\d+ attacks sent.*)/.exec(got.text)?.[1] ?? ''}`);
  if (!good || process.argv[3] === '-v') console.log(got.text.slice(-6000));
}
provider.close();
console.log(failed ? `${failed} missed` : 'all seen');
process.exit(failed ? 1 : 0);
