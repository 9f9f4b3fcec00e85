//! Texts of sections, cut into passages.

use std::ops::Range;

use crate::search::SearchHit;

/// Longer blocks are cut to whole sentences of about this length, in bytes.
const LONGEST: usize = 700;

/// Longer code blocks are no passages: nobody reads an answer of pages.
const LONGEST_CODE: usize = 2_000;

/// A piece of a section, as it is written there.
#[derive(Clone, Copy)]
pub struct SectionPiece<'s> {
    /// The line above it that belongs to it: the header of a table, the lead-in of a list.
    pub lead: &'s str,
    /// The text; cells of a row are parted by tabs.
    pub text: &'s str,
}

/// All pieces of a section, in order.
pub fn pieces(hit: &SearchHit) -> Vec<SectionPiece<'_>> {
    let mut pieces = Vec::new();
    let mut lead = "";
    let mut is_table = false;
    for block in hit.section.text.lines() {
        let is_row = block.contains('\t');
        let opens_table = is_row && !is_table;
        is_table = is_row;
        if opens_table {
            lead = block;
            continue;
        }
        if lead.contains('\t') && !is_row {
            lead = "";
        }
        for range in sentences(block) {
            let text = &block[range];
            pieces.push(SectionPiece { lead, text });
        }
        if block.ends_with(':') {
            lead = block;
        }
    }
    let code: &str = &hit.section.code;
    if !code.trim().is_empty() && code.len() <= LONGEST_CODE {
        pieces.push(SectionPiece { lead, text: code });
    }
    pieces
}

/// The parts of a block: the whole of a short one, runs of sentences of a long one.
fn sentences(block: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for (at, sign) in block.char_indices() {
        let next = at + sign.len_utf8();
        let is_stop = matches!(sign, '.' | '!' | '?');
        let ends = is_stop && block[next..].starts_with(' ');
        if !ends && next < block.len() {
            continue;
        }
        if next - start > LONGEST && end > start {
            parts.push(start..end);
            start = end + 1;
        }
        end = next;
    }
    if end > start {
        parts.push(start..end);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_block_is_cut_at_the_ends_of_sentences() {
        let sentence = "A queue holds what waits. ";
        let block = sentence.repeat(60);
        let block = block.trim_end();
        let parts = sentences(block);
        assert!(parts.len() > 2, "{parts:?}");
        for part in &parts {
            assert!(part.len() <= LONGEST + sentence.len());
            assert!(block[part.clone()].starts_with("A ") && block[part.clone()].ends_with('.'));
        }
        let short = sentences("Short. Words.");
        assert!(short.len() == 1 && short[0] == (0..13));
        assert!(sentences("").is_empty());
    }
}
