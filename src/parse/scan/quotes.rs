//! Quotes: their lines are scanned separately, without their `>`.

use super::{Scanner, needs_scan};
use crate::body::LineRef;

impl Scanner<'_, '_, '_> {
    /// Returns whether this line of the quote, or a later one, has to be scanned.
    pub fn quote_needs_scan(&mut self) -> bool {
        if self.at < self.plain_quote {
            return false;
        }
        let quote = self.lines[self.at..]
            .iter()
            .take_while(|line| line.text.trim_start().starts_with('>'));
        let mut length = 0;
        let needs = quote
            .inspect(|_| length += 1)
            .any(|line| needs_scan(line.text));
        self.plain_quote = if needs { 0 } else { self.at + length };
        needs
    }

    /// Scans the quote that starts with this line, up to its last line.
    pub fn quote(&mut self, column: usize, first: &LineRef<'_>) {
        self.inside.leave_html();
        let mut inner = vec![unquoted(first)];
        while let Some(line) = self.lines.get(self.at) {
            let content = line.text.trim_start();
            if !content.starts_with('>') {
                break;
            }
            let skipped = (line.text.len() - content.len()) as u32;
            inner.push(unquoted(&LineRef {
                text: content,
                origin: line.origin + skipped,
                ..*line
            }));
            self.at += 1;
        }
        let prefix = format!("{}{}> ", self.prefix, " ".repeat(column));
        let depth = self.depth + self.frames.len() + 1;
        Scanner::new(&inner, prefix, depth, self.output).run();
        self.above.is_paragraph = true;
    }
}

/// A quote's line without its `>` and the blank after it.
fn unquoted<'a>(line: &LineRef<'a>) -> LineRef<'a> {
    let inner = line.text.get(1..).unwrap_or_default();
    let inner = inner.strip_prefix(' ').unwrap_or(inner);
    LineRef {
        text: inner,
        source: line.source,
        origin: line.origin + (line.text.len() - inner.len()) as u32,
    }
}
