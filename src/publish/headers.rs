//! What is said of a file beside its bytes.

use serde::{Deserialize, Serialize};

use crate::output::content_type;

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

impl Headers {
    /// The headers of a file, by its path in the site and its SHA-256.
    pub fn of(path: &str, sha256: &str) -> Self {
        Self {
            content_type: content_type(path).to_owned(),
            cache_control: if is_fingerprinted(path, sha256) {
                FOR_EVER
            } else {
                ASKED
            }
            .to_owned(),
        }
    }
}

/// Whether a file's name holds the first eight digits of its SHA-256, as a part between
/// dots: other bytes then have another name. What only looks like that can change.
pub fn is_fingerprinted(path: &str, sha256: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    sha256.len() == 64
        && name
            .split('.')
            .any(|part| part.len() == 8 && sha256.starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_its_bytes_name_is_kept_for_ever() {
        let sha256 = crate::output::sha256(b"body {}");
        let named = format!("assets/site.{}.css", &sha256[..8]);
        assert_eq!(Headers::of(&named, &sha256).cache_control, FOR_EVER);
        assert_eq!(
            Headers::of("assets/site.0badc0de.css", &sha256).cache_control,
            ASKED
        );
        assert_eq!(Headers::of("index.html", &sha256).cache_control, ASKED);
    }
}
