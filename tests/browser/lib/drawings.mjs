// The faults of drawings, as a browser shows them.

/** Runs in the page: texts that leave their shapes or cannot be read, and ids that are there twice. */
export const faults = () => {
  const found = [];
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  // Red, green and blue of a colour over another one, each from 0 to 255.
  const over = (colour, alpha, below) => {
    canvas.globalAlpha = 1;
    canvas.fillStyle = `rgb(${below.join(" ")})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.globalAlpha = alpha;
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const isBefore = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  // The share of the ground below that an element covers, from 0 to 1.
  const opacity = (element, svg) => {
    let all = Number(getComputedStyle(element).fillOpacity);
    for (let at = element; at && at !== svg; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
    return all;
  };
  const page = over(getComputedStyle(document.documentElement).backgroundColor, 1, [255, 255, 255]);
  const svgs = [...document.querySelectorAll(".diagram > svg")];
  for (const svg of svgs) {
    const where = svg.closest("figure").id || location.pathname;
    const shapes = [...svg.querySelectorAll("rect, circle, ellipse, polygon, path")].filter((shape) =>
      !shape.closest("defs, marker, clipPath") && getComputedStyle(shape).fill !== "none");
    for (const text of svg.querySelectorAll("text")) {
      const label = text.textContent.trim();
      if (!label) continue;
      const box = text.getBoundingClientRect();
      const middle = new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      const covering = shapes.filter((shape) => {
        const at = middle.matrixTransform(shape.getScreenCTM().inverse());
        return isBefore(shape, text) && opacity(shape, svg) > 0.1 && shape.isPointInFill(at);
      });
      // The number of a message stands on the dot at the beginning of its line.
      const isOn = (line) => {
        const start = line.getPointAtLength(0).matrixTransform(line.getScreenCTM());
        return Math.hypot(start.x - middle.x, start.y - middle.y) < 8;
      };
      const dotted = /^\d+$/.test(label) && [...svg.querySelectorAll("[marker-start]")].find(isOn);
      const dot = dotted && document.getElementById(dotted.getAttribute("marker-start").slice(5, -1)).firstElementChild;
      const ground = dot ? over(getComputedStyle(dot).fill, 1, page) : covering.reduce((below, shape) => over(getComputedStyle(shape).fill, opacity(shape, svg), below), page);
      for (const part of [text, ...text.querySelectorAll("tspan")]) {
        const style = getComputedStyle(part);
        const ratio = contrast(over(style.fill, opacity(part, svg), ground), ground);
        if (ratio < 4.5) {
          found.push(`${where}: "${label}" has a contrast of ${ratio.toFixed(2)}: ${style.fill} on ${ground}`);
          break;
        }
      }
      const home = covering.at(-1)?.getBoundingClientRect();
      // A label of a line may lie across a shape that it does not belong to.
      const isBeside = home && home.height < box.height * 3 && Math.abs(home.top + home.bottom - box.top - box.bottom) > home.height * 0.6;
      const isIn = home && !isBeside && (Math.abs(home.left + home.right - box.left - box.right) < home.width * 0.3 || Math.abs(box.left - home.left) < 24);
      // A text that is turned is measured by a box that is larger than itself.
      const { b, c } = text.getScreenCTM();
      const isTurned = Math.abs(b) > 0.01 || Math.abs(c) > 0.01;
      if (isIn && !isTurned && home.width > 16) {
        const out = Math.max(home.left - box.left, box.right - home.right);
        if (out > 1.5) found.push(`${where}: "${label}" leaves its shape by ${out.toFixed(1)} px`);
      }
      const view = svg.getBoundingClientRect();
      const cut = Math.max(view.left - box.left, box.right - view.right, view.top - box.top, box.bottom - view.bottom);
      if (cut > 1.5) found.push(`${where}: "${label}" is cut off by ${cut.toFixed(1)} px`);
    }
    if (svg.querySelector("style, script, foreignObject, image, [style]")) found.push(`${where}: it has styles, scripts or foreign content`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`the id "${id}" is there twice`);
  return { drawings: svgs.length, found };
};
