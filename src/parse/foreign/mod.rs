//! Notations that another tool would have replaced and bf-docs shows as they are: macros, template
//! tags, directives and wiki links.

mod notation;
mod likeness;
mod braces;
mod reader;

use memchr::memmem;

use super::Findings;
use crate::body::{Event, Text};
use crate::diag::Code;

use reader::{FirstUse, NotationReader, NotationUse};

/// The beginnings of the notations; the first three are braces.
const SIGNS: [&str; 5] = ["{{", "{%", "{* ", ":::", "[["];

/// Reports the first use of each notation outside code and comments, and of mdBook's includes in
/// code.
pub fn report(events: &[Event], text: &Text, findings: &mut Findings) {
    if !SIGNS
        .iter()
        .any(|sign| memmem::find(text.as_str().as_bytes(), sign.as_bytes()).is_some())
    {
        return;
    }
    let mut reader = NotationReader::default();
    reader.events(events, text.as_str());
    for NotationUse { first, count } in reader.seen {
        let Some(FirstUse { range, shown, help }) = first else {
            continue;
        };
        let more = if count > 1 {
            format!("; the page has {count} of this kind")
        } else {
            String::new()
        };
        findings.add(
            Code::ForeignSyntax,
            text.place(range),
            format!("`{shown}` is shown as it stands"),
            help + &more,
        );
    }
}
