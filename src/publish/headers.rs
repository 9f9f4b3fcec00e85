//! What is said of a file beside its bytes.

use crate::output::content_type;
use crate::store::Headers;

/// What its name says for ever: browsers need not ask again. Caches that many share may
/// not keep it, for the site is private.
const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// Kept, but asked for before each use.
const ASKED: &str = "private, no-cache";

/// The headers that a file is served with, by its path in the site and its SHA-256.
pub fn headers_of(path: &str, sha256: &str) -> Headers {
    let cache_control = match is_fingerprinted(path, sha256) {
        true => FOR_EVER,
        false => ASKED,
    };
    Headers {
        content_type: content_type(path).to_owned(),
        cache_control: cache_control.to_owned(),
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
        assert_eq!(headers_of(&named, &sha256).cache_control, FOR_EVER);
        assert_eq!(
            headers_of("assets/site.0badc0de.css", &sha256).cache_control,
            ASKED
        );
        assert_eq!(headers_of("index.html", &sha256).cache_control, ASKED);
    }
}
