//! The house style's rules, read from the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::english::{comments, is_headless, literals};
use super::shape::bare;

/// A file of the repository and its text.
pub type File = (String, String);

/// The Rust files below a folder, by path.
pub fn rust(folder: &str) -> Vec<File> {
    written_in(folder, &["rs"])
}

/// The files below a folder with these endings, by path, without those installed for the tests.
fn written_in(folder: &str, ends: &[&str]) -> Vec<File> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "node_modules" && entry.file_name() != ".moto")
        .flatten();
    let paths = files.map(|entry| entry.path().to_string_lossy().into_owned());
    let is_asked = |path: &String| {
        let end = path.rsplit_once('.').map_or("", |(_, end)| end);
        ends.contains(&end)
    };
    paths
        .filter(is_asked)
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

/// The items that a file takes from the crate: `discover::{self, History}` gives
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

pub fn assert_none(wrong: String) {
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

/// The rooms that each room may use, and what for. A new row is a new arrow in the plan: argue for
/// it.
const USES: &[(&str, &[(&str, &str)])] = &[
    ("source", &[("file", "a source and a place are of a file")]),
    ("cache", &[("output", "results are named by digests")]),
    (
        "diag",
        &[
            ("file", "people are shown files"),
            ("source", "findings have places"),
            ("cache", "a report is kept for the next build"),
        ],
    ),
    (
        "body",
        &[
            ("address", "a page names the description that it introduces"),
            ("file", "a page is made of a file"),
            ("source", "places are found in a page's text"),
            ("cache", "a page is named by what it was made from"),
            ("diag", "comments allow findings"),
        ],
    ),
    (
        "content_map",
        &[
            ("address", "links to edit a page are addresses"),
            ("colour", "a site has a colour of its own"),
            ("fault", "a map that cannot be read is a fault"),
            ("source", "its findings have places"),
            ("diag", "a wrong key is a finding"),
        ],
    ),
    (
        "draw",
        &[
            ("cache", "a font is named by its bytes"),
            ("colour", "drawings have colours"),
        ],
    ),
    (
        "discover",
        &[
            ("fault", "a docs folder that cannot be read is a fault"),
            (
                "output",
                "a folder that is a built site is none of the docs",
            ),
            ("body", "why a file is not included"),
            ("file", "a source is of a file"),
            ("source", "pages are read into sources"),
            ("diag", "a file that cannot be read is a finding"),
        ],
    ),
    (
        "parse",
        &[
            ("body", "it makes pages"),
            ("draw", "diagrams become drawings"),
            ("source", "a page is read from a source"),
            ("diag", "a slip in a page is a finding"),
            ("content_map", "ids of headings follow its rule"),
            ("discover", "pages include snippets"),
        ],
    ),
    (
        "openapi",
        &[
            (
                "address",
                "files refer to files beside them, and pages have paths",
            ),
            ("body", "it makes pages"),
            ("yaml", "descriptions are YAML"),
            ("source", "a description is read from a source"),
            ("diag", "a flaw in a description is a finding"),
            ("discover", "descriptions refer to other files"),
            ("parse", "descriptions of parts are Markdown"),
        ],
    ),
    (
        "site",
        &[
            ("output", "what a site has beside its pages"),
            ("body", "pages and their links"),
            ("file", "findings about files, and the page of a file"),
            ("source", "findings have places"),
            (
                "address",
                "pages have routes, and links lead from one to another",
            ),
            ("diag", "a broken link is a finding"),
            ("content_map", "tabs, order, titles and redirects"),
            ("discover", "which files there are, and what is around them"),
            ("parse", "ids are made as those of headings"),
        ],
    ),
    (
        "trace",
        &[
            ("address", "paths in front matter start from a folder"),
            ("body", "what documents say"),
            ("file", "a supersession is stated in a file"),
            ("source", "findings have places"),
            ("cache", "statements are kept for the next build"),
            ("diag", "a break in the chain is a finding"),
            ("content_map", "which documents are of which kind"),
            ("discover", "git's history of a document"),
            ("parse", "ids are made as those of headings"),
            ("site", "where links lead"),
        ],
    ),
    (
        "render",
        &[
            ("fault", "a theme that does not work is a fault"),
            ("address", "links lead from one page to another"),
            ("body", "the events that an article is written from"),
            ("output", "pages are files of the site"),
            ("cache", "pages and code are kept for the next build"),
            ("colour", "the theme has the site's colour"),
            ("diag", "the site says how many findings it was built with"),
            ("content_map", "names, addresses and colours of the site"),
            ("discover", "when a page was changed"),
            ("parse", "names of views are made as ids are"),
            ("site", "navigation, routes and targets of links"),
            ("trace", "relations below documents, and the views"),
            (
                "highlight",
                "code is highlighted for the page that shows it",
            ),
        ],
    ),
    (
        "twin",
        &[
            ("address", "twins link to twins"),
            ("body", "the events that Markdown is written from"),
            ("output", "twins are files of the site"),
            ("cache", "twins are kept for the next build"),
            ("diag", "programs are shown files"),
            ("content_map", "the name and the address of the site"),
            ("discover", "when a page was changed"),
            ("site", "routes and targets of links"),
            ("trace", "kind, status and relations of documents"),
        ],
    ),
    (
        "search",
        &[
            ("fault", "an index that cannot be read is a fault"),
            ("address", "hits have addresses"),
            ("body", "the words of a page"),
            ("output", "the index is files of the site"),
            ("cache", "segments are kept for the next build"),
            ("content_map", "what is left out or raised"),
            ("site", "pages and their addresses"),
            ("trace", "kind and status of documents"),
        ],
    ),
    (
        "catalogue",
        &[
            ("fault", "a catalogue that cannot be read is a fault"),
            ("address", "pages have addresses"),
            ("output", "it is a file of the site"),
            ("content_map", "the name and the address of the site"),
            ("discover", "when a page was changed"),
            ("site", "the pages, and where they link to"),
            ("trace", "the artifacts and their relations"),
        ],
    ),
    (
        "answer",
        &[
            ("source", "relations are stated at places"),
            ("content_map", "work is of kinds"),
            ("trace", "the state of work, and its relations"),
            ("search", "sections are found and weighed"),
            ("catalogue", "the pages and the chain"),
        ],
    ),
    (
        "write",
        &[
            ("fault", "a full disk is a fault"),
            ("output", "what is written"),
        ],
    ),
    (
        "store",
        &[
            ("fault", "a place that cannot be reached is a fault"),
            ("output", "objects are known by digests"),
        ],
    ),
    (
        "publish",
        &[
            ("fault", "its faults have help"),
            ("clock", "leases and releases have times"),
            ("output", "digests and types of files"),
            ("store", "where the site is kept"),
            ("search", "the index of the terminal is not published"),
            ("write", "what was built stands in its manifest"),
        ],
    ),
    (
        "pipeline",
        &[
            ("fault", "faults of all rooms come through it"),
            ("body", "pages that were made"),
            ("file", "pages are known by their files"),
            ("source", "a file of the past is read"),
            ("output", "what the site is made of"),
            ("cache", "what earlier builds left"),
            ("colour", "the theme is read with the site's colour"),
            ("diag", "findings are weighed and reported"),
            ("content_map", "what the author decided"),
            ("discover", "reads the tree and its history"),
            ("draw", "reads the font of diagrams"),
            ("parse", "parses pages"),
            ("openapi", "makes pages of API descriptions"),
            ("site", "links them"),
            ("trace", "finds the chain"),
            ("render", "writes the pages"),
            ("twin", "writes the pages as Markdown"),
            ("search", "writes the index"),
            ("catalogue", "writes it, for programs"),
            ("write", "exchanges the site"),
        ],
    ),
    (
        "http",
        &[
            ("fault", "a port in use is a fault"),
            ("address", "an address names a file of the site"),
            ("output", "answers have the types of files"),
        ],
    ),
    (
        "studio",
        &[
            ("fault", "the last trouble is shown"),
            ("discover", "where git lies"),
            ("output", "a folder with a manifest is no content"),
            ("site", "whether drafts are shown, and which files it has"),
            ("pipeline", "makes the editions"),
        ],
    ),
    (
        "preview",
        &[
            ("fault", "the last trouble is shown in the browser"),
            ("address", "findings and files have addresses"),
            ("output", "files have types and fingerprints"),
            ("diag", "findings are shown in the browser"),
            ("discover", "where git lies"),
            ("site", "addresses of pages"),
            ("search", "where the index is served"),
            ("pipeline", "editions of the site"),
            ("studio", "follows the docs folder"),
            ("http", "browsers are listened to and answered"),
        ],
    ),
    (
        "gate",
        &[
            ("fault", "its faults have help"),
            ("clock", "sessions and keys have ages"),
            ("address", "redirects lead from one path to another"),
            ("output", "digests"),
            ("content_map", "the settings of the gate"),
            ("http", "what servers share"),
            ("store", "the bytes of files"),
            ("publish", "which files are up, and who is locked out"),
        ],
    ),
    (
        "mcp",
        &[
            ("fault", "its faults have help, and calls have troubles"),
            ("address", "places have addresses"),
            ("output", "where the list of twins is"),
            ("diag", "the nearest name is proposed"),
            ("site", "drafts are left out"),
            ("trace", "chains and dependents"),
            ("twin", "how long a token is"),
            ("search", "queries are answered"),
            ("catalogue", "the pages and the chain"),
            ("answer", "questions are answered"),
            ("pipeline", "editions, and the impact of a change"),
            ("studio", "follows the docs folder"),
            ("http", "clients are listened to and checked"),
        ],
    ),
    (
        "migrate",
        &[
            ("address", "a page is inside the docs folder or is not"),
            ("file", "a configuration is a file"),
            ("source", "remarks name lines"),
            ("content_map", "which addresses a map takes"),
            (
                "discover",
                "which files are pages, and where the repository is",
            ),
            ("yaml", "the configuration is YAML"),
            ("pipeline", "a tree is read before its map is written"),
            ("site", "its tabs are those that are found"),
            ("trace", "its governed documents are counted"),
        ],
    ),
    (
        "compare",
        &[
            ("address", "pages have addresses"),
            ("fault", "an old site that cannot be read is a fault"),
            ("file", "an old page is a file"),
            ("source", "findings are at old pages"),
            ("output", "the new site is in memory"),
            ("migrate", "redirects are proposed as TOML"),
            ("diag", "what readers lose is found"),
        ],
    ),
    (
        "cli",
        &[
            ("migrate", "`init` writes what it makes"),
            ("compare", "what a move costs is printed"),
            ("fault", "faults are printed"),
            ("file", "the content map is a file"),
            ("source", "the content map is read from a source"),
            ("diag", "findings are printed"),
            ("content_map", "where the docs and the site are"),
            ("discover", "the commit that is published"),
            ("site", "whether drafts are shown"),
            ("trace", "chains are printed"),
            ("twin", "a chain is handed over"),
            ("search", "queries are answered"),
            ("write", "a build that is interrupted is taken back"),
            ("clock", "events have times, and keys ages"),
            ("render", "the policy of the site's pages"),
            ("publish", "sites are published"),
            ("pipeline", "sites are built"),
            ("studio", "changes are told of"),
            ("preview", "sites are served"),
            ("catalogue", "agents are told where pages are"),
            ("answer", "questions are answered"),
            ("mcp", "agents are answered"),
            ("gate", "published sites are served to those who sign in"),
        ],
    ),
];

#[test]
fn rooms_use_what_the_table_says_and_no_more() {
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    let files = rust("src").into_iter();
    for (path, text) in files.filter(|(path, _)| !path.ends_with("tests.rs")) {
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        let code = code.unwrap_or_default();
        let own = room(&path).to_owned();
        let others = taken(code).into_iter().map(|(other, _)| other);
        used.extend(
            others
                .filter(|other| *other != own)
                .map(|other| (own.clone(), other)),
        );
    }
    let allowed: BTreeSet<(String, String)> = USES
        .iter()
        .flat_map(|(room, others)| others.iter().map(move |(other, _)| (room, other)))
        .map(|(room, other)| ((*room).to_owned(), (*other).to_owned()))
        .collect();
    let mut wrong = String::new();
    for (room, other) in used.difference(&allowed) {
        let _ = writeln!(
            wrong,
            "{room} uses {other}, and the table does not say what for"
        );
    }
    for (room, other) in allowed.difference(&used) {
        let _ = writeln!(wrong, "{room} does not use {other}, as the table says");
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
fn the_help_of_a_fault_is_apart_from_its_text() {
    let mut wrong = String::new();
    for (path, text) in rust("src") {
        if path != "src/fault.rs" && text.contains("\\nhelp:") {
            let _ = writeln!(wrong, "{path} has help in a text: implement `Helpful`");
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
            .filter(|name| {
                !matches!(
                    name.as_str(),
                    "fault" | "clock" | "file" | "source" | "address" | "output" | "colour"
                )
            })
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
        let text = fs::read(format!("icons/{name}.tsv")).expect("the pack is there");
        let found = hex::encode(Sha256::digest(&text));
        assert_eq!(Some(found.as_str()), locked["sha256"].as_str(), "{name}");
        let package = locked["package"].as_str().expect("it has one");
        assert!(lock["package"].get(package).is_some(), "{package}");
    }
}

#[test]
fn no_comment_help_or_message_opens_with_a_headless_clause() {
    let mut wrong = String::new();
    let mut read = 0;
    let folders = ["src", "tests", "benches"];
    let files = folders.map(|folder| written_in(folder, &["rs", "mjs", "py"]));
    for (path, text) in files.into_iter().flatten() {
        let mut texts = comments(&path, &text);
        if path.starts_with("src/") && !path.ends_with("tests.rs") {
            let is_message = |text: &String| !text.starts_with("that ");
            let said = literals(&text).into_iter();
            texts.extend(said.filter(|(_, text)| is_message(text)));
        }
        read += texts.len();
        for (line, text) in texts.iter().filter(|(_, text)| is_headless(text)) {
            _ = writeln!(wrong, "{path}:{line}: {text}");
        }
    }
    assert!(read > 5000, "only {read} texts were read");
    assert_none(wrong);
}

/// The types that stand more than once in `src`, by name.
fn repeated_types() -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (_, text) in rust("src") {
        let bare = bare(&text);
        let mut words = bare.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        while let Some(word) = words.next() {
            if matches!(word, "struct" | "enum" | "trait" | "type" | "union") {
                let name = words.next().unwrap_or_default();
                if name.starts_with(char::is_uppercase) {
                    *seen.entry(name.to_owned()).or_default() += 1;
                }
            }
        }
    }
    let repeated = seen.into_iter().filter(|(_, count)| *count > 1);
    repeated.map(|(name, _)| name).collect()
}

#[test]
fn a_name_that_stands_for_two_types_has_its_reason_in_the_glossary() {
    let page = read("docs/reference/architecture.md");
    let (_, table) = page
        .split_once("The exceptions:\n")
        .expect("it has the table");
    let (table, _) = table.split_once("\n## ").expect("the table ends");
    let mut argued = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let names = row.split('|').nth(1).unwrap_or_default().split(',');
        argued.extend(names.map(|name| name.trim().trim_matches('`').to_owned()));
    }
    assert_eq!(repeated_types(), argued);
    assert!(argued.len() <= 20, "{argued:?}");
}
