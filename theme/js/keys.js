// Single-key shortcuts, the dialog that lists them, and the switch that turns them off. The page
// *Navigation* of the documentation has the same table.
(() => {
  const KEY = "bf-docs.keys";
  let on = true;
  try {
    on = localStorage.getItem(KEY) !== "off";
  } catch { /* not remembered: on */ }

  const follow = (selector) => () => document.querySelector(selector)?.click();
  const next = follow(".pager-next");
  const previous = follow(".pager-previous");
  const rows = [
    [["n", "."], "Next page", next],
    [["p", ","], "Previous page", previous],
    [["/", "s", "f"], "Search", () => dispatchEvent(new Event("bf-docs:search"))],
    [["e"], "Edit this page", follow(".edit-link")],
    [["d"], "Dark or light", follow(".scheme-button")],
    [["?"], "These shortcuts", () => help()],
  ];
  const actions = new Map(rows.flatMap(([keys, , act]) => keys.map((key) => [key, act])));

  const make = (tag, text) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    return element;
  };
  let dialog;
  const build = () => {
    dialog = make("dialog");
    dialog.className = "help";
    const title = make("h2", "Keyboard shortcuts");
    title.id = "help-title";
    dialog.setAttribute("aria-labelledby", title.id);
    const list = make("dl");
    for (const [keys, what] of rows) {
      const term = make("dt");
      keys.forEach((key, i) => term.append(i ? " or " : "", make("kbd", key)));
      list.append(term, make("dd", what));
    }
    const label = make("label");
    const input = make("input");
    input.type = "checkbox";
    input.checked = on;
    input.addEventListener("change", () => {
      on = input.checked;
      try {
        localStorage.setItem(KEY, on ? "on" : "off");
      } catch { /* for this page only */ }
    });
    label.append(input, "Use these keys");
    const close = make("button", "Close");
    close.type = "button";
    close.className = "md-button";
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.append(title, list, label, close);
    document.body.append(dialog);
  };
  const help = () => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
  };

  addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    const act = actions.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelector(".help-button")?.addEventListener("click", help);
})();
