// Redirects from an old address and keeps the visitor's query and fragment. Without scripts the
// page's `refresh` redirects and loses them.
(() => {
  const to = new URL(document.currentScript.dataset.to, location.href);
  const query = location.search.slice(1);
  if (query) to.search = to.search ? `${to.search}&${query}` : query;
  if (location.hash) to.hash = location.hash;
  location.replace(to);
})();
