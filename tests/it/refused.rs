//! What `bf-docs publish` does not do unless it is told to.

use std::fs;

use super::publish::{edited, to_folder, wiki};
use super::site::{Run, Site};

/// Commits a wiki and what it becomes, on these days; the former is what is built in the end, and
/// the latter what is up.
fn going_back(before: &str, after: &str) -> Site {
    let site = wiki();
    site.commit(before);
    let site = edited(site);
    site.commit(after);
    assert_eq!(to_folder(&site, &[]).code, 0);
    site.git(after, &["checkout", "-q", "HEAD~1"]);
    site.build();
    site
}

fn refuses(run: &Run, why: &str) {
    assert!(
        run.code == 2 && run.stderr.contains(why),
        "{}: {}",
        run.code,
        run.stderr
    );
}

#[test]
fn an_older_commit_replaces_no_newer_one() {
    // The days may be anything where git knows how the commits follow each other.
    for (before, after) in [
        ("2026-01-01", "2026-01-02"),
        ("2026-01-02", "2026-01-02"),
        ("2026-01-02", "2026-01-01"),
    ] {
        let site = going_back(before, after);
        refuses(
            &to_folder(&site, &[]),
            "release 1 was built from a newer commit",
        );
        assert_eq!(to_folder(&site, &["--allow-older"]).code, 0);
        site.git(after, &["checkout", "-q", "-f", "main"]);
        site.build();
        assert_eq!(to_folder(&site, &[]).code, 0);
    }
    // Else they decide.
    let site = wiki();
    site.commit("2026-01-02");
    to_folder(&site, &[]);
    let site = edited(site);
    site.git(
        "2026-01-01",
        &["commit", "-q", "-a", "--amend", "-m", "an older one"],
    );
    refuses(
        &to_folder(&site, &[]),
        "release 1 was built from a newer commit",
    );
}

#[test]
fn what_may_be_older_replaces_no_commit() {
    let site = wiki();
    site.commit("2026-01-02");
    to_folder(&site, &[]);
    let site = edited(site);
    fs::remove_dir_all(site.root().join(".git")).expect("the folder is ours");
    refuses(
        &to_folder(&site, &[]),
        "nobody knows whether this site is older than release 1",
    );
    assert_eq!(to_folder(&site, &["--allow-older"]).code, 0);
    // A site of no commit replaces another one.
    let site = site.file("guide.md", "# Another guide\n");
    site.build();
    assert_eq!(to_folder(&site, &[]).code, 0);
}

#[test]
fn a_plan_says_what_would_stop_it() {
    let site = wiki();
    assert_eq!(to_folder(&site, &["--plan"]).code, 0);
    to_folder(&site, &[]);
    let site = edited(site);
    let run = to_folder(&site, &["--plan", "--max-delete", "0"]);
    assert!(
        run.stdout
            .contains("delete old/index.html  (the site has it no longer)"),
        "{}",
        run.stdout
    );
    let why = "1 files would be deleted, and no more than 0 may be";
    refuses(&run, why);
    refuses(&to_folder(&site, &["--max-delete", "0"]), why);
    assert_eq!(to_folder(&site, &["list"]).stdout.lines().count(), 1);
}

#[test]
fn what_others_put_there_is_replaced_by_nobody() {
    let site = wiki();
    let there = site.root().join("place/index.html");
    fs::create_dir_all(site.root().join("place")).expect("the folder is ours");
    fs::write(&there, "another site").expect("the folder is ours");
    for arguments in [&[][..], &["--plan"]] {
        refuses(
            &to_folder(&site, arguments),
            "a file that bf-docs has not put there would be replaced, `index.html`",
        );
    }
    assert_eq!(
        fs::read_to_string(&there).expect("it is there"),
        "another site"
    );
    assert_eq!(to_folder(&site, &["--overwrite"]).code, 0);
    assert_eq!(to_folder(&site, &["verify"]).stdout, "");
    // Nor is a part of another place.
    let inner = |below: &str| {
        let to = format!("file://{}", site.root().join("place").join(below).display());
        site.run(&["publish", "--to", &to])
    };
    assert_eq!(inner("new").code, 0);
    refuses(
        &inner(".bf-docs/objects"),
        "lies in what bf-docs keeps for itself",
    );
}
