//! The paths to invalidate at a distribution.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::plan::{Action, PlanStep, Reason};
use crate::output::OWN_FOLDER;
use crate::store::ObjectKey;

/// The largest number of paths in one invalidation. A thousand a month are free.
pub const MOST_PATHS: usize = 30;

/// The largest number of paths that end in `*`. CloudFront works on 15 at once, those of the
/// release before included.
const MOST_WILDCARDS: usize = 10;

/// The characters that browsers encode in the path of an address.
const IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The characters that CloudFront takes in a path only when they are encoded: RFC 1738 calls them
/// unsafe. No other character may be encoded, because the path would then invalidate nothing.
const UNSAFE: &AsciiSet = &IN_ADDRESS
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'~')
    .add(b'[')
    .add(b']');

/// The characters that browsers do not send as CloudFront wants them, and CloudFront's wildcard. A
/// path is cut at such a character and ends in `*`, which covers both forms.
const DOUBTFUL: [char; 3] = ['~', '@', '*'];

/// The path that the site has at a distribution.
#[derive(Debug, Clone)]
pub struct SitePath(String);

impl SitePath {
    /// Reads a path that begins with `/`, and adds the `/` at its end; `None` if it is not such a
    /// path.
    pub fn new(path: &str) -> Option<Self> {
        if path == "/" {
            return Some(Self("/".to_owned()));
        }
        let inside = path.strip_prefix('/')?;
        let inside = inside.strip_suffix('/').unwrap_or(inside);
        ObjectKey::new(inside).map(|_| Self(format!("/{inside}/")))
    }

    /// The path of a site whose keys are its addresses.
    pub fn of_prefix(prefix: &str) -> Self {
        Self(format!("/{prefix}"))
    }

    /// The path as browsers write it.
    pub fn in_address(&self) -> String {
        utf8_percent_encode(&self.0, IN_ADDRESS).to_string()
    }

    /// The path that invalidates the whole site.
    pub fn all(&self) -> String {
        self.with("*")
    }

    /// A path below the site's; `path` is already encoded.
    fn with(&self, path: &str) -> String {
        format!("{}{path}", encoded(&self.0).replace('*', "%2A"))
    }
}

/// The paths to invalidate after some actions: few, and none outside the site.
pub fn paths(site: &SitePath, actions: &[Action]) -> Vec<String> {
    let changed = actions.iter().filter(|action| is_changed(action));
    folded(
        changed
            .flat_map(|action| addresses_of(&action.key))
            .collect(),
    )
    .iter()
    .map(|path| site.with(path))
    .collect()
}

/// Returns whether readers may have met an older version of the file. A new fingerprint was never
/// served.
fn is_changed(action: &Action) -> bool {
    let is_new_name = action.step == PlanStep::Named && action.reason == Reason::New;
    action.step != PlanStep::Keep && !is_new_name && !action.key.starts_with(OWN_FOLDER)
}

/// The paths under which readers ask for a file: its own, and its folder's if it is the page of a
/// folder.
fn addresses_of(key: &str) -> impl Iterator<Item = String> {
    [Some(key), folder_of(key)]
        .into_iter()
        .flatten()
        .map(|path| match path.split_once(DOUBTFUL) {
            Some((before, _)) => format!("{}*", encoded(before)),
            None => encoded(path),
        })
}

/// The folder of which a file is the page.
pub(super) fn folder_of(key: &str) -> Option<&str> {
    key.strip_suffix("index.html")
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, UNSAFE).to_string()
}

/// Replaces many paths by few. Where a folder has several, one path with `*` takes their place: the
/// deepest folders first, and of these the fullest first.
fn folded(mut paths: BTreeSet<String>) -> BTreeSet<String> {
    let deepest = paths
        .iter()
        .map(|path| path.matches('/').count())
        .max()
        .unwrap_or_default();
    for depth in (0..=deepest).rev() {
        let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in &paths {
            if let Some(folder) = folder(path, depth) {
                folders
                    .entry(folder.to_owned())
                    .or_default()
                    .push(path.clone());
            }
        }
        let mut folders: Vec<_> = folders
            .into_iter()
            .filter(|(_, paths)| paths.len() > 1)
            .collect();
        folders.sort_by_key(|(_, paths)| Reverse(paths.len()));
        for (folder, inside) in folders {
            if is_few(&paths) {
                return paths;
            }
            inside.iter().for_each(|path| _ = paths.remove(path));
            paths.insert(format!("{folder}*"));
        }
    }
    paths
}

fn is_few(paths: &BTreeSet<String>) -> bool {
    paths.len() <= MOST_PATHS
        && paths.iter().filter(|path| path.ends_with('*')).count() <= MOST_WILDCARDS
}

/// The first `depth` folders of a path; `None` if it has fewer.
fn folder(path: &str, depth: usize) -> Option<&str> {
    match depth {
        0 => Some(""),
        _ => path
            .match_indices('/')
            .nth(depth - 1)
            .map(|(at, _)| &path[..=at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(step: PlanStep, key: &str, reason: Reason) -> Action {
        Action {
            step,
            key: key.to_owned(),
            reason,
            size: 1,
        }
    }

    fn pages(keys: &[&str]) -> Vec<Action> {
        keys.iter()
            .map(|key| action(PlanStep::Page, key, Reason::Bytes))
            .collect()
    }

    fn site() -> SitePath {
        SitePath::of_prefix("a/docs/")
    }

    #[test]
    fn a_page_is_its_file_and_its_folder() {
        let paths = paths(
            &site(),
            &pages(&["index.html", "guide/index.html", "map.png", "my-index.html"]),
        );
        let expected = [
            "",
            "guide/",
            "guide/index.html",
            "index.html",
            "map.png",
            "my-index.html",
        ];
        assert_eq!(paths, expected.map(|path| format!("/a/docs/{path}")));
    }

    #[test]
    fn what_nobody_has_asked_for_is_not_named() {
        let actions = [
            action(PlanStep::Keep, "guide/index.html", Reason::Replaced),
            action(PlanStep::Named, "assets/site.0badc0de.css", Reason::New),
            action(PlanStep::Named, "assets/app.0badc0de.js", Reason::Doubtful),
            action(PlanStep::Delete, ".bf-docs/objects/00", Reason::Expired),
            action(PlanStep::Delete, "old.png", Reason::Gone),
        ];
        assert_eq!(
            paths(&site(), &actions),
            ["/a/docs/assets/app.0badc0de.js", "/a/docs/old.png"]
        );
    }

    #[test]
    fn characters_are_encoded_as_cloudfront_asks() {
        let keys = ["a b[1].png", "c+d&e.png", "f~g.png", "é?.png"];
        let paths = paths(&SitePath::of_prefix("ü~*/"), &pages(&keys));
        let expected = ["%C3%A9%3F.png", "a%20b%5B1%5D.png", "c+d&e.png", "f*"];
        assert_eq!(paths, expected.map(|path| format!("/%C3%BC%7E%2A/{path}")));
    }

    #[test]
    fn a_path_of_a_site_begins_and_ends_with_a_slash() {
        let path = |text: &str| SitePath::new(text).map(|path| path.all());
        assert_eq!(path("/").as_deref(), Some("/*"));
        assert_eq!(path("/docs").as_deref(), Some("/docs/*"));
        assert_eq!(path("/docs/"), path("/docs"));
        for text in ["", "docs", "//", "/a//b", "/../a"] {
            assert_eq!(path(text), None, "{text}");
        }
    }

    /// The next number of a sequence that looks random and is always the same.
    fn draw(seed: &mut u64, below: usize) -> usize {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as usize % below
    }

    fn covers(listed: &str, path: &str) -> bool {
        listed
            .strip_suffix('*')
            .map_or(listed == path, |beginning| path.starts_with(beginning))
    }

    #[test]
    fn whatever_changed_is_covered_by_few_paths_of_the_site() {
        const NAMES: [&str; 8] = ["a", "b", "ü", "c d", "e~f", "guide", "g[h]", "index.html"];
        let mut seed = 1;
        for _ in 0..400 {
            let many = 1 + draw(&mut seed, 400);
            let key = |seed: &mut u64| {
                let folders = (0..draw(seed, 5))
                    .map(|_| format!("{}{}/", NAMES[draw(seed, 7)], draw(seed, 3)));
                let folders: String = folders.collect();
                format!("{folders}{}", NAMES[draw(seed, 8)])
            };
            let keys: Vec<String> = (0..many).map(|_| key(&mut seed)).collect();
            let listed = paths(
                &site(),
                &pages(&keys.iter().map(String::as_str).collect::<Vec<_>>()),
            );
            let changed = keys
                .iter()
                .flat_map(|key| [key.as_str(), key.strip_suffix("index.html").unwrap_or(key)]);
            let changed: Vec<String> = changed
                .map(|key| format!("/a/docs/{}", encoded(key)))
                .collect();
            for path in &changed {
                assert!(
                    listed.iter().any(|listed| covers(listed, path)),
                    "{path} in {listed:?}"
                );
            }
            for path in &listed {
                assert!(path.starts_with("/a/docs/") && path.is_ascii(), "{path}");
                assert!(!path[..path.len() - 1].contains('*'), "{path}");
                assert!(
                    changed.iter().any(|changed| covers(path, changed)),
                    "{path} for nothing"
                );
            }
            assert!(listed.len() <= MOST_PATHS, "{listed:?}");
            assert!(
                listed.iter().filter(|path| path.ends_with('*')).count() <= MOST_WILDCARDS,
                "{listed:?}"
            );
        }
    }
}
