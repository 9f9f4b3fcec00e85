// The search box: a dialog on every page, and the whole of the search page.
import { SIGN } from "./words.mjs";

const SEARCHES = "bf-docs.searches";
// What fits the box at first; more is loaded when a reader comes near its end.
const FIRST = 7;
const MORE = 30;
// So many pixels before the end of the results, more are loaded.
const NEAR = 120;

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

const recent = {
  list() {
    try {
      const list = JSON.parse(localStorage.getItem(SEARCHES) ?? "[]");
      return Array.isArray(list) ? list.filter((text) => typeof text === "string").slice(0, 5) : [];
    } catch {
      return [];
    }
  },
  keep(list) {
    try {
      localStorage.setItem(SEARCHES, JSON.stringify(list.slice(0, 5)));
    } catch { /* not remembered */ }
  },
  add(text) {
    if (text.trim()) this.keep([text.trim(), ...this.list().filter((other) => other !== text.trim())]);
  },
};

// Each page has one worker. Questions are numbered, and only the last one is answered.
class Assistant {
  constructor({ script, root }) {
    // The worker runs the other half of this file.
    this.worker = new Worker(script, { type: "module" });
    this.waiting = new Map();
    this.next = 1;
    this.root = new URL(root, location.href).href;
    this.worker.addEventListener("message", ({ data }) => this.settle(data.id, data));
    this.worker.addEventListener("error", (event) => {
      for (const id of this.waiting.keys()) this.settle(id, { trouble: { kind: "script", path: "", said: event.message } });
    });
  }

  settle(id, data) {
    this.waiting.get(id)?.(data);
    this.waiting.delete(id);
  }

  ask(question) {
    const id = this.next++;
    this.last = id;
    this.worker.postMessage({ ...question, id, root: this.root });
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }
}

let worker;
const workerOf = (settings) => (worker ??= new Assistant(settings));
// The live preview has rebuilt the index: the next question reads it again.
// A worker has no document, and runs the same file.
globalThis.document?.addEventListener("bf-docs:index", () => worker?.worker.postMessage({ type: "stale" }));

const TROUBLES = {
  signin: "You are signed out.",
  offline: "The search index cannot be reached. Check the connection, then try again.",
  missing: "The search index is not where it should be. The site may be incomplete: publish it again.",
  damaged: "The search index is damaged. Publish the site again.",
  version: "The site has changed since this page was opened. Load the page again.",
  browser: "This browser is too old to search the site.",
  script: "Search could not start.",
};

// A text with its matches marked.
const marked = (className, text, marks) => {
  const line = make("span", className);
  let at = 0;
  for (const [start, end] of marks) {
    line.append(text.slice(at, start), make("mark", "", text.slice(start, end)));
    at = end;
  }
  line.append(text.slice(at));
  return line;
};

const facts = ({ kind, status }) => [kind, status].filter(Boolean).map((text, at) => {
  const fact = make("span", at ? "status" : "search-kind", text);
  if (at) fact.dataset.status = text;
  return fact;
});

// The top folder that the page is in, as a filter names it.
const placeOf = (root) => {
  const path = location.pathname.slice(new URL(root, location.href).pathname.length);
  const [folder, ...rest] = path.split("/");
  try {
    return rest.length ? decodeURIComponent(folder).toLowerCase() : "";
  } catch {
    return "";
  }
};

// The address of a result without the words to mark.
const placed = ({ pathname, hash }) => pathname + hash;

const quoted = (value) => (/[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value);

export class Box {
  // `host` gets the box; `settings` are those of the header's link.
  constructor(host, settings, isPage) {
    this.host = host;
    this.settings = settings;
    this.isPage = isPage;
    this.build();
    this.empty();
    // The open box finds text that was just written.
    document.addEventListener("bf-docs:index", () => {
      if ((isPage || host.open) && this.input.value.trim()) this.ask(this.count);
    });
  }

  build() {
    this.input = make("input", "search-input");
    Object.assign(this.input, { type: "search", placeholder: "Search", autocomplete: "off", spellcheck: false, enterKeyHint: "go", maxLength: 1000 });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-label": "Search", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "search-results", autocapitalize: "off" })) {
      this.input.setAttribute(name, value);
    }
    const form = make("form", "search-form", make("span", "icon icon-search"), this.input);
    form.setAttribute("role", "search");
    form.addEventListener("submit", (event) => event.preventDefault());
    if (!this.isPage) {
      const close = make("button", "search-close", "Esc");
      close.type = "button";
      close.setAttribute("aria-label", "Esc: close the search");
      close.addEventListener("click", () => this.host.close());
      form.append(close);
    }
    this.facets = make("div", "search-facets");
    this.status = make("p", "search-status");
    this.status.setAttribute("role", "status");
    this.notice = make("div", "search-notice");
    this.results = make("div", "search-results");
    this.results.id = "search-results";
    this.results.setAttribute("role", "listbox");
    this.results.setAttribute("aria-label", "Results");
    this.start = make("div", "search-start");
    this.more = make("button", "search-more md-button", "More results");
    this.more.type = "button";
    this.more.hidden = true;
    this.more.addEventListener("click", () => {
      const shown = new Set([...this.results.querySelectorAll("a")].map((link) => link.href));
      this.ask(this.count + MORE, shown);
      // The button disappears without further results.
      this.input.focus();
    });
    const scroller = make("div", "search-scroller", this.facets, this.notice, this.results, this.start, this.more);
    scroller.addEventListener("scroll", () => {
      if (scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - NEAR) this.goOn();
    });
    const keys = make("p", "search-keys", make("kbd", "", "↑"), make("kbd", "", "↓"), " choose ", make("kbd", "", "Enter"), " open ");
    this.host.append(form, this.status, scroller, keys);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.results.addEventListener("click", (event) => {
      if (event.target.closest("a")) recent.add(this.input.value);
    });
  }

  set text(text) {
    this.input.value = text;
    this.typed();
  }

  typed() {
    const query = new URLSearchParams(location.search);
    if (this.input.value) query.set("q", this.input.value);
    else query.delete("q");
    const tail = query.size ? `?${query}` : "";
    history.replaceState(history.state, "", location.pathname + tail + location.hash);
    if (this.input.value.trim()) this.ask(FIRST);
    else this.empty();
  }

  // Shows recent searches and places to start, before anything is looked for.
  empty() {
    this.asked = undefined;
    this.results.setAttribute("aria-busy", "false");
    clearTimeout(this.slow);
    for (const part of [this.facets, this.notice, this.results, this.start]) part.replaceChildren();
    this.more.hidden = true;
    this.say("");
    this.choose(undefined);
    const list = recent.list();
    if (list.length) {
      const items = list.map((text) => {
        const button = make("button", "search-recent", text);
        button.type = "button";
        button.addEventListener("click", () => {
          this.input.focus();
          this.text = text;
        });
        return make("li", "", button);
      });
      const clear = make("button", "search-clear", "Clear");
      clear.type = "button";
      clear.addEventListener("click", () => {
        recent.keep([]);
        this.empty();
        this.input.focus();
      });
      this.start.append(make("div", "search-group", make("h2", "", "Recent searches"), clear), make("ul", "", ...items));
    }
    const entries = document.querySelector("template.search-entries");
    if (entries) this.start.append(make("div", "search-group", make("h2", "", "Start here")), entries.content.cloneNode(true));
    this.start.append(make("p", "search-hint", "Narrow a search with ", make("code", "", "kind:decision"), " ", make("code", "", "status:accepted"), " ", make("code", "", "in:work"), ", exact words with ", make("code", "", "\"quotes\""), "."));
  }

  // Loads more results behind those that are shown; what is chosen stays.
  goOn() {
    const isBusy = this.results.getAttribute("aria-busy") === "true";
    if (!this.more.hidden && !isBusy && this.chosen) this.ask(this.count + MORE, undefined, true);
  }

  // For a reader who asked for more, `shown` has the addresses of the earlier results; `keeps` is true if what is chosen stays.
  async ask(count, shown, keeps) {
    this.count = count;
    const text = this.input.value;
    this.results.setAttribute("aria-busy", "true");
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.say("Searching…"), 200);
    const worker = workerOf(this.settings);
    const question = worker.ask({ type: "ask", text, count, isFirst: count === FIRST });
    const { last } = worker;
    const answer = await question;
    // Only the answer to the last question is shown.
    if (worker.last !== last || this.input.value !== text) return undefined;
    clearTimeout(this.slow);
    this.results.dataset.took = answer.took;
    this.results.setAttribute("aria-busy", "false");
    if (answer.trouble) return this.fail(answer.trouble.kind, answer.trouble.path);
    return this.show(answer, text, shown, keeps);
  }

  // Shows the reason for a missing answer, and a way on.
  fail(kind, path) {
    const why = TROUBLES[kind] ?? TROUBLES.script;
    for (const part of [this.facets, this.results, this.start]) part.replaceChildren();
    this.more.hidden = true;
    const way = make("a", "", kind === "signin" ? "Sign in" : "All pages");
    // This page, opened again, asks for the sign-in and keeps the query.
    way.href = kind === "signin" ? location.href : this.settings.all;
    if (kind === "signin") way.addEventListener("click", (event) => {
      event.preventDefault();
      location.reload();
    });
    this.notice.replaceChildren(make("p", "", why, path ? make("code", "", path) : ""), make("p", "", way));
    this.say(why);
    this.choose(undefined);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  show(answer, text, shown, keeps) {
    this.start.replaceChildren();
    this.notice.replaceChildren();
    const pages = new Map();
    for (const result of answer.results) {
      if (!pages.has(result.page)) pages.set(result.page, []);
      pages.get(result.page).push(result);
    }
    let number = 0;
    const option = (result, ...children) => {
      const link = make("a", "search-hit", ...children);
      const address = new URL(this.settings.root + result.route, location.href);
      // The opened page marks the words that were found there.
      if (result.words.length) address.search = new URLSearchParams({ h: result.words.join(" ") });
      link.href = address.href;
      link.id = `search-hit-${number++}`;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      return link;
    };
    const groups = [...pages.values()].map((sections) => {
      const [first] = sections;
      const opening = sections.find((section) => !section.heading);
      const way = make("span", "search-way", first.folders.join(" › "));
      const title = marked("search-title", first.title, first.titleMarks);
      const named = opening ?? { ...first, route: first.route.replace(/#.*/, "") };
      const head = option(named, make("span", "search-line", title, ...facts(opening ?? first)), way, opening?.excerpt ? marked("search-excerpt", opening.excerpt, opening.marks) : undefined);
      const others = sections.filter((section) => section !== opening);
      const rows = others.map((section) => {
        const own = section.kind !== first.kind || section.status !== first.status ? facts(section) : [];
        const heading = marked("search-heading", section.heading, section.headingMarks);
        if (section.above.length) heading.prepend(`${section.above.join(" › ")} › `);
        const link = option(section, make("span", "search-line", heading, ...own), marked("search-excerpt", section.excerpt, section.marks));
        link.classList.add("search-section");
        return link;
      });
      const group = make("div", "search-page", head, ...rows);
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", first.title);
      return group;
    });
    const kept = keeps && this.chosen && placed(this.chosen);
    this.results.replaceChildren(...groups);
    this.filters(answer.facets, answer.instead || text);
    this.more.hidden = !answer.isCut;
    if (answer.troubles.length) {
      const paths = [...new Set(answer.troubles.map(({ path }) => path))].join(", ");
      this.notice.replaceChildren(make("p", "", "Part of the search index cannot be read; there may be more than is shown. ", make("code", "", paths)));
    }
    if (!answer.results.length) {
      const all = make("a", "", "All pages");
      all.href = this.settings.all;
      this.notice.append(make("p", "", "Nothing found. Try fewer words, another spelling, or look through ", all, "."));
      this.say("Nothing found");
    } else if (answer.instead) {
      const nearest = make("button", "search-nearest", answer.instead);
      nearest.type = "button";
      nearest.addEventListener("click", () => {
        this.input.focus();
        this.text = answer.instead;
      });
      this.notice.append(make("p", "", "These results are for ", nearest, "."));
      this.say("Nothing found");
    } else {
      const one = answer.total === 1;
      this.say(`${answer.total.toLocaleString(document.documentElement.lang || undefined)} ${one ? "section" : "sections"} found`);
    }
    this.asked = text;
    const links = [...this.results.querySelectorAll("a")];
    const chosen = links.find((link) => (kept ? placed(link) === kept : shown && !shown.has(link.href)));
    this.choose(chosen ?? links[0], Boolean(kept));
    this.input.setAttribute("aria-expanded", String(answer.results.length > 0));
  }

  // The kinds, states and folders of the results; a click narrows to one.
  filters(facets, base) {
    const here = this.isPage ? "" : placeOf(this.settings.root);
    const rows = Object.entries({ kind: "Kind", status: "Status", in: "Folder" }).flatMap(([name, title]) => {
      const values = facets[name].filter(({ value }) => value).sort((a, b) => (b.value === here) - (a.value === here) || b.count - a.count).slice(0, 8);
      const chips = values.map(({ value, count }) => {
        const token = `${name}:${quoted(value)}`;
        const tokens = base.match(/\S+:"[^"]*"|\S+/g) ?? [];
        const isOn = tokens.includes(token);
        const isHere = name === "in" && value === here;
        const chip = make("button", "search-chip", isHere ? "Only this section" : value, make("span", "", String(count)));
        chip.type = "button";
        if (isHere) chip.title = value;
        chip.setAttribute("aria-pressed", String(isOn));
        chip.addEventListener("click", () => {
          const rest = tokens.filter((other) => other !== token);
          this.input.focus();
          // The filter goes to the front, because the last word may be incomplete.
          this.text = isOn ? rest.join(" ") : `${token} ${base}`;
        });
        return chip;
      });
      if (chips.length < 2 && !chips.some((chip) => chip.getAttribute("aria-pressed") === "true")) return [];
      const row = make("div", "search-facet", make("span", "", title), ...chips);
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", title);
      return [row];
    });
    this.facets.replaceChildren(...rows);
  }

  choose(link, isQuiet) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = link ?? undefined;
    if (!link) {
      this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-expanded", "false");
      return;
    }
    link.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", link.id);
    if (!isQuiet) link.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const links = [...this.results.querySelectorAll("a")];
    const at = links.indexOf(this.chosen);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!links.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(links[(at + step + links.length) % links.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Enter may be faster than the answer.
      if (this.asked !== this.input.value) return;
      if (!this.chosen) return;
      recent.add(this.input.value);
      this.chosen.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
    }
  }
}

let dialog;

// Opens the dialog with a query.
export const open = (settings, text) => {
  if (!dialog) {
    dialog = make("dialog", "search-dialog");
    dialog.setAttribute("aria-label", "Search");
    dialog.box = new Box(dialog, settings, false);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      const query = new URLSearchParams(location.search);
      query.delete("q");
      history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
    });
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
  const { box } = dialog;
  // The index loads while the first word is typed.
  workerOf(settings).ask({ type: "open" });
  if (text !== undefined) box.text = text;
  else if (box.input.value) box.typed();
  else box.empty();
  box.input.focus();
  box.input.select();
};

// Fills the search page.
export const fill = (host, settings) => {
  const box = new Box(host, settings, true);
  box.text = new URLSearchParams(location.search).get("q") ?? "";
  box.input.focus();
};

// Marks words in the article of an opened result, and goes to the first if the address names no heading.
export const mark = (text) => {
  const article = document.querySelector(".article");
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 16);
  if (!article || !words.length) return;
  const isSign = new RegExp(`^[${SIGN}]+$`, "u");
  const escaped = words.map((word) => {
    const plain = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    // Signs have no blanks between them.
    return isSign.test(word) ? plain : `(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`;
  });
  const pattern = new RegExp(escaped.join("|"), "giu");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest("script, style, math, svg, button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (nodes.length < 20_000 && walker.nextNode()) nodes.push(walker.currentNode);
  let first;
  for (const node of nodes) {
    const parts = [];
    let at = 0;
    for (const match of node.data.matchAll(pattern)) {
      const found = make("mark", "search-mark", match[0]);
      first ??= found;
      parts.push(node.data.slice(at, match.index), found);
      at = match.index + match[0].length;
    }
    if (parts.length) node.replaceWith(...parts, node.data.slice(at));
  }
  if (first && !location.hash) {
    for (let folded = first.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    first.dispatchEvent(new Event("bf-docs:found", { bubbles: true }));
    first.scrollIntoView({ block: "center" });
  }
  // Escape removes the marks, from the address too.
  addEventListener("keydown", function clear(event) {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    removeEventListener("keydown", clear);
    event.preventDefault();
    for (const found of article.querySelectorAll("mark.search-mark")) {
      const parent = found.parentNode;
      found.replaceWith(...found.childNodes);
      parent.normalize();
    }
    const query = new URLSearchParams(location.search);
    query.delete("h");
    history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  });
};
