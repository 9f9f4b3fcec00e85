//! The slots of each kind of piece, in their order: what is written and read with one learns from
//! what went before in it. Browsers take the same ones.

use super::coder::{NAME, NUMBER};
use super::postings::FLAGS;

/// Slots by their names, each with how many it is: the struct has the number of the first of each.
macro_rules! slots {
    ($(#[$doc:meta])* $list:ident { $($slot:ident: $count:expr,)* }) => {
        $(#[$doc])*
        pub struct $list {
            $(pub $slot: usize,)*
        }

        impl $list {
            /// The names, each with how many slots it is, in order.
            pub const LIST: &[(&str, usize)] = &[$((stringify!($slot), $count),)*];

            /// The slots, and how many they are in all.
            pub fn take() -> (Self, usize) {
                let mut next = 0;
                let slots = Self {
                    $($slot: {
                        next += $count;
                        next - $count
                    },)*
                };
                (slots, next)
            }
        }
    };
}

slots! {
    /// The slots of a piece of words: of its terms, the pages of each, and the sections of these.
    WordSlots {
        count: NUMBER,
        name: NAME,
        inherits: NUMBER,
        pages: NUMBER,
        gap: 4 * NUMBER,
        folders: NUMBER,
        folder: NUMBER,
        in_folder: NUMBER,
        first: NUMBER,
        next: 2 * NUMBER,
        more: 48,
        plain: 6,
        flags: 3 << FLAGS,
        times: 4 * NUMBER,
    }
}

slots! {
    /// The slots of a piece of positions.
    PositionSlots {
        count: NUMBER,
        name: NAME,
        fields: NUMBER,
        far: NUMBER,
        more: 2,
    }
}

slots! {
    /// The slots of a piece of names.
    NameSlots {
        count: NUMBER,
        name: NAME,
        number: NUMBER,
    }
}

slots! {
    /// The slots of the table of pages.
    TableSlots {
        gap: NUMBER,
        title: NUMBER,
        length: NUMBER,
        shift: NUMBER,
        boost: NUMBER,
        folder: NUMBER,
        tags: NUMBER,
        tag: NUMBER,
        changes: NUMBER,
        step: NUMBER,
        kind: NUMBER,
        status: NUMBER,
        opens: 1,
    }
}
