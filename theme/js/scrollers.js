// Boxes that scroll sideways can be scrolled by keyboard, and the current tab is in view.
(() => {
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) {
    const list = tab.closest("ul");
    const [item, box] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
    const isFromRight = getComputedStyle(list).direction === "rtl";
    list.scrollLeft += isFromRight ? item.left - box.left - 48 : item.right - box.right + 48;
  }
  const start = () => {
    for (const box of document.querySelectorAll('.article pre, .table-wrap, .diagram, .arithmatex:has(> [display="block"])')) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
  };
  start();
  document.addEventListener("bf-docs:updated", start);
})();
