//! What stands in braces: `{{ macro }}`, `{% tag %}` and `{* file *}`.

use super::likeness::{is_macro, is_template_tag};
use super::notation::Notation;

/// A text in braces.
pub struct Braces<'t> {
    /// What it would be.
    pub notation: Notation,
    /// What stands before it.
    before: &'t str,
    /// Which kind of braces it is, by its end.
    close: &'static str,
    /// What stands between its signs.
    pub inner: &'t str,
    /// All of it.
    pub whole: &'t str,
}

impl<'t> Braces<'t> {
    /// Reads the braces that open at that byte of a text.
    pub fn read(text: &'t str, open: usize) -> Option<Self> {
        /// What is longer is no tag: a page of opening braces is read once.
        const LONGEST: usize = 400;
        let from = open + 1;
        let rest = &text[from..text.floor_char_boundary(from + LONGEST)];
        let (notation, close) = match rest.as_bytes().first()? {
            b'{' => (Notation::Macro, "}}"),
            b'%' => (Notation::Template, "%}"),
            b'*' => (Notation::Template, "*}"),
            _ => return None,
        };
        let length = rest[1..].find(close)?;
        Some(Self {
            notation,
            before: &text[..open],
            close,
            inner: rest[1..=length].trim(),
            whole: &text[open..from + 1 + length + close.len()],
        })
    }

    /// Whether some tool would read it.
    pub fn is_meant(&self) -> bool {
        match self.close {
            "}}" => is_macro(self.inner, self.before),
            // `{* ../src/a.py hl[2] *}` is FastAPI's include.
            "*}" => self.inner.contains('/') && self.inner.contains('.'),
            _ => is_template_tag(self.inner),
        }
    }
}
