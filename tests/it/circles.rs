//! Inside a room, files do not need each other in circles.

use std::collections::{BTreeMap, BTreeSet};

use super::house::{File, assert_none, rust};
use super::shape::bare;

/// The files that each file takes something from, by their paths. A `mod.rs` names all files of
/// its room: it is left out.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The names behind `crate::` and `super::` in a text: `["site", "tree"]` of `crate::site::tree`.
/// Of a list each name counts, as in `super::{edge, job::Job}`.
fn paths(text: &str, root: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut paths = Vec::new();
    for mut rest in text.split(root).skip(1) {
        let mut path: Vec<String> = Vec::new();
        while let Some(behind) = rest.strip_prefix("::") {
            let end = behind.find(|c| !is_name(c)).unwrap_or(behind.len());
            if end == 0 {
                break;
            }
            path.push(behind[..end].to_owned());
            rest = &behind[end..];
        }
        let list = rest
            .strip_prefix("::{")
            .and_then(|list| list.split('}').next());
        for name in list.unwrap_or_default().split(',') {
            let name: String = name.trim().chars().take_while(|c| is_name(*c)).collect();
            paths.push(path.iter().cloned().chain([name]).collect());
        }
        paths.push(path);
    }
    paths
}

/// The file that a path of modules leads to.
fn file(modules: &[String], files: &BTreeSet<&str>) -> Option<String> {
    let lengths = (1..=modules.len()).rev();
    let mut candidates = lengths.flat_map(|length| {
        let path = modules[..length].join("/");
        [format!("src/{path}.rs"), format!("src/{path}/mod.rs")]
    });
    candidates.find(|path| files.contains(path.as_str()))
}

fn arrows(files: &[File]) -> Arrows {
    let names: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let mut arrows = Arrows::new();
    for (path, text) in files {
        let text = bare(text.split("#[cfg(test)]\nmod ").next().unwrap_or_default());
        let own = path.trim_start_matches("src/");
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = folder.split('/').filter(|part| !part.is_empty());
        let folder: Vec<String> = folder.map(str::to_owned).collect();
        let beside = paths(&text, "super").into_iter();
        let beside = beside.map(|path| folder.iter().cloned().chain(path).collect());
        let others = paths(&text, "crate").into_iter().chain(beside);
        let others = others.filter_map(|modules: Vec<String>| file(&modules, &names));
        let others = others.filter(|other| other != path && !other.ends_with("/mod.rs"));
        if !path.ends_with("/mod.rs") && !path.ends_with("/tests.rs") {
            arrows.insert(path.clone(), others.collect());
        }
    }
    arrows
}

/// A way from a file back to itself.
fn circle<'a>(arrows: &'a Arrows, from: &'a str) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![from]];
    while let Some(way) = ways.pop() {
        let last = way[way.len() - 1];
        for next in arrows.get(last).into_iter().flatten() {
            let longer: Vec<&str> = way.iter().copied().chain([next.as_str()]).collect();
            if next == from {
                return Some(longer);
            }
            if seen.insert(next) {
                ways.push(longer);
            }
        }
    }
    None
}

#[test]
fn no_file_needs_itself() {
    let arrows = arrows(&rust("src"));
    let count: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(count > 600, "only {count} arrows were found");
    let ways = arrows.keys().filter_map(|path| circle(&arrows, path));
    let ways: Vec<String> = ways.map(|way| way.join(" -> ")).collect();
    assert_none(ways.join("\n"));
}

#[test]
fn the_arrows_are_read_from_rust() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let files = [
        file("src/a/b.rs", "use super::{c::X, d};\n// crate::a::e\n"),
        file("src/a/c.rs", "use crate::a::d::Y;\n"),
        file("src/a/d.rs", "fn f() -> super::b::Z {}\n"),
        file("src/a/e.rs", "use super::c;\n"),
    ];
    let arrows = arrows(&files);
    assert_eq!(arrows["src/a/b.rs"].len(), 2);
    let way = circle(&arrows, "src/a/b.rs").expect("it is one");
    assert_eq!((way[0], way[way.len() - 1]), ("src/a/b.rs", "src/a/b.rs"));
    assert_eq!(circle(&arrows, "src/a/e.rs"), None);
}
