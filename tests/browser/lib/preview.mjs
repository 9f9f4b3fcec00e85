// `bf-docs serve` for a project.
import { spawn } from "node:child_process";

/** Serves the project of a folder; resolves once it is ready. */
export async function preview(root, port = 0, binary = process.env.BF_DOCS_BIN) {
  const child = spawn(binary, ["serve", "--port", String(port)], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const origin = await new Promise((resolve, reject) => {
    child.stderr.on("data", (data) => {
      said += data;
      const found = said.match(/http:\/\/[^/]+/);
      if (found) resolve(found[0]);
    });
    child.on("exit", (code) => reject(new Error(`bf-docs serve ended with ${code}: ${said}`)));
  });
  return { origin, port: Number(new URL(origin).port), pid: child.pid, stop: () => child.kill("SIGKILL") };
}
