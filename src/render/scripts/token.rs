//! A script's tokens.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, a keyword or a number.
    Word,
    /// A string, a template or a regular expression.
    Literal,
    /// One sign: `=>` is two tokens without a gap.
    Sign,
}

/// The space before a token; comments are space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// None.
    None,
    /// Blanks.
    Blank,
    /// At least one end of a line.
    Line,
}

/// A token of a script.
#[derive(Debug, Clone, Copy)]
pub struct Token<'s> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text, as it is written.
    pub text: &'s str,
    /// Its line, from 1.
    pub line: u32,
    /// The space before it.
    pub gap: Gap,
    /// How many brackets are open around it; a bracket itself stands outside of its pair.
    pub depth: u32,
}

impl Token<'_> {
    /// Whether it is this keyword, name or sign.
    pub fn is(&self, text: &str) -> bool {
        self.kind != TokenKind::Literal && self.text == text
    }

    /// Whether it is one of these signs.
    pub fn is_sign_of(&self, signs: &str) -> bool {
        self.kind == TokenKind::Sign && signs.contains(self.text)
    }
}
