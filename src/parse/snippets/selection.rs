//! The selection of a part of a file.

use std::ops::Range;

use super::lines::OwnedLine;
use super::marks::section_mark;
use crate::parse::includes::IncludedPart;

/// The byte range of a file that can contain a part.
pub fn range_of(text: &str, part: &IncludedPart) -> Option<Range<usize>> {
    let IncludedPart::Between(from, to) = part else {
        return Some(0..text.len());
    };
    let start = match from {
        Some(from) => text.find(from.as_str())? + from.len(),
        None => 0,
    };
    let end = match to {
        Some(to) => start + text[start..].find(to.as_str())?,
        None => text.len(),
    };
    Some(start..end)
}

/// The lines of a section, of one or more line ranges, or all of them.
pub fn select(lines: Vec<OwnedLine>, part: &str) -> Option<Vec<OwnedLine>> {
    if part.is_empty() {
        return Some(lines);
    }
    if part
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'-'))
    {
        return ranges(&lines, part);
    }
    let start = lines
        .iter()
        .position(|line| section_mark(&line.text) == Some(("start", part)))?;
    let end = lines
        .iter()
        .skip(start)
        .position(|line| section_mark(&line.text) == Some(("end", part)));
    let end = end.map_or(lines.len(), |length| start + length);
    Some(lines[start + 1..end].to_vec())
}

/// Reads `4`, `4:6`, `:6`, `4:`, and several of them between commas; lines count from 1.
fn ranges(lines: &[OwnedLine], part: &str) -> Option<Vec<OwnedLine>> {
    let mut chosen = Vec::new();
    for range in part.split(',') {
        let (from, to) = range.split_once(':').unwrap_or((range, ""));
        let from = if from.is_empty() {
            1
        } else {
            from.parse::<usize>().ok()?.max(1)
        };
        let to = if to.is_empty() {
            lines.len()
        } else {
            to.parse::<usize>().ok()?.min(lines.len())
        };
        chosen.extend_from_slice(lines.get(from - 1..to)?);
    }
    Some(chosen)
}
