// The function for CloudFront, as it is printed, rewrites and redirects addresses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { printed } from "./lib/site.mjs";

/** The handler for a site below a prefix. */
function handlerOf(prefix) {
  const code = printed("publish", "policy", "--part", "cloudfront", "--to", `s3://wiki/${prefix}`);
  return runInNewContext(`${code}\nhandler`, {});
}

/** The result for an address: the file that is served, or the address of a redirect. */
function answer(handler, uri, query) {
  const rawQueryString = () => query;
  const result = handler({ version: "1.0", request: { method: "GET", uri, rawQueryString, headers: {}, cookies: {} } });
  return result.statusCode ? `${result.statusCode} ${result.headers.location.value}` : result.uri;
}

const docs = handlerOf("a b/docs/");
const table = [
  ["/a%20b/docs/", "/a%20b/docs/index.html"],
  ["/a%20b/docs/guide/", "/a%20b/docs/guide/index.html"],
  ["/a%20b/docs/guide/index.html", "/a%20b/docs/guide/index.html"],
  ["/a%20b/docs/assets/site.0badc0de.css", "/a%20b/docs/assets/site.0badc0de.css"],
  ["/a%20b/docs/guide", "301 /a%20b/docs/guide/"],
  ["/a%20b/docs/v1.2/guide", "301 /a%20b/docs/v1.2/guide/"],
  ["/a%20b/docs/v1.2", "/a%20b/docs/v1.2"],
  ["/a%20b/docs/%C3%BCber", "301 /a%20b/docs/%C3%BCber/"],
  ["/a%20b/docs", "301 /a%20b/docs/"],
  // An address of another site in the distribution.
  ["/a%20b/docs-old", "/a%20b/docs-old"],
  ["/a%20b/docs-old/", "/a%20b/docs-old/"],
  ["/", "/"],
  // No redirect leads to another host.
  ["//evil.example", "//evil.example"],
  ["//evil", "//evil"],
  ["/\\evil", "/\\evil"],
  ["/a%20b/docs//evil", "/a%20b/docs//evil"],
  ["/a%20b/docs/x\\evil", "/a%20b/docs/x\\evil"],
  ["/a%20b/docs/\tevil", "/a%20b/docs/\tevil"],
  ["/a%20b/docs/x\r\nset-cookie:y", "/a%20b/docs/x\r\nset-cookie:y"],
];

test("addresses of folders lead to their pages, and no others are touched", () => {
  for (const [uri, expected] of table) assert.equal(answer(docs, uri), expected, JSON.stringify(uri));
});

test("a redirect keeps the query string", () => {
  const query = "q=depot%20queue&tag=a&empty=&tag=b";
  assert.equal(answer(docs, "/a%20b/docs/search", query), `301 /a%20b/docs/search/?${query}`);
});

test("a site that has the whole distribution sends nobody away", () => {
  const code = printed("publish", "policy", "--part", "cloudfront", "--to", "s3://wiki/docs/").replace('"/docs/"', '"/"');
  const whole = runInNewContext(`${code}\nhandler`, {});
  const expected = { "//evil": "//evil", "/\\evil": "/\\evil", "/\t/evil": "/\t/evil", "/guide": "301 /guide/", "/": "/index.html", "//evil/": "//evil/index.html" };
  for (const [uri, to] of Object.entries(expected)) assert.equal(answer(whole, uri), to, JSON.stringify(uri));
});
