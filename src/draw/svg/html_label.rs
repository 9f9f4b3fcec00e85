//! HTML in a drawing becomes text.

use super::element::{SvgElement, SvgNode};
use crate::draw::font_file::FontFile;
use crate::draw::text_width::{Font, width};

/// The space between two lines, in font sizes.
const LINE: f64 = 1.2;

/// A label in HTML, as the renderer writes it.
pub struct HtmlLabel {
    /// The box that the text stands in: its left side, its top, its width and its height.
    pub area: [f64; 4],
    /// The text, a line for each line that the author broke.
    pub text: String,
    /// True if the text is in the middle of the box; false if it begins at the left.
    pub is_centred: bool,
    /// The font size in user units.
    pub size: f64,
    /// The text's colour.
    pub colour: Option<String>,
}

impl Default for HtmlLabel {
    fn default() -> Self {
        Self {
            area: [0.0; 4],
            text: String::new(),
            is_centred: false,
            size: 14.0,
            colour: None,
        }
    }
}

impl HtmlLabel {
    /// The text in lines that fit into the box, in its middle. `file` is the font that it is in.
    pub fn into_text(self, file: Option<&FontFile>) -> SvgElement {
        let [left, top, wide, high] = self.area;
        let lines: Vec<String> = self
            .text
            .lines()
            .flat_map(|line| wrapped(line, wide.max(20.0) + 1.0, self.size, file))
            .collect();
        // The lines are centred in the block that they make, or in the box.
        let widths = lines
            .iter()
            .map(|line| width(line, self.size, Font::Regular, file));
        let widest = widths.fold(0.0, f64::max).min(wide.max(20.0));
        let block = if self.is_centred { wide } else { widest };
        let mut text = SvgElement::new("text");
        text.set("text-anchor", "middle");
        text.set("font-size", self.size.to_string());
        if let Some(colour) = &self.colour {
            text.set("fill", colour.as_str());
        }
        let step = self.size * LINE;
        // The middle of the letters without descenders is a third of their size above the line.
        let first = top + high / 2.0 + self.size * 0.35 - step * (lines.len() as f64 - 1.0) / 2.0;
        for (at, line) in lines.into_iter().enumerate() {
            let mut part = SvgElement::new("tspan");
            part.set("x", (left + block / 2.0).to_string());
            part.set("y", (first + step * at as f64).to_string());
            part.children.push(SvgNode::Text(line));
            text.children.push(SvgNode::Element(part));
        }
        text
    }
}

/// A line, broken between words where it would be too wide.
fn wrapped(line: &str, wide: f64, size: f64, file: Option<&FontFile>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let blank = width(" ", size, Font::Regular, file);
    let mut used = 0.0;
    for word in line.split_whitespace() {
        let own = width(word, size, Font::Regular, file);
        match lines.last_mut() {
            Some(last) if used + blank + own <= wide => {
                last.push(' ');
                last.push_str(word);
                used += blank + own;
            }
            _ => {
                lines.push(word.to_owned());
                used = own;
            }
        }
    }
    lines
}
