// A chosen tab is chosen in every set that has it, on this page and the next ones.
(() => {
  const KEY = "bf-docs.tabs";
  const sets = [...document.querySelectorAll(".tabbed-set")];
  if (!sets.length) return;
  const parts = (set) => {
    const inputs = [...set.querySelectorAll(":scope > input")];
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
    return inputs.map((input, i) => [labels[i]?.textContent.trim(), input]);
  };
  const choose = (set, names) => {
    const found = parts(set);
    for (const name of names) {
      const hit = found.find(([label]) => label === name);
      if (hit) {
        hit[1].checked = true;
        return;
      }
    }
  };
  let chosen = [];
  try {
    chosen = JSON.parse(localStorage.getItem(KEY)) || [];
  } catch { /* nothing remembered */ }
  // A link to something inside a tab wins over what was remembered.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let block = target && target.closest(".tabbed-block"); block; block = block.parentElement.closest(".tabbed-block")) {
      const set = block.closest(".tabbed-set");
      parts(set)[[...block.parentElement.children].indexOf(block)]?.[1].click();
      target.scrollIntoView();
    }
  };
  for (const set of sets) {
    choose(set, chosen);
    for (const [name, input] of parts(set)) {
      input.addEventListener("change", () => {
        const before = set.getBoundingClientRect().top;
        chosen = [name, ...chosen.filter((other) => other !== name)].slice(0, 12);
        for (const other of sets) if (other !== set) choose(other, [name]);
        scrollBy({ top: set.getBoundingClientRect().top - before, behavior: "instant" });
        try {
          localStorage.setItem(KEY, JSON.stringify(chosen));
        } catch { /* chosen for this page only */ }
      });
    }
  }
  reveal();
  addEventListener("hashchange", reveal);
})();
