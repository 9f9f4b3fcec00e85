// Leads from an old address on, with the query and the fragment that the visitor came with. Without
// scripts the page's `refresh` does, and cannot know them.
(() => {
  const to = new URL(document.currentScript.dataset.to, location.href);
  const query = location.search.slice(1);
  if (query) to.search = to.search ? `${to.search}&${query}` : query;
  if (location.hash) to.hash = location.hash;
  location.replace(to);
})();
