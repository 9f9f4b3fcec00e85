//! Repairs of authors' HTML, and their application to the events.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use crate::body::element::own_name;
use crate::body::{Event, EventKind, Html};

/// A change to an event, or an insertion before it.
#[derive(Debug)]
pub struct HtmlRepair {
    /// Index of the event.
    pub event: usize,
    /// Byte offset in its HTML; 0 if the HTML does not change.
    pub at: usize,
    /// The change at that offset.
    pub kind: RepairKind,
}

/// The kinds of repairs.
#[derive(Debug)]
pub enum RepairKind {
    /// The paragraph around this piece ends before it.
    EndParagraph,
    /// The event is dropped: the paragraph that it would end has ended.
    Drop,
    /// These bytes of the piece are shown as text.
    Show(Range<usize>),
    /// These bytes of the piece are an end tag of that name without a start.
    Stray(Range<usize>, String),
    /// The name at these bytes becomes `section`, as a page has only one such element.
    Rename(Range<usize>),
    /// Before the event, an element that is still open is closed.
    Close(Unclosed),
}

/// An element without an end.
#[derive(Debug)]
pub struct Unclosed {
    /// Its name in lower case.
    pub name: String,
    /// Index of the event in which it opened.
    pub event: usize,
    /// The bytes of its tag in the event's HTML.
    pub range: Range<usize>,
}

/// Writes the repairs into the events.
pub fn apply(events: Vec<Event>, mut repairs: Vec<HtmlRepair>) -> Vec<Event> {
    repairs.sort_by_key(|repair| (repair.event, repair.at));
    let mut out = Vec::with_capacity(events.len() + repairs.len());
    let mut repairs = repairs.into_iter().peekable();
    for (index, mut event) in events.into_iter().enumerate() {
        let mut changes = Vec::new();
        let mut is_dropped = false;
        while let Some(repair) = repairs.next_if(|repair| repair.event == index) {
            match repair.kind {
                RepairKind::Close(unclosed) => out.push(end_tag(&unclosed.name)),
                RepairKind::EndParagraph => out.push(Event::close()),
                RepairKind::Drop => is_dropped = true,
                change => changes.push(change),
            }
        }
        if let EventKind::Html(piece) = &mut event.kind {
            rewrite(piece, changes);
        }
        if !is_dropped {
            out.push(event);
        }
    }
    out.extend(repairs.filter_map(|repair| match repair.kind {
        RepairKind::Close(unclosed) => Some(end_tag(&unclosed.name)),
        _ => None,
    }));
    out
}

fn end_tag(name: &str) -> Event {
    Event::added(EventKind::Html(Box::new(Html {
        html: format!("</{}>", own_name(name)).into(),
        raw: true,
        ..Html::default()
    })))
}

fn rewrite(piece: &mut Html, changes: Vec<RepairKind>) {
    if changes.is_empty() {
        return;
    }
    let old = std::mem::take(&mut piece.html);
    let mut rewriting = Rewriting {
        html: String::with_capacity(old.len() + 16),
        links: Vec::with_capacity(piece.links.len()),
        old: &old,
        old_links: std::mem::take(&mut piece.links).into_iter().peekable(),
        done: 0,
    };
    for change in changes {
        match change {
            RepairKind::Show(range) => {
                let shown = escaped(&old[range.clone()]);
                rewriting.replace(range, &shown);
            }
            RepairKind::Stray(range, _) => rewriting.replace(range, ""),
            RepairKind::Rename(range) => rewriting.replace(range, "section"),
            RepairKind::EndParagraph | RepairKind::Drop | RepairKind::Close(_) => {}
        }
    }
    rewriting.keep(old.len());
    piece.html = rewriting.html.into();
    piece.links = rewriting.links;
}

/// Byte ranges of addresses in a piece of HTML, and each one's index in the page's links.
type PieceLink = (Range<u32>, u32);

/// A piece of HTML that is being rewritten, with its addresses.
struct Rewriting<'o> {
    html: String,
    links: Vec<PieceLink>,
    old: &'o str,
    old_links: Peekable<IntoIter<PieceLink>>,
    /// The byte offset up to which the old piece has been written.
    done: usize,
}

impl Rewriting<'_> {
    /// Writes the old piece unchanged up to that offset.
    fn keep(&mut self, to: usize) {
        let shift = self.html.len() as i64 - self.done as i64;
        while let Some((link, index)) = self
            .old_links
            .next_if(|(link, _)| (link.end as usize) <= to)
        {
            self.links.push((moved(link, shift), index));
        }
        self.html.push_str(&self.old[self.done..to]);
        self.done = to;
    }

    /// Replaces a range. The addresses in it are lost, as text has no links.
    fn replace(&mut self, range: Range<usize>, new: &str) {
        self.keep(range.start);
        while self
            .old_links
            .next_if(|(link, _)| (link.start as usize) < range.end)
            .is_some()
        {}
        self.html.push_str(new);
        self.done = range.end;
    }
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
