// Answers the box's questions in a worker. The first message has the site's address.
import { Reader } from "./reader.mjs";
import { Trouble } from "./shards.mjs";

// An index is read again after so many milliseconds.
const FRESH = 60_000;

let root = "";
let reader;
let opened = 0;
let latest = 0;

const fetchBytes = async (path, cache) => {
  let response;
  try {
    response = await fetch(`${root}assets/bf-search/${path}`, { cache, credentials: "same-origin", redirect: "manual" });
  } catch (error) {
    throw new Trouble("offline", path, error.message);
  }
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  // A proxy that requires a sign-in redirects, refuses, or answers with its own page. A bucket refuses missing files.
  const isRefused = response.status === 403 && path === "index.bin";
  if (response.type === "opaqueredirect" || response.status === 401 || isRefused || (response.ok && isPage)) throw new Trouble("signin", path);
  if (!response.ok) throw new Trouble("missing", path, `${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

const reopen = async () => {
  const next = reader ?? new Reader(fetchBytes);
  await next.open();
  reader = next;
  opened = Date.now();
};

let opening;
const ready = (isStale) => {
  if (reader && !isStale && Date.now() - opened < FRESH) return undefined;
  opening ??= reopen().finally(() => { opening = undefined; });
  return opening;
};

const shown = async (answer, from, to) => {
  const troubles = [...answer.troubles];
  const results = await Promise.all(answer.found.slice(from, to).map((hit) => reader.show(hit, answer.terms).catch((error) => {
    if (error.kind === "signin") throw error;
    troubles.push(error);
    return undefined;
  })));
  return { results: results.filter(Boolean), troubles };
};

const ask = async ({ id, text, count }) => {
  await ready(false);
  const start = performance.now();
  let answer = await reader.ask(text);
  const took = performance.now() - start;
  if (id < latest) return undefined;
  let { results, troubles } = await shown(answer, 0, count);
  if (troubles.length) {
    // The site may have been rebuilt since its index was read.
    await ready(true);
    answer = await reader.ask(text);
    ({ results, troubles } = await shown(answer, 0, count));
  }
  const { total, facets, terms } = answer;
  return { total, facets, terms: [...terms], results, took, kept: answer.found.length, troubles: troubles.map(({ kind, path }) => ({ kind, path })) };
};

if (typeof DedicatedWorkerGlobalScope !== "undefined") {
  addEventListener("message", async ({ data }) => {
    if (data.type === "stale") {
      opened = 0;
      return;
    }
    if (data.root) root = data.root;
    if (data.type === "ask") latest = data.id;
    try {
      const said = data.type === "ask" ? await ask(data) : await ready(false);
      postMessage({ id: data.id, ...said });
    } catch (error) {
      postMessage({ id: data.id, trouble: { kind: error.kind ?? "damaged", path: error.path ?? "", said: error.message } });
    }
  });
}
