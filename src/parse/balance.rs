//! Authors' HTML is made to end where what is around it ends.
//!
//! A stray `</div>` or a `<b>` that is never closed would reach beyond the
//! article and break the page, and some elements (`<title>`, `<plaintext>`)
//! hide all that follows. What an author opened in a container is closed in
//! it, ends without a start are dropped, and refused tags are shown as text.

use std::collections::HashMap;
use std::ops::Range;

use super::Findings;
use super::event::{Event, Html, Kind};
use super::tags::{RawTag, TagKind, tags};
use super::text::Text;
use crate::diag::Code;

/// Elements that end or hide a page when they stand in its body, or belong in its head.
const REFUSED: &[&str] = &[
    "title",
    "html",
    "head",
    "body",
    "plaintext",
    "xmp",
    "noembed",
    "noframes",
    "frameset",
    "frame",
    "base",
    "link",
    "meta",
    "template",
];
/// Elements in which a browser looks for nothing but their end.
const VERBATIM: &[&str] = &["script", "style", "textarea", "iframe", "noscript"];
const VOID: &[&str] = &[
    "area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr",
    "basefont", "bgsound", "keygen", "image",
];
/// Elements whose end may be left out, as HTML has it.
const OPTIONAL: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "tr", "td", "th",
    "colgroup", "caption", "rt", "rp",
];
/// Elements that end the paragraph in which they start.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "section",
    "summary",
    "table",
    "ul",
];

/// Balances the HTML of a page; where there is none, the events come back as they are.
pub fn balance(events: Vec<Event>, text: &Text, findings: &mut Findings) -> Vec<Event> {
    if !events.iter().any(|event| raw(event).is_some()) {
        return events;
    }
    // A verbatim element that is not closed hides the tags behind it, so once
    // one is found, all of its name are shown as text, and the rest is read anew.
    let mut shown: Vec<&'static str> = Vec::new();
    loop {
        let mut walk = Walk::new(&shown);
        walk.events(&events);
        match walk.verbatim {
            Some(unclosed) if !shown.contains(&unclosed) => shown.push(unclosed),
            _ => {
                let edits = walk.edits;
                return if edits.is_empty() {
                    events
                } else {
                    apply(events, edits, text, findings)
                };
            }
        }
    }
}

fn raw(event: &Event) -> Option<&Html> {
    match &event.kind {
        Kind::Html(html) if html.raw => Some(html),
        _ => None,
    }
}

/// An element of an event, and the author's tags that are open in it.
#[derive(Default)]
struct Element {
    is_paragraph: bool,
    /// Open tags, and the events in which they stand.
    tags: Vec<(usize, RawTag)>,
    /// How many of each name are open: an end without a start is known at once.
    count: HashMap<String, usize>,
}

impl Element {
    fn open(&mut self, event: usize, tag: RawTag) {
        *self.count.entry(tag.name.clone()).or_default() += 1;
        self.tags.push((event, tag));
    }

    fn has(&self, name: &str) -> bool {
        self.count.get(name).is_some_and(|count| *count > 0)
    }

    fn pop(&mut self) -> Option<(usize, RawTag)> {
        let (event, tag) = self.tags.pop()?;
        if let Some(count) = self.count.get_mut(&tag.name) {
            *count -= 1;
        }
        Some((event, tag))
    }
}

/// A change to an event.
#[derive(Debug)]
struct Edit {
    event: usize,
    at: usize,
    what: Change,
}

#[derive(Debug)]
enum Change {
    /// The paragraph around ends before this piece.
    EndParagraph,
    /// This event goes: the paragraph that it would end has ended.
    Drop,
    /// These bytes of the piece are shown as text.
    Show(Range<usize>),
    /// An end without a start.
    Stray(Range<usize>, String),
    /// The name at these bytes becomes `section`: a page has one of it.
    Rename(Range<usize>),
    /// Before this event, what is still open is closed: its name and where it opened.
    Close(String, usize, Range<usize>),
}

struct Walk<'s> {
    shown: &'s [&'static str],
    /// The page, and the elements that are open in it.
    open: Vec<Element>,
    /// The verbatim element that is open.
    verbatim: Option<&'static str>,
    edits: Vec<Edit>,
}

impl<'s> Walk<'s> {
    fn new(shown: &'s [&'static str]) -> Self {
        Self {
            shown,
            open: vec![Element::default()],
            verbatim: None,
            edits: Vec::new(),
        }
    }

    fn events(&mut self, events: &[Event]) {
        for (index, event) in events.iter().enumerate() {
            match &event.kind {
                Kind::Start(..) => {
                    self.open.push(Element {
                        is_paragraph: event.kind.element() == Some("p"),
                        ..Element::default()
                    });
                }
                // Cut off inside a verbatim element: the walk is over.
                Kind::End if self.verbatim.is_some() => return,
                Kind::End => self.end(index),
                Kind::Html(html) if html.raw => {
                    for tag in tags(&html.html) {
                        self.tag(index, tag, &html.html);
                    }
                }
                _ => {}
            }
        }
        if let Some(page) = self.open.pop().filter(|_| self.verbatim.is_none()) {
            self.close(page, events.len());
        }
    }

    fn end(&mut self, index: usize) {
        let Some(element) = self.open.pop() else {
            return;
        };
        let leaves = element.is_paragraph
            && element
                .tags
                .first()
                .is_some_and(|(_, tag)| BLOCKS.contains(&tag.name.as_str()));
        match self.open.last_mut().filter(|_| leaves) {
            // A block that an author opens in a paragraph and closes behind it
            // ends the paragraph, as browsers have it.
            Some(outer) => {
                self.edits.push(Edit {
                    event: element.tags[0].0,
                    at: 0,
                    what: Change::EndParagraph,
                });
                self.edits.push(Edit {
                    event: index,
                    at: 0,
                    what: Change::Drop,
                });
                for (event, tag) in element.tags {
                    outer.open(event, tag);
                }
            }
            None => self.close(element, index),
        }
    }

    /// Closes what authors left open in an element that ends.
    fn close(&mut self, mut element: Element, before: usize) {
        while let Some((event, tag)) = element.pop() {
            if !OPTIONAL.contains(&tag.name.as_str()) {
                self.edits.push(Edit {
                    event: before,
                    at: 0,
                    what: Change::Close(tag.name, event, tag.range),
                });
            }
        }
    }

    fn tag(&mut self, event: usize, tag: RawTag, html: &str) {
        let name = tag.name.as_str();
        if let Some(verbatim) = self.verbatim {
            if tag.kind == TagKind::End && name == verbatim {
                self.verbatim = None;
            }
            return;
        }
        let Some(element) = self.open.last_mut() else {
            return;
        };
        let at = tag.range.start;
        let in_drawing = element.has("svg") || element.has("math");
        if tag.kind == TagKind::Broken
            || self.shown.contains(&name)
            || (REFUSED.contains(&name) && !in_drawing)
        {
            return self.edits.push(Edit {
                event,
                at,
                what: Change::Show(tag.range),
            });
        }
        let known = tag.kind == TagKind::Start || element.has(name);
        if known && matches!(name, "article" | "main") {
            let from = at + if tag.kind == TagKind::End { 2 } else { 1 };
            self.edits.push(Edit {
                event,
                at,
                what: Change::Rename(from..from + name.len()),
            });
        }
        let is_void =
            VOID.contains(&name) || (in_drawing && html[tag.range.clone()].ends_with("/>"));
        match tag.kind {
            TagKind::Start if is_void => {}
            TagKind::Start => match VERBATIM.iter().find(|verbatim| **verbatim == name) {
                Some(name) => self.verbatim = Some(name),
                None => element.open(event, tag),
            },
            _ if known => while element.pop().is_some_and(|(_, open)| open.name != tag.name) {},
            _ => self.edits.push(Edit {
                event,
                at,
                what: Change::Stray(tag.range, tag.name),
            }),
        }
    }
}

/// Writes the edits into the events and reports those that mean a mistake.
fn apply(
    events: Vec<Event>,
    mut edits: Vec<Edit>,
    text: &Text,
    findings: &mut Findings,
) -> Vec<Event> {
    report(&events, &edits, text, findings);
    edits.sort_by_key(|edit| (edit.event, edit.at));
    let mut out = Vec::with_capacity(events.len() + edits.len());
    let mut edits = edits.into_iter().peekable();
    let count = events.len();
    for (index, mut event) in events.into_iter().enumerate() {
        let mut changes = Vec::new();
        let mut dropped = false;
        while let Some(edit) = edits.next_if(|edit| edit.event == index) {
            match edit.what {
                Change::Close(name, ..) => out.push(end_tag(&name)),
                Change::EndParagraph => out.push(Event::close()),
                Change::Drop => dropped = true,
                change => changes.push(change),
            }
        }
        if let Kind::Html(html) = &mut event.kind {
            rewrite(html, &changes);
        }
        if !dropped {
            out.push(event);
        }
    }
    for edit in edits.filter(|edit| edit.event >= count) {
        if let Change::Close(name, ..) = edit.what {
            out.push(end_tag(&name));
        }
    }
    out
}

fn end_tag(name: &str) -> Event {
    let name = if matches!(name, "article" | "main") {
        "section"
    } else {
        name
    };
    Event::made(Kind::Html(Box::new(Html {
        html: format!("</{name}>").into(),
        raw: true,
        ..Html::default()
    })))
}

fn rewrite(piece: &mut Html, changes: &[Change]) {
    if changes.is_empty() {
        return;
    }
    let old = std::mem::take(&mut piece.html);
    let mut html = String::with_capacity(old.len() + 16);
    let mut links = std::mem::take(&mut piece.links).into_iter().peekable();
    let mut from = 0;
    for change in changes {
        let (range, new) = match change {
            Change::Show(range) => (range, escaped(&old[range.clone()])),
            Change::Stray(range, _) => (range, String::new()),
            Change::Rename(range) => (range, "section".to_owned()),
            _ => continue,
        };
        let shift = html.len() as i64 - from as i64;
        while let Some((link, index)) =
            links.next_if(|(link, _)| (link.end as usize) <= range.start)
        {
            piece.links.push((moved(link, shift), index));
        }
        // Addresses in what is shown as text are text.
        while links
            .next_if(|(link, _)| (link.start as usize) < range.end)
            .is_some()
        {}
        html.push_str(&old[from..range.start]);
        html.push_str(&new);
        from = range.end;
    }
    let shift = html.len() as i64 - from as i64;
    piece
        .links
        .extend(links.map(|(link, index)| (moved(link, shift), index)));
    html.push_str(&old[from..]);
    piece.html = html.into();
}

fn moved(range: Range<u32>, by: i64) -> Range<u32> {
    let shift = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or_default();
    shift(range.start)..shift(range.end)
}

fn escaped(tag: &str) -> String {
    tag.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn report(events: &[Event], edits: &[Edit], text: &Text, findings: &mut Findings) {
    for edit in edits {
        let (event, range, message, help) = match &edit.what {
            Change::Show(range) => (
                edit.event,
                range,
                "this HTML would hide the rest of the page: it is shown as text".to_owned(),
                "put it in backquotes, or take it out",
            ),
            Change::Stray(range, name) => (
                edit.event,
                range,
                format!("`</{name}>` closes nothing here: it is left out"),
                "take it out, or move it to the container in which the element opens",
            ),
            Change::Close(name, event, range) => (
                *event,
                range,
                format!(
                    "`<{name}>` is not closed in the container in which it opens: bf-docs closes it"
                ),
                "close it, or put it in backquotes if it is no HTML",
            ),
            _ => continue,
        };
        let start = events[event].span().start + range.start;
        let length = range
            .len()
            .min(events[event].span().len().saturating_sub(range.start));
        findings.add(
            Code::UnbalancedHtml,
            text.place(start..start + length),
            message,
            help,
        );
    }
}
