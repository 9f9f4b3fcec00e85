// Filters of the tables of traceability: by words and by the values of a column.
// The choice is kept in the address, so that a view can be shared.
(() => {
  const add = (table) => {
    const id = table.dataset.filter;
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) row.hidden = false;
    if (rows.length < 4) return;
    const form = document.createElement("form");
    form.className = "trace-filter";
    form.setAttribute("role", "search");
    const field = (name, control, key) => {
      const label = document.createElement("label");
      control.name = key;
      label.append(name, control);
      form.append(label);
      return control;
    };
    const words = document.createElement("input");
    words.type = "search";
    const controls = [[field("Filter", words, id), null]];
    heads.forEach((head, column) => {
      if (!("choices" in head.dataset)) return;
      const values = [...new Set(rows.map((row) => row.cells[column].textContent.trim()))].filter(Boolean).sort();
      if (values.length < 2) return;
      const select = document.createElement("select");
      select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
      const name = head.textContent.trim();
      controls.push([field(name, select, `${id}-${name.toLowerCase()}`), column]);
    });
    const count = document.createElement("output");
    form.append(count);
    const text = rows.map((row) => row.textContent.toLowerCase());
    const show = () => {
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = controls.every(([control, column]) => {
          if (!control.value) return true;
          if (column === null) return control.value.toLowerCase().split(/\s+/).every((word) => text[at].includes(word));
          return row.cells[column].textContent.trim() === control.value;
        });
        row.hidden = !fits;
        shown += fits;
      });
      count.textContent = `${shown} of ${rows.length}`;
    };
    const query = new URLSearchParams(location.search);
    for (const [control] of controls) control.value = query.get(control.name) ?? "";
    form.addEventListener("input", () => {
      const query = new URLSearchParams(location.search);
      for (const [control] of controls) {
        if (control.value) query.set(control.name, control.value);
        else query.delete(control.name);
      }
      const tail = query.size ? `?${query}` : "";
      history.replaceState(null, "", location.pathname + tail + location.hash);
      show();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    table.parentElement.before(form);
    show();
  };
  const start = () => {
    const { activeElement: old } = document;
    for (const form of document.querySelectorAll(".trace-filter")) form.remove();
    document.querySelectorAll("table[data-filter]").forEach(add);
    if (!old?.closest(".trace-filter")) return;
    // Typing in a filter is not interrupted.
    const again = [...document.querySelectorAll(".trace-filter [name]")].find(({ name }) => name === old.name);
    again?.focus({ preventScroll: true });
    if (again?.type === "search") again.setSelectionRange(old.selectionStart, old.selectionEnd);
  };
  start();
  document.addEventListener("bf-docs:updated", start);
})();
