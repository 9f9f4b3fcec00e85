//! The parts of SVG that drawings may have. Everything else is dropped.

/// Elements that are kept.
const ELEMENTS: [&str; 23] = [
    "svg",
    "g",
    "switch",
    "a",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "title",
    "desc",
    "marker",
    "linearGradient",
    "radialGradient",
    "stop",
];

/// Elements that are kept although they draw nothing themselves.
const CLIPS: [&str; 3] = ["clipPath", "mask", "pattern"];

/// Presentation attributes, which CSS properties of the same name are written as.
const PROPERTIES: [&str; 34] = [
    "mask",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "dominant-baseline",
    "alignment-baseline",
    "baseline-shift",
    "text-decoration",
    "letter-spacing",
    "display",
    "visibility",
    "color",
    "stop-color",
    "stop-opacity",
    "marker-start",
    "marker-mid",
    "marker-end",
    "clip-path",
    "clip-rule",
    "paint-order",
];

/// Attributes that are also CSS properties, for SVG elements that are drawn by them.
const GEOMETRY: [&str; 7] = ["x", "y", "rx", "ry", "r", "cx", "cy"];

/// Other attributes that are kept.
const ATTRIBUTES: [&str; 39] = [
    "patternUnits",
    "patternContentUnits",
    "patternTransform",
    "id",
    "class",
    "transform",
    "viewBox",
    "preserveAspectRatio",
    "points",
    "d",
    "width",
    "height",
    "x1",
    "x2",
    "y1",
    "y2",
    "dx",
    "dy",
    "fx",
    "fy",
    "href",
    "offset",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "orient",
    "refX",
    "refY",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clipPathUnits",
    "maskUnits",
    "maskContentUnits",
    "pathLength",
    "textLength",
    "lengthAdjust",
    "rotate",
    "startOffset",
];

/// Properties that elements take from those around them.
const INHERITED: [&str; 21] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "dominant-baseline",
    "letter-spacing",
    "visibility",
    "color",
    "clip-rule",
];

/// Returns whether an element is kept.
pub fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&name) || CLIPS.contains(&name)
}

/// Returns whether an attribute is kept.
pub fn is_attribute(name: &str) -> bool {
    is_property(name) || ATTRIBUTES.contains(&name)
}

/// Returns whether a CSS property is written as an attribute.
pub fn is_property(name: &str) -> bool {
    PROPERTIES.contains(&name) || GEOMETRY.contains(&name)
}

/// Returns whether elements take a property from those around them.
pub fn is_inherited(name: &str) -> bool {
    INHERITED.contains(&name)
}
