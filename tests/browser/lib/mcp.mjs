// `bf-docs mcp` for a project: over HTTP, and the official client for both transports.
import { spawn } from "node:child_process";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** Serves the project of a folder over HTTP; resolves once it is ready. */
export async function served(root, binary = process.env.BF_DOCS_BIN) {
  const child = spawn(binary, ["mcp", "--http", "127.0.0.1:0"], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const url = await new Promise((resolve, reject) => {
    child.stderr.on("data", (data) => {
      said += data;
      const found = said.match(/http:\/\/\S+\/mcp/);
      if (found) resolve(found[0]);
    });
    child.on("exit", (code) => reject(new Error(`bf-docs mcp ended with ${code}: ${said}`)));
  });
  return { url, stop: () => child.kill("SIGKILL") };
}

async function connected(transport) {
  const client = new Client({ name: "bf-docs-tests", version: "1" });
  await client.connect(transport);
  return client;
}

/** The official client over HTTP. */
export const overHttp = (url) => connected(new StreamableHTTPClientTransport(new URL(url)));

/** The official client of a server that it starts itself. */
export function overStdio(root, args = [], binary = process.env.BF_DOCS_BIN) {
  return connected(new StdioClientTransport({ command: binary, args: ["mcp", ...args], cwd: root, stderr: "ignore" }));
}
