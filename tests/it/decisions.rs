//! Decision records as other tools and authors write them.

use crate::site::Site;
use crate::traced::{Traced, traced};

/// A site with these files and a start page that links to each of them.
fn tree(files: &[(&str, &str)]) -> Site {
    let links: String = files
        .iter()
        .map(|(path, _)| format!("[a]({path})\n"))
        .collect();
    files.iter().fold(
        Site::new().file("index.md", &format!("# Start\n\n{links}")),
        |site, (path, text)| site.file(path, text),
    )
}

/// The status, day and owner of a decision with this text.
#[track_caller]
fn check(text: &str, expected: &str) {
    let trace = traced(&tree(&[
        ("decisions/0001-a.md", text),
        ("decisions/0002-b.md", "# B\n\n## Status\n\nAccepted\n"),
    ]));
    let decision = trace.artifact("decision/0001");
    let said =
        ["status", "date", "owner"].map(|field| decision[field].as_str().unwrap_or("-").to_owned());
    assert_eq!(said.join(", "), expected, "{text}");
}

/// A decision with this status section.
#[track_caller]
fn section(status: &str, expected: &str) {
    check(
        &format!("# A\n\n## Status\n\n{status}\n\n## Context\n\nText.\n"),
        &format!("{expected}, -, -"),
    );
}

fn statuses(trace: &Traced) -> Vec<String> {
    let row = |row: &serde_json::Value| {
        format!(
            "{} {}",
            row["id"].as_str().unwrap_or_default(),
            row["status"].as_str().unwrap_or("-")
        )
    };
    trace.artifacts.iter().map(row).collect()
}

#[test]
fn records_are_seen_wherever_people_keep_them() {
    let accepted = "# A\n\n## Status\n\nAccepted\n";
    let trace = traced(&tree(&[
        ("adr/0001-a.md", accepted),
        ("guide/adrs/2-a.md", accepted),
        ("architecture-decisions/003.md", accepted),
        ("x/architecture-decision-records/web/0004-a.md", accepted),
        ("Architecture_Decision_Record/ADR-005-a.md", accepted),
        ("references/architecture/adr-006-a.md", accepted),
        ("references/ADR-007-a.md", accepted),
        ("decisions/adr_8.md", accepted),
        ("decisions/team-adr-0009-a.md", accepted),
        ("adr/0010-a/index.md", accepted),
        ("adr/index.md", "# All\n"),
        ("adr/0000-adr-template.md", accepted),
        ("adr/template.md", accepted),
        ("guide/0011-step.md", accepted),
    ]));
    let ids: Vec<String> = (1..=10)
        .map(|number| format!("decision/{number:04}"))
        .collect();
    let mut found = trace.ids();
    found.sort_unstable();
    // An id contains the team's series because the tree has several series.
    let mut expected: Vec<String> = ids
        .iter()
        .map(|id| id.replace("/0009", "/team-adr-0009"))
        .collect();
    // A number at the start of a name keeps its digits.
    expected[1] = "decision/2".to_owned();
    expected[2] = "decision/003".to_owned();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_number_means_a_decision_in_its_own_series() {
    let text = "# A\n\n## Status\n\nAccepted\n";
    let site = tree(&[
        ("adr/ODH-ADR-0001-a.md", text),
        ("adr/operator/ODH-ADR-Operator-0001-a.md", text),
    ]);
    assert_eq!(
        traced(&site).ids(),
        ["decision/odh-adr-0001", "decision/odh-adr-operator-0001"]
    );
    assert_eq!(site.check().found(), [""; 0]);
    let beside = (
        "adr/web/ODH-ADR-0001-a.md",
        "# ODH-ADR-0001\n\n## Status\n\nAccepted\n\nSee ADR 0001.\n",
    );
    let site = tree(&[
        ("adr/ODH-ADR-0001-a.md", text),
        ("adr/ODH-ADR-X-0001-b.md", text),
        beside,
    ]);
    let ids = [
        "decision/adr-odh-adr-0001",
        "decision/odh-adr-x-0001",
        "decision/web-odh-adr-0001",
    ];
    assert_eq!(traced(&site).ids(), ids);
    assert_eq!(site.check().found(), [""; 0]);
    let site = tree(&[
        ("adr/ODH-ADR-0001-a.md", text),
        ("adr/ODH-ADR-0001-b.md", text),
    ]);
    assert_eq!(
        site.check().found(),
        ["error docs/adr/ODH-ADR-0001-b.md:1:1 duplicate-decision"]
    );
}

#[test]
fn records_that_are_named_by_a_day_have_no_number() {
    let site = tree(&[
        ("adr/20200924-a.md", "# A\n\n- Status: accepted\n"),
        (
            "adr/20200924-b.md",
            "# B\n\n- Status: accepted\n- Date: 2020-09-25\n",
        ),
        ("adr/2020-09-26-c.md", "# C\n\n- Status: accepted\n"),
    ]);
    let trace = traced(&site);
    let days: Vec<&str> = trace
        .artifacts
        .iter()
        .filter_map(|row| row["date"].as_str())
        .collect();
    assert_eq!(days, ["2020-09-26", "2020-09-24", "2020-09-25"]);
    assert_eq!(
        trace.ids(),
        [
            "decision/2020-09-26-c",
            "decision/20200924-a",
            "decision/20200924-b"
        ]
    );
    assert_eq!(site.check().found(), [""; 0]);
}

#[test]
fn a_map_leaves_records_out_and_takes_others_in() {
    let text = "# A\n\n## Status\n\nAccepted\n";
    let files = [
        ("adr/0001-a.md", text),
        ("old/adr/0001-a.md", text),
        ("keps/sig-x/753-sidecars/README.md", text),
    ];
    let map = "[artifact.decision]\nfiles = \"keps/**/README.md\"\nexclude = \"old/**\"\n";
    let site = tree(&files).map(map);
    assert_eq!(traced(&site).ids(), ["decision/0001", "decision/753"]);
    assert_eq!(site.check().stderr.matches("note").count(), 0);
}

#[test]
fn what_looks_like_a_decision_is_one_note_that_says_which_key_to_write() {
    let rfc = "# RFC\n\nText.\n";
    let site = tree(&[
        ("rfcs/0001-a.md", rfc),
        ("rfcs/0002-b.md", rfc),
        ("adr/unnumbered.md", "# A\n\nStatus: Accepted\n"),
        ("guide/0001-step.md", rfc),
    ]);
    for command in [["trace", "export"], ["check", "--strict"]] {
        let run = site.run(&command);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stderr.contains(
                "note[possible-decision]: 3 files look like decisions and are not read as such"
            ),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.contains(
                "`files = [\"adr/*.md\", \"rfcs/[0-9]*.md\"]` below `[artifact.decision]`"
            ),
            "{}",
            run.stderr
        );
    }
    let named = site.map("[artifact.decision]\nfiles = [\"adr/*.md\", \"rfcs/[0-9]*.md\"]\n");
    assert!(!named.check().stderr.contains("note"));
    assert_eq!(traced(&named).ids().len(), 3);
}

#[test]
fn a_state_is_read_in_every_form() {
    section("Accepted", "accepted");
    section("**ACCEPTED**.", "accepted");
    section("`accepted`", "accepted");
    section("✅ Accepted (documents what is there)", "accepted");
    section(":white_check_mark: Accepted", "accepted");
    section("This decision has been accepted.", "accepted");
    section("Status: Accepted", "accepted");
    section("In review.", "proposed");
    section("Work in progress", "proposed");
    section("Superceded by [2](0002-b.md)", "superseded");
    section("Superseded (by [2](0002-b.md))", "superseded");
    section(
        "- [ ] Proposed\n- [x] Accepted\n- [ ] Deprecated",
        "accepted",
    );
    section("[ ] Proposed [x] Accepted [ ] Rejected", "accepted");
    section("- [ ] Proposed\n- [ ] Accepted", "unknown");
    section("- [x] Proposed\n- [x] Accepted", "unknown");
    section("Accepted\n\n- [x] Write it\n- [ ] Build it", "accepted");
    section("- Proposed\n- Accepted", "accepted");
    section("- Accepted\n- Supersedes [2](0002-b.md)", "accepted");
    section("Accepted\n\nSuperseded by [2](0002-b.md)", "superseded");
    section(
        "Accepted. It will be superseded by a rule of its own.",
        "accepted",
    );
    section(
        "Accepted, partially superseded by [2](0002-b.md)",
        "accepted",
    );
    section("Partly superseded", "accepted");
    section(
        "> Say \"proposed\" until it is agreed.\n\nAccepted",
        "accepted",
    );
    section("<!-- Proposed -->\nAccepted", "accepted");
    section("{Proposed | Accepted}\n\nAccepted", "accepted");
    section("[proposed | rejected | accepted]", "unknown");
    section("Proposed / Accepted", "unknown");
    section("Proposed → Accepted", "accepted");
    section("~~Proposed~~ Accepted", "accepted");
    section("~~Proposed~~\nAccepted", "accepted");
    section("- ~~Proposed~~\n- Accepted", "accepted");
    section("<del>Accepted</del> Rejected", "rejected");
    section("<s>Accepted</s> Rejected", "rejected");
    section("{--Proposed--}{++Accepted++}", "accepted");
    section("{~~Proposed~>Accepted~~}", "accepted");
    section("Partially accepted", "unknown");
    section("Not accepted", "unknown");
}

#[test]
fn a_history_says_what_holds_now() {
    let dated =
        |status: &str, expected: &str| check(&format!("# A\n\n## Status\n\n{status}\n"), expected);
    dated(
        "- Proposed 2024-01-02\n- Accepted 2024-02-03",
        "accepted, 2024-02-03, -",
    );
    dated(
        "- 2024-02-03: accepted\n- 2024-01-02: proposed",
        "accepted, 2024-02-03, -",
    );
    dated(
        "2024-01-02 proposed\n\n2024-02-03 accepted",
        "accepted, 2024-02-03, -",
    );
    dated(
        "| State | Day |\n|---|---|\n| Accepted | 2024-02-03 |\n| Proposed | 2024-01-02 |",
        "accepted, 2024-02-03, -",
    );
    dated(
        "- 2024-01-02 - Ann - proposed\n- 2024-02-03 - Bo - accepted",
        "accepted, 2024-02-03, -",
    );
    dated("Accepted on 5-26-2021", "accepted, 2021-05-26, -");
}

#[test]
fn fields_are_read_in_every_form() {
    let of = |text: &str, expected: &str| {
        check(&format!("# A\n\n{text}\n\n## Why\n\nText.\n"), expected)
    };
    of(
        "- Status: accepted\n- Date: 2024-03-01\n- Deciders: Ann, Bo",
        "accepted, 2024-03-01, Ann, Bo",
    );
    of(
        "* **Status**: Accepted\n* **Start Date**: March 4, 2021",
        "accepted, 2021-03-04, -",
    );
    of(
        "**Status:** Accepted | **Date:** 2026-06-09 | **Owner:** Ann",
        "accepted, 2026-06-09, Ann",
    );
    of(
        "**Status:** Accepted\\\n**Date:** 11-April-2023\\\n**Authors:** Ann",
        "accepted, 2023-04-11, Ann",
    );
    of(
        "Status - Accepted\nSince - 2024/03/01",
        "accepted, 2024-03-01, -",
    );
    of(
        "**Status**\n\nAccepted\n\n**Date**\n\n2024-03-01",
        "accepted, 2024-03-01, -",
    );
    of(
        "> **Status**: Accepted\n> **Date**: 2024-03-01",
        "accepted, 2024-03-01, -",
    );
    of(
        "<b>Status</b>: Accepted<br><b>Date</b>: 2024-03-01<br>",
        "accepted, 2024-03-01, -",
    );
    of(
        "|   |   |\n|---|---|\n| Date | 11-April-2024 |\n| Status: | Approved |\n| **Authors** | Ann, Bo |\n| Superseded by | N/A |",
        "accepted, 2024-04-11, Ann, Bo",
    );
    of(
        "| Status | Date | Deciders |\n|---|---|---|\n| Accepted | 2024-03-01 | Ann |",
        "accepted, 2024-03-01, Ann",
    );
    of(
        "| **Status** | Accepted |\n|---|---|\n| **Date** | 2024-03-01 |",
        "accepted, 2024-03-01, -",
    );
    of(
        "<table>\n<tr><td>Status</td><td>Accepted</td></tr>\n<tr><td>Date</td><td>2024-03-01</td></tr>\n</table>",
        "accepted, 2024-03-01, -",
    );
    of(
        "Status\n: Accepted\n\nDecision-makers\n: Ann",
        "accepted, -, Ann",
    );
    of("!!! success \"Status\"\n    Accepted", "accepted, -, -");
    of(
        "!!! info \"Status: Accepted\"\n    Since March.",
        "accepted, -, -",
    );
    of(
        "![Status: Accepted](https://img.example.com/badge/status-accepted-green)",
        "accepted, -, -",
    );
    of(
        "- Status:\n    - [x] Accepted\n    - [ ] Rejected",
        "accepted, -, -",
    );
    for heading in [
        "## 1. Status",
        "### Status",
        "## Decision Status",
        "Status\n------",
        "## Status:",
    ] {
        check(&format!("# A\n\n{heading}\n\nAccepted\n"), "accepted, -, -");
    }
    check("# A\n\n## Status: Accepted\n\nText.\n", "accepted, -, -");
    check(
        "# A\n\n## Status\n\nDate: 2024-03-01\n\nAccepted\n",
        "accepted, 2024-03-01, -",
    );
    check(
        "---\nStatus: Accepted\nDate: 2024-03-01\ndecision-makers: [Ann, Bo]\n---\n\n# A\n",
        "accepted, 2024-03-01, Ann, Bo",
    );
    check("---\nstatus: [accepted]\n---\n\n# A\n", "accepted, -, -");
    check(
        "# A\n\n## Status\n\nAccepted\n\n## Changelog\n\n- 2024-03-01: second\n- 2023-01-01: first\n",
        "accepted, 2024-03-01, -",
    );
    check(
        "# A\n\n## Status\n\nAccepted\n\n## Deciders\n\n- Ann\n- Bo\n",
        "accepted, -, Ann, Bo",
    );
    // A table further down is about something else.
    check(
        "# A\n\n## Status\n\nAccepted\n\n## Codes\n\n| Status | Meaning |\n|---|---|\n| Rejected | 4 |\n",
        "accepted, -, -",
    );
    check(
        "# A\n\n## Codes\n\n| Status | Rejected |\n|---|---|\n| Date | 2024-03-01 |\n",
        "unknown, -, -",
    );
}

#[test]
fn an_unknown_word_is_named_where_it_stands() {
    let found = |text: &str| {
        let run = tree(&[("adr/0001-a.md", text)]).check();
        let finding = run
            .findings
            .into_iter()
            .find(|finding| finding.code == "unknown-status");
        finding.map_or_else(String::new, |finding| {
            format!("{} {}", finding.at, finding.message)
        })
    };
    assert_eq!(
        found("# A\n\n## Status\n\n🤔 Incomplete\n"),
        "docs/adr/0001-a.md:5:3 `Incomplete` is not a status that is known"
    );
    assert_eq!(
        found("---\nStatus: Refinement\n---\n\n# A\n"),
        "docs/adr/0001-a.md:2:9 `Refinement` is not a status that is known"
    );
    assert_eq!(
        found("# A\n\n## Status\n\nPartially accepted\n"),
        "docs/adr/0001-a.md:5:1 `Partially accepted` is not a status that is known"
    );
    assert_eq!(
        found("# A\n\n## Status\n\nProposed | Accepted\n"),
        "docs/adr/0001-a.md:5:1 `Proposed | Accepted` is a choice of several"
    );
    assert_eq!(
        found("# A\n\n## Status\n\n- [ ] Accepted\n"),
        "docs/adr/0001-a.md:5:7 no box of the status is ticked"
    );
    assert_eq!(
        found("# A\n\nText.\n"),
        "docs/adr/0001-a.md:1:1 the decision's status is not known"
    );
    let own = tree(&[("adr/0001-a.md", "# A\n\n## Status\n\nlive\n")])
        .map("[artifact.decision]\nstatus = { accepted = [\"Live\"] }\n");
    assert_eq!(statuses(&traced(&own)), ["decision/0001 accepted"]);
    assert_eq!(own.check().found(), [""; 0]);
}

#[test]
fn a_day_that_is_in_no_calendar_is_found() {
    let found = |text: &str| tree(&[("adr/0001-a.md", text)]).check().found();
    assert_eq!(
        found("# A\n\n- Status: accepted\n- Date: 31-April-2023\n"),
        ["warning docs/adr/0001-a.md:4:9 impossible-date"]
    );
    assert_eq!(
        found("---\nstatus: accepted\ndate: 2023-02-30\n---\n\n# A\n"),
        ["warning docs/adr/0001-a.md:3:7 impossible-date"]
    );
    assert_eq!(
        found("# A\n\n- Status: accepted\n- Date: [YYYY-MM-DD]\n"),
        [""; 0]
    );
}

#[test]
fn a_day_that_could_be_two_is_read_as_the_tree_writes_its_days() {
    let record = |day: &str| format!("# A\n\nDate: {day}\n\n## Status\n\nAccepted\n");
    let dated = |days: [&str; 2]| {
        let [one, other] = days.map(record);
        let trace = traced(&tree(&[("adr/0001-a.md", &one), ("adr/0002-b.md", &other)]));
        trace.artifact("decision/0001")["date"]
            .as_str()
            .unwrap_or("-")
            .to_owned()
    };
    assert_eq!(dated(["05/06/2021", "26/06/2021"]), "2021-06-05");
    assert_eq!(dated(["05/06/2021", "06/26/2021"]), "2021-05-06");
    assert_eq!(dated(["05/06/2021", "2021-06-26"]), "-");
}

#[test]
fn supersession_is_read_from_every_form_and_never_a_constraint() {
    let said = |first: &str, second: &str| {
        let site = tree(&[
            ("adr/0001-a.md", &format!("# A\n\n{first}\n")),
            ("adr/0002-b.md", &format!("# B\n\n{second}\n")),
        ]);
        let trace = traced(&site);
        let relations: Vec<String> = trace
            .said()
            .iter()
            .map(|said| {
                said.split(':')
                    .next()
                    .unwrap_or_default()
                    .replace("decision/", "")
            })
            .collect();
        (
            statuses(&trace).join(" ").replace("decision/", ""),
            relations.join(", "),
            site.check().found().join(" "),
        )
    };
    let whole = (
        "0001 superseded 0002 accepted".to_owned(),
        "0002 supersedes 0001".to_owned(),
        String::new(),
    );
    let second = "## Status\n\nAccepted\n\nSupercedes [1. A](0001-a.md)";
    for (first, second) in [
        ("## Status\n\nSuperceded by [2. B](0002-b.md)", second),
        (
            "## Status\n\nReplaced by [2. B](0002-b.md)",
            "## Status\n\nAccepted\n\nReplaces [1](0001-a.md)",
        ),
        (
            "## Status\n\nObsoleted by [2](0002-b.md)",
            "## Status\n\nAccepted. Obsoletes [1](0001-a.md)",
        ),
        (
            "- Status: superseded by [B](0002-b.md)\n- Date: 2026-01-01",
            "- Status: accepted\n- Supersedes [A](0001-a.md)",
        ),
        (
            "Status: superseded\nSuperseded by: [B](0002-b.md)",
            "Status: accepted\nSupersedes: [A](0001-a.md)",
        ),
        (
            "| Status | Superseded |\n|---|---|\n| Superseded by | [2](0002-b.md) |",
            "| Status | Accepted |\n|---|---|\n| Supersedes | [1](0001-a.md) |",
        ),
        (
            "- Status: superseded\n\n## Links\n\n- Superseded by [B](0002-b.md)",
            "- Status: accepted\n\n## Links\n\n* Supersedes [A](0001-a.md)",
        ),
        (
            "- Status: accepted\n\n## Links\n\n- [Superseded by B](0002-b.md)\n\n## Status\n\nSuperseded by [B](0002-b.md)",
            second,
        ),
    ] {
        assert_eq!(said(first, second), whole, "{first}\n{second}");
    }
    // A supersession in part amends, and the rest holds.
    let part = said(
        "## Status\n\nAccepted, partly superseded by [2](0002-b.md)",
        "## Status\n\nAccepted",
    );
    assert_eq!(
        part,
        (
            "0001 accepted 0002 accepted".to_owned(),
            "0002 amends 0001".to_owned(),
            String::new()
        )
    );
    // A sentence alone does not decide, and struck out text no longer counts.
    let told = said(
        "## Status\n\nRejected",
        "## Status\n\nAccepted\n\n## Context\n\nThe broker supersedes [the queue](0001-a.md).",
    );
    assert_eq!(told.1, "0002 references 0001");
    let struck = said(
        "## Status\n\n~~Proposed~~ Accepted; ~~superseded by [B](0002-b.md)~~",
        "## Status\n\n<del>Accepted</del> Rejected",
    );
    assert_eq!(
        struck,
        (
            "0001 accepted 0002 rejected".to_owned(),
            String::new(),
            String::new()
        )
    );
}

#[test]
fn a_page_never_says_two_things_of_a_decision() {
    let site = tree(&[
        ("adr/0001-a.md", "# A\n\n## Status\n\nAccepted\n"),
        (
            "adr/0002-b.md",
            "# B\n\n## Status\n\nAccepted\n\nSupersedes [A](0001-a.md)\n",
        ),
        ("adr/README.md", "# Records\n"),
    ]);
    assert_eq!(
        statuses(&traced(&site)),
        ["decision/0001 accepted", "decision/0002 accepted"]
    );
    assert_eq!(
        site.check().found(),
        ["warning docs/adr/0001-a.md:1:1 one-sided-supersession"]
    );
    site.build().is_built();
    let page = site.read("adr/0001-a/index.html");
    assert!(
        page.contains("<dd><span class=\"status\" data-status=\"accepted\">"),
        "{page}"
    );
    assert!(!page.contains("This decision is"), "{page}");
    let table = site.read("traceability/decisions/index.html");
    assert!(!table.contains("data-status=\"superseded\""), "{table}");
}

#[test]
fn nothing_is_uncited_where_nothing_can_cite_and_a_rejected_way_may_be_told() {
    let site = Site::new()
        .file("adr/0001-a.md", "# A\n\n## Status\n\nRejected\n")
        .file(
            "adr/0002-b.md",
            "# B\n\n## Status\n\nAccepted\n\n## Context\n\nIt was preferred to [A](0001-a.md).\n",
        )
        .file("adr/README.md", "# Records\n\n[a](0001-a.md)\n");
    assert_eq!(site.check().found(), [""; 0]);
}

#[test]
fn what_nearly_all_documents_have_is_one_finding_about_the_tree() {
    let decisions = |unknown: usize| {
        let text = |at: usize| {
            format!(
                "# D{at}\n\n## Status\n\n{}\n",
                if at < unknown { "Refined" } else { "Accepted" }
            )
        };
        (0..11).fold(Site::new().file("index.md", "# Start\n"), |site, at| {
            site.file(&format!("adr/{:04}-x.md", at + 1), &text(at))
        })
    };
    let run = decisions(10).check();
    let of_status: Vec<_> = run
        .findings
        .iter()
        .filter(|finding| finding.code == "unknown-status")
        .collect();
    assert_eq!(of_status.len(), 1);
    assert_eq!(
        (of_status[0].severity.as_str(), of_status[0].at.as_str()),
        ("warning", "")
    );
    assert!(
        of_status[0]
            .message
            .starts_with("10 of 11 documents of the kind decision: "),
        "{}",
        of_status[0].message
    );
    assert_eq!(
        decisions(9)
            .check()
            .findings
            .iter()
            .filter(|finding| finding.code == "unknown-status")
            .count(),
        9
    );
    // A baseline covers a finding that gathers many others.
    let site = decisions(10);
    site.run(&["check", "--write-baseline", "known.json"]);
    assert_eq!(
        site.run(&["check", "--baseline", "known.json", "--format", "json"])
            .found(),
        [""; 0]
    );
}

#[test]
fn an_id_of_an_earlier_version_is_understood_with_a_note() {
    let text = "# A\n\n## Status\n\nAccepted\n";
    let citing = "---\nstatus: accepted\nsupersedes: decision/adr-002-use-a-queue\n---\n\n# B\n";
    let site = tree(&[
        ("adr/adr-002-use-a-queue.md", text),
        ("adr/0003-b.md", citing),
    ]);
    let run = site.run(&["trace", "decision/adr-002-use-a-queue"]);
    assert_eq!(run.code, 0);
    run.says("note: `decision/adr-002-use-a-queue` is `decision/0002` now");
    assert!(
        traced(&site).said()[0].starts_with("decision/0003 supersedes decision/0002: front-matter")
    );
    site.check()
        .says("note[former-id]: `supersedes` names `decision/adr-002-use-a-queue`, which is `decision/0002` now");
}

#[test]
fn only_what_a_tree_governs_is_an_artifact() {
    let story = "# Writing\n\n## How to write one\n\n### User Story\n\nAs a user.\n";
    let site = tree(&[
        ("guide/stories.md", story),
        ("services/queue.md", "# Queue\n"),
    ]);
    assert_eq!(traced(&site).ids(), [""; 0]);
    let named = site.map("[artifact.service]\nfiles = \"services/*.md\"\n");
    assert_eq!(traced(&named).ids(), ["service/queue"]);
    let governed = tree(&[
        ("adr/0001-a.md", "# A\n\nStatus: accepted\n"),
        ("services/queue.md", "# Queue\n"),
    ]);
    assert_eq!(traced(&governed).ids(), ["decision/0001", "service/queue"]);
}
