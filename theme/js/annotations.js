// A code annotation opens beside its marker; the list below the block stays as it is.
(() => {
  if (!("popover" in HTMLElement.prototype)) return;
  let box;
  const noteOf = (marker) => anchored(marker.hash);
  const show = (marker) => {
    const note = noteOf(marker);
    if (!note) return;
    if (!box) {
      box = document.createElement("div");
      box.popover = "auto";
      box.className = "annotation-popover article";
      document.body.append(box);
    }
    const copy = note.cloneNode(true);
    for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
    box.replaceChildren(...copy.childNodes);
    box.showPopover();
    const at = marker.getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.offsetWidth - 16;
    box.style.left = `${Math.max(16, Math.min(at.left, room)) + scrollX}px`;
    box.style.top = `${at.bottom + 6 + scrollY}px`;
  };
  const add = (marker) => {
    marker.textContent = marker.textContent.replace(/[()]/g, "");
    marker.setAttribute("role", "button");
    marker.setAttribute("aria-label", `Annotation ${marker.textContent}`);
    marker.addEventListener("click", (event) => {
      event.preventDefault();
      show(marker);
    });
    marker.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      show(marker);
    });
  };
  const start = () => {
    for (const marker of document.querySelectorAll("a.code-annotation:not([role])")) if (noteOf(marker)) add(marker);
  };
  start();
  document.addEventListener("bf-docs:updated", start);
})();
