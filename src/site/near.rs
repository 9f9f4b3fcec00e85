//! What a path that leads nowhere may have been meant to be.

use std::collections::HashMap;

use crate::address::{Route, split};
use crate::body::Page;
use crate::discover::AssetFile;

/// The tree, as it is searched where a link names nothing as it is written.
pub struct Near<'a> {
    /// Paths by their lower case.
    pub by_lower: HashMap<String, &'a str>,
    /// Pages by their address, without a `/` at its end.
    pub by_route: HashMap<&'a str, usize>,
    /// All paths, in order.
    paths: Vec<&'a str>,
    by_name: HashMap<&'a str, Vec<&'a str>>,
}

/// Of more than these, some only are looked at: each comparison costs a microsecond, and a page
/// can have as many broken links as it has lines.
pub const MANY: usize = 1000;

impl<'a> Near<'a> {
    /// The tree of these pages and files.
    pub fn of(pages: &[(&'a str, &'a Page)], routes: &'a [Route], files: &'a [AssetFile]) -> Self {
        let files = files.iter().map(|file| file.path.as_str());
        let of_pages = pages.iter().map(|(path, _)| *path);
        let mut paths: Vec<&str> = of_pages.chain(files).collect();
        paths.sort_unstable();
        let by_lower = paths
            .iter()
            .rev()
            .map(|path| (path.to_lowercase(), *path))
            .collect();
        let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
        for path in &paths {
            by_name.entry(file_name(path)).or_default().push(path);
        }
        let by_route = routes
            .iter()
            .enumerate()
            .map(|(at, route)| (bare(route.as_str()), at))
            .collect();
        Self {
            by_lower,
            by_route,
            paths,
            by_name,
        }
    }

    /// The files below a folder (ending in `/`).
    pub fn below(&self, folder: &str) -> &[&'a str] {
        let start = self.paths.partition_point(|path| *path < folder);
        let length = self.paths[start..].partition_point(|path| path.starts_with(folder));
        &self.paths[start..start + length]
    }

    /// The path that was most likely meant on the page `from`: a file of that name elsewhere, or a
    /// slip of the hand in one part. Nothing rather than a guess that is as likely wrong, and never
    /// the page itself.
    pub fn nearest(&self, path: &str, from: &str) -> Option<&'a str> {
        self.of_same_name(path)
            .or_else(|| self.slip(path))
            .filter(|near| *near != from)
    }

    /// The file of the same name whose folders are most alike; every folder may have an index, so
    /// of those the folder's name has to be the same.
    fn of_same_name(&self, path: &str) -> Option<&'a str> {
        let alike = |other: &str| {
            path.rsplit('/')
                .zip(other.rsplit('/'))
                .take_while(|(one, next)| one == next)
                .count()
        };
        let same = self.by_name.get(file_name(path))?.iter().take(MANY);
        let best = same.clone().map(|other| alike(other)).max()?;
        let stem = split(path).1;
        let is_index = stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme");
        let mut found = same.filter(|other| alike(other) == best && (best > 1 || !is_index));
        found.next().filter(|_| found.next().is_none()).copied()
    }

    /// The path that differs in one part, and there by a letter in four.
    fn slip(&self, path: &str) -> Option<&'a str> {
        let among = if self.paths.len() <= MANY {
            &self.paths[..]
        } else {
            self.below(split(path).0)
        };
        let depth = path.matches('/').count();
        let edits = |other: &str| {
            let mut differing = path
                .split('/')
                .zip(other.split('/'))
                .filter(|(one, next)| one != next);
            let (one, next) = differing
                .next()
                .filter(|_| other.matches('/').count() == depth)?;
            differing
                .next()
                .is_none()
                .then(|| edits(stem(one), stem(next)))
                .flatten()
        };
        let near = among
            .iter()
            .take(MANY)
            .filter_map(|other| Some((edits(other)?, *other)));
        near.min_by_key(|(edits, _)| *edits).map(|(_, other)| other)
    }
}

/// The name that was most likely meant, of those that are near it. Of equals, the first.
pub fn nearest_of<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names
        .take(MANY)
        .filter_map(|other| Some((edits(name, other)?, other)));
    near.min_by_key(|(edits, _)| *edits).map(|(_, other)| other)
}

/// How many letters two names differ in, where that is one in four at most.
fn edits(one: &str, next: &str) -> Option<usize> {
    let (one, next) = (one.to_lowercase(), next.to_lowercase());
    let lengths = [&one, &next].map(|name| name.chars().count());
    let allowed = lengths[0]
        .max(lengths[1])
        .div_ceil(4)
        .min(lengths[0].min(lengths[1]).saturating_sub(1));
    // The difference in length is the least it takes; comparing is what costs.
    let near = lengths[0].abs_diff(lengths[1]) <= allowed;
    near.then(|| strsim::damerau_levenshtein(&one, &next))
        .filter(|edits| *edits <= allowed)
}

/// An address as it is looked up: `guide/`, `guide/index.html` and `guide.html` are one.
pub fn bare(address: &str) -> &str {
    let address = address.trim_end_matches('/');
    match address.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.trim_end_matches('/'),
        _ => address.strip_suffix(".html").unwrap_or(address),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_name_is_not() {
        let paths = [
            "a/guide.md",
            "a/index.md",
            "b/README.md",
            "b/zeppelin.md",
            "guide/start.md",
            "img/x.png",
        ];
        let pages: Vec<AssetFile> = paths
            .iter()
            .map(|path| AssetFile {
                path: (*path).to_owned(),
                full: Default::default(),
            })
            .collect();
        let near = Near::of(&[], &[], &pages);
        let check = |path: &str, meant: Option<&str>| {
            assert_eq!(near.nearest(path, "guide/start.md"), meant, "{path}")
        };
        check("a/guid.md", Some("a/guide.md"));
        // A page does not lead to itself.
        assert_eq!(
            near.nearest("guides/start.md", "index.md"),
            Some("guide/start.md")
        );
        check("guides/start.md", None);
        check("c/zeppelin.md", Some("b/zeppelin.md"));
        check("img/x.svg", Some("img/x.png"));
        check("zeppelin.md", Some("b/zeppelin.md"));
        // Every folder has an index, and one letter is no slip of another.
        check("c/README.md", None);
        check("x/b/README.md", Some("b/README.md"));
        check("img/y.png", None);
        check("a/StatefulSet", None);
        check("a/", None);
    }
}
