//! A tree becomes SVG again.

use std::ops::Range;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::element::{SvgElement, SvgNode};

/// SVG, and the addresses in it.
#[derive(Debug, Default)]
pub struct WrittenSvg {
    /// The markup.
    pub text: String,
    /// The addresses of links, in order, each with its byte range.
    pub links: Vec<(String, Range<usize>)>,
}

/// Writes an element and everything in it.
pub fn write(element: &SvgElement) -> WrittenSvg {
    let mut svg = WrittenSvg::default();
    svg.element(element);
    svg
}

// Writing to a `String` cannot fail, so the results of the escaping functions are dropped.
impl WrittenSvg {
    fn element(&mut self, element: &SvgElement) {
        self.text.push('<');
        self.text.push_str(&element.name);
        for (name, value) in &element.attrs {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            let start = self.text.len();
            let _ = escape_html(&mut self.text, value);
            if element.name == "a" && name == "href" {
                self.links.push((value.clone(), start..self.text.len()));
            }
            self.text.push('"');
        }
        if element.children.is_empty() {
            self.text.push_str("/>");
            return;
        }
        self.text.push('>');
        for child in &element.children {
            match child {
                SvgNode::Element(element) => self.element(element),
                SvgNode::Text(text) => {
                    let _ = escape_html_body_text(&mut self.text, text);
                }
            }
        }
        self.text.push_str("</");
        self.text.push_str(&element.name);
        self.text.push('>');
    }
}
