// The attacks of tests/gate/attacks.txt on `bf-docs gate`, without a session and with one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gate, PRIVATE } from "./lib/gate.mjs";
import { forgingProvider } from "./lib/providers.mjs";

const FOLDER = join(import.meta.dirname, "../gate");

/** Runs a script to its end: its exit code, and what it printed. */
const run = (...args) => new Promise((done) => {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  child.on("close", (code) => done({ code, said }));
});

/** Attacks a gate of its own with those whose names fit. */
async function attack(t, only, ...more) {
  const served = await gate(t, { provider: forgingProvider });
  const scratch = mkdtempSync(join(tmpdir(), "bf-docs-attacks-"));
  t.after(() => rmSync(scratch, { recursive: true, force: true }));
  const [marks, never] = [join(scratch, "marks"), join(scratch, "never")];
  writeFileSync(marks, `${PRIVATE}\n`);
  writeFileSync(never, '"sha256":\n"attempt":\n');
  const { code, said } = await run(join(FOLDER, "attack.mjs"), new URL(served.url).host, "--marks", marks, "--never", never, "--provider", served.provider.issuer, "--sign-in", "--quiet", "--only", only, ...more);
  assert.equal(code, 0, said);
  assert.deepEqual(served.lines().filter((line) => !line.startsWith("{")), [], "the gate printed something else than events");
  return Number(/(\d+) attacks sent/.exec(said)[1]);
}

test("no attack reads a byte of the site, signs anybody out, or stops the gate", async (t) => {
  assert.ok((await attack(t, "^(read|csrf|break|scene)/")) > 1500);
});

// One after another: the provider of the tests forges for one sign-in at a time.
test("no return target leads to another host, neither at once nor after the sign-in", async (t) => {
  assert.ok((await attack(t, "^target/", "--jobs", "1")) > 150);
});

test("the attacks notice each flaw that a gate may have", async () => {
  const { code, said } = await run(join(FOLDER, "attack_selftest.mjs"));
  assert.equal(code, 0, said);
});
