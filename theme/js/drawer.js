// The section tree: in view at its current page; on a phone, a drawer that Escape closes.
(() => {
  const nav = document.getElementById("__nav");
  if (!nav) return;
  const centre = () => {
    const current = nav.querySelector("[aria-current]");
    if (current && nav.scrollHeight > nav.clientHeight) {
      const box = nav.getBoundingClientRect();
      nav.scrollTop += current.getBoundingClientRect().top - box.top - box.height / 3;
    }
  };
  centre();
  const button = document.querySelector(".menu-button");
  if (!button) return;
  const root = document.documentElement;
  button.setAttribute("role", "button");
  button.setAttribute("aria-controls", "__nav");
  const set = (open) => {
    root.classList.toggle("drawer-open", open);
    button.setAttribute("aria-expanded", open);
    if (open) {
      centre();
      nav.querySelector(".nav-close").focus();
    } else {
      button.focus();
    }
  };
  const act = (open) => (event) => {
    event.preventDefault();
    set(open);
  };
  button.setAttribute("aria-expanded", false);
  // If the address opened it, the script could not close it.
  if (location.hash === "#__nav") {
    location.replace("#__top");
    set(true);
  }
  button.addEventListener("click", act(true));
  button.addEventListener("keydown", (event) => event.key === " " && act(true)(event));
  nav.querySelector(".nav-close").addEventListener("click", act(false));
  document.querySelector(".nav-veil").addEventListener("click", act(false));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.classList.contains("drawer-open")) act(false)(event);
  });
  matchMedia("(min-width: 56.01rem)").addEventListener("change", () => root.classList.remove("drawer-open"));
})();
