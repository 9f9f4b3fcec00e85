// Opens a cut list of the section tree in place, from the list of all pages.
(() => {
  const key = (href, base) => new URL(href, base).href.replace(/#.*/, "");
  const whole = async (address, known) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const link of page.querySelectorAll(".article a[href]")) {
      if (known.has(key(link.getAttribute("href"), response.url))) return [link.closest("ul"), response.url];
    }
    throw new Error("the list is not there");
  };
  const expand = async (more) => {
    const list = more.parentElement;
    const known = new Map();
    for (const item of list.children) if (item !== more) known.set(key(item.firstElementChild.href), item);
    const [source, base] = await whole(more.firstElementChild.href, known);
    const items = [...source.children].map((from) => {
      const link = from.firstElementChild;
      const href = key(link.getAttribute("href"), base);
      if (known.has(href)) return known.get(href);
      const item = document.createElement("li");
      if (from.querySelector("li")) item.className = "nav-folder";
      const copy = document.createElement("a");
      copy.href = href;
      copy.textContent = link.textContent;
      item.append(copy);
      return item;
    });
    const first = items.find((item) => !item.isConnected);
    list.replaceChildren(...items);
    list.dataset.whole = "";
    first?.firstElementChild.focus();
  };
  // A page from the disk cannot fetch, so the link is followed.
  if (!location.protocol.startsWith("http")) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".nav .nav-more > a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    expand(link.parentElement).catch(() => location.assign(link.href));
  });
})();
