//! Texts in braces: `{{ macro }}`, `{% tag %}` and `{* file *}`.

use super::likeness::{is_macro, is_template_tag};
use super::notation::Notation;

/// A text in braces.
pub struct Braces<'t> {
    /// The notation that it may be.
    pub notation: Notation,
    /// The text before it.
    before: &'t str,
    /// The closing braces, which tell the kind.
    close: &'static str,
    /// The text between the braces.
    pub inner: &'t str,
    /// The text with the braces.
    pub whole: &'t str,
}

impl<'t> Braces<'t> {
    /// Reads the braces that open at that byte of a text.
    pub fn read(text: &'t str, open: usize) -> Option<Self> {
        /// A longer text is no tag. The limit also keeps a page of opening braces fast.
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

    /// Returns whether some tool would read it.
    pub fn is_meant(&self) -> bool {
        match self.close {
            "}}" => is_macro(self.inner, self.before),
            // `{* ../src/a.py hl[2] *}` is FastAPI's include.
            "*}" => self.inner.contains('/') && self.inner.contains('.'),
            _ => is_template_tag(self.inner),
        }
    }
}
