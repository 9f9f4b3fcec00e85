//! Fenced code and raw HTML: no Markdown is read in them.

use super::Scanner;
use crate::body::LineRef;
use crate::parse::lines::{self, Fence};

/// The construct around a line.
pub enum Inside {
    Markdown,
    /// Raw HTML that lasts until a blank line. Fences and containers can open in it.
    Html,
    /// Code that lasts until its fence closes.
    Fence {
        fence: Fence,
        /// The number of the line that opened it.
        opened: usize,
        /// True if it opened in HTML. That continues after the fence, unless the fence holds a
        /// blank line.
        in_html: bool,
    },
    /// Raw HTML (a comment, `<script>`, `<pre>` ...) that lasts until a line with `end`.
    RawUntil {
        end: &'static str,
        /// True if it opened in HTML that lasts until a blank line.
        in_html: bool,
    },
}

impl Inside {
    fn of(in_html: bool) -> Self {
        if in_html {
            Inside::Html
        } else {
            Inside::Markdown
        }
    }

    /// Returns whether HTML is open that lasts until a blank line.
    pub fn is_html(&self) -> bool {
        match self {
            Inside::Markdown => false,
            Inside::Html => true,
            Inside::Fence { in_html, .. } | Inside::RawUntil { in_html, .. } => *in_html,
        }
    }

    /// Returns whether the last line may be prose, as a line that opens a comment may.
    pub fn is_prose(&self) -> bool {
        !matches!(self, Inside::Fence { .. }) && !self.is_html()
    }

    /// Ends HTML that lasts until a blank line.
    pub fn leave_html(&mut self) {
        match self {
            Inside::Markdown => {}
            Inside::Html => *self = Inside::Markdown,
            Inside::Fence { in_html, .. } | Inside::RawUntil { in_html, .. } => *in_html = false,
        }
    }

    /// Returns whether a line belongs to the open fence or raw HTML, or closes it.
    pub fn takes(&mut self, column: usize, text: &str) -> bool {
        let (is_taken, is_over) = match self {
            Inside::Markdown | Inside::Html => return false,
            Inside::RawUntil { end, .. } => (true, text.contains(*end)),
            // The list item around the fence has ended, and the fence with it.
            Inside::Fence { fence, .. } if column < fence.list_column => (false, true),
            Inside::Fence { fence, .. } => (true, fence.is_closed_by(column, text)),
        };
        if is_over {
            *self = Self::of(self.is_html());
        }
        is_taken
    }
}

impl Scanner<'_, '_, '_> {
    /// Opens the fence or raw HTML that a line begins, if any. `opens_html` says that the line
    /// begins HTML that lasts until a blank line.
    pub fn open_verbatim(&mut self, column: usize, text: &str, opens_html: bool) {
        let in_html = opens_html || self.inside.is_html();
        self.inside = if let Some(fence) = Fence::open(column, self.list_column(), text) {
            Inside::Fence {
                fence,
                opened: self.at - 1,
                in_html,
            }
        } else if let Some(end) = lines::raw_html(text) {
            Inside::RawUntil { end, in_html }
        } else {
            Inside::of(in_html)
        };
    }

    /// Ends an open fence or raw HTML at the end of its container, so that it does not swallow the
    /// rest of the page.
    pub fn end_verbatim(&mut self) {
        match std::mem::replace(&mut self.inside, Inside::Markdown) {
            Inside::Markdown | Inside::Html => {}
            Inside::Fence { fence, opened, .. } => {
                let closing = LineRef {
                    text: &fence.closing(),
                    ..self.here()
                };
                self.emit(fence.column, &closing);
                self.report_unclosed_fence(opened);
            }
            Inside::RawUntil { end, .. } => {
                let closing = LineRef {
                    text: end,
                    ..self.here()
                };
                self.emit(0, &closing);
            }
        }
    }

    fn report_unclosed_fence(&mut self, opened: usize) {
        let line = &self.lines[opened];
        let start = line.origin as usize + (line.text.len() - line.text.trim_start().len());
        let range = start..start + line.text.trim().len();
        let place = self.output.out.source_place(line.source, range);
        self.output.findings.unclosed_fence(place);
    }
}
