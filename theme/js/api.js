// Old addresses of API references: `#operation/ID` and `#tag/NAME` lead to where that is now.
(() => {
  const forms = { operation: (name) => `a[href$="#${CSS.escape(name)}"]`, tag: () => ".api-tag > a" };
  const lead = () => {
    const [, form, name] = /^#(operation|tag)\/(.+)$/.exec(location.hash) ?? [];
    if (!form || anchored(location.hash)) return;
    let wanted = name;
    try {
      wanted = decodeURIComponent(name);
    } catch {
      // A `%` may be a part of the name.
    }
    const links = [...document.querySelectorAll(forms[form](name))];
    const link = form === "tag" ? links.find((link) => link.textContent === wanted || link.dataset.tag === wanted) : links[0];
    if (form === "operation" && document.getElementById(wanted)) location.replace(`#${name}`);
    else if (link) location.replace(link.href);
  };
  if (!document.querySelector(".api-facts")) return;
  addEventListener("hashchange", lead);
  lead();
})();
