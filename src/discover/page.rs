//! A Markdown file of the docs folder, read.

use std::path::Path;
use std::sync::Arc;

use super::inventory::{AssetFile, PageFile};
use super::paths::shown;
use crate::diag::{Code, Diagnostic};
use crate::source::{Place, Source};

/// Whether a file is a page, by the ending of its name.
pub fn is_markdown(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty() && matches!(end.to_ascii_lowercase().as_str(), "md" | "markdown")
    })
}

/// Reads a page, and says what was wrong with it; there is none where it cannot be read.
pub fn page(docs: &Path, file: AssetFile) -> (Option<PageFile>, Option<Diagnostic>) {
    let name: Arc<str> = shown(docs, &file.path).into();
    let bytes = match std::fs::read(&file.full) {
        Ok(bytes) => bytes,
        Err(error) => return (None, Some(unreadable(name, &error))),
    };
    let (source, invalid) = Source::from_bytes(name, &bytes);
    let found = invalid.map(|at| invalid_utf8(source.place(at..at + 1)));
    let page = PageFile {
        path: file.path,
        source,
    };
    (Some(page), found)
}

fn unreadable(name: Arc<str>, error: &std::io::Error) -> Diagnostic {
    let place = Place::of_file(name);
    Diagnostic::new(Code::Unreadable, place, format!("cannot be read: {error}"))
        .help("give the user that builds the right to read it; the page is left out of the site")
}

fn invalid_utf8(place: Place) -> Diagnostic {
    let message = "the file is not UTF-8 from here on";
    Diagnostic::new(Code::InvalidUtf8, place, message)
        .help("save it as UTF-8; what could not be read shows as \u{FFFD}")
}
