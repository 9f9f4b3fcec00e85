// A copy button on every code block.
(() => {
  const text = (code) => {
    const copy = code.cloneNode(true);
    for (const part of copy.querySelectorAll(".code-annotation, .code-annotation-sign, .gp")) part.remove();
    return copy.textContent.replace(/[ \t]+$/gm, "").replace(/\n+$/, "\n");
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
})();
