//! The lines of a Markdown text: blocks, the gaps between them, and the signs of the containers
//! around them.

use super::escape::{self, BREAK, KEPT};

/// The gap before the next block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineGap {
    /// The next text goes on in the block.
    #[default]
    None,
    /// It starts on a line of its own.
    Line,
    /// An empty line comes before it.
    Blank,
}

/// The most signs at the start of a line, in bytes.
const MOST_SIGNS: usize = 128;

/// The use of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextUse {
    /// It is a part of the page.
    #[default]
    Blocks,
    /// It stands on one line with other signs: a cell, a heading, a label.
    OneLine,
}

/// A Markdown text that is being written.
#[derive(Debug, Default)]
pub struct MarkdownLines {
    /// The complete lines.
    written: String,
    /// The block that is open: inline Markdown, with a line end or a [`BREAK`] after each line.
    pub block: String,
    /// The signs of the containers, at the start of each line.
    prefix: String,
    /// The length of `prefix` before the innermost new container, and the signs of the containers'
    /// first line.
    first: Option<(usize, String)>,
    gap: LineGap,
    /// True at the start of the text and of a container.
    is_at_start: bool,
    /// The use of the text.
    pub text_use: TextUse,
}

impl MarkdownLines {
    /// An empty text.
    pub fn new(text_use: TextUse) -> Self {
        Self {
            is_at_start: true,
            text_use,
            ..Self::default()
        }
    }

    /// Returns whether so many containers are open that no reader counts them. Each of them has its
    /// signs on every line.
    pub fn is_deep(&self) -> bool {
        self.prefix.len() > MOST_SIGNS
    }

    /// Returns whether a container has just started, or the whole text.
    pub fn is_at_start(&self) -> bool {
        self.is_at_start && self.block.is_empty()
    }

    /// Ends the open block. The next one has at least this gap before it.
    pub fn end_block(&mut self, gap: LineGap) {
        self.flush();
        if !self.is_at_start {
            self.gap = self.gap.max(gap);
        }
    }

    /// Opens a container: the signs on its first line, and on its other lines.
    pub fn open(&mut self, first: &str, others: &str) {
        self.flush();
        self.write_gap();
        if let Some((_, signs)) = &mut self.first {
            signs.push_str(first);
        } else if first != others {
            let before = self.prefix.len();
            self.first = Some((before, first.to_owned()));
        }
        self.prefix.push_str(others);
        self.is_at_start = true;
    }

    /// Closes a container whose signs on each line have this length. Returns the gap that its
    /// content leaves.
    pub fn close(&mut self, others: usize) -> LineGap {
        self.flush();
        if self.is_at_start {
            // A container without content still has its sign.
            self.write_line("");
        }
        self.prefix.truncate(self.prefix.len() - others);
        std::mem::take(&mut self.gap)
    }

    /// Writes lines that are a block of their own, as they are.
    pub fn write_block<'l>(&mut self, lines: impl Iterator<Item = &'l str>) {
        self.end_block(LineGap::Blank);
        self.write_gap();
        for line in lines {
            self.write_line(line);
        }
        self.gap = LineGap::Blank;
    }

    /// Writes the open block.
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        let text = block.trim();
        if text.is_empty() {
            return;
        }
        self.write_gap();
        let is_one_line = self.text_use == TextUse::OneLine;
        for line in text.split_inclusive(['\n', BREAK]) {
            let mark = if line.ends_with(BREAK) && !is_one_line {
                "\\"
            } else {
                ""
            };
            let is_kept = line.contains(KEPT);
            let line = line.trim().trim_start_matches(KEPT);
            match escape::line_start(line).filter(|_| !is_one_line && !is_kept) {
                Some(at) => {
                    let (before, after) = line.split_at(at);
                    self.write_line(&format!("{before}\\{after}{mark}"));
                }
                // An empty line would end the block.
                None if line.is_empty() && mark.is_empty() => {}
                None if mark.is_empty() => self.write_line(line),
                None => self.write_line(&format!("{line}{mark}")),
            }
        }
    }

    fn write_gap(&mut self) {
        if std::mem::take(&mut self.gap) == LineGap::Blank && !self.is_at_start {
            self.written.push_str(self.prefix.trim_end());
            self.written.push('\n');
        }
    }

    fn write_line(&mut self, line: &str) {
        let start = self.written.len();
        match self.first.take() {
            Some((before, signs)) => {
                self.written.push_str(&self.prefix[..before]);
                self.written.push_str(&signs);
            }
            None => self.written.push_str(&self.prefix),
        }
        self.written.push_str(line);
        if line.is_empty() {
            let end = start + self.written[start..].trim_end().len();
            self.written.truncate(end);
        }
        self.written.push('\n');
        self.is_at_start = false;
    }

    /// The text. Each line has its end.
    pub fn finish(mut self) -> String {
        self.flush();
        self.written
    }

    /// The text on one line; `break_sign` stands for the ends of its lines.
    pub fn on_one_line(self, break_sign: &str) -> String {
        let text = self.finish();
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(break_sign)
    }
}
