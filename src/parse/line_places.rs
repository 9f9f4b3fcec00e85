//! The lines of a block, which may have the signs of a quote or an item before them in the text.

use std::ops::Range;

/// The places of a block's lines in the text.
pub struct LinePlaces {
    starts: Vec<LineStart>,
    /// The byte offset of the block's end in the text.
    end: usize,
}

/// The beginning of a line, in bytes.
struct LineStart {
    in_block: usize,
    in_text: usize,
}

impl LinePlaces {
    /// A block without lines so far, which ends at that offset of the text.
    pub fn until(end: usize) -> Self {
        Self {
            starts: Vec::new(),
            end,
        }
    }

    /// Adds a line that begins at these offsets.
    pub fn push(&mut self, in_block: usize, in_text: usize) {
        self.starts.push(LineStart { in_block, in_text });
    }

    /// The range in the text of a byte range of the block.
    pub fn in_text(&self, range: Range<usize>) -> Range<usize> {
        self.offset_in_text(range.start)..self.offset_in_text(range.end)
    }

    fn offset_in_text(&self, at: usize) -> usize {
        let before = self.starts.partition_point(|line| line.in_block <= at);
        let line = before.checked_sub(1).and_then(|line| self.starts.get(line));
        line.map_or(self.end, |line| {
            (line.in_text + at - line.in_block).min(self.end)
        })
    }
}
