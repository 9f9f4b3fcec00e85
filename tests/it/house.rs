//! The house style's rules, read from the source.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

/// A file of the repository and its text.
type File = (String, String);

/// The Rust files below a folder, by path.
fn rust(folder: &str) -> Vec<File> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let paths = files.map(|entry| entry.path().to_string_lossy().into_owned());
    paths
        .filter(|path| path.ends_with(".rs"))
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The modules of `lib.rs`, in its order.
fn plan() -> Vec<String> {
    let lines = read("src/lib.rs");
    let modules = lines
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    modules.map(str::to_owned).collect()
}

/// The module that a path of `src` belongs to; `main` for the door.
fn room(path: &str) -> &str {
    let below = path.strip_prefix("src/").expect("it lies in src");
    below
        .split('/')
        .next()
        .unwrap_or(below)
        .trim_end_matches(".rs")
}

fn is_room(name: &str) -> bool {
    Path::new("src").join(name).is_dir() && !matches!(name, "cache" | "diag" | "cli")
}

/// What a file takes from the crate: `discover::{self, History}` gives
/// (`discover`, `self`) and (`discover`, `History`).
fn taken(text: &str) -> Vec<(String, String)> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let mut taken = Vec::new();
    for part in code.split("crate::").skip(1) {
        let name: String = part
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let rest = &part[name.len()..];
        let what = match rest.strip_prefix("::") {
            Some(list) if list.starts_with('{') => list[1..].split('}').next().unwrap_or_default(),
            Some(one) => one
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default(),
            None => "self",
        };
        let items = what
            .split(',')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty());
        taken.extend(items.map(|item| (name.clone(), item)));
    }
    taken
}

fn assert_none(wrong: String) {
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_room_imports_only_what_stands_above_it() {
    let plan = plan();
    let place = |name: &str| plan.iter().position(|known| known == name);
    let mut wrong = String::new();
    for (path, text) in rust("src") {
        let Some(own) = place(room(&path)) else {
            continue;
        };
        if text.contains("super::super") {
            let _ = writeln!(wrong, "{path} hides what it imports behind `super::super`");
        }
        for (other, what) in taken(&text) {
            match place(&other) {
                Some(at) if at <= own => {}
                Some(_) => {
                    _ = writeln!(
                        wrong,
                        "{path} takes `{what}` from {other}, which stands below it"
                    )
                }
                None => {
                    _ = writeln!(
                        wrong,
                        "{path} takes `{what}` from {other}, which is not in src/lib.rs"
                    )
                }
            }
        }
    }
    assert_none(wrong);
}

/// The desk reads the content map to know what to build, and prints its schema; the pipeline
/// and the preview that goes through it are its to call.
#[test]
fn only_the_pipeline_calls_rooms() {
    const ENTRIES: &[&str] = &["self", "read", "page", "link", "site", "theme", "commit"];
    let mut wrong = String::new();
    for (path, text) in rust("src") {
        let own = room(&path);
        for (other, what) in taken(&text) {
            let is_way = matches!(other.as_str(), "pipeline" | "preview");
            let calls =
                is_room(&other) && !is_way && other != own && ENTRIES.contains(&what.as_str());
            if calls && own != "pipeline" && (own, other.as_str()) != ("cli", "content_map") {
                let _ = writeln!(wrong, "{path} calls {other} (`{what}`)");
            }
        }
    }
    assert_none(wrong);
}

#[test]
fn only_the_desk_prints_and_reads_the_environment() {
    let mut wrong = String::new();
    for (path, text) in rust("src")
        .into_iter()
        .filter(|(path, _)| room(path) != "cli" && !path.ends_with("tests.rs"))
    {
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        for sign in [
            "println!",
            "eprint",
            "print!",
            "env::var(",
            "env::var_os(",
            "process::exit",
            "stderr()",
            "stdout()",
        ] {
            if code.contains(sign) {
                let _ = writeln!(wrong, "{path} has `{sign}`");
            }
        }
    }
    assert_none(wrong);
}

#[test]
fn every_front_door_says_what_enters_what_leaves_and_what_stays_true() {
    let mut wrong = String::new();
    for name in plan().iter().filter(|name| is_room(name)) {
        let path = format!("src/{name}/mod.rs");
        let text = read(&path);
        let door: String = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        for part in ["**Enters:**", "**Leaves:**", "**Invariant:**"] {
            if !door.contains(part) {
                let _ = writeln!(wrong, "{path} has no {part}");
            }
        }
    }
    assert_none(wrong);
}

/// Lines that are neither blank nor comments.
fn code_lines<'t>(lines: impl Iterator<Item = &'t str>) -> usize {
    lines
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

/// The functions of a formatted file: name and code lines. rustfmt puts a
/// function's last brace under the `fn`.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let indent = &line[..line.len() - words.len()];
        let words = ["pub ", "pub(super) ", "pub(crate) ", "const ", "async "]
            .iter()
            .fold(words, |words, word| {
                words.strip_prefix(word).unwrap_or(words)
            });
        let Some(name) = words.strip_prefix("fn ") else {
            continue;
        };
        let name = name.split(['(', '<']).next().unwrap_or(name);
        let end = lines[at..]
            .iter()
            .position(|line| line.strip_prefix(indent).is_some_and(|rest| rest == "}"));
        let is_short = line.ends_with(';') || (line.ends_with('}') && line.contains('{'));
        let length = if is_short {
            1
        } else {
            code_lines(lines[at..=at + end.unwrap_or(0)].iter().copied())
        };
        functions.push((name, length));
    }
    functions
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let mut wrong = String::new();
    let mut found = 0;
    for (path, text) in rust("src") {
        let lines = code_lines(text.lines());
        if lines > 700 {
            let _ = writeln!(wrong, "{path} has {lines} code lines");
        }
        for (name, length) in functions(&text) {
            found += 1;
            if length > 130 {
                let _ = writeln!(wrong, "`{name}` in {path} has {length} code lines");
            }
        }
    }
    assert!(found > 500, "the measure found only {found} functions");
    assert_none(wrong);
}

/// The names of all tests of the repository.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, text) in rust("src").into_iter().chain(rust("tests")) {
        for part in text.split("#[test]\n").skip(1) {
            let name = part
                .lines()
                .find_map(|line| line.trim_start().strip_prefix("fn ")?.split('(').next());
            names.extend(name.map(str::to_owned));
        }
    }
    names
}

#[test]
fn every_invariant_names_the_tests_that_hold_it() {
    let page = read("docs/reference/architecture.md");
    let (_, invariants) = page
        .split_once("## Invariants")
        .expect("the page has its invariants");
    let invariants = invariants.split("\n## ").next().unwrap_or_default();
    let (tests, mut wrong, mut rooms) = (tests(), String::new(), Vec::new());
    for paragraph in invariants
        .split("\n\n")
        .filter(|paragraph| paragraph.contains("**Invariant:**"))
    {
        let room = paragraph.split('`').nth(1).unwrap_or_default();
        rooms.push(room.to_owned());
        let held = paragraph
            .split_once("Held by ")
            .map_or("", |(_, held)| held);
        let named: Vec<&str> = held.split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            let _ = writeln!(wrong, "{room}: no test is named");
        }
        for name in named.into_iter().filter(|name| !tests.contains(*name)) {
            let _ = writeln!(wrong, "{room}: there is no test `{name}`");
        }
    }
    assert_eq!(
        rooms,
        plan()
            .into_iter()
            .filter(|name| !matches!(name.as_str(), "source" | "output"))
            .collect::<Vec<_>>()
    );
    assert_none(wrong);
}

#[test]
fn the_floor_plan_of_the_architecture_page_is_that_of_the_library() {
    let page = read("docs/reference/architecture.md");
    let plan = plan();
    let drawn = page
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let drawn: Vec<&str> = drawn
        .map(|name| name.trim_end_matches('/').trim_end_matches(".rs"))
        .collect();
    let drawn: Vec<&str> = drawn
        .into_iter()
        .filter(|name| plan.iter().any(|known| known == name))
        .collect();
    assert_eq!(drawn, plan);
}

#[test]
fn the_icon_packs_are_what_their_lock_file_names() {
    let lock: toml::Table = toml::from_str(&read("icons/lock.toml")).expect("it is TOML");
    let packs = lock["pack"].as_table().expect("it names packs");
    assert_eq!(packs.len(), 5);
    for (name, locked) in packs {
        let packed = fs::read(format!("icons/{name}.z")).expect("the pack is there");
        let mut text = Vec::new();
        flate2::read::ZlibDecoder::new(packed.as_slice())
            .read_to_end(&mut text)
            .expect("a pack is deflated");
        let found = hex::encode(Sha256::digest(&text));
        assert_eq!(Some(found.as_str()), locked["sha256"].as_str(), "{name}");
        let package = locked["package"].as_str().expect("it has one");
        assert!(lock["package"].get(package).is_some(), "{package}");
    }
}
