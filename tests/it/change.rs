//! Findings of a change to an existing tree: only new ones are shown.

use serde_json::Value;

use crate::site::Site;

pub fn decision(text: &str) -> String {
    format!(
        "# 0001 - Stores\n\n## Status\n\nAccepted\n\n## Context\n\nMany.\n\n## Decision\n\n{text}\n"
    )
}

pub const SPEC: &str =
    "# Specification: Sessions\n\nAs [ADR 0001](../../../decisions/0001-stores.md) has it.\n";

/// A decision and a specification that relies on it, committed.
pub fn governed() -> Site {
    let site = Site::new()
        .file("decisions/0001-stores.md", &decision("Rows are kept."))
        .file(
            "work/active/sessions/challenge.md",
            "# Challenge: Sessions\n",
        )
        .file("work/active/sessions/spec.md", SPEC);
    site.commit("2026-01-01");
    site
}

#[test]
fn known_findings_are_not_shown_and_new_ones_fail() {
    let site = Site::new().file("index.md", "[a](gone.md)\n");
    let written = site.run(&["check", "--write-baseline", "known.json"]);
    assert_eq!(
        (written.code, written.stderr.as_str()),
        (0, "wrote 1 known finding to `known.json`\n")
    );
    let site = site
        .map("[site]\nbaseline = \"known.json\"\n")
        .file("index.md", "A line above.\n\n[a](gone.md)\n");
    let run = site.check();
    assert_eq!((run.code, run.findings.len()), (0, 0), "{}", run.stderr);
    run.says("checked 1 page: 0 errors, 0 warnings, 1 not shown");
    assert_eq!(site.build().code, 0);
    let site = site.file("index.md", "[a](gone.md)\n\n[b](missing.md)\n");
    assert_eq!(
        site.check().found(),
        ["error docs/index.md:3:5 broken-link"]
    );
}

#[test]
fn known_findings_stay_known_when_their_file_moves_or_the_command_runs_elsewhere() {
    let text = "# Spec\n\n[a](gone.md)\n\nMore text, so that git sees a move.\n";
    let site = Site::new()
        .file("work/active/w/notes.md", text)
        .map("[site]\nbaseline = \"known.json\"\n");
    assert_eq!(
        site.run(&["check", "--write-baseline", "known.json"]).code,
        0
    );
    site.commit("2026-01-01");
    site.git(
        "2026-01-02",
        &["mv", "docs/work/active", "docs/work/archived"],
    );
    assert_eq!(site.check().findings.len(), 0);
    let beside = site.run_with(
        &["check", ".", "--config", "../content-map.toml"],
        |command| {
            command.current_dir(site.root().join("docs"));
        },
    );
    assert_eq!(
        (beside.code, beside.stderr.contains("1 not shown")),
        (0, true),
        "{}",
        beside.stderr
    );
    // A copy is not a rename: its finding is new.
    let site = site.file("work/active/w/notes.md", text);
    assert_eq!(
        site.check().found(),
        ["error docs/work/archived/w/notes.md:3:5 broken-link"]
    );
    let since = site
        .map("[site]\n")
        .run(&["check", "--base", "main", "--format", "json"]);
    assert_eq!(
        since.found(),
        ["error docs/work/active/w/notes.md:3:5 broken-link"]
    );
}

#[test]
fn a_move_alone_touches_nothing() {
    let site = governed();
    site.git(
        "2026-01-02",
        &["mv", "docs/work/active", "docs/work/backlog"],
    );
    let impact = |site: &Site| site.run(&["trace", "impact", "--base", "main"]).stdout;
    assert_eq!(impact(&site), "touched: 0\ndepend on them: 0\n");
    assert_eq!(
        site.run(&["check", "--base", "main", "--format", "json"])
            .found(),
        [""; 0]
    );
    let site = site.file(
        "work/backlog/sessions/spec.md",
        &format!("{SPEC}\nNothing is kept.\n"),
    );
    assert!(
        impact(&site).starts_with("touched: 1\n  specification/sessions (backlog)"),
        "{}",
        impact(&site)
    );
}

#[test]
fn of_a_docs_folder_that_is_new_all_is_new() {
    let site = Site::new()
        .file("index.md", "[a](gone.md)\n")
        .file("../README.md", "x\n");
    site.git("2026-01-01", &["init", "-q", "-b", "main"]);
    site.git("2026-01-01", &["add", "README.md"]);
    site.git("2026-01-01", &["commit", "-q", "-m", "change"]);
    let since = site.run(&["check", "--base", "main", "--format", "json"]);
    assert_eq!(
        since.found(),
        ["error docs/index.md:1:5 broken-link"],
        "{}",
        since.stderr
    );
    assert_eq!(site.run(&["trace", "impact", "--base", "main"]).code, 0);
}

#[test]
fn without_a_repository_the_fault_says_so() {
    let run = Site::new()
        .file("index.md", "a\n")
        .run(&["check", "--base", "main"]);
    assert_eq!(run.code, 2);
    run.says("help: run it in a git repository that has the docs folder");
}

#[test]
fn a_baseline_that_is_none_is_a_fault() {
    let site = Site::new()
        .file("index.md", "a\n")
        .map("[site]\nbaseline = \"known.json\"\n");
    let missing = site.check();
    assert_eq!(
        missing.fault(),
        "error: cannot read the baseline `known.json`: No such file or directory (os error 2)\nhelp: write it with `bf-docs check --write-baseline FILE`\n"
    );
    let site = site.file("../known.json", "{\"version\": 9, \"findings\": []}");
    site.check().says(
        "error: the baseline `known.json` is none: its version is 9, this program reads 1 and 2",
    );
}

#[test]
fn a_merge_request_is_told_what_it_touches_and_what_it_breaks_elsewhere() {
    let site = Site::new()
        .file("index.md", "[old](gone.md) [b](b.md)\n")
        .file("b.md", "# B\n")
        .file("c.md", "[x](missing.md)\n");
    site.commit("2026-01-01");
    let since = |site: &Site| {
        site.run(&["check", "--base", "main", "--format", "json"])
            .found()
    };
    assert_eq!(since(&site), [""; 0]);
    let site = site
        .without("b.md")
        .file("c.md", "A line.\n\n[x](missing.md)\n");
    assert_eq!(
        since(&site),
        [
            "error docs/c.md:3:5 broken-link",
            "error docs/index.md:1:20 broken-link"
        ]
    );
    let unknown = site.run(&["check", "--base", "nowhere"]);
    assert_eq!(unknown.code, 2);
    unknown.says("error: cannot compare `docs` with `nowhere`: there is no such revision");
}

#[test]
fn an_impact_is_what_depends_on_what_changed_directly_and_further() {
    let site = governed();
    let impact = |site: &Site, format: &str| {
        site.run(&["trace", "impact", "--base", "main", "--format", format])
            .stdout
    };
    assert_eq!(impact(&site, "text"), "touched: 0\ndepend on them: 0\n");
    let stories = "# Stories\n\n### Open one\n\n## User Story\n\nAs a user.\n\n## Acceptance Criteria\n\n- It opens.\n";
    let site = site.file("work/active/sessions/stories.md", stories);
    site.commit("2026-01-02");
    let site = site.file("decisions/0001-stores.md", &decision("Rows are not kept."));
    let found: Value = serde_json::from_str(&impact(&site, "json")).expect("it is JSON");
    let ids = |name: &str| -> Vec<(String, u64)> {
        let rows = found[name].as_array().expect("it is a list").iter();
        rows.map(|row| {
            (
                row["id"].as_str().unwrap_or_default().to_owned(),
                row["steps"].as_u64().unwrap_or(0),
            )
        })
        .collect()
    };
    assert_eq!(ids("touched"), [("decision/0001".to_owned(), 0)]);
    let dependents = [
        ("specification/sessions".to_owned(), 1),
        ("story/sessions#open-one".to_owned(), 2),
    ];
    assert_eq!(ids("dependents"), dependents);
    let comment = impact(&site, "markdown");
    assert!(
        comment.starts_with("### Impact: 1 document changed, 2 dependents\n\n| Changed |"),
        "{comment}"
    );
    let site = site.without("decisions/0001-stores.md");
    assert!(impact(&site, "text").ends_with("gone: 1\n  decision/0001\n    specification/sessions depended on it\n    story/sessions#open-one depended on it\n"));
}

pub fn suspects(site: &Site, more: &[&str]) -> Vec<String> {
    let run = site.run(&[&["check", "--format", "json"], more].concat());
    run.found()
        .into_iter()
        .filter(|found| found.ends_with("suspect-link"))
        .collect()
}

const SUSPECT: [&str; 1] = ["warning docs/work/active/sessions/spec.md:3:15 suspect-link"];

#[test]
fn a_link_is_suspect_when_what_it_rests_on_changed_since() {
    let site = governed();
    assert_eq!(suspects(&site, &[]), [""; 0]);
    // Changes of emphasis, of another section or of another file do not make the link suspect.
    let site = site.file(
        "decisions/0001-stores.md",
        &decision("Rows are *kept*.").replace("Many.", "Many more."),
    );
    site.commit("2026-01-02");
    assert_eq!(suspects(&site, &[]), [""; 0]);
    let site = site.file("decisions/0001-stores.md", &decision("Rows are dropped."));
    assert_eq!(suspects(&site, &[]), SUSPECT);
    assert_eq!(suspects(&site, &["--base", "main"]), SUSPECT);
    site.commit("2026-01-03");
    assert_eq!(suspects(&site, &[]), SUSPECT);
    assert_eq!(suspects(&site, &["--base", "main"]), [""; 0]);
    // Moving the work changes nothing, but an edit does. Archived work is history.
    site.git(
        "2026-01-04",
        &["mv", "docs/work/active", "docs/work/backlog"],
    );
    site.commit("2026-01-04");
    assert_eq!(
        suspects(&site, &[]),
        [SUSPECT[0].replace("active", "backlog")]
    );
    site.git(
        "2026-01-04",
        &["mv", "docs/work/backlog", "docs/work/archived"],
    );
    assert_eq!(suspects(&site, &[]), [""; 0]);
    site.git(
        "2026-01-04",
        &["mv", "docs/work/archived", "docs/work/active"],
    );
    let site = site.file(
        "work/active/sessions/spec.md",
        &format!("{SPEC}\nNothing is kept.\n"),
    );
    assert_eq!(suspects(&site, &[]), [""; 0]);
}

#[test]
fn in_a_merge_request_only_links_whose_target_it_says_otherwise_are_suspect() {
    let site = governed();
    let site = site.file("decisions/0001-stores.md", &decision("Rows are dropped."));
    site.commit("2026-01-02");
    site.git("2026-01-03", &["switch", "-q", "-c", "side"]);
    // The context section is not normative: the link was suspect before.
    let site = site.file(
        "decisions/0001-stores.md",
        &decision("Rows are dropped.").replace("Many.", "Many more."),
    );
    site.commit("2026-01-03");
    assert_eq!(suspects(&site, &["--base", "main"]), [""; 0]);
    assert_eq!(suspects(&site, &[]), SUSPECT);
    let site = site.file(
        "decisions/0001-stores.md",
        &decision("Rows are kept by day."),
    );
    site.commit("2026-01-04");
    assert_eq!(suspects(&site, &["--base", "main"]), SUSPECT);
    // The decision is changed back to the text that the specification was written for.
    let site = site.file("decisions/0001-stores.md", &decision("Rows are kept."));
    assert_eq!(suspects(&site, &[]), [""; 0]);
}

#[test]
fn a_story_that_is_only_renamed_makes_no_link_suspect() {
    let stories = |title: &str, criterion: &str| {
        format!(
            "# Stories\n\n## {title}\n\n### User Story\n\nAs a user.\n\n### Acceptance Criteria\n\n- {criterion}\n"
        )
    };
    let other = "# Stories\n\n## Close one\n\n### User Story\n\nAs a user.\n\n### Acceptance Criteria\n\n- It closes.\n\n### Dependencies\n\n- [Open](../sessions/stories.md#open)\n";
    let site = governed().file(
        "work/active/sessions/stories.md",
        &stories("Open", "It opens."),
    );
    let site = site.file(
        "work/active/sessions/stories.md",
        &(stories("Open", "It opens.").replace("## Open", "## Open {#open}")),
    );
    let site = site.file("work/active/other/stories.md", other);
    site.commit("2026-01-02");
    let renamed = |criterion: &str| {
        stories("Open a session", criterion)
            .replace("## Open a session", "## Open a session {#open}")
    };
    let site = site.file("work/active/sessions/stories.md", &renamed("It opens."));
    site.commit("2026-01-03");
    assert_eq!(suspects(&site, &[]), [""; 0]);
    let site = site.file(
        "work/active/sessions/stories.md",
        &renamed("It opens at once."),
    );
    assert_eq!(
        suspects(&site, &[]),
        ["warning docs/work/active/other/stories.md:15:10 suspect-link"]
    );
}

#[test]
fn a_merge_is_one_change_and_leaves_nothing_open() {
    let site = governed();
    site.git("2026-01-02", &["switch", "-q", "-c", "side"]);
    let site = site.file(
        "decisions/0001-stores.md",
        &decision("Rows are kept.").replace("Many.", "Many more."),
    );
    site.commit("2026-01-02");
    site.git("2026-01-02", &["switch", "-q", "main"]);
    let site = site.file("decisions/0001-stores.md", &decision("Rows are dropped."));
    site.commit("2026-01-03");
    let site = site.file(
        "work/active/sessions/spec.md",
        &format!("{SPEC}\nNothing is kept.\n"),
    );
    site.commit("2026-01-04");
    site.git("2026-01-05", &["merge", "-q", "--no-edit", "side"]);
    assert_eq!(suspects(&site, &[]), [""; 0]);
    let site = site.file(
        "decisions/0001-stores.md",
        &decision("Rows are kept again.").replace("Many.", "Many more."),
    );
    site.commit("2026-01-06");
    assert_eq!(suspects(&site, &[]), SUSPECT);
}

#[test]
fn a_suspect_link_is_acknowledged_in_front_matter() {
    let mut site = governed().file("decisions/0001-stores.md", &decision("Rows are dropped."));
    site.commit("2026-01-03");
    for (reviewed, count) in [
        ("2026-01-02", 1),
        ("2026-01-03", 0),
        ("[decision/0001 2026-01-03]", 0),
        ("[decision/0002 2026-01-03]", 1),
    ] {
        let spec = format!("---\nreviewed: {reviewed}\n---\n\n{SPEC}");
        site = site.file("work/active/sessions/spec.md", &spec);
        assert_eq!(suspects(&site, &[]).len(), count, "{reviewed}");
    }
}

#[test]
fn on_a_shallow_clone_suspect_links_are_not_computed() {
    let site = governed().file("decisions/0001-stores.md", &decision("Rows are dropped."));
    site.commit("2026-01-03");
    let url = format!("file://{}", site.root().display());
    site.git(
        "2026-01-03",
        &["clone", "-q", "--depth", "1", &url, "shallow"],
    );
    let run = site.run(&["check", "shallow/docs", "--format", "json"]);
    assert_eq!(run.found(), [""; 0]);
    let why = "; suspect links were not computed, because the git history is incomplete\n";
    assert!(run.stderr.ends_with(why), "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(report["summary"]["suspect_links"], "not computed");
}

#[test]
fn a_clone_without_old_contents_says_how_to_fetch_them() {
    let site = governed().file("decisions/0001-stores.md", &decision("Rows are dropped."));
    site.commit("2026-01-03");
    site.git("2026-01-03", &["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", site.root().display());
    site.git(
        "2026-01-03",
        &["clone", "-q", "--filter=blob:none", &url, "partial"],
    );
    let help = "help: fetch the old files with `git fetch --refetch --no-filter`, \
                or clone without `--filter`";
    for command in [&["check"][..], &["trace", "impact"]] {
        let arguments = [command, &["partial/docs", "--base", "HEAD~1"]].concat();
        let run = site.run(&arguments);
        run.fault();
        run.says(help);
    }
    let fetch = ["-C", "partial", "fetch", "-q", "--refetch", "--no-filter"];
    site.git("2026-01-03", &fetch);
    let run = site.run(&["trace", "impact", "partial/docs", "--base", "HEAD~1"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn folders_whose_names_end_like_that_of_the_docs_are_told_apart() {
    let page = |text: &str| format!("# Page\n\n{text}\n");
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("api-docs/a.md", &page("[x](gone.md)"));
    site.commit("2026-01-01");
    let site = site.file("index.md", "# Start\n\nMore.\n");
    let since = |site: &Site| {
        site.run(&["check", "--base", "main", "--format", "json"])
            .found()
    };
    assert_eq!(since(&site), [""; 0]);
    site.git(
        "2026-01-02",
        &["mv", "docs/api-docs/a.md", "docs/api-docs/b.md"],
    );
    assert_eq!(since(&site), [""; 0]);
    assert_eq!(
        site.run(&["check", "--write-baseline", "known.json"]).code,
        0
    );
    let site = site
        .map("[site]\nbaseline = \"known.json\"\n")
        .file("other.md", &page("[x](gone.md)"));
    assert_eq!(
        site.check().found(),
        ["error docs/other.md:3:5 broken-link"]
    );
}

#[test]
fn a_finding_of_a_file_that_is_gone_stands_for_one_elsewhere() {
    let site = Site::new()
        .file("old.md", "")
        .map("[site]\nbaseline = \"known.json\"\n");
    assert_eq!(
        site.run(&["check", "--write-baseline", "known.json"]).code,
        0
    );
    let site = site
        .without("old.md")
        .file("one.md", "")
        .file("two.md", "")
        .file("three.md", "");
    let found = site.check().found();
    assert_eq!(
        found
            .iter()
            .filter(|found| found.ends_with("empty-page"))
            .count(),
        2,
        "{found:?}"
    );
}

#[test]
fn the_only_commit_of_a_merge_request_makes_its_links_suspect() {
    let site = governed();
    site.git("2026-01-02", &["switch", "-q", "-c", "side"]);
    let site = site.file("decisions/0001-stores.md", &decision("Rows are dropped."));
    site.commit("2026-01-02");
    assert_eq!(suspects(&site, &["--base", "main"]), SUSPECT);
    site.git("2026-01-03", &["switch", "-q", "main"]);
    site.git(
        "2026-01-03",
        &["merge", "-q", "--no-ff", "--no-edit", "side"],
    );
    assert_eq!(suspects(&site, &["--base", "HEAD~1"]), SUSPECT);
}

#[test]
fn what_a_change_makes_wrong_in_the_content_map_is_told() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .map("[site]\nname = \"Wiki\"\ntitle = \"x\"\n");
    site.commit("2026-01-01");
    let since = |site: &Site| {
        site.run(&["check", "--base", "main", "--format", "json"])
            .found()
    };
    assert_eq!(since(&site), [""; 0]);
    let site = site.map("[site]\nname = \"Wiki\"\ntitel = \"x\"\n");
    let told = ["error content-map.toml:3:1 unknown-key"];
    assert_eq!(since(&site), told);
    let args = ["check", "--base", "main", "--format", "json"];
    let named = [&args[..], &["--config", "./content-map.toml"]].concat();
    assert_eq!(site.run(&named).found(), told);
}

#[test]
fn a_part_is_touched_by_its_own_lines_alone() {
    let notes = "# 1.0\n\n## Internal\n\n### Added\n\n#### depot-queues\n\nFor two depots.\n\n- One entry,\n  in two lines.\n- Another one,\n  in two lines.\n";
    let stories = "# Stories\n\n## Open\n\n### User Story\n\nAs a user.\n\n## Appendix\n\nMore.\n";
    let site = Site::new()
        .file("release-notes/1.0.md", notes)
        .file("work/active/q/challenge.md", "# Q\n")
        .file("work/active/q/spec.md", "# Q\n")
        .file("work/active/q/stories.md", stories);
    site.commit("2026-01-01");
    let touched = |site: &Site| {
        let all = site.run(&["trace", "impact", "--base", "main"]).stdout;
        let lines = all
            .lines()
            .skip(1)
            .take_while(|line| line.starts_with("  "));
        lines
            .map(|line| line.trim().split(':').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let site = site.file(
        "release-notes/1.0.md",
        &notes.replace("one,\n  in two lines.", "one,\n  in two short lines."),
    );
    assert_eq!(
        touched(&site),
        [
            "release/1.0",
            "release-entry/1.0#another-one-in-two-short-lines"
        ]
    );
    let site = site.file(
        "release-notes/1.0.md",
        &notes.replace("two depots", "three depots"),
    );
    assert_eq!(touched(&site), ["release/1.0", "feature-flag/depot-queues"]);
    site.git("2026-01-02", &["checkout", "-q", "."]);
    let site = site.file(
        "work/active/q/stories.md",
        &stories.replace("More.", "Much more."),
    );
    assert_eq!(touched(&site), [""; 0]);
}
