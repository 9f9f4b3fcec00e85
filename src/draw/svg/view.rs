//! The view of a drawing: large enough for its texts.

use kurbo::Rect;

use super::element::SvgElement;
use super::geometry::{SvgFrame, view_numbers};
use crate::draw::font_file::FontFile;

/// The space around a text at the edge, in user units.
const MARGIN: f64 = 4.0;

/// Widens the view where a text would be cut off, and returns it.
pub fn widen(root: &mut SvgElement, file: Option<&FontFile>) -> Rect {
    let view = match view_numbers(root) {
        Some([x, y, width, height]) => Rect::new(x, y, x + width, y + height),
        None => Rect::ZERO,
    };
    let mut wide = view;
    add_texts(root, &SvgFrame::of_all(file), view, &mut wide);
    let numbers = [wide.x0, wide.y0, wide.width(), wide.height()];
    root.set(
        "viewBox",
        numbers.map(|number| number.to_string()).join(" "),
    );
    wide
}

fn add_texts(element: &SvgElement, frame: &SvgFrame<'_>, view: Rect, wide: &mut Rect) {
    if matches!(
        element.name.as_str(),
        "defs" | "marker" | "clipPath" | "symbol"
    ) {
        return;
    }
    let frame = frame.inside(element);
    if element.name == "text" {
        let text = frame.box_of(element).unwrap_or(view);
        let is_inside = view.contains_rect(text);
        if !is_inside {
            *wide = wide.union(text.inflate(MARGIN, 0.0));
        }
        return;
    }
    for child in element.elements() {
        add_texts(child, &frame, view, wide);
    }
}
