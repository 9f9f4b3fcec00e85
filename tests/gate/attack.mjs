#!/usr/bin/env node
// Sends the raw requests of attacks.txt to a `bf-docs gate`, and judges the answers. No packages.
//
//   node attack.mjs HOST:PORT --marks FILE [options]
//
// HOST:PORT is the host of the gate's `url`, as a browser would write it.
//   --marks FILE      strings that only the site has, one a line: titles and sentences of its pages
//   --never FILE      strings that nobody may read, one a line: of `.bf-docs/`, the key ring, the client secret
//   --url ORIGIN      the gate's `url` [http://HOST:PORT]
//   --connect A:PORT  where to connect to [HOST:PORT]
//   --sign-in         finish the sign-ins of `target`, and get a session. The provider must grant at once
//   --session VALUE   the value of a live session cookie: `read` is sent a second time, with it
//   --session-name N  its name [__Host-bf-session]
//   --provider ORIGIN the only foreign host that a Location may name [learnt from /.gate/start?to=/]
//   --log FILE        the gate's stderr: each line must be JSON; no panic, and no secret of the attacks
//   --list FILE       the requests [attacks.txt beside this file]
//   --only REGEX      only the attacks with such a name
//   --limit SECONDS   how long an answer or an end may take [10]
//   --jobs N          connections at once [16]
//   --no-scenes       only the list, without what one request cannot say
//   --strict          what is odd is a breach too
//   --json FILE       the whole report
//   --quiet           prints only breaches and what is odd
//
// Exit code: 0 no breach, 1 a breach, 2 it could not be run.
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';

// ---------------------------------------------------------------- arguments

function quit(why) {
  console.error(`attack.mjs: ${why}`);
  process.exit(2);
}

function options() {
  try {
    const text = { type: 'string' };
    const flag = { type: 'boolean', default: false };
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        marks: text, never: text, url: text, connect: text, session: text, provider: text, log: text, only: text, json: text,
        'session-name': { type: 'string', default: '__Host-bf-session' },
        list: { type: 'string', default: new URL('attacks.txt', import.meta.url).pathname },
        limit: { type: 'string', default: '10' },
        jobs: { type: 'string', default: '16' },
        'sign-in': flag, 'no-scenes': flag, strict: flag, quiet: flag,
      },
    });
    const [host] = positionals;
    if (positionals.length !== 1 || !/:\d+$/.test(host)) quit('say HOST:PORT');
    if (!values.marks) quit('say --marks FILE: without strings of the site, no leak is seen');
    return { ...values, host };
  } catch (error) {
    return quit(error.message);
  }
}

const asked = options();
const HOST = asked.host;
const [, NAME, PORT] = /^(.*):(\d+)$/.exec(HOST);
const ORIGIN = (asked.url ?? `http://${HOST}`).replace(/\/$/, '');
const [, CONNECT_HOST, CONNECT_PORT] = /^(.*):(\d+)$/.exec(asked.connect ?? HOST) ?? quit('--connect takes ADDRESS:PORT');
const LIMIT = Number(asked.limit) * 1000;
const SESSION = asked['session-name'];
const ATTEMPT = '__Host-bf-attempt-';

const lines = (path) => readFileSync(path, 'utf8').split('\n').map((line) => line.trimEnd()).filter((line) => line && !line.startsWith('#'));
const mark = (text) => ({ text, bytes: Buffer.from(text) });
const MARKS = lines(asked.marks).map(mark);
if (MARKS.length === 0) quit(`${asked.marks} has no marks`);
// No answer may have these, whoever asks: a file of the machine, an environment, and what the caller names.
const NEVER = [...(asked.never ? lines(asked.never) : []), 'root:x:0:0:', '\0PATH=', '\0HOME=', '\0PWD='].map(mark);

// ---------------------------------------------------------------- the list

const vars = { HOST, NAME, PORT, UPPER: HOST.toUpperCase(), ORIGIN };

function learn(name, value) {
  const other = (c) => (c === 'A' ? 'B' : 'A');
  const middle = Math.floor(value.length / 2);
  vars[name] = value;
  vars[`${name}-`] = value.slice(0, -1);
  vars[`${name}~`] = value.slice(0, middle) + other(value[middle]) + value.slice(middle + 1);
  vars[`~${name}`] = other(value[0]) + value.slice(1);
}

const PLACEHOLDER = /^\{(HOST|NAME|PORT|UPPER|ORIGIN|STATE|ATTEMPT_NAME|ATTEMPT-|ATTEMPT~|ATTEMPT|SESSION-|SESSION~|SESSION|~SESSION)\}/;

/// The bytes of a request; `null` if a placeholder has no value.
function expand(text) {
  const parts = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at, at + 40);
    const escape = /^\\(?:([rnt\\])|x([0-9a-fA-F]{2}))/.exec(rest);
    const placeholder = PLACEHOLDER.exec(rest);
    const repeat = text[at] === '{' && !placeholder ? repetition(text, at) : null;
    if (escape) {
      parts.push(escape[2] ? Buffer.from(escape[2], 'hex') : Buffer.from({ r: '\r', n: '\n', t: '\t', '\\': '\\' }[escape[1]]));
      at += escape[0].length;
    } else if (placeholder) {
      const value = vars[placeholder[1]];
      if (value === undefined) return null;
      parts.push(Buffer.from(value));
      at += placeholder[0].length;
    } else if (repeat) {
      const unit = expand(repeat.unit);
      if (unit === null) return null;
      parts.push(Buffer.alloc(unit.length * repeat.count, unit));
      at = repeat.end;
    } else {
      const plain = /^[^\\{]+/.exec(text.slice(at))?.[0] ?? text[at];
      parts.push(Buffer.from(plain));
      at += plain.length;
    }
  }
  return Buffer.concat(parts);
}

/// `{x*N}` at a place of the text: x may have braces itself.
function repetition(text, start) {
  for (let at = start, depth = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) {
      const found = /^([^]+)\*(\d+)$/.exec(text.slice(start + 1, at));
      return found && { unit: found[1], count: Number(found[2]), end: at + 1 };
    }
  }
  return null;
}

function list() {
  const attacks = [];
  const text = readFileSync(asked.list, 'utf8');
  for (const [index, line] of text.split('\n').entries()) {
    if (!line || line.startsWith('#')) continue;
    const tab = line.indexOf('\t');
    const name = line.slice(0, tab);
    const [kind, group] = name.split('/');
    if (tab < 1 || !['read', 'target', 'csrf', 'break'].includes(kind)) quit(`${asked.list}:${index + 1}: no NAME<tab>REQUEST`);
    attacks.push({ name, kind, group, text: line.slice(tab + 1) });
  }
  return attacks;
}

// ---------------------------------------------------------------- one connection

const MOST = 1 << 20;
/// After a whole answer, so long a silence is the end of it.
const SILENCE = 700;

/// Sends bytes and collects what comes back. `how`: closed, open (answered, and kept open), reset, refused, late
/// (neither answered nor closed in time), much (1 MB is enough).
function send(bytes, { limit = LIMIT, slowly = null, halfClose = false } = {}) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const chunks = [];
    let size = 0;
    let connected = false;
    let silence = null;
    const socket = net.connect({ host: CONNECT_HOST, port: Number(CONNECT_PORT), allowHalfOpen: false });
    const end = (how) => {
      clearTimeout(timer);
      clearTimeout(silence);
      clearInterval(drip);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      resolve({ bytes: Buffer.concat(chunks), how, ms: Math.round(performance.now() - begun) });
    };
    const timer = setTimeout(() => end('late'), limit + 500);
    let drip = null;
    const method = bytes.subarray(0, 8).toString('latin1').split(' ')[0];
    socket.on('connect', () => {
      connected = true;
      socket.setNoDelay(true);
      if (slowly) {
        let at = 0;
        drip = setInterval(() => at < bytes.length && socket.write(bytes.subarray(at, (at += 1))), slowly);
      } else if (halfClose) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST) return end('much');
      clearTimeout(silence);
      const answers = parse(Buffer.concat(chunks), method);
      if (answers.length && answers.every((answer) => answer.whole) && answers.some((answer) => answer.status >= 200 || answer.status === 101)) {
        silence = setTimeout(() => end('open'), SILENCE);
      }
    });
    socket.on('error', (error) => end(connected ? 'reset' : error.code === 'ECONNREFUSED' ? 'refused' : 'refused'));
    socket.on('close', () => end('closed'));
  });
}

/// The answers in raw bytes, one after another.
function parse(bytes, method = 'GET') {
  const answers = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (!bytes.subarray(at, at + 5).equals(Buffer.from('HTTP/'))) {
      answers.push({ status: 0, line: 'no HTTP', headers: [], body: bytes.subarray(at), whole: true });
      break;
    }
    if (end < 0) {
      answers.push({ status: 0, line: bytes.subarray(at).toString('latin1').split('\r\n')[0], headers: [], body: Buffer.alloc(0), whole: false });
      break;
    }
    const [line, ...rows] = bytes.subarray(at, end).toString('latin1').split('\r\n');
    const headers = rows.map((row) => [row.split(':')[0].toLowerCase().trim(), row.slice(row.indexOf(':') + 1).trim()]);
    const status = Number(line.split(' ')[1]) || 0;
    const answer = { status, line, headers, body: Buffer.alloc(0), whole: true };
    at = end + 4;
    const without = status < 200 || status === 204 || status === 304 || (method === 'HEAD' && !answers.some((one) => one.status >= 200));
    const length = get(answer, 'content-length');
    if (without) {
      // A body after such an answer is no body, but the next answer.
    } else if (/chunked/i.test(get(answer, 'transfer-encoding') ?? '')) {
      const read = unchunk(bytes, at);
      Object.assign(answer, { body: read.body, whole: read.whole });
      at = read.end;
    } else if (length !== undefined) {
      answer.body = bytes.subarray(at, at + Number(length));
      answer.whole = answer.body.length === Number(length);
      at += Number(length);
    } else {
      // Up to the end of the connection: not whole before.
      answer.body = bytes.subarray(at);
      answer.whole = false;
      answer.untilEnd = true;
      at = bytes.length;
    }
    answers.push(answer);
  }
  return answers;
}

function get(answer, name) {
  return answer.headers.find(([key]) => key === name)?.[1];
}

function all(answer, name) {
  return answer.headers.filter(([key]) => key === name).map(([, value]) => value);
}

function unchunk(bytes, at) {
  const parts = [];
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    const size = line < 0 ? NaN : Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (Number.isNaN(size)) return { body: Buffer.concat(parts), whole: false, end: bytes.length };
    if (size === 0) {
      const end = bytes.subarray(line, line + 4).toString('latin1') === '\r\n\r\n' ? line + 4 : bytes.indexOf('\r\n\r\n', line) + 4;
      return { body: Buffer.concat(parts), whole: end >= 4 && end <= bytes.length && end > line, end: end > line ? end : bytes.length };
    }
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    if (line + 2 + size + 2 > bytes.length) return { body: Buffer.concat(parts), whole: false, end: bytes.length };
    at = line + 2 + size + 2;
  }
}

/// All that somebody could read out of the bytes: raw, without chunks, unpacked.
function* readings(bytes, answers) {
  yield bytes;
  const bodies = answers.map((answer) => answer.body).filter((body) => body.length);
  yield* bodies;
  const loose = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: 64 << 20 };
  const tried = (unpack) => {
    try {
      return [unpack()];
    } catch {
      return [];
    }
  };
  for (const body of [bytes, ...bodies]) {
    for (let at = body.indexOf('1f8b08', 0, 'hex'); at >= 0; at = body.indexOf('1f8b08', at + 1, 'hex')) {
      yield* tried(() => zlib.gunzipSync(body.subarray(at), loose));
    }
  }
  for (const answer of answers) {
    const encoding = (get(answer, 'content-encoding') ?? '').toLowerCase();
    if (encoding.includes('br')) yield* tried(() => zlib.brotliDecompressSync(answer.body, { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }));
    if (encoding.includes('deflate')) {
      yield* tried(() => zlib.inflateSync(answer.body, loose));
      yield* tried(() => zlib.inflateRawSync(answer.body, loose));
    }
  }
}

const found = (marks, bytes, answers) => {
  for (const reading of readings(bytes, answers)) {
    const hit = marks.find((one) => reading.includes(one.bytes));
    if (hit) return hit.text;
  }
  return null;
};

// ---------------------------------------------------------------- judging

let provider = asked.provider && new URL(asked.provider).origin;
let redirectUri = null;

/// The defects of a local Location: [breach], [odd].
function local(location) {
  const breaches = [];
  const odd = [];
  let url = null;
  try {
    url = new URL(location, ORIGIN);
  } catch {
    return [[`Location is no address: ${location}`], []];
  }
  if (url.origin !== ORIGIN) breaches.push(`Location leads to ${url.origin === 'null' ? url.protocol : url.origin}: ${location}`);
  if (url.username || url.password) breaches.push(`Location has a user: ${location}`);
  if (/^[/\\]{2}/.test(location)) breaches.push(`Location begins with two slashes: ${location}`);
  if (/[\0-\x20\x7f]/.test(location)) breaches.push(`Location has a blank or control character: ${JSON.stringify(location)}`);
  if (!/^\//.test(location) && !location.startsWith(`${ORIGIN}/`)) breaches.push(`Location is not a path from the root: ${location}`);
  if (/[\x80-\xff]/.test(location)) odd.push('Location has raw bytes that are not ASCII');
  if (/^[/\\]{2}|^\/(%2f|%5c)/i.test(url.pathname)) odd.push(`its path, as a browser reads it, begins with two slashes: ${url.pathname}`);
  return [breaches, odd];
}

/// Looks at one exchange. `attack.signed`: it was sent with a live session.
function judge(attack, got) {
  const method = attack.bytes.subarray(0, 8).toString('latin1').split(' ')[0];
  const answers = parse(got.bytes, method);
  const final = answers.filter((answer) => answer.status >= 200 || answer.status === 0);
  const breaches = [];
  const odd = [];
  const target = attack.bytes.subarray(0, 300).toString('latin1').split(/[ \t\r\n]+/)[1] ?? '';

  const mark = attack.signed ? null : found(MARKS, got.bytes, answers);
  if (mark) breaches.push(`leak: the answer has "${mark}"`);
  const never = found(NEVER, got.bytes, answers);
  if (never) breaches.push(`leak: the answer has "${never}", which nobody may read`);
  if (attack.signed && attack.group === 'pipeline') {
    const later = final.slice(1);
    const carried = found(MARKS, Buffer.concat(later.map((answer) => answer.body)), later);
    if (carried) breaches.push(`the session of the first request let the second one in: "${carried}"`);
  }
  if (got.how === 'late') breaches.push(final.length ? 'hang: the answer does not end' : 'hang: neither answer nor end');
  if (got.how === 'refused') breaches.push('no connection: the gate does not accept');
  if (got.how === 'reset' && !got.bytes.length) odd.push('reset without an answer');
  // A panic in the task of a connection looks like this.
  if (got.how === 'closed' && !got.bytes.length && attack.kind !== 'break' && attack.group !== 'protocol') odd.push('closed without an answer');

  for (const answer of final) {
    const { status } = answer;
    const html = /text\/html/.test(get(answer, 'content-type') ?? '');
    const text = html ? answer.body.toString('latin1') : '';
    if (!attack.signed) {
      if ([206, 304, 412, 416].includes(status)) breaches.push(`${status} without a session: something looked at the file first`);
      if ([301, 307, 308, 404, 410].includes(status)) odd.push(`${status} without a session may tell what exists`);
      if (status >= 200 && status < 206 && !(open(answer) || (answer === final[0] && openPath(target)))) breaches.push(`${status} without a session`);
      if (/^(W\/)?"[0-9a-f]{64}"/.test(get(answer, 'etag') ?? '')) breaches.push('leak: the ETag of a file of the site');
      for (const name of ['etag', 'last-modified', 'content-range', 'accept-ranges', 'content-encoding']) {
        if (status !== 200 && get(answer, name)) odd.push(`${name} without a session`);
      }
    } else if (attack.group === 'own' && (status < 300 || status === 304 || status === 308)) {
      breaches.push(`${status}: \`.bf-docs/\` is served`);
    }
    if (attack.group === 'contrary' && status < 300) odd.push(`${status}: one of two contrary signs was believed; no browser sends both`);
    else if (attack.kind === 'csrf' && method === 'POST' && status < 300) breaches.push(`${status}: a foreign site signs people out`);
    for (const cookie of all(answer, 'set-cookie')) {
      const [, name, value] = /^([^=;]*)=?([^;]*)/.exec(cookie);
      const gone = value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie);
      if (name === SESSION && !gone && !attack.signed) breaches.push('a session is set');
      if (name === SESSION && attack.kind === 'csrf' && attack.group !== 'contrary') breaches.push('the session cookie is changed');
      if (!name.startsWith('__Host-')) odd.push(`a cookie without __Host-: ${name}`);
      for (const attribute of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax']) {
        const has = cookie.split(';').slice(1).some((one) => one.trim().toLowerCase() === attribute.toLowerCase());
        if (!has && !(attribute === 'SameSite=Lax' && /samesite=strict/i.test(cookie))) breaches.push(`Set-Cookie of ${name} without ${attribute}`);
      }
      if (/;\s*domain=/i.test(cookie)) breaches.push(`Set-Cookie of ${name} with a Domain`);
      if (cookie.length > 4096) odd.push(`Set-Cookie of ${name} has ${cookie.length} bytes: browsers drop it`);
    }
    if (all(answer, 'set-cookie').length > 8) odd.push(`${all(answer, 'set-cookie').length} cookies are set`);
    for (const location of all(answer, 'location')) {
      let to = null;
      try {
        to = new URL(location, ORIGIN);
      } catch {}
      if (to && provider && to.origin === provider && to.origin !== ORIGIN) {
        const back = to.searchParams.get('redirect_uri');
        if (redirectUri && back !== redirectUri) breaches.push(`the provider is told to lead to ${back}`);
        if (to.searchParams.getAll('redirect_uri').length > 1) breaches.push('two redirect_uri');
      } else {
        const [bad, strange] = local(location);
        breaches.push(...bad);
        odd.push(...strange);
      }
    }
    if (answer.headers.some(([name]) => name === 'x-bf-split')) breaches.push('a header of the request is a header of the answer (splitting)');
    if (get(answer, 'access-control-allow-origin')) breaches.push(`other sites may read it: access-control-allow-origin ${get(answer, 'access-control-allow-origin')}`);
    if (/<x-bf-canary|"\s*x-bf-canary=/i.test(text)) breaches.push('markup of the request is markup of the page');
    else if (/'\s*x-bf-canary=/i.test(text)) odd.push('a single quote of the request is in the page');
    if (/x-bf-phish/.test(text)) odd.push('words of the request are words of the page');
    const link = /<a\b[^>]*\bid="sign-in"[^>]*>/.exec(text)?.[0];
    if (link && !/\bhref="\/\.gate\/start(["?])/.test(link)) breaches.push(`the sign-in link leads elsewhere: ${link}`);
    if (answer.body.includes('x-bf-trace-canary')) breaches.push('the request is sent back (TRACE)');
    if (status === 101 || (method === 'CONNECT' && status < 300)) breaches.push(`${status}: a tunnel`);
    if (status >= 500 && ![501, 502, 503, 505].includes(status)) odd.push(`${status}: a fault of the gate`);
    if (/panicked at|\.rs:\d+/.test(answer.body.toString('latin1'))) odd.push('the answer names source code');
    const cache = get(answer, 'cache-control') ?? '';
    if (!attack.signed && [200, 303, 401, 403].includes(status) && !/no-store/.test(cache)) odd.push(`${status} without no-store`);
  }
  if (answers.some((answer) => answer.status === 101)) breaches.push('101: the protocol is changed');
  if (final.length > 1) {
    if (attack.group === 'smuggle') breaches.push(`${final.length} answers to one request of two readings: ${final.map((answer) => answer.status).join(', ')}`);
    else if (!['pipeline', 'framing', 'partial'].includes(attack.group)) odd.push(`${final.length} answers: ${final.map((answer) => answer.status).join(', ')}`);
  }
  const line = final[0] ? final[0].line.slice(0, 60) : { closed: 'closed', reset: 'reset', refused: 'refused', late: 'nothing' }[got.how] ?? got.how;
  return { line, final, answers, breaches, odd };
}

/// True if an answer is one of those that anybody may have.
function open(answer) {
  const body = answer.body.toString('latin1');
  return body.includes('"ready"') || (body.includes('/.gate/out') && !/id="sign-in"/.test(body));
}

/// True if a request names, to the letter, an address of the gate that answers anybody.
function openPath(target) {
  return ['/.gate/health', '/.gate/out'].includes(target.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/)[0]);
}

// ---------------------------------------------------------------- before the attacks

const request = (target, headers = [], method = 'GET') =>
  Buffer.from([`${method} ${target} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close', ...headers, '', ''].join('\r\n'));
const NAVIGATION = ['Accept: text/html', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document', 'Sec-Fetch-Site: none'];

const report = [];
function record(name, line, ms, breaches, odd = [], more = {}) {
  if (asked.strict) breaches = breaches.concat(odd.splice(0));
  report.push({ name, line, ms, breaches: [...new Set(breaches)], odd: [...new Set(odd)], ...more });
  const { breaches: bad, odd: strange } = report.at(-1);
  const word = bad.length ? 'BREACH' : strange.length ? 'odd   ' : 'ok    ';
  if (!asked.quiet || bad.length || strange.length) {
    console.log(`${word} ${name}  ${line}  ${ms} ms${[...bad, ...strange].map((why) => `\n         ${why}`).join('')}`);
  }
}

const alive = async () => {
  for (let tries = 0; tries < 3; tries += 1) {
    if (tries) await new Promise((resolve) => setTimeout(resolve, 500));
    const got = await send(request('/.gate/health'), { limit: 5000 });
    if (got.bytes.subarray(0, 5).toString() === 'HTTP/') return true;
  }
  return false;
};

/// Is this a gate at all, and do the attacks see anything? Learns the provider and a real attempt.
async function baseline() {
  const page = await send(request('/', NAVIGATION));
  if (page.how === 'refused') quit(`nothing listens at ${CONNECT_HOST}:${CONNECT_PORT}`);
  const [answer] = parse(page.bytes);
  if (answer?.status === 421) quit(`421: ${HOST} is not the host of the gate's url`);
  const breaches = [];
  if (answer?.status !== 401 || !/id="sign-in"/.test(answer.body.toString())) breaches.push(`no sign-in page at /: ${answer?.line ?? page.how}`);
  const shown = found(MARKS, page.bytes, parse(page.bytes));
  if (shown) breaches.push(`the page at / has "${shown}" without a session, or it is no mark: the sign-in page may say the site's name`);
  record('baseline/sign-in-page', answer?.line ?? page.how, page.ms, breaches);

  const health = await send(request('/.gate/health'));
  record('baseline/health', parse(health.bytes)[0]?.line ?? health.how, health.ms, health.bytes.includes('"ready"') ? [] : ['no {"ready":...} at /.gate/health: no crash would be seen']);

  const start = await send(request('/.gate/start?to=/', NAVIGATION));
  const begun = parse(start.bytes)[0];
  const location = begun && get(begun, 'location');
  const cookie = begun && all(begun, 'set-cookie').map((one) => one.split(';')[0]).find((one) => one.startsWith(ATTEMPT) && one.indexOf('=') < one.length - 1);
  const odd = [];
  if (begun?.status === 303 && location && cookie) {
    const to = new URL(location, ORIGIN);
    provider ??= to.origin;
    redirectUri = to.searchParams.get('redirect_uri');
    learn('STATE', to.searchParams.get('state') ?? '');
    learn('ATTEMPT', cookie.slice(cookie.indexOf('=') + 1));
    vars.ATTEMPT_NAME = cookie.slice(0, cookie.indexOf('='));
    for (const [name, want] of [['response_type', 'code'], ['code_challenge_method', 'S256'], ['redirect_uri', `${ORIGIN}/.gate/callback`]]) {
      if (to.searchParams.get(name) !== want) odd.push(`${name} is ${to.searchParams.get(name)}, not ${want}`);
    }
    for (const name of ['state', 'nonce', 'code_challenge']) if ((to.searchParams.get(name) ?? '').length < 22) odd.push(`${name} is missing or short`);
  } else odd.push('no 303 with an attempt cookie: attacks with {ATTEMPT} are left out');
  record('baseline/start', begun?.line ?? start.how, start.ms, [], odd);

  const out = await send(request('/.gate/out', [`Origin: ${ORIGIN}`, 'Content-Length: 0'], 'POST'));
  const left = parse(out.bytes)[0];
  record('baseline/out', left?.line ?? out.how, out.ms, [], left?.status === 200 ? [] : ['no 200 for a POST of the same origin: `csrf` would see nothing']);
}

// ---------------------------------------------------------------- a whole sign-in

const jar = new Map();

/// Asks the provider, as a browser would, up to the way back to the gate.
async function throughProvider(location) {
  let url = new URL(location, ORIGIN);
  for (let hops = 0; hops < 12; hops += 1) {
    if (url.origin === ORIGIN && url.pathname.startsWith('/.gate/')) return url;
    const answer = await new Promise((resolve, reject) => {
      const headers = { accept: 'text/html', cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
      (url.protocol === 'https:' ? https : http).get(url, { headers, timeout: 10_000 }, (message) => {
        message.resume();
        resolve(message);
      }).on('error', reject).on('timeout', function late() { this.destroy(new Error('the provider does not answer')); });
    });
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=;]*)=?([^;]*)/.exec(cookie);
      jar.set(name, value);
    }
    if (!answer.headers.location) throw new Error(`the provider answers ${answer.statusCode} and does not lead back: use one that grants at once`);
    url = new URL(answer.headers.location, url);
  }
  throw new Error('the provider leads in circles');
}

/// Finishes the sign-in that a raw request begins. `null` if it begins none.
async function finish(bytes) {
  const begun = parse((await send(bytes)).bytes)[0];
  const location = begun && get(begun, 'location');
  if (!location || new URL(location, ORIGIN).origin !== provider) return null;
  const cookies = all(begun, 'set-cookie').map((one) => one.split(';')[0]).filter((one) => one.indexOf('=') < one.length - 1);
  const back = await throughProvider(location);
  const got = await send(request(back.pathname + back.search, [...NAVIGATION, `Cookie: ${cookies.join('; ')}`]));
  const answer = parse(got.bytes)[0];
  const session = answer && all(answer, 'set-cookie').map((one) => one.split(';')[0]).find((one) => one.startsWith(`${SESSION}=`));
  return { got, answer, location: answer && get(answer, 'location'), session: session?.slice(SESSION.length + 1) };
}

async function signIn() {
  if (asked['sign-in']) {
    try {
      const done = await finish(request('/.gate/start?to=/deep/%3Fa%3Db%23c', NAVIGATION));
      const odd = done?.location === '/deep/?a=b#c' ? [] : [`it leads to ${done?.location}, not to /deep/?a=b#c`];
      record('baseline/sign-in', done?.answer?.line ?? 'none', done?.got.ms ?? 0, done?.session ? [] : ['no session after a whole sign-in: nothing is known about targets'], odd);
      if (!asked.session && done?.session) asked.session = done.session;
    } catch (error) {
      quit(`--sign-in: ${error.message}`);
    }
  }
  if (!asked.session) return;
  learn('SESSION', asked.session);
  await sessionWorks('before');
}

/// Without this, a session that has ended would make every answer to it look good.
async function sessionWorks(when) {
  for (const path of ['/', '/index.html']) {
    const got = await send(request(path, [...NAVIGATION, `Cookie: ${SESSION}=${asked.session}`]));
    const answers = parse(got.bytes);
    if (found(MARKS, got.bytes, answers)) return record(`baseline/session-${when}`, answers[0].line, got.ms, []);
  }
  record(`baseline/session-${when}`, 'no mark', 0, [], ['the session shows no mark at / or /index.html: it is not live, or these pages have none of the marks']);
}

// ---------------------------------------------------------------- the attacks

const inFlight = new Set();
let down = null;

async function attackOnce(attack) {
  if (down) return;
  inFlight.add(attack.name);
  const got = await send(attack.bytes);
  const verdict = judge(attack, got);
  const more = {};
  if (attack.kind === 'target' && asked['sign-in'] && !down) {
    try {
      const done = await finish(attack.bytes);
      if (done) {
        more.leads = done.location ?? done.answer?.line ?? done.got.how;
        if (done.location !== undefined) {
          const [bad, strange] = local(done.location);
          verdict.breaches.push(...bad.map((why) => `after the sign-in: ${why}`));
          verdict.odd.push(...strange.map((why) => `after the sign-in: ${why}`));
          if (/^\/\.gate(\/|$)/i.test(new URL(done.location, ORIGIN).pathname)) verdict.odd.push(`after the sign-in: it leads into the gate: ${done.location}`);
          if (done.location.length > 8192) verdict.odd.push(`after the sign-in: a Location of ${done.location.length} bytes`);
        } else verdict.odd.push(`after the sign-in: no Location, but ${more.leads}`);
        const after = judge({ ...attack, signed: true, kind: 'read' }, done.got);
        verdict.breaches.push(...after.breaches.filter((why) => /splitting|markup|without|never/.test(why)).map((why) => `after the sign-in: ${why}`));
      }
    } catch (error) {
      verdict.odd.push(`the sign-in cannot be finished: ${error.message}`);
    }
  }
  if (!down && !(await alive()) && !down) {
    down = attack.name;
    verdict.breaches.push(`crash: the gate does not serve any more. At the same time: ${[...inFlight].join(', ')}`);
  }
  inFlight.delete(attack.name);
  record(attack.name, more.leads ? `${verdict.line} -> ${more.leads.slice(0, 80)}` : verdict.line, got.ms, verdict.breaches, verdict.odd, { kind: attack.kind, ...more });
}

async function inParallel(attacks) {
  const waiting = attacks.values();
  await Promise.all(Array.from({ length: Number(asked.jobs) }, async () => {
    for (const attack of waiting) await attackOnce(attack);
  }));
}

/// The same request with a live session, if it has a place for it.
function signed(attack) {
  const end = attack.bytes.indexOf('\r\n');
  const line = attack.bytes.subarray(0, Math.max(end, 0)).toString('latin1');
  if (!/ HTTP\/1\.[01]$/.test(line) || attack.group === 'cookie' || attack.text.includes('{SESSION')) return null;
  // This would end the session for all attacks after it.
  if (/^POST \/\.gate\/out/.test(attack.text) && attack.text.includes('{ORIGIN}')) return null;
  const cookie = Buffer.from(`\r\nCookie: ${SESSION}=${asked.session}`);
  return { ...attack, name: `${attack.name} (signed in)`, signed: true, bytes: Buffer.concat([attack.bytes.subarray(0, end), cookie, attack.bytes.subarray(end)]) };
}

// ---------------------------------------------------------------- scenes: what one request cannot say

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const dial = () => new Promise((resolve) => {
  const socket = net.connect({ host: CONNECT_HOST, port: Number(CONNECT_PORT) });
  socket.on('connect', () => resolve(socket)).on('error', () => resolve(null));
});

const scenes = {
  async 'drip-headers'() {
    const got = await send(Buffer.from(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-A: ${'a'.repeat(1000)}`), { slowly: 300 });
    return got.how === 'late' ? ['a byte each 0.3 s keeps a connection beyond the limit: no deadline for the whole head'] : [];
  },
  async 'drip-newlines'() {
    const got = await send(Buffer.from('\r\n'.repeat(500)), { slowly: 300 });
    return got.how === 'late' ? ['an empty line each 0.6 s keeps a connection beyond the limit'] : [];
  },
  async 'drip-body'() {
    const socket = await dial();
    if (!socket) return ['no connection'];
    socket.write(`POST /.gate/out HTTP/1.1\r\nHost: ${HOST}\r\nOrigin: ${ORIGIN}\r\nContent-Length: 1000\r\n\r\n`);
    let answered = false;
    let closed = false;
    socket.on('data', () => { answered = true; }).on('close', () => { closed = true; }).on('error', () => { closed = true; });
    for (let ms = 0; ms < LIMIT && !answered && !closed; ms += 300) {
      socket.write('a');
      await wait(300);
    }
    socket.destroy();
    return answered || closed ? [] : ['a body of a byte each 0.3 s keeps a connection beyond the limit'];
  },
  async 'half-close'() {
    const got = await send(request('/', NAVIGATION), { halfClose: true });
    return got.how === 'late' ? ['a half-closed connection is neither answered nor closed'] : [];
  },
  async 'idle-connections'() {
    const sockets = (await Promise.all(Array.from({ length: 500 }, dial))).filter(Boolean);
    const serves = await alive();
    sockets.forEach((socket) => socket.destroy());
    return serves ? [] : [`${sockets.length} silent connections keep everybody else out`];
  },
  async 'half-requests'() {
    const sockets = (await Promise.all(Array.from({ length: 500 }, dial))).filter(Boolean);
    sockets.forEach((socket) => socket.on('error', () => {}).write(`GET /index.html HTTP/1.1\r\nHost: ${HOST}\r\nX-A: ${'a'.repeat(8000)}`));
    const serves = await alive();
    sockets.forEach((socket) => socket.destroy());
    return serves ? [] : [`${sockets.length} half requests keep everybody else out`];
  },
  async 'resets'() {
    for (let round = 0; round < 10; round += 1) {
      const sockets = (await Promise.all(Array.from({ length: 50 }, dial))).filter(Boolean);
      sockets.forEach((socket) => {
        socket.on('error', () => {}).write(request('/', NAVIGATION));
        socket.resetAndDestroy();
      });
    }
    return (await alive()) ? [] : ['500 connections that were reset stop the gate'];
  },
  async 'never-reading'() {
    const sockets = (await Promise.all(Array.from({ length: 50 }, dial))).filter(Boolean);
    const many = Buffer.alloc(request('/').length * 2000, Buffer.from(request('/').toString().replace('Connection: close\r\n', '')));
    sockets.forEach((socket) => socket.on('error', () => {}).pause().write(many));
    await wait(1000);
    const serves = await alive();
    sockets.forEach((socket) => socket.destroy());
    return serves ? [] : ['readers that do not read keep everybody else out'];
  },
  async 'many-starts'() {
    const got = await Promise.all(Array.from({ length: 200 }, () => send(request('/.gate/start?to=/', NAVIGATION))));
    const lost = got.filter((one) => !one.bytes.length).length;
    return (await alive()) ? (lost ? [`${lost} of 200 sign-ins at once were not answered`] : []) : ['200 sign-ins at once stop the gate'];
  },
  async 'what-exists'() {
    const shape = async (path, headers) => {
      const { bytes } = await send(request(path, headers));
      const [answer] = parse(bytes);
      const same = (text) => text.replace(/(%2f|\/)[iz]ndex(%2e|\.)html/gi, 'ADDRESS');
      return answer && JSON.stringify([answer.status, answer.headers.filter(([name]) => name !== 'date' && name !== 'content-length'), same(answer.body.toString('latin1'))]);
    };
    const differ = [];
    for (const headers of [[], NAVIGATION, ['If-None-Match: *'], ['Range: bytes=0-0']]) {
      // Both paths have the same length, so that lengths may be compared by the bodies.
      const there = await shape('/index.html', headers);
      const missing = await shape('/zndex.html', headers);
      if (there !== missing) differ.push(`without a session, a file that exists is answered otherwise than a missing one (${headers.join(', ') || 'no headers'})`);
    }
    return differ;
  },
};

const signedScenes = {
  async 'session-then-none'() {
    const with_ = request('/index.html', [`Cookie: ${SESSION}=${asked.session}`]).toString().replace('Connection: close\r\n', '');
    const got = await send(Buffer.from(with_ + request('/index.html').toString()));
    const [, second] = parse(got.bytes).filter((answer) => answer.status >= 200);
    if (!second) return [];
    return second.status === 401 ? [] : [`after a request with a session, one without on the same connection gets ${second.status}`];
  },
  async 'changed-sessions'() {
    const value = asked.session;
    const bad = [];
    for (let at = 0; at < value.length; at += Math.max(1, Math.floor(value.length / 40))) {
      for (const change of [1, 32]) {
        const changed = value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ change) + value.slice(at + 1);
        if (/[;\s"\\,]/.test(changed)) continue;
        const got = await send(request('/index.html', [`Cookie: ${SESSION}=${changed}`]));
        // The last character of Base64 may have bits that mean nothing.
        if (found(MARKS, got.bytes, parse(got.bytes)) && at < value.length - 1) bad.push(`a session with another character at ${at} is taken`);
      }
    }
    for (const cut of [0, 1, 8, 16, 24, 32, Math.floor(value.length / 2)]) {
      const got = await send(request('/index.html', [`Cookie: ${SESSION}=${value.slice(0, cut)}`]));
      if (found(MARKS, got.bytes, parse(got.bytes))) bad.push(`the first ${cut} characters of a session are taken`);
    }
    return bad;
  },
  async 'twin-sessions'() {
    const bad = [];
    for (const cookie of [`${SESSION}=garbage; ${SESSION}=${asked.session}`, `${SESSION}=${asked.session}; ${SESSION}=garbage`]) {
      const got = await send(request('/index.html', [...NAVIGATION, `Cookie: ${cookie}`]));
      const [answer] = parse(got.bytes);
      if (![200, 401].includes(answer?.status)) bad.push(`twin cookies get ${answer?.line ?? got.how}`);
    }
    return bad;
  },
  async 'foreign-cookies'() {
    const bad = [];
    // A sibling host can set cookies of the whole domain: they must not lock readers out.
    for (const [what, cookie] of [['bytes that are not ASCII', 'x=\xff\xfe'], ['UTF-8', 'x=\xc3\xa4'], ['no =', 'x'], ['no name', '=x'], ['an open quote', 'x="a'], ['a blank name', ' =x'], ['300 others', Array.from({ length: 300 }, (_, at) => `c${at}=1`).join('; ')]]) {
      for (const both of [`${cookie}; ${SESSION}=${asked.session}`, `${SESSION}=${asked.session}; ${cookie}`]) {
        const text = request('/index.html', [`Cookie: ${both}`]).toString('utf8');
        const got = await send(Buffer.from(text, 'latin1'));
        if (parse(got.bytes)[0]?.status !== 200) bad.push(`a cookie of somebody else's with ${what} locks a reader out: ${parse(got.bytes)[0]?.line ?? got.how}`);
      }
    }
    return [...new Set(bad)];
  },
  async 'ranges-with-session'() {
    const bad = [];
    for (const range of ['bytes=0-0,-1', 'bytes=18446744073709551615-', 'bytes=-18446744073709551615', 'bytes=1-0', 'bytes=0-18446744073709551614', `bytes=${'0-0,'.repeat(3000)}0-0`]) {
      const got = await send(request('/index.html', [`Cookie: ${SESSION}=${asked.session}`, `Range: ${range}`]));
      const [answer] = parse(got.bytes);
      if (![200, 206, 400, 416, 431].includes(answer?.status)) bad.push(`Range ${range.slice(0, 40)} gets ${answer?.line ?? got.how}`);
    }
    return bad;
  },
};

async function play(all_) {
  for (const [name, scene] of Object.entries(all_)) {
    if (down || (asked.only && !new RegExp(asked.only).test(`scene/${name}`))) continue;
    const begun = performance.now();
    let breaches = await scene();
    if (!(await alive())) {
      down = `scene/${name}`;
      breaches = [...breaches, 'crash: the gate does not serve any more'];
    }
    record(`scene/${name}`, 'played', Math.round(performance.now() - begun), breaches);
  }
}

// ---------------------------------------------------------------- the gate's log

function readLog(path) {
  const breaches = [];
  const odd = [];
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (!line) continue;
    if (line.includes('panicked at')) breaches.push(`line ${index + 1}: ${line}`);
    if (line.includes('CANARY-SECRET')) breaches.push(`line ${index + 1} has a code, token or cookie of a request`);
    for (const name of ['ATTEMPT', 'SESSION', 'STATE']) if (vars[name]?.length > 8 && line.includes(vars[name])) breaches.push(`line ${index + 1} has the ${name.toLowerCase()}`);
    for (const { text } of NEVER) if (line.includes(text)) odd.push(`line ${index + 1} has "${text}"`);
    try {
      JSON.parse(line);
    } catch {
      breaches.push(`line ${index + 1} is no JSON: ${line.slice(0, 100)}`);
    }
  }
  record('log', path, 0, breaches.slice(0, 20), odd.slice(0, 20));
}

// ---------------------------------------------------------------- all of it

await baseline();
await signIn();
const attacks = list().filter((attack) => !asked.only || new RegExp(asked.only).test(attack.name));
const ready = attacks.map((attack) => ({ ...attack, bytes: expand(attack.text) })).filter((attack) => attack.bytes);
await inParallel(ready);
const again = asked.session ? ready.filter((attack) => attack.kind === 'read').map(signed).filter(Boolean) : [];
await inParallel(again);
if (!asked['no-scenes']) {
  await play(scenes);
  if (asked.session) await play(signedScenes);
}
if (asked.session && !down) await sessionWorks('after');
if (asked.log) readLog(asked.log);

const sent = report.filter((one) => one.kind).length;
const breached = report.filter((one) => one.breaches.length);
const strange = report.filter((one) => !one.breaches.length && one.odd.length);
if (asked.json) writeFileSync(asked.json, `${JSON.stringify(report, null, 1)}\n`);
const left = attacks.length - ready.length;
const kinds = {};
for (const { kind } of report) if (kind) kinds[kind] = (kinds[kind] ?? 0) + 1;
console.log(`\n${sent} attacks sent (${Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(', ')}); ${breached.length} breaches, ${strange.length} odd`
  + (left ? `; ${left} not sent: no session or attempt for them` : '')
  + (down ? `; STOPPED: the gate is down after ${down}, ${ready.length + again.length - sent} not sent` : ''));
for (const { name, breaches } of breached) console.log(`  ${name}: ${breaches[0]}`);
if (asked['sign-in'] === false && ready.some((attack) => attack.kind === 'target')) console.log('  (targets: only the first answer was looked at. --sign-in finishes each sign-in)');
if (ready.length === 0 && !asked.only) quit('no attack was sent');
process.exit(breached.length || down ? 1 : 0);
