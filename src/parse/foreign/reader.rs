//! The search for notations of other tools in the texts of a page.

use std::ops::Range;

use super::SIGNS;
use super::braces::Braces;
use super::likeness::is_wiki_link;
use super::notation::Notation;
use crate::body::element::{self, Role};
use crate::body::{Element, Event, EventKind, Html};
use crate::parse::tags::{TagKind, tags};

/// The beginning of mdBook's notations.
const INCLUDE: &str = "{{#";

/// The first use of a notation on the page.
pub struct FirstUse {
    /// Byte range in the page's text.
    pub range: Range<usize>,
    /// The text in the finding; a long one is cut.
    pub shown: String,
    /// The finding's help.
    pub help: String,
}

/// The uses of a notation on a page.
#[derive(Default)]
pub struct NotationUse {
    /// The first use on the page.
    pub first: Option<FirstUse>,
    /// The number of uses.
    pub count: usize,
}

/// Reads the texts of a page, one after another.
#[derive(Default)]
pub struct NotationReader {
    /// The uses of each notation so far.
    pub seen: [NotationUse; 5],
    /// The number of open code elements in the author's HTML.
    code: usize,
    /// True while the template tag `raw` is open: macros in it are meant to be shown.
    is_raw: bool,
}

impl NotationReader {
    /// Reads the events of a page and its text.
    pub fn events(&mut self, events: &[Event], page: &str) {
        for (index, event) in events.iter().enumerate() {
            let at = event.range.start as usize;
            match &event.kind {
                EventKind::Text(text) if self.code == 0 => {
                    self.text(text, at);
                    let before = index.checked_sub(1).map(|before| &events[before].kind);
                    if text.starts_with(":::") && before.is_some_and(starts_line) {
                        self.directive(text, at);
                    }
                }
                EventKind::Html(html) if html.raw => self.html(html, at),
                EventKind::Code(block) if block.code.contains(INCLUDE) => {
                    self.includes(&page[event.span()], at);
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if text.contains('{') && SIGNS[..3].iter().any(|sign| text.contains(sign)) {
            self.braces(text, at);
        }
        if text.contains('[') && text.contains("[[") {
            self.wiki_links(text, at);
        }
    }

    fn add(&mut self, notation: Notation, at: usize, written: &str) {
        const LONGEST: usize = 60;
        let seen = &mut self.seen[notation as usize];
        seen.count += 1;
        if seen.first.is_none() {
            let shown = match written.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}...", written[..end].trim_end()),
                None => written.to_owned(),
            };
            seen.first = Some(FirstUse {
                range: at..at + written.len(),
                shown,
                help: notation.help(written),
            });
        }
    }

    fn braces(&mut self, text: &str, at: usize) {
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|found| from + found) {
            from = open + 1;
            let Some(braces) = Braces::read(text, open).filter(Braces::is_meant) else {
                continue;
            };
            from = open + braces.whole.len();
            if braces.notation == Notation::Template {
                let word = braces.inner.trim_matches(['-', '+', ' ']);
                self.is_raw = word == "raw" || self.is_raw && word != "endraw";
            }
            if braces.notation == Notation::Template || !self.is_raw {
                self.add(braces.notation, at + open, braces.whole);
            }
        }
    }

    /// Reads mdBook's includes, which are written in code and mean a file there, too. With a
    /// backslash before them they are meant to be shown.
    fn includes(&mut self, block: &str, at: usize) {
        let mut start = at;
        for line in block.split_inclusive('\n') {
            let written = line.trim();
            let word = written
                .strip_prefix(INCLUDE)
                .and_then(|rest| rest.split(' ').next());
            let is_include = matches!(word, Some("include" | "rustdoc_include" | "playground"));
            if is_include && written.ends_with("}}") {
                let indent = line.len() - line.trim_start().len();
                self.add(Notation::Include, start + indent, written);
            }
            start += line.len();
        }
    }

    fn directive(&mut self, text: &str, at: usize) {
        let name = text.trim_start_matches(':').trim_start_matches([' ', '\t']);
        if name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{')) {
            self.add(Notation::Directive, at, text.trim_end());
        }
    }

    fn wiki_links(&mut self, text: &str, at: usize) {
        let mut from = 0;
        while let Some(open) = text[from..].find("[[").map(|found| from + found) {
            from = open + 2;
            let Some(length) = text[from..].find([']', '[', '\n']) else {
                return;
            };
            let (inner, behind) = text[from..].split_at(length);
            let is_link = behind
                .strip_prefix("]]")
                .is_some_and(|behind| is_wiki_link(&text[..open], inner, behind));
            if is_link {
                let end = from + length + 2;
                // `![[page]]` embeds the page.
                let start = open - usize::from(text[..open].ends_with('!'));
                self.add(Notation::WikiLink, at + start, &text[start..end]);
            }
        }
    }

    /// Reads braces in an author's HTML, but not in its comments and its code.
    fn html(&mut self, html: &Html, at: usize) {
        let tags = tags(&html.html);
        if html.html.contains("{{") || html.html.contains("{%") {
            let is_shown = self.code == 0 && !tags.iter().any(|tag| is_code(&tag.name));
            let is_comment = html.html.trim_start().starts_with("<!--");
            if is_shown && !is_comment {
                self.braces(&html.html, at);
            }
        }
        for tag in tags.iter().filter(|tag| is_code(&tag.name)) {
            match tag.kind {
                TagKind::Start => self.code += 1,
                TagKind::End => self.code = self.code.saturating_sub(1),
                TagKind::Broken => {}
            }
        }
    }
}

/// Returns whether a text after this event is at the start of its line.
fn starts_line(kind: &EventKind) -> bool {
    match kind {
        EventKind::SoftBreak => true,
        EventKind::Start(Element::Named(name), _) => element::has(name, Role::StartsLine),
        EventKind::Void(Element::Named(name), _) => name == "br",
        _ => false,
    }
}

fn is_code(name: &str) -> bool {
    element::has(name, Role::Code)
}
