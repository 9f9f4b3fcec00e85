// Marks the section being read in the page's contents.
(() => {
  let toc;
  const links = new Map();
  let current;
  const wide = matchMedia("(min-width: 76.01rem)");
  // Beside the text the list is always open, so its title is not a control.
  const fit = () => {
    if (!toc) return;
    toc.querySelector("details").open = wide.matches;
    toc.querySelector("summary").tabIndex = wide.matches ? -1 : 0;
  };
  wide.addEventListener("change", fit);
  document.addEventListener("click", (event) => {
    if (!wide.matches && event.target.closest(".page-toc li a")) toc.querySelector("details").open = false;
  });
  const mark = () => {
    let link;
    for (const [heading, candidate] of links) {
      if (heading.getBoundingClientRect().top > 120) break;
      link = candidate;
    }
    const bottom = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    if (bottom && scrollY > 0) link = [...links.values()].pop();
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    if (link && wide.matches) {
      const item = link.getBoundingClientRect();
      const box = toc.getBoundingClientRect();
      if (item.top < box.top + 40 || item.bottom > box.bottom - 40) toc.scrollTop += item.top - box.top - box.height / 2;
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  }, { passive: true });

  const start = () => {
    const found = document.querySelector(".page-toc");
    if (found !== toc) {
      toc = found;
      fit();
    }
    links.clear();
    for (const link of toc?.querySelectorAll("li a") ?? []) {
      const heading = anchored(link.hash);
      if (heading) links.set(heading, link);
    }
    mark();
  };
  start();
  document.addEventListener("bf-docs:updated", start);
})();
