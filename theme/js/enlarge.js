// A button on each drawing that opens it large. The script of the large view is loaded on first use.
(() => {
  const address = document.body.dataset.drawings;
  if (!address) return;
  let loading;
  const load = () => (loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      loading = undefined;
      script.remove();
      reject(new Error("the script could not be loaded"));
    });
    document.head.append(script);
  }));
  const add = (diagram) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "enlarge-button";
    button.title = "Enlarge";
    button.setAttribute("aria-label", "Enlarge the drawing");
    button.addEventListener("click", async () => {
      try {
        await load();
      } catch {
        return;
      }
      diagram.querySelector("svg")?.dispatchEvent(new CustomEvent("bf-docs:enlarge", { bubbles: true }));
    });
    diagram.after(button);
  };
  const start = () => {
    for (const diagram of document.querySelectorAll(".diagram")) {
      if (!diagram.nextElementSibling?.matches(".enlarge-button")) add(diagram);
    }
  };
  start();
  document.addEventListener("bf-docs:updated", start);
})();
