//! What is said of a file beside its bytes.

use serde::{Deserialize, Serialize};

/// The headers that a file is served with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headers {
    /// `Content-Type`, with the character set of text.
    #[serde(rename = "type")]
    pub content_type: String,
    /// `Cache-Control`.
    #[serde(rename = "cache")]
    pub cache_control: String,
}

/// What its name says for ever: browsers need not ask again. Caches that many share may
/// not keep it, for the site is private.
const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// Kept, but asked for before each use.
const ASKED: &str = "private, no-cache";

/// Content types by ending. Guessing by the bytes, or by what a system has installed,
/// gives another answer on another machine.
const TYPES: [(&str, &str); 38] = [
    ("avif", "image/avif"),
    ("bin", "application/octet-stream"),
    ("bmp", "image/bmp"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("log", "text/plain; charset=utf-8"),
    ("map", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("toml", "text/plain; charset=utf-8"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
    ("yaml", "text/plain; charset=utf-8"),
    ("yml", "text/plain; charset=utf-8"),
    ("zip", "application/zip"),
];

impl Headers {
    /// The headers of a file, by its path in the site and its SHA-256.
    pub fn of(path: &str, sha256: &str) -> Self {
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        let known = TYPES.binary_search_by(|(other, _)| (*other).cmp(&ending));
        Self {
            content_type: known.map_or("application/octet-stream", |at| TYPES[at].1).to_owned(),
            cache_control: if is_fingerprinted(path, sha256) { FOR_EVER } else { ASKED }.to_owned(),
        }
    }
}

/// Whether a file's name holds the first eight digits of its SHA-256, as a part between
/// dots: other bytes then have another name. What only looks like that can change.
pub fn is_fingerprinted(path: &str, sha256: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    sha256.len() == 64 && name.split('.').any(|part| part.len() == 8 && sha256.starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_order_and_text_names_its_characters() {
        assert!(TYPES.is_sorted_by(|one, next| one.0 < next.0));
        for (ending, kind) in TYPES {
            assert!(!kind.starts_with("text/") || kind.ends_with("charset=utf-8"), "{ending}");
        }
        let of = |path: &str| Headers::of(path, "").content_type;
        assert_eq!(of("guide/index.html"), "text/html; charset=utf-8");
        assert_eq!(of("PHOTO.JPG"), "image/jpeg");
        assert_eq!(of("LICENSE"), "application/octet-stream");
        assert_eq!(of("a.html/raw"), "application/octet-stream");
    }

    #[test]
    fn only_what_its_bytes_name_is_kept_for_ever() {
        let sha256 = crate::output::sha256(b"body {}");
        let named = format!("assets/site.{}.css", &sha256[..8]);
        assert_eq!(Headers::of(&named, &sha256).cache_control, FOR_EVER);
        assert_eq!(Headers::of("assets/site.0badc0de.css", &sha256).cache_control, ASKED);
        assert_eq!(Headers::of("index.html", &sha256).cache_control, ASKED);
    }
}
