//! Inputs that the preview watches beside the pages: included files, themes, links, the content
//! map, git.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use super::change::{SPEC, decision, governed, suspects};
use super::preview::Preview;
use super::site::{Site, chance};

/// A site, and shell commands in its folder. After each, the preview must equal a build.
fn followed(site: &Site, acts: &[&str]) {
    let preview = Preview::of(site, &["--port", "0"]);
    for act in acts {
        let done = Command::new("sh")
            .args(["-ec", act])
            .current_dir(site.root())
            .status();
        assert!(done.expect("there is a shell").success(), "{act}");
        preview.follows(site, act);
    }
}

/// Commits a folder, with the date of a year.
fn commit(folder: &str, year: u16) -> String {
    let date = format!("{year}-01-01T12:00:00Z");
    format!(
        "git add {folder}; GIT_AUTHOR_DATE={date} GIT_COMMITTER_DATE={date} \
         git -c user.name=Nobody -c user.email=nobody@example.com commit -qm {year}"
    )
}

#[test]
fn what_lies_beside_the_docs_folder_is_followed_wherever_it_goes() {
    let including =
        |path: &str| Site::new().file("index.md", &format!("# Start\n\n--8<-- \"{path}\"\n"));
    let themed = |theme: &str| {
        let css = "../looks/plain/css/tokens.css";
        Site::new()
            .file("index.md", "# Start\n")
            .file(css, ":root{--one:1}")
            .map(&format!("[site]\ntheme = \"{theme}\"\n"))
    };
    followed(
        &including("gen/api.md").file("../gen/api.md", "One.\n"),
        &[
            "rm -r gen; mkdir gen; echo Two. > gen/api.md",
            "echo Three. > gen/api.md",
            "mkdir new; echo Four. > new/api.md; mv gen old; mv new gen",
            "echo Five. > gen/api.md",
        ],
    );
    followed(
        &including("to/come/api.md"),
        &[
            "mkdir -p to/come; echo One. > to/come/api.md",
            "echo Two. > to/come/api.md",
        ],
    );
    followed(
        &including("api.md").map("[site]\nsnippets = [\"parts\"]\n"),
        &[
            "mkdir parts; echo One. > parts/api.md",
            "echo Two. > parts/api.md",
        ],
    );
    followed(
        &themed("looks/plain"),
        &[
            "cp -r looks new; rm -r looks; mv new looks; echo ':root{--two:2}' > looks/plain/css/tokens.css",
            "echo ':root{--three:3}' > looks/plain/css/tokens.css",
            "cp -r looks/plain/css new; rm -r looks/plain/css; mv new looks/plain/css",
            "echo ':root{--four:4}' > looks/plain/css/tokens.css",
        ],
    );
    // The path that changes is the target of a link, and not the path that is named.
    followed(
        &themed("look")
            .file("../parts/api.md", "One.\n")
            .link("../look", "looks/plain")
            .link("../api.md", "parts/api.md"),
        &[
            "echo ':root{--two:2}' > looks/plain/css/tokens.css",
            "echo '--8<-- \"api.md\"' >> docs/index.md",
            "echo Two. > parts/api.md",
            "mkdir docs/.kept; echo '# Kept' > docs/.kept/a.md; ln -s .kept/a.md docs/a.md",
            "echo '# Kept better' > docs/.kept/a.md",
            "cp -r docs next; echo More. >> next/index.md; mv docs last; ln -s next docs",
            "echo Again. >> next/index.md",
            "ln -s next now; rm docs; ln -s now docs; cp -r next after; echo After. >> after/index.md; rm now; ln -s after now",
            "echo Later. >> after/index.md",
            "mv content-map.toml last.toml; ln -s last.toml content-map.toml; echo '[markdown]' >> last.toml",
            "echo 'autolink = false' >> last.toml; echo www.example.com >> docs/index.md",
        ],
    );
}

#[test]
fn what_changes_while_it_is_included_is_followed() {
    let acts: Vec<String> = (0..40)
        .map(|pause| {
            format!(
                "mkdir p{pause}; echo One. > p{pause}/api.md; echo '--8<-- \"p{pause}/api.md\"' >> docs/index.md; \
                 sleep 0.00{pause:02}; echo Two. > p{pause}/api.md"
            )
        })
        .collect();
    let site = Site::new().file("index.md", "# Start\n");
    followed(&site, &acts.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn dates_are_those_of_the_folder_and_the_repository_that_are_there() {
    let begin = format!(
        "cp -r docs v1; cp -r docs v2; rm -r docs; ln -s v1 docs; git init -q; {}",
        commit("v1", 2020)
    );
    let anew = format!("rm -rf .git; git init -q; {}", commit("v2", 2023));
    followed(
        &Site::new().file("index.md", "# Start\n"),
        &[
            &begin,
            &commit("v2", 2021),
            "ln -sfn v2 docs",
            &anew,
            &format!("echo More. >> v2/index.md; {}", commit("v2", 2024)),
        ],
    );
}

#[test]
fn what_a_content_map_names_may_come_later() {
    let site = Site::new().file("index.md", "# Start\n");
    let preview = Preview::of(&site, &["--port", "0"]);
    let wants = [
        (
            "docs = \"to/come\"",
            "there is no docs folder",
            "to/come/index.md",
            "# Start\n\nIn another folder.\n",
        ),
        (
            "theme = \"to/look\"",
            "theme",
            "to/look/css/tokens.css",
            ":root{}",
        ),
        (
            "baseline = \"to/known.json\"",
            "known.json",
            "to/known.json",
            "{\"version\":1,\"findings\":[]}",
        ),
    ];
    let mut site = site;
    for (setting, fault, path, text) in wants {
        site = site.map(&format!("[site]\n{setting}\n"));
        preview.tells("index.html", fault);
        site = site.file(&format!("../{path}"), text);
        preview.tells("index.html", "\"fault\":null");
    }
    // A link to a path that is not complete yet leads nowhere.
    let site = site.map("").file(
        "index.md",
        "# Start\n\n--8<-- \"../../../\"\n\n--8<-- \"/\"\n",
    );
    preview.follows(&site, "an include that is a folder elsewhere");
}

#[test]
fn what_is_saved_while_the_preview_starts_is_shown() {
    let site = Site::new().file("index.md", "# Start\n");
    site.commit("2026-01-01");
    // Git's history is read while the tree is, and takes longer.
    let git = "#!/bin/sh\ncase \"$*\" in *--raw*) sleep 0.1; echo '# Saved' > docs/index.md;; esac\n\
               PATH=${PATH#*:} exec git \"$@\"\n";
    let programs = tempfile::tempdir().expect("the tests need a temporary folder");
    let wrapper = programs.path().join("git");
    fs::write(&wrapper, git).expect("the folder is ours");
    let is_run = Command::new("chmod").arg("+x").arg(&wrapper).status();
    assert!(is_run.expect("there is chmod").success());
    let path = std::env::var("PATH").expect("there is one");
    let path = format!("{}:{path}", programs.path().display());
    Preview::with(&site, &["--port", "0"], path.as_ref()).shows("Saved");
}

#[test]
fn a_commit_is_seen_after_the_folder_of_the_project_was_touched() {
    followed(
        &Site::new().file("index.md", "# Start\n"),
        &[
            &format!("git init -q; {}", commit("docs", 2020)),
            "touch .",
            &format!("echo More. >> docs/index.md; {}", commit("docs", 2021)),
        ],
    );
}

#[test]
fn what_is_suspect_follows_edits_and_commits() {
    let mut site = governed();
    let preview = Preview::of(&site, &["--port", "0"]);
    let mut draw = chance(4);
    let mut seen = [0; 2];
    for turn in 0..30 {
        let text = ["Rows are kept.", "Rows are dropped.", "Rows are *kept*."][draw(3)];
        site = match draw(3) {
            0 => site.file(
                "work/active/sessions/spec.md",
                &format!("{SPEC}\nSeen {}.\n", draw(2)),
            ),
            _ => site.file("decisions/0001-stores.md", &decision(text)),
        };
        site = site.file("notes.md", &format!("# Turn {turn}\n"));
        if draw(2) == 0 {
            site.commit(&format!("2026-02-{:02}", turn / 2 + 1));
        }
        let (expected, began) = (suspects(&site, &[]).len(), Instant::now());
        let shown = || {
            preview
                .tells("index.html", "event: edition")
                .matches("suspect-link")
                .count()
        };
        while shown() != expected {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "turn {turn}: {expected}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        seen[expected] += 1;
    }
    assert!(seen.iter().all(|count| *count > 3), "{seen:?}");
}
