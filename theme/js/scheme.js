// This script blocks in the head: the first paint needs the stored colour scheme.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const scheme = localStorage.getItem("bf-docs.scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch { /* storage may be refused; the system's scheme stands */ }
})();
