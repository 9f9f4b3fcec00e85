//! The README tells newcomers the truth.

use std::fs;
use std::path::Path;

use crate::site::Site;
use crate::traced::traced;

fn readme() -> String {
    fs::read_to_string("README.md").expect("the tests run in the repository")
}

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let fence = format!("```{language}\n");
    let parts = readme.split(&fence).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// The site whose build the README shows.
fn sample() -> Site {
    Site::new()
        .file("index.md", "# Wiki\n\nSee the [guide](guid.md).\n")
        .file("guide.md", "# Guide\n")
}

/// A text without its time, which differs from run to run.
fn timeless(text: &str) -> String {
    let (before, after) = text.split_once("` in ").expect("a build says its time");
    let (_, after) = after.split_once(" s: ").expect("a build says its time");
    format!("{before}` in T s: {after}")
}

#[test]
fn the_output_in_the_readme_is_what_a_build_prints() {
    let blocks = blocks("console");
    let shown = blocks
        .iter()
        .find_map(|block| block.strip_prefix("$ bf-docs build docs\n"))
        .expect("the README shows a build");
    let run = sample().run(&["build", "docs"]);
    assert_eq!(timeless(&run.stderr), timeless(shown));
}

#[test]
fn every_command_in_the_readme_is_one() {
    let mut commands = 0;
    for block in blocks("console") {
        for line in block.lines() {
            let Some(command) = line.strip_prefix("$ bf-docs ") else {
                continue;
            };
            let name = command.split(' ').next().unwrap_or_default();
            let help = sample().run(&[name, "--help"]);
            assert_eq!(help.code, 0, "{line}");
            for option in command.split(' ').filter(|word| word.starts_with("--")) {
                assert!(help.stdout.contains(option), "{line}\n{}", help.stdout);
            }
            commands += 1;
        }
    }
    assert!(commands > 1, "{commands}");
}

#[test]
fn the_exit_codes_in_the_readme_are_those_of_build() {
    let listed: Vec<String> = readme()
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .map(|(code, _)| code.to_owned())
        .filter(|code| code.parse::<i32>().is_ok())
        .collect();
    assert_eq!(listed, ["0", "1", "2"]);
    let warned = || Site::new().file("index.md", "# A\n\n![x](https://example.com/x.png)\n");
    assert_eq!(warned().run(&["build"]).code, 0);
    assert_eq!(warned().run(&["build", "--strict"]).code, 1);
    let site = sample();
    let run = site.run(&["build"]);
    assert_eq!((run.code, site.has("index.html")), (1, true));
    // The site of the last build stays.
    assert_eq!(site.run(&["build", "--colour"]).code, 2);
    let site = site.map("[site\n");
    assert_eq!(
        (site.run(&["build"]).code, site.has("index.html")),
        (2, true)
    );
    let ignored = fs::read_to_string(site.root().join(".bf-docs-cache/.gitignore"));
    assert_eq!(ignored.expect("the cache ignores itself").trim(), "*");
}

#[test]
fn the_content_map_in_the_readme_has_no_finding() {
    let site = Site::new().map(&blocks("toml")[0]);
    let pages = [
        "index.md",
        "process/index.md",
        "process/how-we-work.md",
        "process/new.md",
    ];
    let site = pages
        .into_iter()
        .fold(site, |site, path| site.file(path, "# A page\n\nText.\n"));
    assert_eq!(site.check().found(), [""; 0]);
}

#[test]
fn the_ways_to_govern_a_document_in_the_readme_are_six_that_work() {
    let table = readme();
    let table = table
        .split("## What makes a document governed")
        .nth(1)
        .and_then(|rest| rest.split("\n\n[Traceability]").next())
        .expect("the README has the table");
    assert_eq!(table.matches("\n| ").count(), 6 + 1, "{table}");
    for part in [
        "`kind: runbook`",
        "`files = \"rfcs/[0-9]*.md\"` in `[artifact.decision]`",
        "`work/active/depot-queues/challenge.md`",
        "`spec.md`",
        "`decisions/0014-one-queue.md`",
        "`adr-014-one-queue.md`",
        "*User Story*",
    ] {
        assert!(table.contains(part), "{part}");
    }
    let accepted = "# A\n\nStatus: accepted\n";
    let site = Site::new()
        .map("[artifact.decision]\nfiles = [\"rfcs/[0-9]*.md\"]\n")
        .file("notes/night.md", "---\nkind: runbook\n---\n\n# Night\n")
        .file("rfcs/12-events.md", accepted)
        .file("work/active/depot-queues/challenge.md", "# Depots stop\n")
        .file("work/active/depot-queues/spec.md", "# Queues\n")
        .file(
            "work/active/depot-queues/stories.md",
            "# Stories\n\n## Wait\n\n### User Story\n\nAs a driver.\n",
        );
    let traced_rfcs = traced(&site);
    let ids = traced_rfcs.ids();
    for id in [
        "runbook/notes/night",
        "decision/12",
        "challenge/depot-queues",
        "specification/depot-queues",
        "story/depot-queues#wait",
    ] {
        assert!(ids.contains(&id), "{id}: {ids:?}");
    }
    let site = Site::new()
        .file("decisions/0014-one-queue.md", accepted)
        .file("queue/adr-015-one-queue.md", accepted);
    assert_eq!(traced(&site).ids(), ["decision/0014", "decision/0015"]);
}

#[test]
fn every_file_that_the_readme_names_is_there_and_its_pictures_are_small() {
    let readme = readme();
    let links = readme
        .lines()
        .filter(|line| !line.contains("guid.md"))
        .flat_map(|line| line.split("](").skip(1))
        .filter_map(|part| part.split(')').next());
    let pictures = ["srcset=\"", "src=\""]
        .into_iter()
        .filter_map(|name| readme.split(name).nth(1)?.split('"').next());
    let pictures: Vec<&str> = pictures.collect();
    assert_eq!(pictures.len(), 2);
    for path in links.chain(pictures.iter().copied()) {
        assert!(Path::new(path).is_file(), "{path}");
    }
    for picture in pictures {
        let bytes = fs::metadata(picture).expect("it is there").len();
        assert!(bytes < 150_000, "{picture} has {bytes} bytes");
    }
}
