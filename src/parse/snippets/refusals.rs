//! The reasons why an include is left out.

use crate::body::Refusal;
use crate::parse::includes::IncludedPart;

/// The reason why a file is not included.
pub struct NotIncluded {
    /// The path that was tried.
    pub path: String,
    /// True if there is such a file, but it lacks the part or cannot be read.
    pub is_there: bool,
    /// The finding's message.
    pub message: String,
    /// The finding's help.
    pub help: &'static str,
}

impl NotIncluded {
    /// The reason for a refused file.
    pub fn refused(path: &str, refusal: Refusal) -> Self {
        let (message, help) = match refusal {
            Refusal::NotThere => (
                format!("the snippet `{path}` is not there"),
                "paths are relative to the folders of `snippets` in the content map",
            ),
            Refusal::Outside => (
                format!("the snippet `{path}` lies outside the snippet folders"),
                "copy it below one of the folders of `snippets` in the content map",
            ),
            Refusal::Unreadable => (
                format!("the snippet `{path}` cannot be read"),
                "it must be a readable text file of at most 4 MB",
            ),
        };
        Self {
            path: path.to_owned(),
            is_there: refusal == Refusal::Unreadable,
            message,
            help,
        }
    }

    /// The reason for a file without that part.
    pub fn no_part(path: &str, part: &IncludedPart) -> Self {
        let (name, help) = match part {
            IncludedPart::Lines(lines) => (
                lines.clone(),
                "name a section between `--8<-- [start:NAME]` and `--8<-- [end:NAME]`, \
                 or lines as `FILE:4:6`",
            ),
            IncludedPart::Between(from, to) => {
                let ends: Vec<&str> = [from, to]
                    .into_iter()
                    .flatten()
                    .map(String::as_str)
                    .collect();
                (
                    ends.join("` ... `"),
                    "write `start` and `end` as they are in the file, in that order",
                )
            }
        };
        Self {
            path: path.to_owned(),
            is_there: true,
            message: format!("`{path}` has no `{name}`"),
            help,
        }
    }
}
