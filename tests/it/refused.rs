//! Acts that `bf-docs publish` refuses without an option.

use std::fs;
use std::process::Command;

use super::publish::{edited, to_folder, wiki};
use super::site::{Run, Site};

/// Commits a wiki and its next version on these days. The next version is up, and the first one is
/// built.
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

/// Asserts that a command is refused with this message.
#[track_caller]
fn refuses(run: &Run, message: &str) {
    let told = run.fault();
    let is_told = |line: &str| line.strip_prefix("error: ") == Some(message);
    assert!(told.lines().any(is_told), "{message}\n{told}");
}

/// The hash of the commit that a branch or `HEAD` names.
fn commit(site: &Site, name: &str) -> String {
    let mut git = Command::new("git");
    let shown = git.current_dir(site.root()).args(["rev-parse", name]);
    let shown = shown.output().expect("the tests need git");
    String::from_utf8_lossy(&shown.stdout).trim().to_owned()
}

#[test]
fn an_older_commit_replaces_no_newer_one() {
    // If git knows the order of the commits, their days do not matter.
    for (before, after) in [
        ("2026-01-01", "2026-01-02"),
        ("2026-01-02", "2026-01-02"),
        ("2026-01-02", "2026-01-01"),
    ] {
        let site = going_back(before, after);
        let newer = commit(&site, "main");
        refuses(
            &to_folder(&site, &[]),
            &format!("release 1 was built from a newer commit, {newer} of {after}T12:00:00Z"),
        );
        assert_eq!(to_folder(&site, &["--allow-older"]).code, 0);
        site.git(after, &["checkout", "-q", "-f", "main"]);
        site.build();
        assert_eq!(to_folder(&site, &[]).code, 0);
    }
    // Otherwise the days decide.
    let site = wiki();
    site.commit("2026-01-02");
    to_folder(&site, &[]);
    let newer = commit(&site, "HEAD");
    let site = edited(site);
    site.git(
        "2026-01-01",
        &["commit", "-q", "-a", "--amend", "-m", "an older one"],
    );
    refuses(
        &to_folder(&site, &[]),
        &format!("release 1 was built from a newer commit, {newer} of 2026-01-02T12:00:00Z"),
    );
}

#[test]
fn a_newer_commit_is_named_without_a_time_that_nobody_knows() {
    let site = wiki();
    site.commit("2026-01-01");
    let site = edited(site);
    site.commit("2026-01-02");
    let newer = commit(&site, "HEAD");
    let to = format!("file://{}", site.root().join("place").display());
    // The image of this job has no git, and the job does not tell the commit's time.
    let published = site.run_with(&["publish", "--to", &to], |job| {
        job.env("PATH", "").env("CI_COMMIT_SHA", &newer);
        job.env_remove("CI_COMMIT_TIMESTAMP");
    });
    assert_eq!(published.code, 0, "{}", published.stderr);
    site.git("2026-01-02", &["checkout", "-q", "HEAD~1"]);
    site.build();
    refuses(
        &to_folder(&site, &[]),
        &format!("release 1 was built from a newer commit, {newer}"),
    );
}

#[test]
fn what_may_be_older_replaces_no_commit() {
    let site = wiki();
    site.commit("2026-01-02");
    to_folder(&site, &[]);
    let up = commit(&site, "HEAD");
    let site = edited(site);
    fs::remove_dir_all(site.root().join(".git")).expect("the folder is ours");
    refuses(
        &to_folder(&site, &[]),
        &format!(
            "this site may be older than release 1, of commit {up}: \
             git knows no commit here"
        ),
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
            .contains("delete old/index.html  (the site no longer has it)"),
        "{}",
        run.stdout
    );
    let why = "3 files would be deleted, and no more than 0 may be";
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
            "a file that bf-docs has not put there would be replaced, `index.html` among them",
        );
    }
    assert_eq!(
        fs::read_to_string(&there).expect("it is there"),
        "another site"
    );
    assert_eq!(to_folder(&site, &["--overwrite"]).code, 0);
    assert_eq!(to_folder(&site, &["verify"]).stdout, "");
    // A part of another place is refused as well.
    let inner = |below: &str| {
        let to = format!("file://{}", site.root().join("place").join(below).display());
        site.run(&["publish", "--to", &to])
    };
    assert_eq!(inner("new").code, 0);
    let inside = inner(".bf-docs/objects");
    let objects = site.root().join("place/.bf-docs/objects");
    refuses(
        &inside,
        &format!(
            "`file://{}` is in bf-docs' own folder at another place",
            objects.display()
        ),
    );
}
