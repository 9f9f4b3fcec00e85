//! The path of a request.

use axum::http::Uri;
use percent_encoding::percent_decode_str;

use crate::address::Route;

/// The decoded path of a request.
pub struct RequestPath {
    decoded: String,
}

impl RequestPath {
    /// Decodes the path once, so a path that was encoded twice stays encoded. `None` if it is not
    /// UTF-8.
    pub fn of(asked: &Uri) -> Option<Self> {
        let decoded = percent_decode_str(asked.path()).decode_utf8().ok()?;
        Some(Self {
            decoded: decoded.into_owned(),
        })
    }

    /// The path, which begins with `/`.
    pub fn as_str(&self) -> &str {
        &self.decoded
    }

    /// The path of the requested file in the site; a folder's file is its page. The path may
    /// contain `..`, so only a lookup among the site's files is safe.
    pub fn file(&self) -> String {
        let below = self.decoded.strip_prefix('/');
        Route::new(below.unwrap_or(&self.decoded)).file()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_decoded_once_and_names_one_file() {
        for (address, expected) in [
            ("/", Some("index.html")),
            ("/guide/", Some("guide/index.html")),
            ("/guide/?q=/other/", Some("guide/index.html")),
            ("/guide", Some("guide")),
            ("/a.png", Some("a.png")),
            ("//guide/", Some("/guide/index.html")),
            ("/two%20words%2f", Some("two words/index.html")),
            ("/two+words.txt", Some("two+words.txt")),
            ("/%C3%A4.txt", Some("ä.txt")),
            ("/%25C3%25A4.txt", Some("%C3%A4.txt")),
            ("/100%", Some("100%")),
            ("/%ff", None),
        ] {
            let asked = address.parse().expect("it is an address");
            let file = RequestPath::of(&asked).map(|path| path.file());
            assert_eq!(file.as_deref(), expected, "{address}");
        }
    }
}
