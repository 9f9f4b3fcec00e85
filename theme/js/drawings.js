// The large view of a drawing: zoom, pan and download.
(() => {
  const [LEAST, MOST, STEP] = [0.1, 8, 1.25];

  const button = (label, className, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `drawing-tool ${className}`;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  // A colour as every program reads it: those of the theme are known to this page alone.
  const plain = (colour) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const brush = canvas.getContext("2d");
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return `rgb(${red},${green},${blue})`;
  };

  // The drawing as a file that needs nothing of the page.
  const file = (svg) => {
    const copy = svg.cloneNode(true);
    const originals = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, at) => {
      const style = getComputedStyle(originals[at]);
      for (const name of ["fill", "stroke", "stop-color", "color"]) {
        if (/var\(|light-dark\(/.test(element.getAttribute(name) ?? "")) element.setAttribute(name, plain(style.getPropertyValue(name)));
      }
      // An address is complete outside the page, too.
      if (element.localName === "a" && element.hasAttribute("href")) element.setAttribute("href", new URL(element.getAttribute("href"), document.baseURI).href);
    });
    const { x, y, width, height } = svg.viewBox.baseVal;
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const box = { x, y, width, height, fill: plain(getComputedStyle(document.documentElement).backgroundColor) };
    for (const [name, value] of Object.entries(box)) ground.setAttribute(name, value);
    copy.prepend(ground);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.removeAttribute("class");
    copy.removeAttribute("style");
    return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
  };

  const download = (svg, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file(svg));
    link.download = `${name}.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const open = (svg) => {
    const figure = svg.closest("figure");
    const home = document.createComment("drawing");
    const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
    const dialog = document.createElement("dialog");
    dialog.className = "drawing-dialog";
    dialog.setAttribute("aria-label", svg.querySelector("title")?.textContent || "Drawing");
    const stage = document.createElement("div");
    stage.className = "drawing-stage";
    stage.tabIndex = 0;
    const level = document.createElement("output");
    let scale = 1;

    // What is at this place of the stage, in pixels from its corner, stays there.
    const zoom = (to, x = stage.clientWidth / 2, y = stage.clientHeight / 2) => {
      const before = scale;
      scale = Math.min(Math.max(to, LEAST), MOST);
      const [left, top] = [stage.scrollLeft + x, stage.scrollTop + y].map((at) => at * (scale / before));
      svg.style.width = `${width * scale}px`;
      svg.style.height = `${height * scale}px`;
      stage.scrollLeft = left - x;
      stage.scrollTop = top - y;
      level.textContent = `${Math.round(scale * 100)} %`;
    };
    const fit = () => zoom(Math.min(stage.clientWidth / width, stage.clientHeight / height, 2) * 0.98);

    const keys = { "+": () => zoom(scale * STEP), "=": () => zoom(scale * STEP), "-": () => zoom(scale / STEP), 0: fit };
    dialog.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    stage.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = stage.getBoundingClientRect();
      zoom(scale * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    // A mouse drags; fingers scroll by themselves. A link is not followed after its drawing was dragged.
    let isDragged = false;
    stage.addEventListener("pointerdown", () => (isDragged = false));
    stage.addEventListener("dragstart", (event) => event.preventDefault());
    stage.addEventListener("click", (event) => {
      if (isDragged) event.preventDefault();
    }, { capture: true });
    stage.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons !== 1) return;
      isDragged ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 1;
      stage.scrollLeft -= event.movementX;
      stage.scrollTop -= event.movementY;
    });

    const tools = document.createElement("div");
    tools.className = "drawing-tools";
    const name = [location.pathname.split("/").filter((part) => part && part !== "index.html").at(-1), figure?.id].filter(Boolean).join("-");
    tools.append(
      button("Zoom out", "zoom-out", () => zoom(scale / STEP)),
      level,
      button("Zoom in", "zoom-in", () => zoom(scale * STEP)),
      button("Fit", "zoom-fit", fit),
      button("Download as SVG", "download", () => download(svg, name || "drawing")),
      button("Close", "close", () => dialog.close()),
    );
    svg.replaceWith(home);
    stage.append(svg);
    dialog.append(tools, stage);
    dialog.addEventListener("close", () => {
      svg.style.width = svg.style.height = "";
      if (!svg.getAttribute("style")) svg.removeAttribute("style");
      home.replaceWith(svg);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    stage.focus();
    fit();
  };

  document.addEventListener("bf-docs:enlarge", (event) => open(event.target));
})();
