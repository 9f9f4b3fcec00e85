//! Faults of the machine or the call: a text and a help, apart until people read them.
//!
//! A finding is about content and is a [`Diagnostic`](crate::diag::Diagnostic) instead.

use std::fmt;

use serde::{Serialize, Serializer};

/// A room's own fault. [`Display`](fmt::Display) gives its text.
pub trait Helpful: fmt::Display {
    /// Advice for the reader, without `help:`; `None` if the text is enough.
    fn help(&self) -> Option<String> {
        None
    }

    /// The text and the help of this fault.
    fn trouble(&self) -> Trouble {
        Trouble {
            text: self.to_string(),
            help: self.help(),
        }
    }
}

/// The text and the help of a fault, from whichever room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The message: lower case, without a full stop.
    pub text: String,
    /// Advice for the reader.
    pub help: Option<String>,
}

impl Trouble {
    /// A trouble without help.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            help: None,
        }
    }

    /// The same with help.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

impl<F: Helpful> From<F> for Trouble {
    fn from(fault: F) -> Self {
        fault.trouble()
    }
}

/// The text, and the help on a line of its own.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}\nhelp: {help}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

impl Serialize for Trouble {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
