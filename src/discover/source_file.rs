//! Reads a file that pages are made of.

use super::inventory::{AssetFile, SourceFile};
use super::kind::FileKind;
use crate::diag::{Code, Diagnostic};
use crate::file::FileId;
use crate::source::{Place, Source};

/// Reads a file, with the finding about it; `None` in place of the file if it cannot be read.
pub fn read(kind: FileKind, file: AssetFile) -> (Option<SourceFile>, Option<Diagnostic>) {
    let id = FileId::in_docs(file.path);
    let bytes = match std::fs::read(&file.full) {
        Ok(bytes) => bytes,
        Err(error) => return (None, Some(unreadable(id, &error))),
    };
    let (source, invalid) = Source::from_bytes(id, &bytes);
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
