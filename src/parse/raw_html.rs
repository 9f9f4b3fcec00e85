//! HTML as authors write it: its addresses, its ids, and the parts that the site's
//! Content-Security-Policy refuses.

use std::ops::Range;

use super::Findings;
use super::draft::PageDraft;
use super::line_places::LinePlaces;
use crate::body::{Html, HtmlAttribute, HtmlPart, Link, LinkKind, Text, html_parts};
use crate::diag::Code;

/// A piece of HTML and its place in the text.
pub struct WrittenHtml<'h> {
    /// The piece as it is written.
    pub html: &'h str,
    /// The places of its lines.
    pub lines: &'h LinePlaces,
}

/// Reads a piece of HTML; its addresses and ids are added to `body`.
pub fn read(
    written: &WrittenHtml<'_>,
    text: &Text,
    body: &mut PageDraft,
    findings: &mut Findings,
) -> Html {
    let html = written.html;
    let mut reader = HtmlReader {
        written,
        text,
        body,
        findings,
        piece: Html {
            html: html.into(),
            raw: true,
            ..Html::default()
        },
    };
    // Attributes have an equals sign, and the refused elements begin with this letter.
    if html.contains('=') || html.contains("<s") || html.contains("<S") {
        for part in html_parts(html) {
            reader.part(part);
        }
    }
    reader.piece
}

/// Reads one piece of HTML.
struct HtmlReader<'r> {
    written: &'r WrittenHtml<'r>,
    text: &'r Text,
    body: &'r mut PageDraft,
    findings: &'r mut Findings,
    piece: Html,
}

impl HtmlReader<'_> {
    fn part(&mut self, part: HtmlPart) {
        match part {
            HtmlPart::Element(name, at) => self.element(&name, at),
            HtmlPart::Attribute(attribute) if has_candidates(&attribute) => {
                self.srcset(&attribute);
            }
            HtmlPart::Attribute(attribute) => self.attribute(&attribute),
        }
    }

    /// Reports refused elements. `at` is the byte at which the tag begins.
    fn element(&mut self, name: &str, at: usize) {
        let (code, message, advice) = match name {
            "style" => (
                Code::InlineStyle,
                "a `<style>` element has no effect",
                "move the rules into a file and name it in `css` of the content map",
            ),
            "script" => (
                Code::InlineScript,
                "a `<script>` element has no effect",
                "the site runs no scripts of its pages: describe what it does, or link to a page \
                 that does it",
            ),
            _ => return,
        };
        let place = self.written.lines.in_text(at..at + name.len() + 1);
        self.findings
            .add(code, self.text.place(place), message, advice);
    }

    fn srcset(&mut self, attribute: &HtmlAttribute) {
        for part in candidates(&attribute.value) {
            let start = attribute.range.start;
            let range = start + part.start..start + part.end;
            self.add_link(LinkKind::Image, &attribute.value[part], range);
        }
    }

    fn attribute(&mut self, attribute: &HtmlAttribute) {
        let HtmlAttribute {
            element,
            name,
            value,
            range,
        } = attribute;
        match name.as_str() {
            "id" => self.body.ids.push(value.clone()),
            "name" if element == "a" => self.body.ids.push(value.clone()),
            "style" => self.refuse(
                Code::InlineStyle,
                range,
                "an inline style has no effect".to_owned(),
                "give it a class and a rule in a file of `css` in the content map",
            ),
            handler if handler.starts_with("on") && handler.len() > 3 => self.refuse(
                Code::InlineScript,
                range,
                format!("the handler `{handler}` has no effect"),
                "the site runs no scripts of its pages: take it out",
            ),
            name => {
                if let Some(kind) = address_kind(element, name) {
                    self.add_link(kind, value, range.clone());
                }
            }
        }
    }

    fn refuse(&mut self, code: Code, range: &Range<usize>, message: String, advice: &str) {
        let place = self.text.place(self.written.lines.in_text(range.clone()));
        self.findings.add(code, place, message, advice);
    }

    /// Adds an address, with its byte range in the HTML.
    fn add_link(&mut self, kind: LinkKind, dest: &str, range: Range<usize>) {
        if dest.is_empty() {
            return;
        }
        let index = self.body.add_link(Link {
            dest: dest.to_owned(),
            kind,
            range: self.written.lines.in_text(range.clone()),
            is_html: true,
        });
        let range = range.start as u32..range.end as u32;
        self.piece.links.push((range, index));
    }
}

/// The use of an attribute's address; `None` if the attribute holds none.
fn address_kind(element: &str, name: &str) -> Option<LinkKind> {
    match (name, element) {
        ("href", "a" | "area") => Some(LinkKind::Link),
        ("src", "img" | "image" | "source" | "video" | "audio" | "track" | "embed") => {
            Some(LinkKind::Image)
        }
        ("src", "iframe") => Some(LinkKind::Frame),
        ("poster", _) => Some(LinkKind::Image),
        _ => None,
    }
}

/// Returns whether an attribute's value is a list of images to choose from, written without
/// entities. With entities, the addresses would have other offsets.
fn has_candidates(attribute: &HtmlAttribute) -> bool {
    attribute.name == "srcset"
        && matches!(&*attribute.element, "img" | "image" | "source")
        && attribute.range.len() == attribute.value.len()
}

/// The byte ranges of the addresses of a `srcset`. Each ends at a blank, or at a comma after it,
/// before its width or density (HTML, "Parsing a srcset attribute").
fn candidates(srcset: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let skip = |from: usize, is_skipped: fn(char) -> bool| {
        from + srcset[from..]
            .find(|c| !is_skipped(c))
            .unwrap_or(srcset.len() - from)
    };
    loop {
        let start = skip(at, |c| c.is_ascii_whitespace() || c == ',');
        if start == srcset.len() {
            return found;
        }
        let end = skip(start, |c| !c.is_ascii_whitespace());
        let address = srcset[start..end].trim_end_matches(',');
        found.push(start..start + address.len());
        at = if address.len() < end - start {
            end
        } else {
            skip(end, |c| c != ',')
        };
    }
}
