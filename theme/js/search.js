// Opens the search box: by its keys, by its link, or by the address. The rest is loaded then.
(() => {
  const link = document.querySelector(".masthead-find[data-search]");
  if (!link) return;
  const settings = { root: link.dataset.root, script: new URL(link.dataset.search, location.href).href, all: link.href };
  let box;
  const load = () => (box ??= import(settings.script));
  const isSignedOut = async () => {
    const answer = await fetch(settings.script, { method: "HEAD", cache: "no-store", redirect: "manual" }).catch(() => undefined);
    return answer?.status === 401 || answer?.type === "opaqueredirect";
  };
  // Says why the box cannot open.
  const reason = () => {
    const text = document.createElement("p");
    const way = document.createElement("a");
    const say = (why, to, label) => {
      way.href = to;
      way.textContent = label;
      text.replaceChildren(`${why} `, way);
    };
    if (location.protocol === "file:") {
      say("Search works when the site is served: browsers do not let files on a disk read each other.", link.href, "All pages");
      return text;
    }
    say("Search could not be loaded. Load the page again, or look through the list.", link.href, "All pages");
    isSignedOut().then((is) => {
      if (!is) return;
      // This page, opened again, asks for the sign-in.
      say("You are signed out.", location.href, "Sign in");
      way.addEventListener("click", (event) => {
        event.preventDefault();
        location.reload();
      });
    });
    return text;
  };
  const explain = () => {
    box = undefined;
    const dialog = document.createElement("dialog");
    dialog.className = "help";
    dialog.setAttribute("aria-label", "Search");
    dialog.append(reason());
    dialog.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  const open = (text) => load().then((box) => box.open(settings, text)).catch(explain);
  const page = document.querySelector(".search-host");
  const show = () => (page ? page.querySelector("input")?.focus() : open());
  // The link in the bar, and the one on a generated start page.
  for (const opener of [link, ...document.querySelectorAll(".start-find")]) {
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show();
    });
    opener.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      show();
    });
    opener.addEventListener("pointerenter", () => load().catch(() => { box = undefined; }), { once: true });
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    opener.setAttribute("aria-keyshortcuts", "/ s f Control+K");
  }
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
  if (page) load().then((box) => box.fill(page, settings)).catch(() => page.replaceChildren(reason()));
  else if (query.has("q")) open(query.get("q"));
})();
