// The colour scheme button: system, light, dark, and again system.
(() => {
  const button = document.querySelector(".scheme-button");
  if (!button) return;
  const root = document.documentElement;
  const order = ["auto", "light", "dark"];
  const now = () => root.dataset.scheme || "auto";
  const next = () => order[(order.indexOf(now()) + 1) % order.length];
  const label = () => {
    const name = now() === "auto" ? "as the system" : now();
    button.setAttribute("aria-label", `Colour scheme: ${name}`);
    button.title = `Colour scheme: ${name}. Change to ${next() === "auto" ? "the system's" : next()}`;
  };
  button.addEventListener("click", () => {
    const scheme = next();
    if (scheme === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = scheme;
    try {
      localStorage.setItem("bf-docs.scheme", scheme);
    } catch { /* not remembered, still changed */ }
    label();
  });
  label();
  button.hidden = false;
})();
