//! The findings about broken chains.

use crate::site::Site;
use crate::traced::{decision, story, traced, work};

#[test]
fn circles_are_told_once_and_end() {
    let stories = story("A", "- B") + &story("B", "- C") + &story("C", "- A");
    let site = decision(
        work("work/active/w", &stories),
        "0001",
        "Accepted. Supersedes [2](0002-x.md)",
        "a",
    );
    let site = decision(site, "0002", "Accepted. Supersedes [1](0001-x.md)", "a");
    let run = site.build();
    assert_eq!(
        run.is_built().found(),
        [
            "error docs/decisions/0001-x.md:1:1 supersession-cycle",
            "warning docs/decisions/0001-x.md:1:1 one-sided-supersession",
            "warning docs/decisions/0002-x.md:1:1 one-sided-supersession",
            "error docs/work/active/w/stories.md:1:1 dependency-cycle",
        ]
    );
    let cycles: Vec<_> = run
        .findings
        .into_iter()
        .filter(|found| found.code.ends_with("-cycle"))
        .map(|found| found.message)
        .collect();
    assert_eq!(
        cycles,
        [
            "supersedes itself: 0001 - Title 0001 → 0002 - Title 0002 → 0001 - Title 0001",
            "depends on itself: A → B → C → A",
        ]
    );
    let chain = site.run(&["trace", "story/w#b"]);
    let expected = "\
challenge/w (active): Challenge  [docs/work/active/w/challenge.md:1]
└─ satisfied by specification/w (active): Specification  [folder docs/work/active/w/spec.md:1]
   ├─ refined by story/w#a (active): A  [folder docs/work/active/w/stories.md:1]
   │  └─ depends on story/w#b (active): B  [title docs/work/active/w/stories.md:13]  ← this one
   │     └─ depends on story/w#c (active): C  [title docs/work/active/w/stories.md:27]
   │        └─ depends on story/w#a (active): A  [title docs/work/active/w/stories.md:41]  (see above)
   ├─ refined by story/w#b (active): B  [folder docs/work/active/w/stories.md:15]  (see above)  ← this one
   └─ refined by story/w#c (active): C  [folder docs/work/active/w/stories.md:29]  (see above)
";
    assert_eq!((chain.code, chain.stdout.as_str()), (0, expected));
}

#[test]
fn a_broken_chain_is_found_where_it_breaks() {
    let without = |path: &str| work("work/active/w", &story("A", "- None.")).without(path);
    let stories = |text: &str| work("work/active/w", text);
    let cases: Vec<(Site, &[&str])> = vec![
        (
            without("work/active/w/challenge.md"),
            &["warning docs/work/active/w/spec.md:1:1 missing-challenge"],
        ),
        (
            without("work/active/w/spec.md"),
            &["warning docs/work/active/w/stories.md:1:1 missing-specification"],
        ),
        (
            stories(&(story("A", "- None.") + &story("A", "- None."))),
            &["error docs/work/active/w/stories.md:15:1 duplicate-artifact"],
        ),
        (
            stories(&(story("A", "- B") + &story("B", "- None.") + &story("B", "- None."))),
            &[
                "error docs/work/active/w/stories.md:13:1 ambiguous-relation",
                "error docs/work/active/w/stories.md:29:1 duplicate-artifact",
            ],
        ),
        (
            stories("# Stories\n\nNone yet.\n"),
            &["warning docs/work/active/w/stories.md:1:1 no-stories"],
        ),
        (
            decision(
                stories(&story("A", "- None.")),
                "0001",
                "Most of us agree.",
                "a",
            ),
            &["warning docs/decisions/0001-x.md:5:1 unknown-status"],
        ),
        (
            stories(&(story("A", "- [B](#b-is-gone)") + &story("B", "- None."))),
            &["error docs/work/active/w/stories.md:13:7 broken-anchor"],
        ),
        (
            decision(stories(&story("A", "- ADR 0002")), "0001", "Accepted", "a")
                .file("decisions/0004-x.md", ""),
            &[
                "warning docs/decisions/0004-x.md:1:1 empty-page",
                "warning docs/decisions/0004-x.md:1:1 decision-gap",
                "warning docs/decisions/0004-x.md:1:1 unknown-status",
                "error docs/work/active/w/stories.md:13:3 dangling-relation",
            ],
        ),
    ];
    for (site, expected) in cases {
        assert_eq!(site.build().is_built().found(), expected);
        assert!(site.has("index.html"));
    }
}

#[test]
fn two_of_one_identity_are_both_exported_and_the_second_is_told_of() {
    let tracked = |title: &str| {
        story(title, "- None.").replace("### User", "Linear issue: IPT-7\n\n### User")
    };
    let site = work("work/active/w", &(tracked("A") + &tracked("B")))
        .file("work/archived/w/spec.md", "# Old\n")
        .file("a/services/queue.md", "# Q\n")
        .file("b/services/queue.md", "# Q\n");
    let site = decision(site, "0001", "Accepted", "a")
        .file("decisions/1-y.md", "# Y\n\nStatus: Proposed\n");
    assert_eq!(
        site.check().found(),
        [
            "error docs/b/services/queue.md:1:1 duplicate-artifact",
            "error docs/decisions/1-y.md:1:1 duplicate-decision",
            "error docs/work/active/w/stories.md:17:1 duplicate-tracker",
            "error docs/work/archived/w/spec.md:1:1 duplicate-artifact",
            "warning docs/work/archived/w/spec.md:1:1 missing-challenge",
        ]
    );
    assert_eq!(traced(&site).ids_of("story"), ["story/IPT-7", "story/w#b"]);
}

#[test]
fn a_citation_agrees_with_its_decision() {
    let found = |text: &str| {
        let site = decision(
            Site::new().file("index.md", "# S\n"),
            "0001",
            "Accepted",
            "a",
        );
        let site = site.file(
            "process/p.md",
            &format!("[{text}](../decisions/0001-x.md)\n"),
        );
        site.check()
            .findings
            .into_iter()
            .map(|found| found.message)
            .collect::<Vec<_>>()
            .join("\n")
    };
    for text in [
        "ADR 0001",
        "ADR-1: Title 0001",
        "0001",
        "0001 - title",
        "2020 plan",
        "it",
        "0001 says so",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
    assert_eq!(
        found("ADR 0002"),
        "the text says 0002, the link leads to decision 0001"
    );
    assert_eq!(
        found("0002"),
        "the text says 0002, the link leads to decision 0001"
    );
    assert_eq!(
        found("ADR 1: Queues"),
        "decision 1 is titled `0001 - Title 0001`"
    );
    assert_eq!(
        found("0001 - Queues"),
        "decision 0001 is titled `0001 - Title 0001`"
    );
}

#[test]
fn odd_front_matter_is_a_finding_and_no_more() {
    let front = "---\nconstrained-by: \"d\\u00e9cision/\\u26a0\"\ndepends-on: [1, [2], {a: b}, null, ~]\nsupersedes: \"\"\nstatus: \"superseded by , and \"\n---\n\n# One\n";
    let site = Site::new()
        .file("index.md", "# S\n")
        .file("decisions/0001-x.md", front)
        .file("process/é.md", front);
    assert_eq!(
        site.build().is_built().found(),
        [
            "error docs/decisions/0001-x.md:2:1 dangling-relation",
            "error docs/decisions/0001-x.md:3:12 front-matter",
            "error docs/decisions/0001-x.md:3:14 dangling-relation",
            "error docs/decisions/0001-x.md:5:26 dangling-relation",
            "error docs/process/é.md:2:1 dangling-relation",
            "error docs/process/é.md:3:12 front-matter",
            "error docs/process/é.md:3:14 dangling-relation",
        ]
    );
    assert_eq!(traced(&site).said(), [""; 0]);
}

#[test]
fn what_was_released_and_what_succeeds_may_speak_of_retired_decisions() {
    let decision =
        |number: &str, status: &str| format!("# {number} - D\n\n## Status\n\n{status}\n");
    let site = Site::new()
        .file(
            "decisions/0001-a.md",
            &decision("0001", "Superseded by [0002](0002-b.md)"),
        )
        .file(
            "decisions/0002-b.md",
            &decision(
                "0002",
                "Superseded by [0003](0003-c.md). Supersedes [0001](0001-a.md)",
            ),
        )
        .file(
            "decisions/0003-c.md",
            &decision(
                "0003",
                "Accepted. Supersedes [0002](0002-b.md)\n\n## Context\n\nFirst [0001](0001-a.md).",
            ),
        )
        .file(
            "release-notes/1.0.md",
            "# 1.0\n\n## Public\n\n### Added\n\n- As [0001](../decisions/0001-a.md).\n",
        )
        .file(
            "process/a.md",
            "# A\n\nAs [0001](../decisions/0001-a.md).\n",
        );
    let run = site.run(&["check", "--format", "json"]);
    let retired: Vec<String> = run
        .found()
        .into_iter()
        .filter(|found| found.ends_with("retired-target"))
        .collect();
    assert_eq!(retired, ["warning docs/process/a.md:3:11 retired-target"]);
}

#[test]
fn a_gap_between_numbers_is_told_of_once() {
    let site = decision(
        Site::new().file("index.md", "# S\n"),
        "0001",
        "Accepted",
        "a",
    );
    let site = decision(site, "0040", "Accepted", "After [0001](0001-x.md).");
    let site = site.file("product/decisions/0007-z.md", "# 7\n\nStatus: Proposed\n");
    let findings = site.check().findings;
    assert_eq!(
        findings.len(),
        1,
        "each folder has numbers of its own, which start anywhere"
    );
    assert_eq!(
        (findings[0].at.as_str(), findings[0].code.as_str()),
        ("docs/decisions/0040-x.md:1:1", "decision-gap")
    );
    assert_eq!(
        findings[0].message,
        "decisions 0002 to 0039 are missing before this one"
    );
}

#[test]
fn a_mention_of_a_number_that_two_decisions_have_is_ambiguous() {
    let site = decision(
        Site::new().file("index.md", "# S\n"),
        "0001",
        "Accepted",
        "a",
    );
    let site = site
        .file("decisions/0001-y.md", "# Y\n\nStatus: Proposed\n")
        .file("process/p.md", "See ADR 1.\n");
    assert_eq!(
        site.check().found(),
        [
            "error docs/decisions/0001-y.md:1:1 duplicate-decision",
            "error docs/process/p.md:1:5 ambiguous-relation",
        ]
    );
    assert_eq!(
        traced(&site).said(),
        [
            "process/process/cites-0001 constrained-by decision/0001: link docs/process/cites-0001.md:1"
        ]
    );
}

#[test]
fn an_item_that_two_stories_claim_is_delivered_to_the_one_it_names() {
    let tracked = |title: &str| {
        story(title, "- None.").replace("### User", "Linear issue: IPT-7\n\n### User")
    };
    let notes = "# 1.0\n\n## Public\n\n### Added\n\n- All (IPT-7).\n";
    for state in ["active", "archived"] {
        let site = work(&format!("work/{state}/b"), &tracked("B"))
            .file("work/backlog/a/stories.md", &tracked("A"))
            .file("release-notes/1.0.md", notes);
        let traced = traced(&site);
        assert_eq!(traced.artifact("story/IPT-7")["title"], "A", "{state}");
        let delivers: Vec<String> = traced
            .said()
            .into_iter()
            .filter(|said| said.contains(" delivers "))
            .collect();
        assert_eq!(
            delivers,
            ["release-entry/1.0#all delivers story/IPT-7: tracker docs/release-notes/1.0.md:7"]
        );
    }
}

#[test]
fn front_matter_relates_only_what_the_relation_joins() {
    let site = |front: &str| {
        let site = decision(
            work("work/active/w", &story("A", "- None.")),
            "0001",
            "Proposed",
            "a",
        );
        site.file(
            "work/active/w/spec.md",
            &format!("---\n{front}\n---\n\n# Specification\n"),
        )
    };
    let messages = |front: &str| -> Vec<String> {
        site(front)
            .check()
            .findings
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    };
    assert_eq!(
        messages("supersedes: 1"),
        ["`supersedes` relates a Specification to a Decision"]
    );
    assert_eq!(
        messages("delivered-in: decision/0001"),
        ["`delivered-in` relates a Decision to a Specification"]
    );
    assert_eq!(
        messages("reviewed: yesterday"),
        ["`reviewed` says `yesterday`, which ends in no day"]
    );
    assert_eq!(
        messages("reviewed: decision/0009 2026-01-01"),
        ["`reviewed` names `decision/0009`, which is no artifact"]
    );
    assert_eq!(
        messages("depends-on: [{id: story/w#a}]"),
        ["`depends-on` holds what is no name of an artifact"]
    );
    for front in [
        "motivates: [1]",
        "motivates: decision/1",
        "constrained-by: docs/decisions/0001-x.md",
        "depends-on:",
    ] {
        assert_eq!(messages(front), [""; 0], "{front}");
    }
    assert_eq!(
        traced(&site("motivates: [ADR-1]")).said(),
        [
            "decision/0001 motivated-by specification/w: front-matter docs/work/active/w/spec.md:2",
            "process/process/cites-0001 constrained-by decision/0001: link docs/process/cites-0001.md:1",
            "specification/w satisfies challenge/w: folder docs/work/active/w/spec.md:5",
            "story/w#a refines specification/w: folder docs/work/active/w/stories.md:1",
        ]
    );
}

#[test]
fn what_follows_a_story_is_not_its_own() {
    let found = |appendix: &str| {
        let text = format!("### A\n\n## User Story\n\nAs one.\n\n{appendix}");
        work("work/active/w", &text).check().found()
    };
    let missing = ["warning docs/work/active/w/stories.md:1:1 missing-criteria"];
    assert_eq!(
        found("## Appendix\n\n### Acceptance Criteria\n\n- Not A's.\n"),
        missing
    );
    assert_eq!(
        found("## Note\n\n## Acceptance Criteria\n\n- A's.\n"),
        [""; 0]
    );
    assert_eq!(
        found("#### Note\n\n## Acceptance Criteria\n\n- A's.\n"),
        [""; 0]
    );
}
