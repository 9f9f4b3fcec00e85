// `bf-docs mcp` for clients that others wrote: the official one, and the conformance suite.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { overHttp, overStdio, served } from "./lib/mcp.mjs";

const here = dirname(fileURLToPath(import.meta.url));
let root, server;
const write = (path, text) => {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
};

before(async () => {
  root = mkdtempSync(join(tmpdir(), "bf-docs-mcp-"));
  write("docs/index.md", "# Start\n\nSee the [guide](guide.md).\n");
  write("docs/guide.md", "# Guide\n\n## Steps\n\nTurn the crank.\n");
  write("docs/decisions/0001-crank.md", "# 1. Crank\n\n## Status\n\nAccepted\n\n## Decision\n\nWe crank.\n");
  server = await served(root);
});
after(() => {
  server?.stop();
  rmSync(root, { recursive: true, force: true });
});

for (const [name, client] of [["standard input and output", () => overStdio(root)], ["HTTP", () => overHttp(server.url)]]) {
  test(`the official client searches, reads and traces over ${name}`, async (t) => {
    const agent = await client();
    t.after(() => agent.close());
    assert.equal(agent.getServerVersion().name, "bf-docs");
    const { tools } = await agent.listTools();
    assert.deepEqual(tools.map((tool) => tool.name), ["search", "read", "trace", "ask", "impact"]);
    const found = await agent.callTool({ name: "search", arguments: { query: "crank steps" } });
    const [first] = found.structuredContent.rows;
    assert.match(first.address, /guide\/#steps$/);
    const read = await agent.callTool({ name: "read", arguments: { id: first.address } });
    assert.match(read.content[0].text, /^> Turn the crank\.$/m);
    const traced = await agent.callTool({ name: "trace", arguments: { id: "decision/0001" } });
    assert.equal(traced.structuredContent.status, "accepted");
    const { resources } = await agent.listResources();
    const page = resources.find((resource) => resource.name === "guide/index.md");
    const { contents } = await agent.readResource({ uri: page.uri });
    assert.match(contents[0].text, /Turn the crank/);
    await assert.rejects(agent.readResource({ uri: "docs:///..%2Findex.md" }), /there is no resource/);
  });
}

test("the conformance suite finds nothing but what is not offered", () => {
  const suite = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/dist/index.js");
  const run = spawnSync(
    process.execPath,
    ["--import", join(here, "lib/node20.mjs"), suite, "server", "--url", server.url, "--expected-failures", join(here, "conformance.yml")],
    { cwd: root, encoding: "utf8", timeout: 120_000 },
  );
  assert.equal(run.status, 0, run.stdout + run.stderr);
  for (const scenario of ["server-initialize", "ping", "tools-list", "resources-list", "dns-rebinding-protection"]) {
    assert.ok(run.stdout.includes(`✓ ${scenario}`), `${scenario} did not run:\n${run.stdout}`);
  }
});
