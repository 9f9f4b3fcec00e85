// What a browser downloads and how long it takes: built sites, searched in Chromium.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

// Serves a folder as a CDN would: text is gzipped, the rest is sent as it is. `sent` fills with what was asked for.
export const serve = async (folder) => {
  const sent = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    let file = join(folder, path);
    try {
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const type = TYPES[extname(file)];
      const bytes = await readFile(file);
      const body = type && type !== TYPES[".wasm"] ? gzipSync(bytes, { level: 9 }) : bytes;
      sent.push({ path, bytes: body.length });
      response.writeHead(200, { "content-type": type ?? "application/octet-stream", "content-length": body.length, "cache-control": "max-age=3600", ...(body === bytes ? {} : { "content-encoding": "gzip" }) });
      response.end(body);
    } catch {
      sent.push({ path, bytes: 0 });
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, sent, close: () => server.close() };
};

// The bytes of the first search on a page, by what they are.
export const firstSearch = async (browser, folder, query) => {
  const server = await serve(folder);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.waitForLoadState("networkidle");
  server.sent.length = 0;
  await page.keyboard.press("/");
  await page.locator(".search-input").fill(query);
  await page.locator(".search-hit").first().waitFor();
  await page.waitForLoadState("networkidle");
  const kinds = { scripts: 0, index: 0, pieces: 0, texts: 0 };
  for (const { path, bytes } of server.sent) {
    const kind = path.endsWith(".js") ? "scripts" : /\d-\d+\.bin$/.test(path) ? "texts" : path.endsWith("index.bin") ? "index" : "pieces";
    kinds[kind] += bytes;
  }
  await context.close();
  server.close();
  return { query, ...kinds, all: Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0) };
};
