//! The theme's scripts, joined into the files that pages load.
//!
//! Browsers get one file for many scripts, so a mistake in one of them would stop all others. A
//! script is therefore parsed as far as joining needs it. Anything else is a mistake with a line:
//! no script is joined on a guess.

mod token;
mod read;
mod declared;
mod module;
mod bundle;
mod plain;

pub use bundle::bundle;
pub use plain::joined;

use std::fmt::{self, Display};

/// A mistake that keeps scripts from being joined.
#[derive(Debug)]
pub struct Mistake {
    /// The file, below the theme's folder.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The mistake.
    pub what: String,
}

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}:{}`: {}", self.path, self.line, self.what)
    }
}

/// A script of the theme.
#[derive(Debug, Clone, Copy)]
pub struct Script<'s> {
    /// The path below the theme's folder.
    pub path: &'s str,
    /// The text of the file.
    pub text: &'s str,
}

impl<'s> Script<'s> {
    /// Reads a file as a script. Bytes that are not text are a mistake.
    pub fn of(path: &'s str, bytes: &'s [u8]) -> Result<Self, Mistake> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self {
                path,
                text: text.trim_start_matches('\u{feff}'),
            }),
            Err(error) => {
                let before = &bytes[..error.valid_up_to()];
                let lines = before.iter().filter(|byte| **byte == b'\n').count();
                let script = Self { path, text: "" };
                Err(script.mistake(lines as u32 + 1, "it is not UTF-8"))
            }
        }
    }

    fn mistake(self, line: u32, what: impl Into<String>) -> Mistake {
        Mistake {
            path: self.path.to_owned(),
            line,
            what: what.into(),
        }
    }
}
