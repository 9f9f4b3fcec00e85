//! Builds with a cache: the same site in less time.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::edits::{edit, wiki};
use crate::site::{Run, Site, chance, files};

/// A wiki with a draft.
fn tree() -> Site {
    wiki()
        .file(
            "draft.md",
            "---\ndraft: true\n---\n# Draft\n\n--8<-- \"of-draft.txt\"\n",
        )
        .file("../of-draft.txt", "Of a draft.\n")
}

/// The site and the findings of a build without a cache.
fn cold(site: &Site) -> (BTreeMap<String, Vec<u8>>, String) {
    let run = site.run(&["build", "--no-cache", "--out", "cold", "--format", "json"]);
    run.is_built();
    (files(&site.root().join("cold")), run.stdout)
}

/// Asserts that a build with a cache gives the same result, and returns whether it did any work.
#[track_caller]
fn is_as_cold(site: &Site, what: &str) -> bool {
    let run = site.run(&["build", "--format", "json"]);
    assert_same(site, run.is_built(), &site.output(), what);
    !run.stderr.contains("nothing has changed")
}

#[track_caller]
fn assert_same(site: &Site, run: &Run, made: &BTreeMap<String, Vec<u8>>, what: &str) {
    let (expected, found) = cold(site);
    assert_eq!(run.stdout, found, "the findings after {what}");
    let differ = expected
        .iter()
        .filter(|(path, bytes)| made.get(*path) != Some(bytes))
        .map(|(path, _)| path);
    let more = made.keys().filter(|path| !expected.contains_key(*path));
    let wrong: Vec<_> = differ.chain(more).collect();
    assert!(wrong.is_empty(), "after {what}: {wrong:?}");
}

fn packs(site: &Site) -> Vec<PathBuf> {
    let entries = fs::read_dir(site.root().join(".bf-docs-cache"))
        .expect("a build left it")
        .flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pack"))
        .collect()
}

#[test]
fn after_any_edits_a_warm_build_makes_what_a_cold_one_makes() {
    for seed in [3, 8] {
        let (mut site, mut draw) = (tree(), chance(seed));
        is_as_cold(&site, "the start");
        for turn in 1..=30 {
            let (edited, what) = edit(site, turn, &mut draw);
            site = edited;
            if draw(4) == 0 {
                site.commit("2026-03-01");
            }
            is_as_cold(&site, &format!("turn {turn} of {seed}, {what}"));
        }
    }
}

#[test]
fn after_any_edits_of_many_pages_the_search_index_is_a_cold_builds() {
    let mut draw = chance(4);
    let words = [
        "depot", "charger", "session", "queue", "lost", "waits", "grid", "tariff",
    ];
    let mut text = |title: &str| {
        let words: Vec<&str> = (0..12).map(|_| words[draw(words.len())]).collect();
        format!(
            "# {title}\n\n{}\n\n## {}\n\n`{}`\n",
            words[..6].join(" "),
            words[7],
            words[8..].join("_")
        )
    };
    let path = |number: usize| format!("part-{}/page-{number:03}.md", number % 5);
    let mut site = Site::new();
    for number in 0..240 {
        site = site.file(&path(number), &text(&format!("Page {number}")));
    }
    is_as_cold(&site, "the start");
    let segments = site
        .output()
        .keys()
        .filter(|path| path.ends_with(".term"))
        .count();
    assert!(segments > 2, "{segments} segments");
    let mut draw = chance(9);
    for turn in 0..12 {
        let number = draw(240);
        match turn % 4 {
            0 => site = site.file(&path(number), &text(&format!("Other {turn}"))),
            1 => site = site.file(&format!("part-{}/new-{turn}.md", draw(5)), &text("New")),
            2 => fs::remove_file(site.docs().join(path(number))).unwrap_or_default(),
            _ => {
                let to = site
                    .docs()
                    .join(format!("part-{}/moved-{turn}.md", draw(5)));
                fs::rename(site.docs().join(path(number)), to).unwrap_or_default();
            }
        }
        is_as_cold(&site, &format!("turn {turn} with page {number}"));
    }
}

#[test]
fn a_build_is_skipped_if_and_only_if_nothing_changed() {
    let mut site = tree();
    site.commit("2026-01-05");
    assert!(is_as_cold(&site, "the start"));
    type Act = fn(Site) -> Site;
    let by_hand: Act = |site| {
        fs::write(site.root().join("site/index.html"), "somebody's").expect("the site is ours");
        site
    };
    let lost: Act = |site| {
        fs::remove_file(site.root().join("site/guide/one/index.html")).expect("it was built");
        site
    };
    let committed: Act = |site| {
        site.commit("2026-02-01");
        site
    };
    let of_draft: Act = |site| {
        fs::remove_file(site.root().join("of-draft.txt")).expect("it was written");
        site
    };
    let with_baseline: Act = |site| {
        let site = site
            .file(
                "broken.md",
                "[a](gone-1.md) [b](gone-2.md) [c](gone-3.md)\n",
            )
            .map("[site]\nname = \"Other\"\ntheme = \"look\"\nbaseline = \"known.json\"\n");
        site.run(&["check", "--write-baseline", "known.json"]);
        site
    };
    let changes: [(&str, Act); 12] = [
        ("a snippet of a draft", of_draft),
        ("a page", |site| {
            site.file("guide/two.md", "# Two\n\n## More\n\nOther.\n")
        }),
        ("an image", |site| site.file("map.png", "a mop")),
        ("a snippet", |site| {
            site.file("../part.txt", "Included: other.\n")
        }),
        ("the theme", |site| {
            site.file("../look/favicon.svg", "<svg id=\"other\"/>")
        }),
        ("the content map", |site| {
            site.map("[site]\nname = \"Other\"\ntheme = \"look\"\n")
        }),
        ("the findings that are known", with_baseline),
        ("fewer of them", |site| {
            site.file("../known.json", "{ \"version\": 2, \"findings\": [] }\n")
        }),
        ("a commit", committed),
        ("who is called how", |site| {
            site.file("../.mailmap", "Some Body <> <nobody@example.com>\n")
        }),
        ("a page of the site, by hand", by_hand),
        ("a page of the site, lost", lost),
    ];
    for (what, change) in changes {
        assert!(
            !is_as_cold(&site, what),
            "nothing had changed before {what}"
        );
        site = change(site);
        assert!(is_as_cold(&site, what), "{what} has changed");
    }
    // The strictness is written into the site, for the publisher.
    let strict = site.run(&["build", "--strict"]);
    assert!(
        !strict.stderr.contains("nothing has changed"),
        "{}",
        strict.stderr
    );
    let again = site.run(&["build", "--strict"]);
    assert!(
        again.stderr.contains("\nnothing has changed: 12 pages ("),
        "{}",
        again.stderr
    );
}

#[test]
fn a_damaged_cache_and_one_of_another_version_cost_time_alone() {
    let site = wiki();
    let mut draw = chance(5);
    for turn in 0..12 {
        let site = &site;
        is_as_cold(site, "the start");
        for pack in packs(site) {
            let mut bytes = fs::read(&pack).expect("it was listed");
            let at = draw(bytes.len());
            match turn % 4 {
                0 => bytes[at] ^= 1 << draw(8),
                1 => bytes.truncate(at),
                // The version number begins here.
                2 => bytes["bf-docs cache ".len()] += 1,
                _ => bytes
                    .iter_mut()
                    .skip(at)
                    .take(4_000)
                    .for_each(|byte| *byte = 0),
            }
            fs::write(&pack, bytes).expect("it is ours");
        }
        fs::remove_dir_all(site.root().join("site")).expect("it was built");
        is_as_cold(site, &format!("damage {turn}"));
    }
    fs::remove_dir_all(site.root().join(".bf-docs-cache")).expect("it is there");
    is_as_cold(&site, "its end");
}

#[test]
fn builds_at_once_share_a_cache() {
    let site = wiki();
    for round in 0..4 {
        let site = &site;
        fs::write(
            site.docs().join("guide/two.md"),
            format!("# Two\n\n## More\n\nRound {round}.\n"),
        )
        .expect("it is ours");
        let start = |number: usize| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
            let out = format!("site-{number}");
            command
                .args([
                    "build", "--format", "json", "--cache", "kept", "--out", &out,
                ])
                .current_dir(site.root());
            Run::of(&mut command)
        };
        let runs: Vec<Run> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4)
                .map(|number| scope.spawn(move || start(number)))
                .collect();
            runs.into_iter()
                .map(|run| run.join().expect("the thread only waits"))
                .collect()
        });
        for (number, run) in runs.iter().enumerate() {
            assert!(!run.stderr.contains("cannot keep"), "{}", run.stderr);
            let made = files(&site.root().join(format!("site-{number}")));
            assert_same(
                site,
                run.is_built(),
                &made,
                &format!("build {number} of round {round}"),
            );
        }
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_reported_and_the_site_is_built() {
    let site = wiki().file("../taken", "a file\n");
    let run = site.run(&["build", "--cache", "taken"]);
    run.says("warning: cannot write the cache for the next build in `taken`: File exists (os error 17); the site is complete");
    assert!(run.code == 0 && site.has("index.html"), "{}", run.stderr);
    assert!(!site.root().join(".bf-docs-cache").exists());
}
