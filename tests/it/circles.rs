//! Inside a room, files do not need each other in circles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::house::{File, assert_none, rust};
use super::shape::bare;

/// The files that each file uses, by their paths. A `mod.rs` names all files of its folder, so it
/// is left out, and its re-exports count as uses of the files that define them.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The names behind `crate::` and `super::` in a text: `["site", "tree"]` of `crate::site::tree`.
/// Each name of a list counts, as in `super::{edge, job::Job}`.
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
            if !name.is_empty() {
                paths.push(path.iter().cloned().chain([name]).collect());
            }
        }
        if !path.is_empty() {
            paths.push(path);
        }
    }
    paths
}

/// The names that each `mod.rs` re-exports, each with the file that defines it.
type HandedOn = BTreeMap<(String, String), String>;

fn handed_on(files: &[File]) -> HandedOn {
    let mut handed_on = HandedOn::new();
    let doors = files.iter().filter(|(path, _)| path.ends_with("/mod.rs"));
    for (path, text) in doors {
        let folder = path.trim_end_matches("mod.rs");
        for (child, _) in files.iter().filter(|(path, _)| path.starts_with(folder)) {
            let name = child[folder.len()..].trim_end_matches(".rs");
            for path_to in paths(text, &format!("use {name}")) {
                let item = path_to.last().cloned().unwrap_or_default();
                handed_on.insert((path.clone(), item), child.clone());
            }
        }
    }
    handed_on
}

/// The file that a path of modules leads to, also by re-exports of a `mod.rs`.
fn file(modules: &[String], files: &BTreeSet<&str>, handed_on: &HandedOn) -> Option<String> {
    (0..=modules.len()).rev().find_map(|length| {
        let path: String = modules[..length]
            .iter()
            .map(|part| format!("{part}/"))
            .collect();
        let door = format!("src/{path}mod.rs");
        let item = modules.get(length).cloned().unwrap_or_default();
        let behind = handed_on.get(&(door.clone(), item)).cloned();
        let own = format!("src/{}.rs", path.trim_end_matches('/'));
        let there = [own, door]
            .into_iter()
            .find(|path| files.contains(path.as_str()));
        behind.or(there)
    })
}

fn arrows(files: &[File]) -> Arrows {
    let names: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let handed_on = handed_on(files);
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
        let others = others.filter_map(|modules: Vec<String>| file(&modules, &names, &handed_on));
        let others = others.filter(|other| other != path && !other.ends_with("/mod.rs"));
        if !path.ends_with("/mod.rs") && !path.ends_with("/tests.rs") {
            arrows.insert(path.clone(), others.collect());
        }
    }
    arrows
}

/// A path of uses from a file back to itself.
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
    assert!(count > 700, "only {count} arrows were found");
    for path in arrows.keys() {
        let below = path.trim_end_matches(".rs");
        assert!(!Path::new(below).is_dir(), "{path} is `mod.rs` of {below}");
    }
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
        file("src/a/mod.rs", "mod b;\npub use e::{E, F};\n"),
        file("src/a/f.rs", "use super::F;\n"),
    ];
    let arrows = arrows(&files);
    assert_eq!(arrows["src/a/b.rs"].len(), 2);
    assert!(arrows["src/a/f.rs"].contains("src/a/e.rs"));
    let way = circle(&arrows, "src/a/b.rs").expect("it is one");
    assert_eq!((way[0], way[way.len() - 1]), ("src/a/b.rs", "src/a/b.rs"));
    assert_eq!(circle(&arrows, "src/a/e.rs"), None);
}
