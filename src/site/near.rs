//! Suggestions for paths that lead nowhere.

use std::collections::HashMap;

use crate::address::{Route, split};
use crate::body::Page;
use crate::discover::AssetFile;

/// Lookups for links that name nothing exactly.
pub struct Near<'a> {
    /// Paths by their lower case.
    pub by_lower: HashMap<String, &'a str>,
    /// Pages by their address, without a `/` at its end.
    pub by_route: HashMap<&'a str, usize>,
    /// The first pages of files that make several, by the files' paths.
    pub by_file: HashMap<&'a str, usize>,
    /// The pages of files that make several, by the files' paths.
    pub siblings: HashMap<&'a str, Vec<usize>>,
    /// All paths, in order.
    paths: Vec<&'a str>,
    by_name: HashMap<&'a str, Vec<&'a str>>,
}

/// Above this number, only some paths are compared. Each comparison costs a microsecond, and a page
/// can have as many broken links as lines.
pub const MANY: usize = 1000;

impl<'a> Near<'a> {
    /// Indexes these pages and files.
    pub fn of(pages: &[(&'a str, &'a Page)], routes: &'a [Route], files: &'a [AssetFile]) -> Self {
        let mut paths = Vec::with_capacity(pages.len() + files.len());
        paths.extend(pages.iter().map(|(path, _)| *path));
        paths.extend(files.iter().map(|file| file.path.as_str()));
        paths.sort_unstable();
        let mut by_lower = HashMap::new();
        let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
        for path in &paths {
            // The first of several paths that differ only in case counts.
            by_lower.entry(path.to_lowercase()).or_insert(*path);
            let of_name = by_name.entry(file_name(path)).or_default();
            of_name.push(path);
        }
        let mut by_route = HashMap::new();
        for (at, route) in routes.iter().enumerate() {
            by_route.insert(bare(route.as_str()), at);
        }
        Self {
            siblings: siblings(pages),
            by_file: by_file(pages, files),
            by_lower,
            by_route,
            paths,
            by_name,
        }
    }

    /// The files below a folder (ending in `/`).
    pub fn below(&self, folder: &str) -> &[&'a str] {
        let start = self.paths.partition_point(|path| *path < folder);
        let behind = &self.paths[start..];
        let length = behind.partition_point(|path| path.starts_with(folder));
        &behind[..length]
    }

    /// The path that was most likely meant on the page `from`: a file of that name elsewhere, or a
    /// path with a typo in one part. It returns `None` rather than an unlikely guess, and never the
    /// page itself.
    pub fn nearest(&self, path: &str, from: &str) -> Option<&'a str> {
        self.of_same_name(path)
            .or_else(|| self.slip(path))
            .filter(|near| *near != from)
    }

    /// The file of the same name whose folders are most alike. Every folder may have an index, so
    /// for an index the folder's name must be the same.
    fn of_same_name(&self, path: &str) -> Option<&'a str> {
        let same = self.by_name.get(file_name(path))?;
        let same = same.iter().take(MANY);
        let best = same.clone().map(|other| alike(path, other)).max()?;
        if best == 1 && is_any_index(path) {
            return None;
        }
        let mut found = same.filter(|other| alike(path, other) == best);
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// The path that differs in one part, by at most one letter in four.
    fn slip(&self, path: &str) -> Option<&'a str> {
        let among = if self.paths.len() <= MANY {
            &self.paths[..]
        } else {
            self.below(split(path).0)
        };
        let mut nearest = None;
        let mut least = usize::MAX;
        for other in among.iter().take(MANY) {
            if let Some(edits) = edits_of_one_part(path, other)
                && edits < least
            {
                nearest = Some(*other);
                least = edits;
            }
        }
        nearest
    }
}

/// The most similar of some names, if one is similar enough. Of equally similar names, the first.
pub fn nearest_of<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut nearest = None;
    let mut least = usize::MAX;
    for other in names.take(MANY) {
        if let Some(edits) = edits(name, other)
            && edits < least
        {
            nearest = Some(other);
            least = edits;
        }
    }
    nearest
}

/// The number of parts that two paths share, counted from their ends.
fn alike(one: &str, other: &str) -> usize {
    let parts = one.rsplit('/').zip(other.rsplit('/'));
    let alike = parts.take_while(|(one, next)| one == next);
    alike.count()
}

fn is_any_index(path: &str) -> bool {
    let (_, stem) = split(path);
    stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme")
}

/// The number of edits between two paths that differ in a single part.
fn edits_of_one_part(path: &str, other: &str) -> Option<usize> {
    let parts = path.split('/').zip(other.split('/'));
    let mut differing = parts.filter(|(one, next)| one != next);
    let (one, next) = differing.next()?;
    if differing.next().is_some() || path.matches('/').count() != other.matches('/').count() {
        return None;
    }
    edits(stem(one), stem(next))
}

/// The number of edits between two names; `None` above one letter in four.
fn edits(one: &str, next: &str) -> Option<usize> {
    let one = one.to_lowercase();
    let next = next.to_lowercase();
    let length = one.chars().count();
    let next_length = next.chars().count();
    let longest = length.max(next_length);
    let shortest = length.min(next_length);
    let allowed = longest.div_ceil(4).min(shortest.saturating_sub(1));
    // The difference in length is a lower bound, and the comparison is expensive.
    if longest - shortest > allowed {
        return None;
    }
    let edits = strsim::damerau_levenshtein(&one, &next);
    (edits <= allowed).then_some(edits)
}

/// Normalizes an address for lookups: `guide/`, `guide/index.html` and `guide.html` become one.
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

/// A name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The first pages of files that make several, and the pages that introduce those of a file.
fn by_file<'a>(pages: &[(&'a str, &'a Page)], files: &'a [AssetFile]) -> HashMap<&'a str, usize> {
    let mut by_file = HashMap::new();
    for (at, (path, page)) in pages.iter().enumerate() {
        let file = page.file.below_docs();
        let file = file.filter(|file| file != path);
        if let Some(file) = file
            && page.number == 0
        {
            by_file.insert(file, at);
        }
    }
    for (at, (_, page)) in pages.iter().enumerate() {
        let Some(path) = page.introduced_file() else {
            continue;
        };
        let of_path = |file: &AssetFile| file.path.as_str().cmp(path.as_str());
        if let Ok(file) = files.binary_search_by(of_path) {
            by_file.insert(files[file].path.as_str(), at);
        }
    }
    by_file
}

/// The pages of files that make several, by the files' paths.
fn siblings<'a>(pages: &[(&'a str, &'a Page)]) -> HashMap<&'a str, Vec<usize>> {
    let mut siblings: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (path, page)) in pages.iter().enumerate() {
        if let Some(file) = page.file.below_docs().filter(|file| file != path) {
            siblings.entry(file).or_default().push(at);
        }
    }
    siblings
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
        // Every folder has an index, and names of one letter are no typos of each other.
        check("c/README.md", None);
        check("x/b/README.md", Some("b/README.md"));
        check("img/y.png", None);
        check("a/StatefulSet", None);
        check("a/", None);
    }
}
