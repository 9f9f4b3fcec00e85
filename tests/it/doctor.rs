//! `bf-docs doctor`, `--version`, completions and manual pages: what the program says of itself.

use std::process::Command;

use crate::site::{Run, Site};

fn site() -> Site {
    Site::new()
        .file("index.md", "# Start\n")
        .map("[site]\nname = \"Wiki\"\n")
}

/// The line about a subject.
fn line<'r>(run: &'r Run, subject: &str) -> &'r str {
    let about = |line: &&str| line.get(6..).is_some_and(|rest| rest.starts_with(subject));
    run.stdout
        .lines()
        .find(about)
        .unwrap_or_else(|| panic!("{subject}\n{}", run.stdout))
}

#[test]
fn the_doctor_says_what_is_here_and_what_to_do() {
    let site = site();
    let first = site.run(&["doctor"]);
    assert_eq!(first.code, 0, "{}", first.stdout);
    assert_eq!(
        line(&first, "content map"),
        "fine  content map   `content-map.toml`"
    );
    assert_eq!(line(&first, "docs"), "fine  docs          `docs`: 1 folder");
    assert_eq!(
        line(&first, "git"),
        "note  git           the docs are in no commit"
    );
    assert_eq!(
        line(&first, "cache"),
        "note  cache         none at `.bf-docs-cache`"
    );
    assert_eq!(line(&first, "terminal")[..4], *"fine");
    site.build();
    site.commit("2026-01-01");
    let built = site.run(&["doctor"]);
    assert_eq!(
        line(&built, "git"),
        "fine  git           a repository with 1 commit"
    );
    assert!(
        line(&built, "cache").starts_with("fine"),
        "{}",
        built.stdout
    );
    site.git(
        "2026-01-01",
        &["commit", "-q", "--allow-empty", "-m", "more"],
    );
    let url = format!("file://{}", site.root().display());
    site.git(
        "2026-01-01",
        &["clone", "-q", "--depth", "1", &url, "docs/shallow"],
    );
    let shallow = site.run(&["doctor", "docs/shallow/docs"]);
    assert_eq!(
        line(&shallow, "git"),
        "note  git           a shallow clone of 1 commit"
    );
    assert!(
        shallow.stdout.contains("run `git fetch --unshallow`"),
        "{}",
        shallow.stdout
    );
}

#[test]
fn credentials_are_told_by_name_and_never_by_value() {
    let run = site().run_with(&["doctor"], |command: &mut Command| {
        command
            .env("AWS_SECRET_ACCESS_KEY", "very-secret")
            .env("AWS_ROLE_ARN", "arn:hidden");
    });
    if cfg!(feature = "publish") {
        assert!(line(&run, "credentials").contains("`AWS_SECRET_ACCESS_KEY`, `AWS_ROLE_ARN`"));
    }
    assert!(!run.stdout.contains("very-secret") && !run.stdout.contains("arn:hidden"));
}

#[test]
fn what_stops_a_command_is_wrong_and_fails() {
    let broken = Site::new().file("index.md", "# S\n").map("[site\n");
    let run = broken.run(&["doctor"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        line(&run, "content map").starts_with("wrong"),
        "{}",
        run.stdout
    );
    let nowhere = Site::new().map("[site]\ndocs = \"pages\"\n");
    let run = nowhere.run(&["doctor"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert_eq!(
        line(&run, "docs"),
        "wrong docs          no folder is at `pages`"
    );
}

#[test]
fn the_version_names_commit_features_and_target_if_asked() {
    let site = Site::new();
    let short = concat!("bf-docs ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(site.run(&["--version"]).stdout, short);
    assert_eq!(site.run(&["-V"]).stdout, short);
    let long = site.run(&["--version", "--verbose"]).stdout;
    let lines: Vec<&str> = long.lines().collect();
    assert_eq!(lines.len(), 4, "{long}");
    assert!(lines[1].starts_with("commit: "), "{long}");
    assert_eq!(
        lines[2].contains("publish"),
        cfg!(feature = "publish"),
        "{long}"
    );
    assert!(
        lines[3].starts_with("target: ") && lines[3].contains('-'),
        "{long}"
    );
}

#[test]
fn each_command_has_a_manual_page_and_is_completed() {
    let site = Site::new();
    let names = site.run(&["manual", "--list"]).stdout;
    assert!(
        names.lines().any(|name| name == "bf-docs trace impact"),
        "{names}"
    );
    assert!(
        !names.contains("words") && !names.contains("help"),
        "{names}"
    );
    for name in names.lines() {
        let page = site.run(
            &[
                &["manual"],
                &name.split(' ').skip(1).collect::<Vec<_>>()[..],
            ]
            .concat(),
        );
        assert_eq!(page.code, 0, "{name}");
        let title = name.replace(' ', "\\-").replace("bf-docs", "bf\\-docs");
        assert!(page.stdout.contains(&title), "{name}\n{}", page.stdout);
        assert!(page.stdout.contains(".SH SYNOPSIS"), "{name}");
    }
    assert!(
        site.run(&["manual", "nothing"])
            .fault()
            .contains("there is no command `nothing`")
    );
    for shell in ["bash", "zsh", "fish"] {
        let script = site.run(&["completions", shell]).stdout;
        assert!(
            script.contains("bf-docs") && script.contains("max-delete"),
            "{shell}"
        );
    }
}
