// Old addresses of API references: `#operation/ID`, `#tag/NAME` and `#tag/NAME/operation/ID` lead to
// where that is now.
(() => {
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      // A `%` may be a part of the name.
      return text;
    }
  };
  const links = (selector) => [...document.querySelectorAll(selector)];
  const operation = (name) => {
    // As ids are made of names.
    const id = name.split(/[\s\p{Cc}"<>]+/u).filter(Boolean).join("-");
    if (document.getElementById(id)) return `#${encodeURIComponent(id)}`;
    return links("a[href*='#']").find((link) => decoded(link.hash.slice(1)) === id)?.href;
  };
  const tag = (name) =>
    links(".api-tag > a").find((link) => link.textContent === name || link.dataset.tag === name)?.href;
  const lead = () => {
    const [, id, name] = /^#(?:(?:tag\/.+\/)?operation\/(.+)|tag\/(.+))$/.exec(location.hash) ?? [];
    if (!(id ?? name) || anchored(location.hash)) return;
    const place = id ? operation(decoded(id)) : tag(decoded(name));
    if (place) location.replace(place);
  };
  if (!document.querySelector(".api-facts")) return;
  addEventListener("hashchange", lead);
  lead();
})();
