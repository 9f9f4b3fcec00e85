// A chosen tab is chosen in every set that has it, on this page and later ones.
(() => {
  const KEY = "bf-docs.tabs";
  let sets = [];
  const known = new WeakSet();
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
  // A link to an element inside a tab wins over the remembered tab.
  const reveal = (target) => {
    for (let block = target && target.closest(".tabbed-block"); block; block = block.parentElement.closest(".tabbed-block")) {
      const set = block.closest(".tabbed-set");
      parts(set)[[...block.parentElement.children].indexOf(block)]?.[1].click();
      target.scrollIntoView();
    }
  };
  const add = (set) => {
    choose(set, chosen);
    for (const [, input] of parts(set)) {
      if (known.has(input)) continue;
      known.add(input);
      input.addEventListener("change", () => {
        const name = parts(set).find(([, other]) => other === input)[0];
        const before = set.getBoundingClientRect().top;
        chosen = [name, ...chosen.filter((other) => other !== name)].slice(0, 12);
        for (const other of sets) if (other !== set) choose(other, [name]);
        scrollBy({ top: set.getBoundingClientRect().top - before, behavior: "instant" });
        try {
          localStorage.setItem(KEY, JSON.stringify(chosen));
        } catch { /* chosen for this page only */ }
      });
    }
  };
  const start = () => {
    sets = [...document.querySelectorAll(".tabbed-set")];
    sets.forEach(add);
  };
  start();
  document.addEventListener("bf-docs:updated", start);
  const follow = () => location.hash && reveal(anchored(location.hash));
  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("bf-docs:found", ({ target }) => reveal(target));
})();
