//! Where a site is kept, and the names of objects there.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::output::OWN_FOLDER;

/// Where a site is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// The part of a bucket whose keys begin with a prefix.
    Bucket {
        /// Its name.
        bucket: String,
        /// What every key begins with; never empty, and ends in `/`.
        prefix: String,
    },
}

/// Why an address names no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// It is neither a bucket nor a folder.
    #[error(
        "`{0}` is no place to publish to\nhelp: write `s3://BUCKET/PREFIX/` or `file:///FOLDER`"
    )]
    Form(String),
    /// It names a whole bucket.
    #[error(
        "`{0}` names a whole bucket\nhelp: add the prefix that the site lies under: `s3://BUCKET/PREFIX/`"
    )]
    NoPrefix(String),
    /// Its prefix could be read in two ways.
    #[error(
        "the prefix of `{0}` has an empty part, `.`, `..` or a control character\nhelp: write it as it is to be: `s3://BUCKET/PREFIX/`"
    )]
    Prefix(String),
    /// It lies where a place keeps what is its own.
    #[error(
        "`{0}` lies in what bf-docs keeps for itself at another place\nhelp: name a place without `.bf-docs` in its path"
    )]
    Own(String),
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        if text
            .split('/')
            .any(|part| part == OWN_FOLDER.trim_end_matches('/'))
        {
            return Err(NoPlace::Own(text.to_owned()));
        }
        if let Some(path) = text.strip_prefix("file://") {
            let is_folder = path.starts_with('/') && !path.trim_matches('/').is_empty();
            return is_folder
                .then(|| Self::Folder(path.into()))
                .ok_or_else(|| NoPlace::Form(text.to_owned()));
        }
        let rest = text
            .strip_prefix("s3://")
            .ok_or_else(|| NoPlace::Form(text.to_owned()))?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(NoPlace::Form(text.to_owned()));
        }
        // `docs` alone would match `docs-old/` too.
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        if prefix.is_empty() {
            return Err(NoPlace::NoPrefix(text.to_owned()));
        }
        if !prefix.split('/').all(is_part) {
            return Err(NoPlace::Prefix(text.to_owned()));
        }
        Ok(Self::Bucket {
            bucket: bucket.to_owned(),
            prefix: format!("{prefix}/"),
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "file://{}", path.display()),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// The name of an object, from the prefix on. It cannot lead out of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// A name as a key; `None` where it could lead out of the prefix.
    pub fn new(name: &str) -> Option<Self> {
        name.split('/').all(is_part).then(|| Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole key in a bucket.
    ///
    /// # Panics
    /// When the prefix is not one of [`Place::Bucket`]: nothing outside it is ever touched.
    pub fn below(&self, prefix: &str) -> String {
        assert!(
            prefix.len() > 1 && prefix.ends_with('/'),
            "a prefix ends in `/`"
        );
        format!("{prefix}{}", self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a part of a path names one thing and always the same.
fn is_part(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && !part.contains(['\\', '\0'])
        && !part.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_prefix_or_a_folder() {
        let place = |text: &str| text.parse::<Place>().map(|place| place.to_string());
        assert_eq!(
            place("s3://b/private/docs").as_deref(),
            Ok("s3://b/private/docs/")
        );
        assert_eq!(place("s3://b/docs/").as_deref(), Ok("s3://b/docs/"));
        assert_eq!(place("file:///srv/docs").as_deref(), Ok("file:///srv/docs"));
        for text in [
            "s3://b", "s3://b/", "s3://b//", "s3:///x", "b/docs", "file://", "file:///", "file://x",
        ] {
            assert!(place(text).is_err(), "{text}");
        }
        for text in [
            "s3://b/a//c",
            "s3://b/../c",
            "s3://b/./",
            "s3://b/a\u{7}",
            "s3://b//a/",
        ] {
            assert!(place(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_cannot_lead_out_of_its_prefix() {
        for name in [
            "", "/a", "a/", "../a", "a/../b", "a//b", ".", "a\\b", "a\nb",
        ] {
            assert_eq!(Key::new(name), None, "{name:?}");
        }
        assert_eq!(
            Key::new("a/ü b.html")
                .map(|key| key.below("docs/"))
                .as_deref(),
            Some("docs/a/ü b.html")
        );
    }
}
