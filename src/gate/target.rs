//! The address that a reader returns to after the sign-in.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

use super::OWN;

/// The longest target in bytes.
const MOST: usize = 2_048;

/// An address of this site: a path, perhaps with a query and an anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnTarget(String);

impl Default for ReturnTarget {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl ReturnTarget {
    /// Reads a target; `None` if some browser could read it as an address elsewhere
    /// (CVE-2026-83589, CVE-2020-11053, CVE-2021-39191), or if it is one of the gate's own.
    pub fn parse(text: &str, origin: &Url) -> Option<Self> {
        if text.contains(|c: char| c == '\u{fffd}' || c.is_control() || c.is_whitespace()) {
            return None;
        }
        // In a path, browsers read a backslash as a slash.
        let is_odd = |c: char| c == '\\' || c == '\u{fffd}' || c.is_control();
        let mut path = text.split(['?', '#']).next().unwrap_or_default().to_owned();
        // A server on the way may decode a path that was encoded twice.
        for _ in 0..3 {
            if path.contains(is_odd) || !path.starts_with('/') || path.contains("//") {
                return None;
            }
            path = percent_decode_str(&path).decode_utf8_lossy().into_owned();
        }
        let joined = origin.join(text).ok()?;
        let path = joined.path();
        let is_ours = joined.origin() == origin.origin() && !path.starts_with("//");
        let is_own = path.to_ascii_lowercase().starts_with(OWN);
        let target = &joined[url::Position::BeforePath..];
        (is_ours && !is_own && target.len() <= MOST && text.len() <= MOST)
            .then(|| Self(target.to_owned()))
    }

    /// The address, ready for a `Location` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let origin = Url::parse("https://docs.example.com/").expect("it is an address");
        ReturnTarget::parse(text, &origin).map(|target| target.0)
    }

    #[test]
    fn path_query_and_anchor_stay() {
        for text in [
            "/",
            "/guide/",
            "/guide/?q=a%20b&h=1#an-anchor",
            "/a/b.html#x:y",
            "/two%20words/?q=a%5Cb%09",
            "/search/?q=https://example.com/",
            "/100%25/",
            "/search/?q=C:\\temp",
        ] {
            assert_eq!(read(text).as_deref(), Some(text));
        }
        assert_eq!(read("/straße/").as_deref(), Some("/stra%C3%9Fe/"));
        assert_eq!(read("/a/../b/").as_deref(), Some("/b/"));
    }

    #[test]
    fn no_target_leads_elsewhere() {
        for text in [
            "",
            "guide/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/%5cevil.example",
            "/%255cevil.example",
            "/%2fevil.example",
            "/%252fevil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/%2509/evil.example",
            "/ /evil.example",
            "/\r\n/evil.example",
            "/%0d%0aLocation:%20https://evil.example",
            "/\0",
            "/%00",
            "https://evil.example/",
            "https:evil.example",
            "javascript:alert(1)",
            "/a/..//evil.example",
            "/..//evil.example",
            "/./%2e/%2fevil.example",
            "/%ff",
            "/\u{a0}/evil",
            "?a",
            "#a",
            "/.gate/start",
            "/.gate/out",
            "/.GATE/start",
            "/a/../.gate/out",
            "/%2egate/x/../../.gate/out",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
        assert_eq!(read(&format!("/{}", "a".repeat(MOST))), None);
    }
}
