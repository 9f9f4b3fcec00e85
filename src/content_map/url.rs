//! The address that a site is served at.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// The address that a site is served at: `http` or `https`, a host, a path that ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SiteUrl {
    /// The full address.
    url: String,
    /// The offset of the path, in bytes.
    path: usize,
}

impl SiteUrl {
    /// The full address, with a `/` at its end.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The path: `/private/bf-dev/`.
    pub fn base(&self) -> &str {
        &self.url[self.path..]
    }

    /// Reads an address. The error names the defect, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let rest = rest.ok_or("it does not start with `https://` or `http://`")?;
        if text.contains(|c: char| c.is_whitespace() || "?#<>\"'\\{}".contains(c)) {
            return Err("it holds a blank, a query or another sign that a path cannot hold");
        }
        let host = rest.split('/').next().unwrap_or_default();
        if host.is_empty() || host.contains('@') {
            return Err("it names no host");
        }
        if rest.split('/').any(|part| part == ".." || part == ".") || rest.contains("//") {
            return Err("its path is not plain");
        }
        let path = text.len() - rest.len() + host.len();
        Ok(Self {
            url: format!("{}/", text.trim_end_matches('/')),
            path,
        })
    }
}

impl TryFrom<String> for SiteUrl {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl JsonSchema for SiteUrl {
    fn schema_name() -> Cow<'static, str> {
        "SiteUrl".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "site-url" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_the_path_between_slashes() {
        let base = |text: &str| SiteUrl::parse(text).map(|url| url.base().to_owned());
        assert_eq!(
            base("https://support.example.com/private/bf-dev"),
            Ok("/private/bf-dev/".into())
        );
        assert_eq!(base("http://localhost:8000"), Ok("/".into()));
        for bad in [
            "/private/",
            "ftp://x/",
            "https://",
            "https://x/?q",
            "https://x/../y",
            "https://a b/",
        ] {
            assert!(base(bad).is_err(), "{bad}");
        }
    }
}
