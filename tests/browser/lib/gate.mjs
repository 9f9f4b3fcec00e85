// `bf-docs gate` in front of a small published site, with a provider of its own.
import { spawn, spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { CLIENT, honestProvider, SECRET } from "./providers.mjs";
import { builtOf, ROOT } from "./site.mjs";

const BINARY = resolve(process.env.BF_DOCS_BIN ?? join(ROOT, "target/debug/bf-docs"));

/** A word of every page of the small site, and of nothing that the gate says itself. */
export const PRIVATE = "marmot";

const PARAGRAPH = "Words that fill the page so that there is something to scroll past. ".repeat(40);
const PAGES = {
  "index.md": `# Private home\n\nA ${PRIVATE} guards [the guide](guide/index.md).\n`,
  "guide/index.md": `# Guide\n\nA ${PRIVATE} reads the guide.\n`,
  "guide/long.md": `# A long page\n\nA ${PRIVATE}.\n\n## First\n\n${PARAGRAPH}\n\n## Second\n\n${PARAGRAPH}\n\n## Third\n\n${PARAGRAPH}\n\n${PARAGRAPH}\n`,
  "guide/burrow.md": `# Burrow\n\nA ${PRIVATE} hibernates here.\n`,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`tabs/tab-${at}.md`, `# Tab ${at}\n\nA ${PRIVATE} of tab ${at}.\n`])),
};

let built;
/** The small site, built once a process. */
const smallSite = () => (built ??= builtOf(PAGES));

const made = [];
process.on("exit", () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "bf-docs-gate-"));
  made.push(folder);
  return folder;
}

/** Runs the binary to its end in a folder. */
export function run(folder, ...args) {
  const { status, stdout, stderr, error } = spawnSync(BINARY, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Runs a command that has to succeed. */
function succeed(folder, ...args) {
  const { status, stderr } = run(folder, ...args);
  if (status !== 0) throw new Error(`bf-docs ${args.join(" ")} ended with ${status}: ${stderr}`);
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** A table of a content map. Strings, numbers, truths and lists of them are the same in JSON. */
const tomlOf = (name, table) => `[${name}]\n${Object.entries(table).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join("")}`;

/** Starts the gate; resolves at its first `listening` line. */
async function start({ folder, place, port, keys, secret }) {
  const args = ["gate", "--from", `file://${place}`, "--listen", `127.0.0.1:${port}`, "--config", "content-map.toml"];
  const env = { ...process.env, BF_DOCS_GATE_CLIENT_SECRET: secret, BF_DOCS_GATE_KEYS: keys };
  const child = spawn(BINARY, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  const lines = [];
  const said = new EventEmitter();
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    said.emit("line");
  });
  const events = () => lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  const exit = once(child, "exit");
  exit.then(() => said.emit("line"));
  /** The first line with this event, now or later. */
  const event = async (name) => {
    for (;;) {
      const found = events().find((line) => line.event === name);
      if (found) return found;
      if (child.exitCode !== null || child.signalCode) throw new Error(`bf-docs gate ended before \`${name}\`: ${lines.join("\n")}`);
      await once(said, "line");
    }
  };
  const stop = async () => {
    child.kill("SIGKILL");
    await exit;
  };
  await event("listening").catch(async (error) => {
    await stop();
    throw error;
  });
  return { lines, events, event, stop, pid: child.pid };
}

/**
 * Publishes a site, starts a provider and the gate, and stops both after the test. `provider` is a
 * function such as `honestProvider`; `provided` are more options for it. `settings` are added to
 * the table `[gate]`; one that is undefined is taken out.
 */
export async function gate(t, { site = smallSite(), provider: makeProvider = honestProvider, provided = {}, settings = {}, secret = SECRET } = {}) {
  const [port, providerPort] = await freePorts(2);
  const url = `http://localhost:${port}`;
  const provider = await makeProvider(providerPort, { url, ...provided });
  t.after(() => provider.close());
  const folder = scratch();
  const [place, keys] = [join(folder, "place"), join(folder, "keys")];
  succeed(folder, "publish", "--to", `file://${place}`, "--site", site, "--yes");
  succeed(folder, "gate", "keys", "new", keys);
  const table = { url, issuer: provider.issuer, "client-id": CLIENT, domains: ["example.com"], "domain-claim": "hd", name: "Acme docs", ...settings };
  const set = Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined));
  writeFileSync(join(folder, "content-map.toml"), `${tomlOf("site", { name: "Pages" })}\n${tomlOf("gate", set)}`);
  const command = { folder, place, port, keys, secret };
  let running = await start(command);
  t.after(() => running.stop());
  return {
    url,
    provider,
    folder,
    place,
    keys,
    /** The lines that the gate printed since it was started. */
    lines: () => running.lines,
    events: () => running.events(),
    event: (name) => running.event(name),
    pid: () => running.pid,
    run: (...args) => run(folder, ...args),
    restart: async () => {
      await running.stop();
      running = await start(command);
    },
  };
}
