//! Files as answers.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::range::ByteSelection;
use crate::output::content_type;

/// Answers with a file. The type follows from its path.
pub fn file_answer(path: &str, content: impl Into<Body>) -> Response {
    let headers = [(header::CONTENT_TYPE, content_type(path))];
    (headers, content.into()).into_response()
}

/// A part of a file that a request asks for.
pub struct FilePart {
    /// The bytes of the part.
    pub bytes: Vec<u8>,
    /// The length of the whole file in bytes.
    pub size: u64,
    /// The position of the part in the file.
    pub selection: ByteSelection,
}

impl FilePart {
    /// Answers with the bytes and their position (RFC 9110, 14.4). The type follows from the file's
    /// path.
    pub fn answer(self, path: &str) -> Response {
        let kind = content_type(path);
        let size = self.size;
        match self.selection {
            ByteSelection::Whole => {
                let headers = [
                    (header::CONTENT_TYPE, kind),
                    (header::ACCEPT_RANGES, "bytes"),
                ];
                (headers, self.bytes).into_response()
            }
            ByteSelection::Part(range) => {
                let of = format!("bytes {}-{}/{size}", range.start, range.end - 1);
                let headers = [
                    (header::CONTENT_TYPE, kind),
                    (header::CONTENT_RANGE, of.as_str()),
                ];
                (StatusCode::PARTIAL_CONTENT, headers, self.bytes).into_response()
            }
            ByteSelection::Unsatisfiable => {
                let headers = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
                (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
            }
        }
    }
}
