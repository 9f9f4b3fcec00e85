//! Answers with files that a build copies from the docs folder.

use std::path::Path;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::docs_file;
use super::page_tags::PageTags;
use crate::http::file_answer;
use crate::output::{content_type, fingerprint};

/// Answers with a copied file, or with the requested part of it.
pub fn copied(path: &str, full: &Path, docs: &Path, headers: &HeaderMap, seen: &str) -> Response {
    let is_page = content_type(path).starts_with("text/html");
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| !is_page);
    let Ok(part) = docs_file::read(full, docs, range) else {
        // The file vanished a moment ago, or leads elsewhere now. The next edition will know.
        return (StatusCode::NOT_FOUND, "the file is not there any more\n").into_response();
    };
    match is_page {
        true => page(path, &part.bytes, seen),
        false => part.answer(path),
    }
}

/// A page that its author wrote as HTML.
fn page(path: &str, html: &[u8], seen: &str) -> Response {
    let tags = PageTags {
        page: path,
        shown: &fingerprint(html),
        seen,
    };
    // The tags go to the end of the file: a `</head>` in a script would be no end of the head.
    file_answer(path, tags.put_into(html, html.len()))
}
