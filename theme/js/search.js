// Opens the search box: by its keys, by its link, and where the address asks for it. All else is loaded then.
(() => {
  const link = document.querySelector(".masthead-find[data-search]");
  if (!link) return;
  const settings = { root: link.dataset.root, script: new URL(link.dataset.search, location.href).href, all: link.href };
  let box;
  const load = () => (box ??= import(settings.script));
  const open = async (text) => {
    try {
      (await load()).open(settings, text);
    } catch {
      box = undefined;
      // Files on a disk may not load modules; the list of all pages needs none.
      location.href = link.href;
    }
  };
  const page = document.querySelector(".search-host");
  const show = () => (page ? page.querySelector("input")?.focus() : open());
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    show();
  });
  link.addEventListener("pointerenter", () => load().catch(() => { box = undefined; }), { once: true });
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.setAttribute("aria-keyshortcuts", "/ s Control+K");
  addEventListener("bf-docs:search", show);
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      show();
    }
  });
  const query = new URLSearchParams(location.search);
  const marks = query.get("h");
  if (marks) load().then((box) => box.mark(marks)).catch(() => { box = undefined; });
  if (page) load().then((box) => box.fill(page, settings)).catch(() => { box = undefined; });
  else if (query.has("q")) open(query.get("q"));
})();
