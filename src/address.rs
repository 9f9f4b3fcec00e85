//! Addresses below the site's root, and the links from one to another.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The address at which a page is served, below the site's root and not percent-encoded: empty for
/// the start page, `guide/start/`, or `guide/start.html`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(String);

impl Route {
    /// Takes an address below the site's root.
    pub fn new(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the file that is served at this address.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') {
            format!("{}index.html", self.0)
        } else {
            self.0.clone()
        }
    }

    /// The path of the page's Markdown, beside its file: `guide/start/index.md`, `guide/start.md`.
    pub fn twin(&self) -> String {
        let file = self.file();
        format!("{}.md", file.strip_suffix(".html").unwrap_or(&file))
    }

    /// The relative path from this page to the site's root: `./`, `../../`.
    pub fn to_root(&self) -> String {
        let depth = self.0.matches('/').count();
        if depth == 0 {
            "./".to_owned()
        } else {
            "../".repeat(depth)
        }
    }
}

/// A page's folder below the docs folder (with a `/` at its end unless it is the docs folder) and
/// its name without the ending.
pub fn split(path: &str) -> (&str, &str) {
    let at = path.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, name) = path.split_at(at);
    (folder, name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// The characters that are encoded in the path of an address.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'\\')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The characters that are encoded in a link's path, in Markdown or in an address.
const IN_LINK: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'`');

/// The characters that are encoded in a fragment.
const IN_FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'`');

/// Percent-encodes a path below the site's root.
pub fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, IN_PATH).into()
}

/// An id as the fragment of an address.
pub fn fragment(id: &str) -> String {
    utf8_percent_encode(id, IN_FRAGMENT).to_string()
}

/// The link from a folder (ending in `/`, or empty) to a path, as it is written. `tail` follows the
/// path, with its `?` or `#`.
pub fn relative_link(folder: &str, path: &str, tail: &str) -> String {
    let way = utf8_percent_encode(&relative(folder, path), IN_LINK).to_string();
    // `a:b.md` would be read as a scheme.
    let here = if scheme(&way).is_some() { "./" } else { "" };
    format!("{here}{way}{tail}")
}

/// The relative address of a path of the site, from the route or path of a file.
pub fn way(start: &str, path: &str) -> String {
    let folder = &start[..start.rfind('/').map_or(0, |slash| slash + 1)];
    let way = relative(folder, path);
    let address = encode(&way);
    // `a:b/` would be read as a scheme.
    let first = address.split('/').next().unwrap_or_default();
    if first.contains(':') {
        format!("./{address}")
    } else {
        address.into_owned()
    }
}

/// The scheme of a web address; empty for `//host/`.
pub fn scheme(dest: &str) -> Option<&str> {
    if dest.starts_with("//") {
        return Some("");
    }
    let (scheme, _) = dest.split_once(':')?;
    let named = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named.then_some(scheme)
}

/// Joins a folder (ending in `/`, or empty) and a relative path; `None` above the root.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path from a folder (ending in `/`, or empty) to a path below the same root.
pub fn relative(folder: &str, path: &str) -> String {
    // The folders that contain both. Equal bytes may end inside a character, so the cut is at a
    // `/`.
    let same = folder
        .bytes()
        .zip(path.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let shared = folder.as_bytes()[..same]
        .iter()
        .rposition(|byte| *byte == b'/')
        .map_or(0, |at| at + 1);
    let up = folder
        .bytes()
        .skip(shared)
        .filter(|byte| *byte == b'/')
        .count();
    let mut relative = "../".repeat(up);
    relative.push_str(&path[shared..]);
    if relative.is_empty() {
        "./".to_owned()
    } else {
        relative
    }
}
