//! Files as answers.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::range::ByteSelection;
use crate::output::content_type;

/// Answers with a file: its path says of which type it is.
pub fn file_answer(path: &str, content: impl Into<Body>) -> Response {
    let headers = [(header::CONTENT_TYPE, content_type(path))];
    (headers, content.into()).into_response()
}

/// The bytes of a file that are asked for.
pub struct FilePart {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many bytes the whole file has.
    pub size: u64,
    /// Which of them these are.
    pub selection: ByteSelection,
}

impl FilePart {
    /// Answers with the bytes and says which they are (RFC 9110, 14.4). The path of the file says
    /// of which type it is.
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
