//! Blocks between slashes: `/// note | Title`, its options, and the line of slashes that closes it.

use super::Scanner;
use super::frames::BodyEnd;
use crate::body::LineRef;
use crate::diag::Code;
use crate::parse::blocks::{self, BlockOptions, SlashBlock};
use crate::parse::lines;

impl Scanner<'_, '_, '_> {
    /// Takes the line if it opens or closes such a block.
    pub fn slashes(&mut self, column: usize, lead: &str, at: &LineRef<'_>) -> bool {
        let text = at.text.trim_end();
        let count = text.bytes().take_while(|b| *b == b'/').count();
        if count < 3 {
            return false;
        }
        if text.len() == count {
            return self.close_slashes(count);
        }
        let Some(block) = blocks::slash_block(&text[count..]) else {
            return false;
        };
        let options = self.take_options(column).unwrap_or_default();
        if block.unknown {
            self.report_unknown(&block, &LineRef { text, ..*at });
        }
        let head = blocks::with_options(block, &options);
        self.open(lead, at, head, BodyEnd::Slashes(count));
        true
    }

    /// Closes the innermost block that this many slashes opened; returns whether there is one.
    fn close_slashes(&mut self, count: usize) -> bool {
        let open = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame.end, BodyEnd::Slashes(n) if n == count));
        let Some(index) = open else { return false };
        self.close_frames(index);
        true
    }

    fn report_unknown(&mut self, block: &SlashBlock, line: &LineRef<'_>) {
        let start = line.origin as usize;
        self.output.findings.add(
            Code::UnknownBlock,
            self.output
                .out
                .source_place(line.source, start..start + line.text.len()),
            format!("there is no block named `{}`", block.name),
            "a block is `/// note | Title` with an admonition's type, `details`, `tab`, \
             `caption`, `html` or `define`",
        );
    }

    /// Reads the option lines right below a block's header: indented by four, up to a blank line.
    /// Other lines are the block's body.
    fn take_options(&mut self, column: usize) -> Option<BlockOptions> {
        let (least, start) = (column + 4 + self.outer_shift(), self.at);
        let mut options = String::new();
        while let Some(line) = self.lines.get(self.at) {
            let content = line.text.trim_start_matches([' ', '\t']);
            let indent = line.text.len() - content.len();
            let is_first_and_none = options.is_empty() && !content.contains(':');
            if content.is_empty()
                || is_first_and_none
                || lines::columns(&line.text[..indent]) < least
            {
                break;
            }
            options.push_str(&line.text[indent.min(least)..]);
            options.push('\n');
            self.at += 1;
        }
        let options = blocks::options(&options);
        if options.is_none() {
            self.at = start;
        }
        options
    }
}
