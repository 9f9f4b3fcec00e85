//! A map that cannot be read.

use std::ops::Range;

use crate::diag::human;
use crate::fault::Helpful;
use crate::source::{Place, Source};

/// A map that cannot be read. The message shows the place, its line and the expected value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is not TOML.
    #[error(
        "the content map is not valid TOML: {message}\n{}",
        human::excerpt(place)
    )]
    Syntax {
        /// The place where the parser stopped.
        place: Box<Place>,
        /// The parser's message.
        message: String,
    },
    /// A value has another type than its key takes, or a key that must be there is missing.
    #[error(
        "the content map cannot be understood: {message}\n{}",
        human::excerpt(place)
    )]
    Shape {
        /// The value, or the table that lacks the key.
        place: Box<Place>,
        /// The type that was found and the types that the key takes.
        message: String,
    },
}

impl Helpful for Fault {}

impl Fault {
    pub(super) fn syntax(source: &Source, error: &toml::de::Error) -> Self {
        let place = Box::new(source.place(error.span().unwrap_or_default()));
        Fault::Syntax {
            place,
            message: error.message().to_owned(),
        }
    }

    pub(super) fn shape(source: &Source, at: Range<usize>, message: impl Into<String>) -> Self {
        Fault::Shape {
            place: Box::new(source.place(at)),
            message: message.into(),
        }
    }
}
