// The live preview: it brings changes into the open page, and lists the findings beside it.
(() => {
  const { page, shown: loaded, seen: opened } = document.currentScript.dataset;
  const root = document.documentElement;
  const QUIET = "bf-docs.live.";
  const memory = {
    get: (name) => {
      try {
        return JSON.parse(sessionStorage.getItem(QUIET + name));
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      try {
        sessionStorage.setItem(QUIET + name, JSON.stringify(value));
      } catch { /* for this page only */ }
    },
  };
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter(Boolean));
    return element;
  };
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

  // ---- Stylesheets and pictures ----

  // The old stylesheet stays until the new one is there: no moment without styles.
  const swap = (link, href) => new Promise((resolve) => {
    const fresh = link.cloneNode();
    fresh.href = href;
    link.dataset.leaving = "";
    const done = () => {
      // After two quick changes, more than one old stylesheet waits to go.
      while (fresh.previousElementSibling?.dataset.leaving !== undefined) fresh.previousElementSibling.remove();
      resolve();
    };
    fresh.addEventListener("load", done, { once: true });
    fresh.addEventListener("error", done, { once: true });
    link.after(fresh);
  });

  // The time makes the address new, so that no earlier visit has loaded it.
  let version = Date.now();
  // The version of each changed file by its path; `null` stands for all files of the site.
  const told = new Map();
  // A file, and the address of its newest version if it has changed.
  const renewed = (address) => {
    try {
      const url = new URL(address, document.baseURI);
      const path = decodeURIComponent(url.pathname).slice(1);
      const newest = Math.max(told.get(path) ?? 0, told.get(null) ?? 0);
      if (url.origin !== location.origin || !newest) return {};
      url.searchParams.set("v", newest);
      return { href: url.href, path };
    } catch {
      // The text is no address.
      return {};
    }
  };
  const rules = (sheet) => {
    try {
      return [...sheet?.cssRules ?? []].map((rule) => rule.cssText + rules(rule.styleSheet)).join("");
    } catch {
      // A stylesheet of another site may not be read.
      return "";
    }
  };
  // The browser keeps the pictures of a style for as long as the page is open.
  const unnamed = new Set();
  let styles;
  const restyle = () => {
    const text = [...document.styleSheets].map(rules).join("");
    // The name may also be the end of a longer one.
    const has = (name) => text.split(name).slice(0, -1).some((before) => !/[\w.~%-]$/.test(before));
    const isStyled = [...unnamed].some((name) => has(name) || has(encodeURIComponent(name)));
    unnamed.clear();
    if (isStyled) location.reload();
  };
  // Makes every element show the newest version of its file. Returns the files.
  const renew = () => {
    const named = new Set();
    const newest = (address) => {
      const { href, path } = renewed(address);
      named.add(path);
      return href;
    };
    for (const link of document.querySelectorAll("link[rel=stylesheet]:not([data-leaving])")) {
      const href = newest(link.href);
      if (href && href !== link.href) swap(link, href);
    }
    for (const name of ["src", "data", "poster", "srcset"]) {
      for (const element of document.querySelectorAll(`:is(img, source, object, embed, track, video, audio)[${name}]`)) {
        const old = element.getAttribute(name);
        // A list of addresses, each with a width or a density behind it.
        const value = name === "srcset"
          ? old.replace(/([\s,]*)(\S*[^\s,])(\s[^,]*)?/g, (all, before, address, size = "") => before + (newest(address) ?? address) + size)
          : newest(old);
        if (value && value !== old) element.setAttribute(name, value);
      }
    }
    return named;
  };
  const reload = (path) => {
    told.set(path, ++version);
    if (renew().has(path) || path === null) return;
    unnamed.add(path.split("/").pop());
    clearTimeout(styles);
    styles = setTimeout(restyle, 20);
  };

  // ---- The page ----

  // The HTML of a document that never changes; it is needed often.
  const texts = new WeakMap();
  const text = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.data;
    if (!texts.has(node)) texts.set(node, node.outerHTML);
    return texts.get(node);
  };
  // Not `isEqualNode`, which does not look into a `<template>`.
  const same = (a, b) => a.nodeName === b.nodeName && text(a) === text(b);
  const alike = (a, b) => a.nodeName === b.nodeName && (a.nodeType !== Node.ELEMENT_NODE || a.id === b.id);

  // The longest row of pairs that are unique before and after, in the order of both (patience diff).
  const anchors = (olds, nexts) => {
    const once = (nodes) => {
      const at = new Map();
      nodes.forEach((node, i) => {
        if (node.nodeType === Node.ELEMENT_NODE) at.set(text(node), at.has(text(node)) ? -1 : i);
      });
      return at;
    };
    const before = once(olds);
    const heads = [];
    for (const [key, j] of once(nexts)) {
      const i = before.get(key) ?? -1;
      if (i < 0 || j < 0) continue;
      // The row that this pair extends: the pile is sorted.
      let [low, high] = [0, heads.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (heads[middle].i < i) low = middle + 1;
        else high = middle;
      }
      heads[low] = { i, j, back: heads[low - 1] };
    }
    const row = [];
    for (let pair = heads.at(-1); pair; pair = pair.back) row.push(pair);
    return row.reverse();
  };

  // For each new child, the number of the old child that becomes it. Most children stay, in the order of both.
  const pairs = (olds, nexts) => {
    const of = new Array(nexts.length).fill(-1);
    let [i, j] = [0, 0];
    for (const anchor of [...anchors(olds, nexts), { i: olds.length, j: nexts.length }]) {
      weigh(olds, nexts, of, [i, anchor.i], [j, anchor.j]);
      if (anchor.j < nexts.length) of[anchor.j] = anchor.i;
      [i, j] = [anchor.i + 1, anchor.j + 1];
    }
    return of;
  };

  // The same for a part of both in which few children stay.
  const weigh = (olds, nexts, of, [start, a], [begin, b]) => {
    while (start < a && begin < b && same(olds[start], nexts[begin])) of[begin++] = start++;
    while (a > start && b > begin && same(olds[a - 1], nexts[b - 1])) of[--b] = --a;
    const [rows, columns] = [a - start, b - begin];
    if (rows * columns > 1e6) {
      // There are too many to compare: they are paired one by one.
      for (let i = 0; i < rows && i < columns; i++) if (alike(olds[start + i], nexts[begin + i])) of[begin + i] = start + i;
      return;
    }
    const worth = (old, next) => {
      if (!alike(old, next)) return 0;
      const isElement = old.nodeType === Node.ELEMENT_NODE;
      if (same(old, next)) return isElement ? 20 : old.data.trim() ? 10 : 1;
      if (isElement) return old.className === next.className ? 4 : 2;
      return old.data.trim() && next.data.trim() ? 1 : 0;
    };
    const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
    const worths = best.map(() => new Uint8Array(columns));
    for (let i = rows - 1; i >= 0; i--) {
      for (let j = columns - 1; j >= 0; j--) {
        const pair = worths[i][j] = worth(olds[start + i], nexts[begin + j]);
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], pair ? pair + best[i + 1][j + 1] : 0);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns;) {
      const pair = worths[i][j];
      if (pair && best[i][j] === pair + best[i + 1][j + 1]) of[begin + j++] = start + i++;
      else if (best[i][j] === best[i + 1][j]) i++;
      else j++;
    }
  };

  // The open page's node for each received child. Scripts may have put others between them.
  const standing = (live, old) => {
    const stands = (node, child) => node.nodeName === child.nodeName && (node.nodeType === Node.ELEMENT_NODE
      ? node.id === child.id && node.getAttribute("class") === child.getAttribute("class")
      : node.data === child.data);
    let next = live.firstChild;
    return [...old.childNodes].map((child) => {
      let here = next;
      while (here && !stands(here, child)) here = here.nextSibling;
      if (here) next = here.nextSibling;
      return here;
    });
  };

  // Changes `live`, which shows `old`, into `next`, and keeps what scripts did to it. Returns false if it no longer
  // shows `old`: then the whole node is replaced.
  const sync = (live, old, next) => {
    if (same(old, next)) return true;
    if (live.nodeType !== Node.ELEMENT_NODE) {
      live.data = next.data;
      return true;
    }
    // A script has added nodes to it.
    if (live.dataset.whole !== undefined) return false;
    if (live.nodeName === "TEMPLATE") {
      live.innerHTML = next.innerHTML;
      return true;
    }
    const olds = [...old.childNodes];
    const nexts = [...next.childNodes];
    const of = pairs(olds, nexts);
    const lives = standing(live, old);
    const still = new Set(of.flatMap((i, j) => (i >= 0 && same(olds[i], nexts[j]) ? [i] : [])));
    if (lives.some((node, i) => !node && !still.has(i))) return false;

    for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) live.setAttribute(name, value);
    for (const { name } of old.attributes) if (!next.hasAttribute(name)) live.removeAttribute(name);

    const copy = (node) => document.importNode(node, true);
    let at = 0;
    let last;
    let fresh = [];
    const place = (end) => {
      const gone = lives.slice(at, end);
      fresh.forEach((node, i) => {
        if (gone[i]) gone[i].replaceWith(node);
        else if (i) fresh[i - 1].after(node);
        else if (lives[end]) lives[end].before(node);
        else if (end < olds.length && last) last.after(node);
        else live.append(node);
      });
      for (const node of gone.slice(fresh.length)) node.remove();
      fresh = [];
    };
    nexts.forEach((child, j) => {
      const i = of[j];
      if (i < 0) {
        fresh.push(copy(child));
        return;
      }
      place(i);
      if (lives[i] && !sync(lives[i], olds[i], child)) {
        const whole = copy(child);
        lives[i].replaceWith(whole);
        lives[i] = whole;
      }
      last = lives[i] ?? last;
      at = i + 1;
    });
    place(olds.length);
    return true;
  };

  // The parts that an open page cannot take over: its scripts, its policy, and the parts that scripts have set up.
  const frame = (page) => JSON.stringify([
    [...page.scripts].filter((script) => !script.dataset.page).map((script) => script.getAttribute("src") ?? script.text),
    page.querySelector("meta[http-equiv]")?.content,
    Boolean(page.getElementById("__nav")),
    page.querySelector(".masthead-find")?.dataset.search,
  ]);

  // Brings the head up to date. The promise resolves once the styles are there.
  const head = (old, next) => {
    if (old.title !== next.title) document.title = next.title;
    if (old.documentElement.lang !== next.documentElement.lang) root.lang = next.documentElement.lang;
    for (const what of ["meta[name=description]", "meta[name=robots]", ...["canonical", "prev", "next", "icon"].map((rel) => `link[rel=${rel}]`)]) {
      const [was, is] = [old.head.querySelector(what), next.head.querySelector(what)];
      if (was?.outerHTML === is?.outerHTML) continue;
      document.head.querySelector(what)?.remove();
      if (is) document.head.append(document.importNode(is));
    }
    const hrefs = (page) => [...page.head.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
    const [was, is] = [hrefs(old), hrefs(next)];
    const links = [...document.head.querySelectorAll("link[rel=stylesheet]:not([data-leaving])")];
    const loading = is.map((href, i) => {
      if (href === was[i]) return undefined;
      if (links[i]) return swap(links[i], href);
      const link = make("link");
      link.rel = "stylesheet";
      link.href = href;
      document.head.append(link);
      return undefined;
    });
    for (const link of links.slice(is.length, was.length)) link.remove();
    return Promise.all(loading);
  };

  // Keeps the text that is read at its place: returns a function that measures again. At the very top nothing is kept.
  const hold = () => {
    if (scrollY <= 0) return () => {};
    const top = document.querySelector(".masthead")?.getBoundingClientRect().bottom ?? 0;
    const seen = [];
    // Elements that begin in view, in reading order, and then those that only reach into it.
    const look = (element) => {
      for (const child of element.children) {
        if (seen.length > 40) return;
        const box = child.getBoundingClientRect();
        if (box.bottom <= top || box.top >= innerHeight || !box.height) continue;
        if (box.top >= top) seen.push([child, box.top]);
        else look(child);
      }
      if (element.getBoundingClientRect().top < top) seen.push([element, element.getBoundingClientRect().top]);
    };
    look(document.querySelector("main") ?? document.body);
    // The browser's own anchoring must not add to this one.
    root.style.overflowAnchor = "none";
    return () => {
      const [element, before] = seen.find(([element]) => element.isConnected) ?? [];
      const moved = element ? element.getBoundingClientRect().top - before : 0;
      if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
      requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
    };
  };

  const body = (old, next) => {
    if (same(old.body, next.body)) return;
    const settle = hold();
    const { activeElement } = document;
    if (!sync(document.body, old.body, next.body)) {
      location.reload();
      return;
    }
    if (!activeElement?.isConnected && activeElement?.id) document.getElementById(activeElement.id)?.focus({ preventScroll: true });
    document.dispatchEvent(new Event("bf-docs:updated"));
    // A picture that is new on the page would show its first version.
    if (told.size) renew();
    settle();
  };

  let shown = loaded;
  // The page as it was last received. The open page is no measure, because scripts have changed it.
  let base;
  const paint = (digest) => new Promise((resolve) => requestAnimationFrame(() => {
    shown = digest;
    root.dataset.shown = digest;
    resolve();
  }));

  // Fetches the page and brings in the changes. The first time, it is only kept to compare with.
  const update = async (announced) => {
    const response = await fetch(location.pathname, { cache: "no-store" });
    if (response.status === 404 && page !== "404.html") {
      there(false);
      return;
    }
    if (!response.ok && response.status !== 404) throw new Error(response.statusText);
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const digest = next.querySelector("script[data-shown]")?.dataset.shown ?? announced;
    there(true);
    if (!base) {
      base = next;
      if (digest === shown || shown && memory.get("reloaded") === `${page} ${digest}`) return paint(digest);
      // The page changed between the two, so nobody knows what is shown. It is loaded once, in case the two never agree.
      memory.set("reloaded", `${page} ${digest}`);
      return location.reload();
    }
    if (frame(base) !== frame(next)) return location.reload();
    const loading = head(base, next);
    body(base, next);
    base = next;
    await Promise.race([loading, wait(2000)]);
    return paint(digest);
  };

  let wanted;
  let running;
  let failed = false;
  // One at a time; all requests meanwhile become one more.
  const refresh = (digest) => {
    wanted = digest;
    running ??= (async () => {
      try {
        while (wanted !== undefined) {
          const announced = wanted;
          wanted = undefined;
          await update(announced);
        }
        failed = false;
      } catch (error) {
        // Most likely the server was stopped, so this is tried again until it is back.
        failed = true;
        setTimeout(() => { if (failed && !document.hidden) refresh(shown); }, 1000);
        console.warn("live preview:", error);
      } finally {
        running = undefined;
      }
    })();
  };

  // ---- The panel ----

  const button = make("button", "live-button");
  button.type = "button";
  button.hidden = true;
  button.setAttribute("aria-controls", "live-list");
  const list = make("div", "live-list");
  list.id = "live-list";
  list.tabIndex = -1;
  list.setAttribute("role", "dialog");
  list.setAttribute("aria-label", "What the checks found");
  const notes = make("p", "live-note");
  const status = make("p", "visually-hidden");
  status.setAttribute("role", "status");
  const panel = make("div", "live-panel", button, notes, list, status);

  const said = new Map();
  const say = (about, words) => {
    said.set(about, words);
    notes.textContent = [...said.values()].filter(Boolean).join(" ");
    notes.hidden = !notes.textContent;
  };
  const there = (isThere) => say("gone", isThere ? "" : "This page is no longer there.");
  say("cut", "");

  // A panel that opened by itself closes by itself.
  let isSelf = false;
  const set = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", open);
  };
  const choose = (open) => {
    isSelf = false;
    memory.set("open", open);
    if (!open && list.contains(document.activeElement)) button.focus();
    set(open);
  };
  set(false);
  button.addEventListener("click", () => choose(list.hidden));
  addEventListener("keydown", (event) => {
    // A dialog above the panel closes first.
    if (event.key !== "Escape" || list.hidden || event.defaultPrevented) return;
    if (document.querySelector("dialog[open], :popover-open") || root.classList.contains("drawer-open")) return;
    choose(false);
  });

  const anchor = (className, href, text) => {
    const link = make("a", className, text);
    link.href = href;
    return link;
  };
  // Text between two backquotes is code, as in `src/render/message.rs`.
  const withCode = (text) => {
    const parts = text.split("`");
    // A backquote without its pair is text.
    if (parts.length % 2 === 0) parts.push(parts.splice(-2).join("`"));
    return parts.map((part, at) => (at % 2 ? make("code", "live-quoted", part) : part));
  };
  const entry = (finding, isElsewhere) => {
    const word = make("span", "live-word", finding.severity === "error" ? "Error" : "Warning");
    word.dataset.severity = finding.severity;
    const place = finding.editor ? anchor("", finding.editor, finding.place) : finding.place;
    return make("li", "live-finding",
      make("p", "live-message", word, " ", ...withCode(finding.message), " ", make("code", "live-code", finding.code)),
      make("p", "live-place", place, isElsewhere && finding.page && " · ", isElsewhere && finding.page && anchor("", finding.page, "Open the page")),
      finding.excerpt && make("pre", "live-excerpt", finding.excerpt.trim()),
      finding.help && make("p", "live-help", ...withCode(finding.help)));
  };
  const group = (title, findings, more) => (findings.length || more) && make("section", "live-group",
    make("h2", "live-title", title),
    make("ul", "", ...findings.map((finding) => entry(finding, title === "Elsewhere"))),
    more && make("p", "live-more", `and ${more} more`));

  let last;
  let label;
  const show = (data, raw) => {
    if (raw === last) return;
    last = raw;
    const { fault, errors, warnings, here, elsewhere, more } = data;
    const isFocused = panel.contains(document.activeElement);
    const count = (number, word) => number && `${number} ${word}${number === 1 ? "" : "s"}`;
    const counts = [fault && "Build failed", count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ");
    button.textContent = counts;
    button.hidden = !counts;
    button.dataset.severity = fault || errors ? "error" : "warning";
    // A screen reader reads it when it changes, not anew on each page.
    if (label !== undefined && label !== counts) status.textContent = counts || "No errors, no warnings";
    label = counts;

    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const alarm = fault && make("section", "live-group", make("h2", "live-title", "Build failed"), make("pre", "live-fault", fault));
    list.replaceChildren(...[alarm, group("On this page", here), group("Elsewhere", elsewhere, more)].filter(Boolean));
    if (at >= 0) (list.querySelectorAll("a")[at] ?? list).focus({ preventScroll: true });

    // Lines move during an edit, so an error is known by its text.
    const bad = here.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code} ${message}`);
    const seen = memory.get(`seen ${page}`) ?? [];
    memory.set(`seen ${page}`, bad);
    // A fault belongs to no page.
    if (fault) bad.push(fault);
    seen.push(memory.get("fault"));
    memory.set("fault", fault);
    if (!counts) {
      set(false);
      if (isFocused) document.querySelector("main")?.focus({ preventScroll: true });
    } else if (bad.some((one) => !seen.includes(one))) {
      if (list.hidden) isSelf = true;
      set(true);
    } else if (isSelf && !bad.length) {
      isSelf = false;
      set(false);
    } else if (memory.get("open") && list.hidden) {
      set(true);
    }
  };

  // ---- The connection ----

  let seen = opened;
  let source;
  let late;
  let retry;
  const lost = () => {
    late ??= setTimeout(() => say("cut", "The preview is not running; it reconnects by itself."), 2000);
  };
  const found = () => {
    clearTimeout(late);
    late = undefined;
    say("cut", "");
  };
  const connect = () => {
    clearTimeout(retry);
    // A browser allows few connections to one host: only pages in view have one.
    if (source || document.hidden) return;
    const query = new URLSearchParams({ page, shown, seen });
    source = new EventSource(`/.bf-docs/live/events?${query}`);
    const on = (name, act) => source.addEventListener(name, (event) => act(event.data ? JSON.parse(event.data) : {}, event.data));
    source.addEventListener("open", () => {
      found();
      // The server says it again if it still holds.
      there(true);
      if (failed) refresh(shown);
    });
    source.addEventListener("error", () => {
      lost();
      if (source?.readyState !== EventSource.CLOSED) return;
      source = undefined;
      retry = setTimeout(connect, 1000);
    });
    on("page", ({ shown: digest }) => {
      there(true);
      if (digest !== shown || running) refresh(digest);
    });
    on("gone", () => there(false));
    on("asset", ({ path }) => reload(path));
    on("findings", show);
    // Earlier events are done, or on their way.
    on("edition", ({ seen: name }) => {
      seen = name;
      document.dispatchEvent(new Event("bf-docs:index"));
    });
  };
  refresh(shown);
  // This page is in a frame: a browser allows few connections to one host, and the outer page has one.
  if (parent !== window) {
    parent.document.addEventListener("bf-docs:index", () => refresh(shown));
    return;
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return connect();
    clearTimeout(retry);
    found();
    source?.close();
    source = undefined;
  });
  // The panel is outside the body, because it is not part of the page.
  root.append(panel);
  connect();
})();
