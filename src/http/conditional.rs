//! Requests that depend on what the reader already has.

use axum::http::{HeaderMap, header};

/// Returns whether the reader has the current bytes (`If-None-Match`, RFC 9110, 13.1.2).
pub fn has_current(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    known
        .filter_map(|known| known.to_str().ok())
        .flat_map(|known| known.split(','))
        .map(|tag| tag.trim())
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// The `Range` of a request. `If-Range` leaves it out where the reader's part is of other bytes
/// (RFC 9110, 13.1.5); a date never counts, because files have no dates here.
pub fn asked_range<'h>(headers: &'h HeaderMap, etag: &str) -> Option<&'h str> {
    let range = headers.get(header::RANGE)?.to_str().ok()?;
    match headers.get(header::IF_RANGE) {
        Some(tag) if tag.as_bytes() != etag.as_bytes() => None,
        _ => Some(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().cloned();
        pairs
            .map(|(name, value)| (name, value.parse().expect("it is a value")))
            .collect()
    }

    #[test]
    fn a_reader_with_the_same_tag_has_the_current_bytes() {
        for (known, expected) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            let headers = headers(&[(header::IF_NONE_MATCH, known)]);
            assert_eq!(has_current(&headers, "\"a\""), expected, "{known}");
        }
    }

    #[test]
    fn a_part_of_other_bytes_is_not_continued() {
        let range = (header::RANGE, "bytes=5-");
        for (known, expected) in [
            ("\"a\"", Some("bytes=5-")),
            ("W/\"a\"", None),
            ("\"b\"", None),
            ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ] {
            let headers = headers(&[range.clone(), (header::IF_RANGE, known)]);
            assert_eq!(asked_range(&headers, "\"a\""), expected, "{known}");
        }
        assert_eq!(asked_range(&headers(&[range]), "\"a\""), Some("bytes=5-"));
    }
}
