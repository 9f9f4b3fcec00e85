//! Why an include is left out.

use crate::body::Refusal;
use crate::parse::includes::IncludedPart;

/// Why nothing is included.
pub struct NotIncluded {
    /// The path that was tried.
    pub path: String,
    /// Whether there is such a file, and it lacks the part or cannot be read.
    pub is_there: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl NotIncluded {
    /// The file was refused.
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

    /// The file has no such part.
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
                    "write `start` and `end` as they stand in the file, one behind the other",
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
