//! Reads a file that pages are made of.

use super::api_head::is_description;
use super::inventory::{AssetFile, SourceFile};
use super::kind::FileKind;
use crate::diag::{Code, Diagnostic};
use crate::file::FileId;
use crate::source::{Place, Source};

/// A larger file is no API description. GitHub's, one of the largest, has 13 MB.
const LARGEST_API: u64 = 64 << 20;

/// Reads a file, with the finding about it; `None` in place of the file if it cannot be read, or is
/// not of its kind.
pub fn read(kind: FileKind, file: AssetFile) -> (Option<SourceFile>, Option<Diagnostic>) {
    let is_api = kind == FileKind::Api;
    if is_api && file.full.metadata().is_ok_and(|of| of.len() > LARGEST_API) {
        return (None, None);
    }
    let id = FileId::in_docs(file.path);
    let bytes = match std::fs::read(&file.full) {
        Ok(bytes) => bytes,
        // A file that is only copied is reported when it is.
        Err(_) if is_api => return (None, None),
        Err(error) => return (None, Some(unreadable(id, &error))),
    };
    let (source, invalid) = Source::from_bytes(id, &bytes);
    if is_api && !is_description(&source.text) {
        return (None, None);
    }
    let found = invalid.map(|at| invalid_utf8(source.place(at..at + 1)));
    (Some(SourceFile { kind, source }), found)
}

fn unreadable(file: FileId, error: &std::io::Error) -> Diagnostic {
    let place = Place::of_file(file);
    Diagnostic::new(Code::Unreadable, place, format!("cannot be read: {error}"))
        .help("give the user that builds the right to read it; the page is left out of the site")
}

fn invalid_utf8(place: Place) -> Diagnostic {
    let message = "the file is not UTF-8 from here on";
    Diagnostic::new(Code::InvalidUtf8, place, message)
        .help("save it as UTF-8; what could not be read shows as \u{FFFD}")
}
