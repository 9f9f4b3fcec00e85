//! `bf-docs words`: how the search reads texts, for the tests that compare browsers with it.

use std::process::ExitCode;

use clap::Args;

use super::{Trouble, data, fault};
use crate::search::{self, Language};

/// Print how each line of the input is read: its words, with their forms and terms
#[derive(Debug, Args)]
pub struct Words {
    /// Read the lines as queries
    #[arg(long)]
    queries: bool,
    /// The language of the lines, as in `[site] language`
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

impl Words {
    /// Prints a line of JSON for each line of the input.
    pub fn run(&self) -> ExitCode {
        let text = match std::io::read_to_string(std::io::stdin()) {
            Ok(text) => text,
            Err(error) => return fault(Trouble::new(format!("cannot read stdin: {error}"))),
        };
        let read = if self.queries {
            search::query_as_json
        } else {
            search::words_as_json
        };
        let language = Language::of(&self.language);
        let mut lines = String::new();
        for line in text.split_terminator('\n') {
            lines.push_str(&read(line, language));
            lines.push('\n');
        }
        data(&lines)
    }
}
