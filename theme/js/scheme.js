// Blocking, in the head: the stored colour scheme must be known before the first paint.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const scheme = localStorage.getItem("bf-docs.scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch { /* storage may be refused; the system's scheme stands */ }
})();
