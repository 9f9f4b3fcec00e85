//! The headers of a published file.

use crate::output::content_type;
use crate::store::Headers;

/// For files with a fingerprint in their name: browsers need not ask again. Shared caches may not
/// keep them, because the site is private.
const IMMUTABLE: &str = "private, max-age=31536000, immutable";

/// For all other files: browsers keep them, and ask before each use.
const REVALIDATED: &str = "private, no-cache";

/// The headers of a file, from its path in the site and its SHA-256.
pub fn headers_of(path: &str, sha256: &str) -> Headers {
    let cache_control = match is_fingerprinted(path, sha256) {
        true => IMMUTABLE,
        false => REVALIDATED,
    };
    Headers {
        content_type: content_type(path).to_owned(),
        cache_control: cache_control.to_owned(),
    }
}

/// Returns whether a part of the file's name between dots is the first eight digits of its SHA-256:
/// other bytes then have another name. A part that only looks like a fingerprint does not count.
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
        assert_eq!(headers_of(&named, &sha256).cache_control, IMMUTABLE);
        assert_eq!(
            headers_of("assets/site.0badc0de.css", &sha256).cache_control,
            REVALIDATED
        );
        assert_eq!(headers_of("index.html", &sha256).cache_control, REVALIDATED);
    }
}
