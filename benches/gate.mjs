// node benches/gate.mjs BF_DOCS [SECONDS]: a signed-in reader's requests to the gate, beside nginx.
//
// Both serve one folder of 200 pages of 12 KB: the gate to a session of the tests' provider, nginx without any check.
// `h2load` asks over 200 kept-alive connections from one thread, three turns each. Prints requests a second and their
// ratio, the waits at half of the gate's load, the gate's memory before and after, and the time and memory for a file
// of 1 GB. Needs nginx and h2load (Debian: nginx-light, nghttp2-client) and what `tests/run` installs.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [binary, seconds = "10"] = process.argv.slice(2);
if (!binary) throw new Error("say which bf-docs: node benches/gate.mjs BF_DOCS [SECONDS]");
process.env.BF_DOCS_BIN = resolve(binary);
// The library reads the variable when it is loaded.
const { freePorts, gate } = await import("../tests/browser/lib/gate.mjs");
const { forgingProvider } = await import("../tests/browser/lib/providers.mjs");
const { SESSION, signIn } = await import("../tests/browser/lib/sign_in.mjs");
const { Visitor } = await import("../tests/browser/lib/visitor.mjs");

const PAGES = 200;
const CONNECTIONS = 200;
const GIGABYTE = 2 ** 30;
const scratch = mkdtempSync(join(tmpdir(), "bf-docs-bench-"));
const ends = [];
process.on("exit", () => {
  ends.forEach((end) => end());
  rmSync(scratch, { recursive: true, force: true });
});

/** A site of pages that are copied as they are, and a large file. */
function site() {
  const docs = join(scratch, "docs");
  for (let at = 0; at < PAGES; at++) {
    mkdirSync(join(docs, `page-${at}`), { recursive: true });
    writeFileSync(join(docs, `page-${at}/index.html`), `<!doctype html><title>Page ${at}</title>${randomBytes(4500).toString("hex")}`.padEnd(12_288, "x"));
  }
  writeFileSync(join(docs, "index.md"), "# Start\n");
  const large = openSync(join(docs, "large.bin"), "w");
  ftruncateSync(large, GIGABYTE);
  closeSync(large);
  execFileSync(process.env.BF_DOCS_BIN, ["build", docs, "--out", join(scratch, "site"), "--no-cache"], { cwd: scratch, stdio: "ignore" });
  return join(scratch, "site");
}

/** Debian's nginx before a folder, with its own settings for speed. */
async function nginx(folder) {
  const [port] = await freePorts(1);
  const config = join(scratch, "nginx.conf");
  writeFileSync(config, `pid ${scratch}/nginx.pid; error_log /dev/null; worker_processes auto; daemon off; user root;
    events { worker_connections 4096; }
    http { include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
      server { listen 127.0.0.1:${port}; root ${folder}; } }`);
  const child = spawn("nginx", ["-c", config], { stdio: "ignore" });
  ends.push(() => child.kill());
  for (let tries = 0; tries < 100; tries++) {
    try {
      await answer(`http://127.0.0.1:${port}/page-0/`);
      return `http://127.0.0.1:${port}`;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  throw new Error("nginx does not answer");
}

/** The number of bytes of an answer. */
const answer = (url, headers = {}) => new Promise((done, failed) => {
  get(url, { headers, agent: false }, (response) => {
    let bytes = 0;
    response.on("data", (part) => (bytes += part.length)).on("end", () => done(bytes)).on("error", failed);
  }).on("error", failed);
});

/** The load of h2load: requests a second, and each wait in milliseconds, in order. */
function load(origin, { cookie, rate } = {}) {
  const urls = join(scratch, "urls.txt");
  writeFileSync(urls, Array.from({ length: PAGES }, (_, at) => `${origin}/page-${at}/\n`).join(""));
  const log = join(scratch, "h2load.log");
  rmSync(log, { force: true });
  const args = ["--h1", "-t1", `-c${CONNECTIONS}`, `-D${seconds}`, "-i", urls, `--log-file=${log}`];
  if (cookie) args.push("-H", `Cookie: ${cookie}`);
  if (rate) args.push(`--rps=${rate / CONNECTIONS}`);
  const said = execFileSync("h2load", args, { encoding: "utf8", maxBuffer: 1 << 26 });
  const statuses = /status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx/.exec(said);
  if (Number(statuses[1]) === 0 || statuses.slice(2).some((count) => count !== "0")) throw new Error(said);
  const waits = readFileSync(log, "utf8").trim().split("\n").map((line) => Number(line.split("\t")[2]) / 1000);
  return { rate: Number(statuses[1]) / Number(seconds), waits: waits.sort((a, b) => a - b) };
}

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const most = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const at = (values, part) => values[Math.min(values.length - 1, Math.floor(values.length * part))].toFixed(2);

const built = site();
const served = await gate({ after: (end) => ends.push(end) }, { site: built, provider: forgingProvider });
const visitor = new Visitor();
await signIn(visitor, served, "/");
const cookie = `${SESSION}=${visitor.cookies().get(SESSION)}`;
const plain = await nginx(served.place);
const pid = served.pid();
if ((await answer(`${served.url}/page-0/`, { cookie })) !== (await answer(`${plain}/page-0/`))) throw new Error("they serve different pages");
// Both have read each page once.
load(served.url, { cookie });
load(plain);
const before = memory(pid);
const turns = Array.from({ length: 3 }, () => ({ ours: load(served.url, { cookie }).rate, theirs: load(plain).rate }));
const ours = median(turns.map((turn) => turn.ours));
const ratio = median(turns.map((turn) => turn.ours / turn.theirs));
console.log(`gate ${ours.toFixed(0)} requests a second, nginx ${median(turns.map((turn) => turn.theirs)).toFixed(0)}; ratio of turns ${ratio.toFixed(2)}`);
const { rate, waits } = load(served.url, { cookie, rate: ours / 2 });
console.log(`gate at ${rate.toFixed(0)} requests a second: median ${at(waits, 0.5)} ms, p99 ${at(waits, 0.99)} ms`);
const same = load(plain, { rate: ours / 2 });
console.log(`nginx at ${same.rate.toFixed(0)} requests a second: median ${at(same.waits, 0.5)} ms, p99 ${at(same.waits, 0.99)} ms`);
const rounds = Math.ceil(1e6 / (ours * Number(seconds)));
for (let round = 0; round < rounds; round++) load(served.url, { cookie });
console.log(`gate's memory: ${before.toFixed(1)} MB, after a million further requests ${memory(pid).toFixed(1)} MB, the cache of 16 MB included`);
const start = Date.now();
const bytes = await answer(`${served.url}/large.bin`, { cookie });
console.log(`a file of ${(bytes / GIGABYTE).toFixed(2)} GB in ${((Date.now() - start) / 1000).toFixed(1)} s, the first time with its digest; the most memory ${most(pid).toFixed(1)} MB`);
process.exit(0);
