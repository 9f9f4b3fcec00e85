//! `bf-docs words`: how the search reads texts, for the tests that compare browsers with it.

use std::process::ExitCode;

use clap::Args;

use super::{Trouble, data, fault};
use crate::search;

/// Print how each line of the input is read: its words, with their forms and terms
#[derive(Debug, Args)]
pub struct Words {
    /// Read the lines as queries
    #[arg(long)]
    queries: bool,
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
        let mut lines = String::new();
        for line in text.split_terminator('\n') {
            lines.push_str(&read(line));
            lines.push('\n');
        }
        data(&lines)
    }
}
