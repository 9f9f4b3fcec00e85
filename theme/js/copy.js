// A copy button on every code block, and one for the whole page as Markdown.
(() => {
  // The placeholder of a removed mark: HTML cannot contain this character.
  const MARK = "\0";
  // The blanks around a mark at a line's end go with it. All others are the author's.
  const unmarked = (line) => {
    if (!line.includes(MARK)) return line;
    let end = line.length;
    while (end > 0 && ` \t${MARK}`.includes(line[end - 1])) end--;
    return (line.includes(MARK, end) ? line.slice(0, end) : line).replaceAll(MARK, "");
  };
  // The last line end is cut: with it, a terminal would run pasted code at once.
  const text = (code) => {
    const copy = code.cloneNode(true);
    for (const part of copy.querySelectorAll(".gp")) part.remove();
    for (const part of copy.querySelectorAll(".code-annotation, .code-annotation-sign")) part.replaceWith(MARK);
    const whole = copy.textContent.split("\n").map(unmarked).join("\n");
    let end = whole.length;
    while (whole[end - 1] === "\n") end--;
    return whole.slice(0, end);
  };
  // Pages served without TLS have no clipboard object.
  const write = async (value) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(value);
    const area = document.createElement("textarea");
    area.value = value;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copying was refused");
  };
  const add = (pre) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    button.title = "Copy";
    button.setAttribute("aria-label", "Copy the code");
    button.addEventListener("click", async () => {
      try {
        await write(text(button.previousElementSibling.firstElementChild));
      } catch {
        return;
      }
      button.classList.add("done");
      button.setAttribute("aria-label", "Copied");
      setTimeout(() => {
        button.classList.remove("done");
        button.setAttribute("aria-label", "Copy the code");
      }, 1600);
    });
    pre.after(button);
  };
  const start = () => {
    for (const code of document.querySelectorAll(".article .highlight > pre > code")) {
      if (!code.parentElement.nextElementSibling?.matches(".copy-button")) add(code.parentElement);
    }
  };
  start();
  document.addEventListener("bf-docs:updated", start);

  const whole = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    return response.text();
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy-page");
    if (!button) return;
    const label = button.querySelector(".text");
    const name = (button.dataset.name ??= label.textContent);
    try {
      await write(await whole(button.dataset.from));
      button.classList.add("done");
      label.textContent = "Copied";
    } catch {
      label.textContent = "Not copied";
    }
    setTimeout(() => {
      button.classList.remove("done");
      label.textContent = name;
    }, 1600);
  });
})();
