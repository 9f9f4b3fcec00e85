//! HTML in labels that only changes how they look: drawings have texts without it.

use std::borrow::Cow;

/// The elements that are dropped. `<br>` stays: it breaks a line.
const DROPPED: [&str; 22] = [
    "b", "i", "em", "strong", "u", "s", "small", "big", "code", "sub", "sup", "kbd", "mark", "tt",
    "del", "ins", "span", "font", "div", "p", "center", "samp",
];

/// Tags longer than this (in bytes) stay.
const LONGEST: usize = 256;

/// A diagram's text without such tags.
pub struct Untagged<'s> {
    /// The text.
    pub text: Cow<'s, str>,
    /// For each dropped tag, its offset in the text and the bytes dropped so far.
    dropped: Vec<(usize, usize)>,
}

impl<'s> Untagged<'s> {
    /// Drops the tags of a text.
    pub fn of(source: &'s str) -> Self {
        let mut text = String::new();
        let mut dropped = Vec::new();
        let mut done = 0;
        for (start, _) in source.match_indices('<') {
            if start < done {
                continue;
            }
            let Some(length) = tag_length(&source[start..]) else {
                continue;
            };
            text.push_str(&source[done..start]);
            done = start + length;
            if ends_paragraph(&source[start..done]) && goes_on(&source[done..]) {
                text.push_str(BREAK);
            }
            dropped.push((text.len(), done - text.len()));
        }
        if dropped.is_empty() {
            return Self {
                text: source.into(),
                dropped,
            };
        }
        text.push_str(&source[done..]);
        Self {
            text: text.into(),
            dropped,
        }
    }

    /// The offset in the author's text of an offset in this one.
    pub fn origin(&self, at: usize) -> usize {
        let before = self.dropped.partition_point(|(offset, _)| *offset <= at);
        let bytes = before.checked_sub(1).map_or(0, |last| self.dropped[last].1);
        at + bytes
    }
}

/// The tag that breaks a line. It is no longer than any end of a paragraph.
const BREAK: &str = "<br>";

fn ends_paragraph(tag: &str) -> bool {
    matches!(tag.to_ascii_lowercase().as_str(), "</p>" | "</div>")
}

/// Returns whether a label goes on with a text.
fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches("<p>").trim_start_matches("<div>");
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '*')
}

/// The length of the tag at the beginning of a text, if it is one of the dropped ones.
fn tag_length(text: &str) -> Option<usize> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let inner = text[1..end].trim_start_matches('/');
    let name = inner.split([' ', '/']).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let is_plain = !inner.contains(['<', '\n']);
    (is_plain && DROPPED.contains(&name.as_str())).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_dropped_and_offsets_lead_back() {
        let source = "A[\"<b>bold</b> x<br>y\"] --> ]";
        let untagged = Untagged::of(source);
        assert_eq!(untagged.text, "A[\"bold x<br>y\"] --> ]");
        let at = untagged.text.rfind(']').expect("it is there");
        assert_eq!(untagged.origin(at), source.len() - 1);
        assert_eq!(untagged.origin(0), 0);
        assert_eq!(
            Untagged::of("A[\"<p>one</p><p>two</p>\"]").text,
            "A[\"one<br>two\"]"
        );
    }

    #[test]
    fn other_signs_stay() {
        for source in [
            "A <|-- B",
            "class A { <<interface>> }",
            "a < b > c",
            "A <--> B",
            "x<br/>y",
        ] {
            assert_eq!(Untagged::of(source).text, source);
        }
    }
}
