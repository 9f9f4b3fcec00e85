//! Fields in their own lines: `Name: value`.

use super::RecordFields;
use super::field::Rank;
use super::names::{FieldName, field_name, named};
use crate::body::Page;
use crate::trace::lines::{Line, LineSetting};

/// The number of lines at the top of a page in which a date is the document's date.
const NEAR: u32 = 30;

impl RecordFields {
    /// Reads fields of the form `Name: value`; a line may hold several.
    pub fn listed(&mut self, lines: &[Line], rank: Rank, page: &Page) {
        for (at, line) in lines.iter().enumerate() {
            if is_read_elsewhere(line.setting, rank) {
                continue;
            }
            let behind = &lines[at + 1..];
            // A name alone, as in `**Status**`, has its value below.
            let may_stand_alone = rank == Rank::Opening && line.setting == LineSetting::Prose;
            if may_stand_alone && let Some(name) = field_name(&line.text) {
                self.push(name, below(behind), rank);
            }
            for part in segments(line) {
                self.stated(&part, behind, rank, page);
            }
        }
    }

    /// Reads a part of a line that may be a field, with the lines after it.
    fn stated(&mut self, part: &Line, behind: &[Line], rank: Rank, page: &Page) {
        let Some((name, offset)) = named(&part.text) else {
            return;
        };
        // A field in a quotation is the document's own.
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

/// Returns whether lines of this setting are read as other forms of fields, or not at all.
fn is_read_elsewhere(setting: LineSetting, rank: Rank) -> bool {
    match setting {
        LineSetting::Cell { .. } | LineSetting::Term | LineSetting::Title | LineSetting::Image => {
            true
        }
        LineSetting::Quote => rank == Rank::Elsewhere,
        _ => false,
    }
}

/// The parts of `**Status:** Accepted | **Date:** 2026-06-09`. A bar separates parts only if a
/// field follows it.
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

/// The value below a name that has none in its own line: a list, or the next line.
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
