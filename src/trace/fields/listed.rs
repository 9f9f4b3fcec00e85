//! RecordFields in lines of their own: `Name: value`.

use super::RecordFields;
use super::field::Rank;
use super::names::{FieldName, field_name, named};
use crate::body::Page;
use crate::trace::lines::{Line, LineSetting};

/// The lines, from the page's first, among which a day is the document's.
const NEAR: u32 = 30;

impl RecordFields {
    /// Lines `Name: value`, several of them on one line too.
    pub fn listed(&mut self, lines: &[Line], rank: Rank, page: &Page) {
        for (at, line) in lines.iter().enumerate() {
            if is_read_elsewhere(line.setting, rank) {
                continue;
            }
            let behind = &lines[at + 1..];
            // `**Status**` in a line of its own, and what it is below.
            let may_stand_alone = rank == Rank::Opening && line.setting == LineSetting::Prose;
            if may_stand_alone && let Some(name) = field_name(&line.text) {
                self.push(name, below(behind), rank);
            }
            for part in segments(line) {
                self.stated(&part, behind, rank, page);
            }
        }
    }

    /// A part of a line that may say a field, and the lines behind it.
    fn stated(&mut self, part: &Line, behind: &[Line], rank: Rank, page: &Page) {
        let Some((name, offset)) = named(&part.text) else {
            return;
        };
        // A quotation that says a field says it of this document.
        let mut value = part.behind(offset);
        value.setting = LineSetting::Prose;
        let value = if value.text.is_empty() {
            below(behind)
        } else {
            vec![value]
        };
        let is_near = || page.text.line(part.span(0..0).start) <= NEAR;
        let counts = match name {
            _ if rank != Rank::Elsewhere => true,
            FieldName::Status => true,
            FieldName::Date => is_near(),
            _ => false,
        };
        if counts {
            self.push(name, value, rank);
        }
    }
}

/// Whether lines in such a setting are left to other forms of fields.
fn is_read_elsewhere(setting: LineSetting, rank: Rank) -> bool {
    match setting {
        LineSetting::Cell { .. } | LineSetting::Term | LineSetting::Title | LineSetting::Image => {
            true
        }
        LineSetting::Quote => rank == Rank::Elsewhere,
        _ => false,
    }
}

/// The parts of `**Status:** Accepted | **Date:** 2026-06-09`: a bar is a bar where a field follows
/// it.
fn segments(line: &Line) -> Vec<Line> {
    let text = &line.text;
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, bar) in text.match_indices(['|', '·', '•', ';']) {
        let behind = at + bar.len();
        if named(text[behind..].trim_start()).is_some() {
            parts.push(line.part(from..at));
            from = behind;
        }
    }
    parts.push(line.part(from..text.len()));
    parts
}

/// What stands below a name that has no value in its line: a list, or the next line.
fn below(lines: &[Line]) -> Vec<Line> {
    let is_free = |line: &&Line| named(&line.text).is_none();
    let items = lines
        .iter()
        .take_while(|line| line.setting == LineSetting::Item)
        .take_while(is_free);
    let items: Vec<Line> = items.cloned().collect();
    if items.is_empty() {
        lines.first().filter(is_free).into_iter().cloned().collect()
    } else {
        items
    }
}
