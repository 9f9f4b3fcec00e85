//! Places, and the names of objects there.

use std::fmt;
use std::path::PathBuf;

use crate::fault::Helpful;
use crate::output::OWN_FOLDER;

/// The address of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// A folder of this machine.
    Folder(PathBuf),
    /// The part of a bucket whose keys begin with a prefix.
    Bucket {
        /// The bucket's name.
        bucket: String,
        /// The prefix of every key; never empty, and ends in `/`.
        prefix: String,
    },
}

/// The reason why a text is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// The text is neither a bucket nor a folder.
    #[error("`{0}` is no place to publish to")]
    Form(String),
    /// The text names a whole bucket.
    #[error("`{0}` names a whole bucket")]
    NoPrefix(String),
    /// The prefix has two readings.
    #[error("the prefix of `{0}` has an empty part, `.`, `..` or a control character")]
    Prefix(String),
    /// The path leads into bf-docs' own folder at another place.
    #[error("`{0}` is in bf-docs' own folder at another place")]
    Own(String),
}

impl Helpful for PlaceFault {
    fn help(&self) -> Option<String> {
        let help = match self {
            Self::Form(_) => "write `s3://BUCKET/PREFIX/` or `file:///FOLDER`",
            Self::NoPrefix(_) => "add the prefix that the site lies under: `s3://BUCKET/PREFIX/`",
            Self::Prefix(_) => "write a prefix without them: `s3://BUCKET/PREFIX/`",
            Self::Own(_) => "name a place without `.bf-docs` in its path",
        };
        Some(help.to_owned())
    }
}

impl StorePlace {
    /// Reads `s3://BUCKET/PREFIX/` or `file:///FOLDER`.
    pub fn parse(text: &str) -> Result<Self, PlaceFault> {
        if text
            .split('/')
            .any(|part| part == OWN_FOLDER.trim_end_matches('/'))
        {
            return Err(PlaceFault::Own(text.to_owned()));
        }
        if let Some(path) = text.strip_prefix("file://") {
            let is_folder = path.starts_with('/') && !path.trim_matches('/').is_empty();
            return is_folder
                .then(|| Self::Folder(path.into()))
                .ok_or_else(|| PlaceFault::Form(text.to_owned()));
        }
        let rest = text
            .strip_prefix("s3://")
            .ok_or_else(|| PlaceFault::Form(text.to_owned()))?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(PlaceFault::Form(text.to_owned()));
        }
        // `docs` alone would match `docs-old/` too.
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        if prefix.is_empty() {
            return Err(PlaceFault::NoPrefix(text.to_owned()));
        }
        if !prefix.split('/').all(is_part) {
            return Err(PlaceFault::Prefix(text.to_owned()));
        }
        Ok(Self::Bucket {
            bucket: bucket.to_owned(),
            prefix: format!("{prefix}/"),
        })
    }
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "file://{}", path.display()),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// The name of an object below the prefix. It cannot lead out of the prefix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// Checks a name; `None` if it could lead out of the prefix.
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
    /// When the prefix is not one of [`StorePlace::Bucket`]: nothing outside it is ever touched.
    pub fn below(&self, prefix: &str) -> String {
        assert!(
            prefix.len() > 1 && prefix.ends_with('/'),
            "a prefix ends in `/`"
        );
        format!("{prefix}{}", self.0)
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns whether a part of a path has only one reading.
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
        let place = |text: &str| StorePlace::parse(text).map(|place| place.to_string());
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
            assert_eq!(ObjectKey::new(name), None, "{name:?}");
        }
        assert_eq!(
            ObjectKey::new("a/ü b.html")
                .map(|key| key.below("docs/"))
                .as_deref(),
            Some("docs/a/ü b.html")
        );
    }
}
