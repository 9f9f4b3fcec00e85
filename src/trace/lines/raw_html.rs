//! Raw HTML, read as lines.

use super::reader::LineReader;
use crate::body::Html;
use crate::body::element::{self, Role};

impl LineReader<'_> {
    /// Reads the text and the line breaks of raw HTML.
    pub fn html(&mut self, html: &Html, from: usize) {
        if let Some(tag) = html.escaped_tag() {
            return self.text(&tag, from);
        }
        let mut rest: &str = &html.html;
        while let Some(open) = rest.find('<') {
            let at = html.html.len() - rest.len();
            self.raw_text(&rest[..open], from + at);
            let tag = &rest[open..];
            let end = if tag.starts_with("<!--") {
                tag.find("-->").map(|at| at + 3)
            } else {
                tag.find('>').map(|at| at + 1)
            };
            let Some(end) = end else { return };
            self.tag(&tag[1..end]);
            rest = &tag[end..];
        }
        let at = html.html.len() - rest.len();
        self.raw_text(rest, from + at);
    }

    /// Reads the text between tags. A line feed ends a line.
    fn raw_text(&mut self, text: &str, from: usize) {
        let mut at = from;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            self.text(&line.replace("&nbsp;", " ").replace("&amp;", "&"), at);
            at += line.len() + 1;
        }
    }

    /// Reads a tag, without its `<` and with its `>`.
    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with('/');
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "del" | "s" | "strike" => self.is_struck = !closes,
            "table" if !closes => self.cell.next_table(),
            "tr" if !closes => self.cell.next_row(),
            "td" | "th" => {
                self.end_line();
                self.in_raw_cell = !closes;
                if !closes {
                    self.cell.next_column();
                }
            }
            name if element::has(name, Role::BreaksLine) => self.end_line(),
            _ => {}
        }
    }
}
