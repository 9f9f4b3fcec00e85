//! An SVG file that somebody else made, as a part of a page.

use super::element::{SvgElement, SvgNode};
use super::geometry::view_numbers;
use crate::colour::Rgb;
use crate::draw::colours::{DrawnColour, DrawnPaint, paint};
use crate::draw::roles::ColourRole;

/// The properties with colours.
const PROPERTIES: [&str; 3] = ["fill", "stroke", "stop-color"];

/// Up to this luminance a grey is black, and from the second one on it is white.
const BLACK: f64 = 0.02;
const WHITE: f64 = 0.95;

/// Drops uses inside what is used itself: a few of them would draw millions of shapes.
pub fn limit_uses(root: &mut SvgElement) {
    let mut used = Vec::new();
    root.each(&mut |element| {
        if element.name == "use" {
            used.extend(
                element
                    .get("href")
                    .map(|href| href.trim_start_matches('#').to_owned()),
            );
        }
    });
    root.each_mut(&mut |element| {
        let id = element.get("id").unwrap_or_default();
        if used.iter().any(|used| used == id) {
            element.each_mut(&mut drop_uses);
        }
    });
}

fn drop_uses(element: &mut SvgElement) {
    let is_use = |child: &SvgNode| matches!(child, SvgNode::Element(inner) if inner.name == "use");
    element.children.retain(|child| !is_use(child));
}

/// Gives black and white the colours of text and page.
pub fn follow_scheme(root: &mut SvgElement) {
    root.each_mut(&mut |element| {
        for property in PROPERTIES {
            let Some(value) = element.get(property) else {
                continue;
            };
            if let Some(DrawnPaint { colour, alpha }) = paint(value)
                && let Some(role) = role(colour)
                && alpha == 1.0
            {
                element.set(property, DrawnColour::Role(role).value());
            }
        }
    });
    // Shapes without a fill are black.
    if root.get("fill").is_none() {
        root.set("fill", DrawnColour::Role(ColourRole::Ink).value());
    }
}

fn role(colour: DrawnColour) -> Option<ColourRole> {
    let DrawnColour::Fixed(rgb) = colour else {
        return None;
    };
    let is_grey = Rgb::chroma(rgb) < 0.05;
    match rgb.luminance() {
        _ if !is_grey => None,
        luminance if luminance <= BLACK => Some(ColourRole::Ink),
        luminance if luminance >= WHITE => Some(ColourRole::Page),
        _ => None,
    }
}

/// Gives a picture a view, so that it can be made smaller, and a size in pixels. Returns its width.
pub fn keep_size(root: &mut SvgElement) -> u32 {
    let size = [root.number("width"), root.number("height")];
    let view = view_numbers(root);
    let [width, height] = match (size, view) {
        ([Some(width), Some(height)], _) => [width, height],
        (_, Some([_, _, width, height])) => [width, height],
        _ => [300.0, 150.0],
    };
    if view.is_none() {
        root.set("viewBox", format!("0 0 {width} {height}"));
    }
    root.set("width", width.to_string());
    root.set("height", height.to_string());
    width as u32
}
