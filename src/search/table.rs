//! Writes the table of pages: the facts about each beside its words.
//! `theme/search/pieces.mjs` reads it.

use super::coder::Coder;
use super::slots::TableSlots;

/// The facts about a page beside its words. Values are numbers of a list, from 1.
pub struct PageRow {
    /// The title's length, as Tantivy keeps it.
    pub title: u8,
    /// The page's length, as Tantivy keeps it.
    pub length: u8,
    /// The number of sections in a file of its texts, as a power of two.
    pub shift: u32,
    /// The number of its score's factor, from 0.
    pub boost: u32,
    /// The number of its folder, from 0.
    pub folder: u32,
    /// The numbers of its tags.
    pub tags: Vec<u32>,
    /// The sections where kind or status change, or an artifact opens.
    pub changes: Vec<FactChange>,
}

/// The kind and the status of a page from one of its sections on.
pub struct FactChange {
    /// The section's number in the page.
    pub section: u32,
    /// The artifact's kind.
    pub kind: u32,
    /// The artifact's status.
    pub status: u32,
    /// True if an artifact opens there.
    pub opens: bool,
}

/// The table of all pages, each with its number, in their order.
pub fn table<'n>(rows: impl Iterator<Item = (PageRow, &'n u32)>) -> Vec<u8> {
    let (slots, count) = TableSlots::take();
    let mut coder = Coder::new(count);
    let mut next = 0;
    for (row, &number) in rows {
        coder.number(slots.gap, number - next);
        next = number + 1;
        coder.number(slots.title, row.title.into());
        coder.number(slots.length, row.length.into());
        coder.number(slots.shift, row.shift);
        coder.number(slots.boost, row.boost);
        coder.number(slots.folder, row.folder);
        coder.number(slots.tags, row.tags.len() as u32);
        row.tags
            .iter()
            .for_each(|number| coder.number(slots.tag, *number));
        coder.number(slots.changes, row.changes.len() as u32);
        let mut section = 0;
        for change in row.changes {
            coder.number(slots.step, change.section - section);
            coder.number(slots.kind, change.kind);
            coder.number(slots.status, change.status);
            coder.bit(slots.opens, change.opens);
            section = change.section;
        }
    }
    coder.finish()
}
