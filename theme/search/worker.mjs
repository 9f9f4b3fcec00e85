// Answers the box's questions in a worker. The first message has the site's address.
import { numberOf, pageOf } from "./rank.mjs";
import { Reader } from "./reader.mjs";
import { Trouble } from "./shards.mjs";

// An index is read again after so many milliseconds.
const FRESH = 60_000;
// What has to be loaded waits for so many milliseconds since the last letter, and until the next one is overdue: for so many
// times the reader's rhythm, but no longer than `longest`. The texts of results are most of what a search loads, so they wait
// longer.
const PAUSE = 100;
const PIECES = { overdue: 1.25, longest: 200 };
const TEXTS = { overdue: 1.5, longest: 250 };
// The sections of a page that are shown below it, until a reader asks for more results.
const PER_PAGE = 3;

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

// The loads that wait for a pause. The next question cancels them: it asks for what it needs itself.
let waiting = new Set();
let asked = 0;
// The time between the last two letters.
let rhythm = PAUSE;

const cancel = async () => {
  const cancelled = waiting;
  waiting = new Set();
  for (const { stop } of cancelled) stop(new Trouble("cancelled", ""));
  // The pieces that were cancelled are forgotten before the next question asks for them.
  if (cancelled.size) await new Promise((done) => setTimeout(done));
};

const pause = (length) => {
  const left = asked + length - performance.now();
  if (left <= 0) return undefined;
  return new Promise((go, stop) => {
    const load = { stop };
    waiting.add(load);
    setTimeout(() => {
      waiting.delete(load);
      go();
    }, left);
  });
};

const loadBytes = async (path, cache) => {
  // The index itself is loaded while the first word is typed.
  const { overdue, longest } = path.includes("-") ? TEXTS : PIECES;
  if (!opening) await pause(Math.min(Math.max(overdue * rhythm, PAUSE), longest));
  return fetchBytes(path, cache);
};

const reopen = async () => {
  const next = reader ?? new Reader(loadBytes);
  await next.open();
  reader = next;
  opened = Date.now();
};

let opening;
const ready = (isStale) => {
  if (opening) return opening;
  if (reader && !isStale && Date.now() - opened < FRESH) return undefined;
  opening = reopen().finally(() => { opening = undefined; });
  return opening;
};

// The best sections, and whether some of them are left out: a page with many shows only a few at first.
const toShow = (found, count, isFirst) => {
  const ofPage = new Map();
  const hits = found.slice(0, count);
  const chosen = hits.filter(({ section }) => {
    if (!isFirst || numberOf(section) === 0) return true;
    const before = ofPage.get(pageOf(section)) ?? 0;
    ofPage.set(pageOf(section), before + 1);
    return before < PER_PAGE;
  });
  return { chosen, isCut: chosen.length < hits.length || found.length > count };
};

const shown = async (answer, chosen) => {
  const troubles = [...answer.troubles];
  const results = await Promise.all(chosen.map((hit) => reader.show(hit, answer.terms).catch((error) => {
    if (error.kind === "signin" || error.kind === "cancelled") throw error;
    troubles.push(error);
    return undefined;
  })));
  return { results: results.filter(Boolean), troubles };
};

const ask = async ({ id, text, count, isFirst }) => {
  await cancel();
  await ready(false);
  if (id < latest) return undefined;
  const start = performance.now();
  let answer = await reader.ask(text);
  const took = performance.now() - start;
  if (id < latest) return undefined;
  let { chosen, isCut } = toShow(answer.found, count, isFirst);
  let { results, troubles } = await shown(answer, chosen);
  if (id < latest) return undefined;
  if (troubles.length) {
    // The site may have been rebuilt since its index was read.
    await ready(true);
    if (id < latest) return undefined;
    answer = await reader.ask(text);
    ({ chosen, isCut } = toShow(answer.found, count, isFirst));
    ({ results, troubles } = await shown(answer, chosen));
  }
  let instead = "";
  if (!answer.total) {
    // What is nearest is shown in the place of nothing.
    [instead = ""] = await reader.proposals(text);
    if (id < latest) return undefined;
    if (instead) {
      answer = await reader.ask(instead);
      ({ chosen, isCut } = toShow(answer.found, count, isFirst));
      ({ results, troubles } = await shown(answer, chosen));
    }
  }
  const { total, facets, terms } = answer;
  return { instead, total, facets, terms: [...terms], results, took, isCut, troubles: troubles.map(({ kind, path }) => ({ kind, path })) };
};

if (typeof DedicatedWorkerGlobalScope !== "undefined") {
  addEventListener("message", async ({ data }) => {
    if (data.type === "stale") {
      opened = 0;
      return;
    }
    if (data.root) root = data.root;
    if (data.type === "ask") {
      latest = data.id;
    }
    if (data.type === "ask" && data.isFirst) {
      const now = performance.now();
      // A question long after the last one is the first of another row.
      rhythm = now - asked < 2 * TEXTS.longest ? now - asked : PAUSE;
      asked = now;
    }
    try {
      const said = data.type === "ask" ? await ask(data) : await ready(false);
      postMessage({ id: data.id, ...said });
    } catch (error) {
      postMessage({ id: data.id, trouble: { kind: error.kind ?? "damaged", path: error.path ?? "", said: error.message } });
    }
  });
}
