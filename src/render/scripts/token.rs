//! The tokens of a script, and the space between them.

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, a keyword or a number.
    Word,
    /// A string, a template or a regular expression.
    Literal,
    /// One sign: `=>` is two tokens without space between them.
    Sign,
}

/// The space before a token. Comments count as space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// No space.
    None,
    /// Blanks.
    Blank,
    /// Blanks with at least one line end.
    Line,
}

/// A token of a script.
#[derive(Debug, Clone, Copy)]
pub struct Token<'s> {
    /// The kind of the token.
    pub kind: TokenKind,
    /// The text as written.
    pub text: &'s str,
    /// The line, from 1.
    pub line: u32,
    /// The space before it.
    pub gap: Gap,
    /// The number of open brackets around it; a bracket is outside its own pair.
    pub depth: u32,
}

impl Token<'_> {
    /// Returns whether it is this keyword, name or sign.
    pub fn is(&self, text: &str) -> bool {
        self.kind != TokenKind::Literal && self.text == text
    }

    /// Returns whether it is one of these signs.
    pub fn is_sign_of(&self, signs: &str) -> bool {
        self.kind == TokenKind::Sign && signs.contains(self.text)
    }
}
