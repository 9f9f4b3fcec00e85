//! A file of the built site.

use std::path::PathBuf;

/// The folder that belongs to bf-docs, in a site and in a place where sites are kept. Nothing in it
/// is served or published.
pub const OWN_FOLDER: &str = ".bf-docs/";

/// The path of a built site's manifest. A folder that has one is a site.
pub const MANIFEST: &str = ".bf-docs/manifest.json";

/// The path of the list of all pages' Markdown.
pub const INDEX_OF_TWINS: &str = "llms.txt";

/// A file of the built site. ("Artifact" is a governed document, not this.)
#[derive(Debug, Clone)]
pub struct Output {
    /// The path below the site's root, with `/` between folders and not percent-encoded:
    /// `guide/start/index.html`. It is never absolute and has no `..`.
    pub path: String,
    /// The bytes, or the file that has them.
    pub content: Content,
}

/// The content of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes made by the build.
    Bytes(Vec<u8>),
    /// A file of the docs tree, copied as it is.
    File(PathBuf),
}

/// The bytes' SHA-256 as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(bytes))
}

/// Eight hexadecimal digits of the bytes' SHA-256. A file with them in its name can be cached for
/// ever.
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut digits = sha256(bytes);
    digits.truncate(8);
    digits
}

/// Content types by ending. A guess from the bytes, or from what a system has installed, would
/// differ between machines.
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

/// The content type of a file, by the ending of its path. The type of a text names its encoding.
pub fn content_type(path: &str) -> &'static str {
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending);
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    let known = TYPES.binary_search_by(|(other, _)| (*other).cmp(&ending));
    known.map_or("application/octet-stream", |at| TYPES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_order_and_text_names_its_characters() {
        assert!(TYPES.is_sorted_by(|one, next| one.0 < next.0));
        for (ending, kind) in TYPES {
            assert!(
                !kind.starts_with("text/") || kind.ends_with("charset=utf-8"),
                "{ending}"
            );
        }
        let of = content_type;
        assert_eq!(of("guide/index.html"), "text/html; charset=utf-8");
        assert_eq!(of("PHOTO.JPG"), "image/jpeg");
        assert_eq!(of("LICENSE"), "application/octet-stream");
        assert_eq!(of("a.html/raw"), "application/octet-stream");
    }
}
