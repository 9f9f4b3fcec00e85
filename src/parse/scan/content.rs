//! Lines inside their containers. Each is passed to the method that reads its kind.

use super::{Scanner, needs_scan};
use crate::body::LineRef;
use crate::parse::containers::GUARD;
use crate::parse::{dialect, lines};

/// The deepest nesting of containers and quotes; deeper ones stay text.
const DEEPEST: usize = 64;

/// A line that is not blank, without the indentation of the containers around it.
pub struct DedentedLine<'t> {
    /// The column at which its text begins.
    pub column: usize,
    /// Its text without indentation, and the text's origin.
    pub content: LineRef<'t>,
    /// The whole line, if no container has moved it: it is written unchanged, with its tabs.
    pub untouched: Option<&'t LineRef<'t>>,
}

impl Scanner<'_, '_, '_> {
    pub fn content(&mut self, line: &DedentedLine<'_>) {
        let (column, content) = (line.column, &line.content);
        if self.inside.takes(column, content.text) {
            return self.pass(line);
        }
        self.leave_lists(column, content.text);
        let is_code = column.saturating_sub(self.list_column()) >= 4;
        if is_code || self.depth + self.frames.len() >= DEEPEST {
            return self.indented(line);
        }
        if self.container(column, "", content) {
            return;
        }
        self.closed_tab = None;
        if content.text.starts_with('>') && needs_scan(content.text) | self.quote_needs_scan() {
            return self.quote(column, content);
        }
        let is_after_marker = std::mem::take(&mut self.above.is_marker);
        if content.text.starts_with(':')
            && (is_after_marker || dialect::is_no_definition(content.text))
        {
            self.above.is_paragraph = true;
            return self.emit_with(&format!("{}{GUARD}", " ".repeat(column)), content);
        }
        if lines::list_marker(content.text, self.above.is_paragraph).is_some() {
            return self.list_item(line);
        }
        self.prose(line);
    }

    /// Writes a line without changes.
    pub fn pass(&mut self, line: &DedentedLine<'_>) {
        match line.untouched {
            Some(whole) => self.emit(0, whole),
            None => self.emit(line.column, &line.content),
        }
    }

    /// Reads a line that is indented code, or continues a paragraph, which code cannot interrupt.
    fn indented(&mut self, line: &DedentedLine<'_>) {
        self.closed_tab = None;
        let goes_on = self.above.is_paragraph && !self.above.is_blank;
        let rewritten = goes_on
            .then(|| self.rewritten_line(line.content.text, false))
            .flatten();
        match rewritten {
            Some(rewritten) => {
                let lead = " ".repeat(line.column);
                self.emit_rewritten(&lead, &rewritten, &line.content);
            }
            None => self.pass(line),
        }
    }
}
