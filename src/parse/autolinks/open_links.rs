//! The links around a text: in a link, no address becomes another one.

use crate::body::{Element, EventKind};

/// The links around the next text.
#[derive(Default)]
pub struct OpenLinks {
    /// True for each open element that is a link or is inside one.
    elements: Vec<bool>,
    /// The number of open `<a>` in the author's HTML.
    raw: usize,
}

impl OpenLinks {
    /// Takes the next event other than text.
    pub fn pass(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Start(tag, _) => {
                let is_link = matches!(tag, Element::Link(_));
                self.elements.push(is_link || self.in_element());
            }
            EventKind::End => {
                self.elements.pop();
            }
            EventKind::Html(piece) if starts_tag(&piece.html, "<a") => self.raw += 1,
            EventKind::Html(piece) if starts_tag(&piece.html, "</a") => {
                self.raw = self.raw.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn in_element(&self) -> bool {
        self.elements.last() == Some(&true)
    }

    /// Returns whether the next text is in a link.
    pub fn are_any(&self) -> bool {
        self.raw > 0 || self.in_element()
    }
}

fn starts_tag(html: &str, start: &str) -> bool {
    let head = html.trim_start().get(..start.len() + 1);
    head.is_some_and(|head| {
        head[..start.len()].eq_ignore_ascii_case(start) && head.ends_with([' ', '>', '\n'])
    })
}
