//! The signs, their spellings, and the element for a pair of each.

use crate::body::{Attrs, Element, EventKind};

/// The construct of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `==marked==`.
    Mark,
    /// `^^inserted^^`.
    Insert,
    /// `~~deleted~~`.
    Delete,
    /// `H~2~O`.
    Sub,
    /// `A^T^A`.
    Sup,
    /// `{++inserted++}`.
    CriticInsert,
    /// `{--deleted--}`.
    CriticDelete,
    /// `{~~before~>after~~}`.
    CriticSubstitute,
    /// `{==marked==}`.
    CriticMark,
    /// `{>>comment<<}`.
    CriticComment,
}

/// The part that a sign can have in its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It opens a pair.
    Opens,
    /// It closes a pair.
    Closes,
    /// `~>` between the two halves of a critic substitution.
    Middle,
    /// The sign looks the same on both sides: the blanks around it decide.
    Either,
}

/// A sign as it is written.
#[derive(Debug, Clone, Copy)]
pub struct WrittenSign {
    /// Its construct.
    pub sign: Sign,
    /// Its length in bytes.
    pub length: usize,
    /// Its part in a pair.
    pub side: Side,
}

impl WrittenSign {
    /// The sign at the start of the bytes.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Self::critic(bytes).or_else(|| Self::plain(bytes))
    }

    fn critic(bytes: &[u8]) -> Option<Self> {
        let (sign, length, side) = match bytes {
            [b'{', b'+', b'+', ..] => (Sign::CriticInsert, 3, Side::Opens),
            [b'+', b'+', b'}', ..] => (Sign::CriticInsert, 3, Side::Closes),
            [b'{', b'-', b'-', ..] => (Sign::CriticDelete, 3, Side::Opens),
            [b'-', b'-', b'}', ..] => (Sign::CriticDelete, 3, Side::Closes),
            [b'{', b'~', b'~', ..] => (Sign::CriticSubstitute, 3, Side::Opens),
            [b'~', b'>', ..] => (Sign::CriticSubstitute, 2, Side::Middle),
            [b'~', b'~', b'}', ..] => (Sign::CriticSubstitute, 3, Side::Closes),
            [b'{', b'=', b'=', ..] => (Sign::CriticMark, 3, Side::Opens),
            [b'=', b'=', b'}', ..] => (Sign::CriticMark, 3, Side::Closes),
            [b'{', b'>', b'>', ..] => (Sign::CriticComment, 3, Side::Opens),
            [b'<', b'<', b'}', ..] => (Sign::CriticComment, 3, Side::Closes),
            _ => return None,
        };
        Some(Self { sign, length, side })
    }

    fn plain(bytes: &[u8]) -> Option<Self> {
        let first = *bytes.first()?;
        let length = bytes.iter().take_while(|b| **b == first).count();
        let sign = match (first, length) {
            (b'=', 2) => Sign::Mark,
            (b'^', 2) => Sign::Insert,
            (b'~', 2) => Sign::Delete,
            (b'^', 1) => Sign::Sup,
            (b'~', 1) => Sign::Sub,
            _ => return None,
        };
        Some(Self {
            sign,
            length,
            side: Side::Either,
        })
    }
}

impl Sign {
    /// The start of the element that a pair makes.
    pub fn start(self) -> EventKind {
        let (name, class) = match self {
            Self::Mark => ("mark", ""),
            Self::Insert => ("ins", ""),
            Self::Delete => ("del", ""),
            Self::Sub => ("sub", ""),
            Self::Sup => ("sup", ""),
            Self::CriticInsert => ("ins", "critic"),
            Self::CriticDelete | Self::CriticSubstitute => ("del", "critic"),
            Self::CriticMark => ("mark", "critic"),
            Self::CriticComment => ("span", "critic comment"),
        };
        EventKind::Start(Element::Named(name.into()), Attrs::class(class))
    }
}
