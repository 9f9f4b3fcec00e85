//! Files that are copied from the docs folder.

use std::ops::Range;
use std::path::Path;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::alive::PageTags;
use super::docs_file::FilePart;
use crate::output::{content_type, fingerprint};

/// Answers with a file that is copied, or with the part of it that is asked for.
pub fn copied(path: &str, full: &Path, docs: &Path, headers: &HeaderMap, seen: &str) -> Response {
    let kind = content_type(path);
    let is_page = kind.starts_with("text/html");
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| !is_page);
    let Ok(FilePart { bytes, size, range }) = FilePart::read(full, docs, range) else {
        // It vanished a moment ago, or leads elsewhere now; the next edition knows.
        return (StatusCode::NOT_FOUND, "the file is not there any more\n").into_response();
    };
    match range {
        None if is_page => page(path, &bytes, seen),
        None => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::ACCEPT_RANGES, "bytes"),
            ];
            (headers, bytes).into_response()
        }
        Some(range) if range.is_empty() => no_part(size),
        Some(range) => part(kind, bytes, &range, size),
    }
}

/// A page that its author wrote as HTML.
fn page(path: &str, html: &[u8], seen: &str) -> Response {
    let tags = PageTags {
        page: path,
        shown: &fingerprint(html),
        seen,
    };
    // A tag in one of its scripts is no end of its head.
    let html = tags.put_into(html, html.len());
    ([(header::CONTENT_TYPE, content_type(path))], html).into_response()
}

fn part(kind: &str, bytes: Vec<u8>, range: &Range<u64>, size: u64) -> Response {
    let of = format!("bytes {}-{}/{size}", range.start, range.end - 1);
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_RANGE, &of)];
    (StatusCode::PARTIAL_CONTENT, headers, bytes).into_response()
}

fn no_part(size: u64) -> Response {
    let headers = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
    (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
}
