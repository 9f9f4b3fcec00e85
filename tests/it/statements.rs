//! The relations that links, the words of a status and front matter state.

use crate::site::Site;
use crate::traced::{Traced, decision, story, traced, work};

#[test]
fn a_link_means_what_it_joins_and_where_it_stands() {
    let site = work("work/active/w", &story("A", "- None."))
        .file("decisions/0001-a.md", "# A\n\n## Status\n\nAccepted\n\n## Context\n\n[w](../work/active/w/spec.md)\n\n## Decision\n\n[w](../work/active/w/challenge.md)\n")
        .file("decisions/0002-b.md", "# B\n\n## Status\n\nAccepted. Amends [A](0001-a.md).\n\n## Context\n\n[c](../work/active/w/challenge.md)\n")
        .file("p/system-design/x.md", "# X\n\n[w](../../work/active/w/spec.md) [c](../../work/active/w/challenge.md)\n")
        .file("p/services/queue.md", "# Queue\n\n[B](../../decisions/0002-b.md)\n")
        .file("p/runbooks/r.md", "# R\n\n[queue](../services/queue.md) [A](../../decisions/0001-a.md)\n");
    assert_eq!(
        traced(&site).said(),
        [
            "decision/0001 motivated-by specification/w: link docs/decisions/0001-a.md:9",
            "decision/0001 references challenge/w: link docs/decisions/0001-a.md:13",
            "decision/0002 motivated-by challenge/w: link docs/decisions/0002-b.md:9",
            "decision/0002 amends decision/0001: link docs/decisions/0002-b.md:5",
            "runbook/p/runbooks/r constrained-by decision/0001: link docs/p/runbooks/r.md:3",
            "runbook/p/runbooks/r operates service/queue: link docs/p/runbooks/r.md:3",
            "service/queue constrained-by decision/0002: link docs/p/services/queue.md:3",
            "system-design/p/system-design/x realises specification/w: link docs/p/system-design/x.md:3",
            "system-design/p/system-design/x references challenge/w: link docs/p/system-design/x.md:3",
            "specification/w satisfies challenge/w: folder docs/work/active/w/spec.md:1",
            "story/w#a refines specification/w: folder docs/work/active/w/stories.md:1",
        ]
    );
}

#[test]
fn a_section_holds_its_parts() {
    let madr = "# One\n\n## Context and Problem Statement\n\n### Background\n\n[w](../work/active/w/spec.md)\n\n## Decision Outcome\n\n[w](../work/active/w/challenge.md)\n";
    let v = "# V\n\n## Dependencies\n\n### Now\n\n[w](../w/spec.md)\n\n# Later\n\n[A](../w/stories.md#a)\n";
    let site = work("work/active/w", &story("A", "- None."))
        .file("decisions/0001-x.md", madr)
        .file("work/active/v/spec.md", v)
        .file(
            "process/p.md",
            "---\nreferences: ../work/active/w/stories.md#a\n---\n\n# P\n",
        );
    assert_eq!(
        traced(&site).said(),
        [
            "decision/0001 motivated-by specification/w: link docs/decisions/0001-x.md:7",
            "decision/0001 references challenge/w: link docs/decisions/0001-x.md:11",
            "process/process/p references story/w#a: front-matter docs/process/p.md:2",
            "specification/v depends-on specification/w: link docs/work/active/v/spec.md:7",
            "specification/v references story/w#a: link docs/work/active/v/spec.md:11",
            "specification/w satisfies challenge/w: folder docs/work/active/w/spec.md:1",
            "story/w#a refines specification/w: folder docs/work/active/w/stories.md:1",
        ]
    );
}

#[test]
fn stories_depend_by_link_and_by_title_and_specifications_by_link() {
    let stories = story("A", "- None.")
        + &story("B", "- [A](#a)\n- See *C* later.")
        + &story("C", "- A.\n- B");
    let site = work("work/active/w", &stories)
        .file("work/active/v/challenge.md", "# V\n")
        .file(
            "work/active/v/spec.md",
            "# V\n\n## Depends on\n\n- [W](../w/spec.md)\n",
        );
    let said = traced(&site).said();
    let depends: Vec<&String> = said
        .iter()
        .filter(|said| said.contains("depends-on"))
        .collect();
    assert_eq!(
        depends,
        [
            "specification/v depends-on specification/w: link docs/work/active/v/spec.md:5",
            "story/w#b depends-on story/w#a: link docs/work/active/w/stories.md:27",
            "story/w#c depends-on story/w#a: title docs/work/active/w/stories.md:42",
            "story/w#c depends-on story/w#b: title docs/work/active/w/stories.md:43",
        ]
    );
}

#[test]
fn a_superseded_decision_leads_to_the_one_that_holds() {
    let site = work("work/active/w", &story("A", "- None."));
    let site = decision(site, "0001", "Superseded by [0002](0002-x.md)", "a");
    let site = decision(
        site,
        "0002",
        "Superseded by [0003](0003-x.md)\n\nSupersedes [0001](0001-x.md)",
        "a",
    );
    let third = |status: &str| format!("{status}. Supersedes [0002](0002-x.md).");
    let after = decision(
        site,
        "0003",
        &third("Accepted"),
        "Unlike [0002](0002-x.md).",
    );
    let trace = traced(&after);
    assert_eq!(trace.artifact("decision/0001")["status"], "superseded");
    let said = trace.said();
    let said: Vec<&String> = said
        .iter()
        .filter(|said| said.contains("supersedes"))
        .collect();
    assert_eq!(
        said,
        [
            "decision/0002 supersedes decision/0001: link docs/decisions/0001-x.md:5",
            "decision/0003 supersedes decision/0002: link docs/decisions/0002-x.md:5",
        ]
    );
    let retired = |site: &Site| {
        let found = site
            .check()
            .findings
            .into_iter()
            .filter(|f| f.code == "retired-target");
        found
            .map(|f| format!("{} {} | {}", f.at, f.message, f.help))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        retired(&after),
        [
            "docs/process/cites-0001.md:1:10 decision 0001 is superseded | cite decision 0003, which holds in its place",
            "docs/process/cites-0002.md:1:10 decision 0002 is superseded | cite decision 0003, which holds in its place",
        ],
        "a successor may speak of what it supersedes"
    );
    let after = decision(after, "0003", &third("Deprecated"), "a");
    assert_eq!(
        retired(&after),
        [
            "docs/process/cites-0001.md:1:10 decision 0001 is superseded | cite a decision that holds, or say why this one is meant",
            "docs/process/cites-0002.md:1:10 decision 0002 is superseded | cite a decision that holds, or say why this one is meant",
            "docs/process/cites-0003.md:1:10 decision 0003 is deprecated | cite a decision that holds, or say why this one is meant",
        ]
    );
}

#[test]
fn the_words_of_a_status_say_what_its_links_mean() {
    let said = |status: &str| {
        let site = Site::new().file("index.md", "# Start\n");
        let site = decision(decision(site, "0001", "Accepted", "a"), "0002", status, "a");
        let said = traced(&site).said();
        let said = said
            .into_iter()
            .find(|said| said.starts_with("decision/"))
            .unwrap_or_default();
        said.split(':')
            .next()
            .unwrap_or_default()
            .replace("decision/", "")
    };
    assert_eq!(
        said("Accepted\n\nSupersedes [one](0001-x.md)"),
        "0002 supersedes 0001"
    );
    assert_eq!(said("Replaced by [one](0001-x.md)"), "0001 supersedes 0002");
    assert_eq!(
        said("Accepted, amended by [one](0001-x.md)"),
        "0001 amends 0002"
    );
    assert_eq!(
        said("Accepted. See [one](0001-x.md)"),
        "0002 references 0001"
    );
    assert_eq!(
        said("Superseded by ADR 0001"),
        "0002 references 0001",
        "a mention is no more than that"
    );
}

#[test]
fn the_words_of_a_status_reach_to_the_end_of_their_sentence_and_over_their_list() {
    let site = |status: &str| {
        let decision =
            |number: &str, status: &str| format!("# {number} - D\n\n## Status\n\n{status}\n");
        Site::new()
            .file("decisions/0001-a.md", &decision("0001", "Accepted"))
            .file(
                "decisions/0002-b.md",
                &decision("0002", "Superseded by [0003](0003-c.md)"),
            )
            .file("decisions/0003-c.md", &decision("0003", status))
    };
    for status in [
        "Accepted. Supersedes [0002](0002-b.md). See also [0001](0001-a.md).",
        "Accepted\n\nSupersedes:\n\n- [0002](0002-b.md)\n\nSee also [0001](0001-a.md).",
        "Accepted. [Supersedes 0002](0002-b.md), not superseded by [0001](0001-a.md).",
    ] {
        let said = traced(&site(status)).said();
        let supersessions: Vec<&str> = said
            .iter()
            .filter_map(|said| said.split(": ").next())
            .filter(|said| said.contains("supersedes"))
            .collect();
        assert_eq!(
            supersessions,
            ["decision/0003 supersedes decision/0002"],
            "{status}"
        );
    }
}

#[test]
fn the_words_of_a_title_supersede_nothing() {
    let decision = |title: &str, status: &str| format!("# {title}\n\n## Status\n\n{status}\n");
    let site = Site::new()
        .file(
            "decisions/0001-lunr.md",
            &decision(
                "1. Use Lunr",
                "Superseded by [2. Use Tantivy](0002-tantivy.md)",
            ),
        )
        .file(
            "decisions/0002-tantivy.md",
            &decision(
                "2. Use Tantivy",
                "Accepted\n\nSupersedes [1. Use Lunr](0001-lunr.md)",
            ),
        )
        .file(
            "decisions/0003-x.md",
            &decision("3. X", "Superseded by [Y replaces X](0004-y.md)"),
        )
        .file(
            "decisions/0004-y.md",
            &decision(
                "Y replaces X",
                "Accepted. Supersedes [X, vol. 1. Old](0003-x.md) and [the other](0005-z.md)",
            ),
        )
        .file(
            "decisions/0005-z.md",
            &decision("5. Z", "Superseded by [0004](0004-y.md)"),
        );
    let said = traced(&site).said();
    let supersessions: Vec<&str> = said
        .iter()
        .filter_map(|said| said.split(": ").next())
        .filter(|said| said.contains("supersedes"))
        .collect();
    let expected = [
        "0002 supersedes decision/0001",
        "0004 supersedes decision/0003",
        "0004 supersedes decision/0005",
    ];
    assert_eq!(
        supersessions,
        expected.map(|said| format!("decision/{said}"))
    );
    assert_eq!(
        site.check()
            .found()
            .iter()
            .filter(|found| found.contains("supersession"))
            .count(),
        0
    );
}

#[test]
fn a_status_is_read_from_the_text_and_not_from_code() {
    let site = Site::new()
        .file(
            "decisions/0001-a.md",
            "# 1 A\n\n**Status**: Accepted\n**Date**: 2026-01-02\n",
        )
        .file(
            "decisions/0002-b.md",
            "# 2 B\n\nText.\n\n```\nStatus: Accepted\n```\n",
        )
        .file(
            "decisions/0003-c.md",
            "# 3 C\n\nStatus: `Rejected`<br>Date: 2026-01-02\n",
        )
        .file(
            "decisions/0004-d.md",
            "# 4 D\n\n<div>\nStatus: Rejected\n</div>\n",
        );
    let expected = ["0002-b.md:1:1 unknown-status"];
    assert_eq!(
        site.check().found(),
        expected.map(|found| format!("warning docs/decisions/{found}"))
    );
}

#[test]
fn a_mention_is_only_ever_a_reference() {
    let context =
        "ADR 0001, ADR-1 and `ADR 0001`, [SADR 0001](https://x.org), story IPT-7, not IPT-77.";
    let site = work(
        "work/active/w",
        &story("A", "- ADR 0001\n- IPT-7").replace("### User", "Linear issue: IPT-7\n\n### User"),
    );
    let site = decision(
        decision(site, "0001", "Accepted", "a"),
        "0002",
        "Accepted",
        context,
    );
    let trace = traced(&site);
    assert_eq!(
        trace.of_artifact("decision/0002"),
        [
            "references decision/0001: mention docs/decisions/0002-x.md:9",
            "references story/IPT-7: tracker docs/decisions/0002-x.md:9",
        ]
    );
    assert_eq!(
        trace.of_artifact("story/IPT-7"),
        [
            "refines specification/w: folder docs/work/active/w/stories.md:1",
            "tracked-by tracker-item/IPT-7: tracker docs/work/active/w/stories.md:3",
            "references decision/0001: mention docs/work/active/w/stories.md:15",
        ]
    );
}

#[test]
fn front_matter_names_by_id_by_path_and_by_number() {
    let front = "---\nconstrained-by: [decision/0001, 0002-x.md, 3, ADR-0004]\naffects:\n  - queue\n  - ../p/services/mail.md\nmotivated-by: specification/w\ntracked-by: IPT-8\n---\n\n# Five\n\nStatus: Accepted\n";
    let mut site = work("work/active/w", &story("A", "- None."))
        .file("p/services/queue.md", "# Queue\n")
        .file("p/services/mail.md", "# Mail\n");
    for number in ["0001", "0002", "0003", "0004"] {
        site = decision(site, number, "Accepted", "a");
    }
    let trace = traced(&site.file("decisions/0005-x.md", front));
    let at = |line: u32| format!("front-matter docs/decisions/0005-x.md:{line}");
    assert_eq!(
        trace.of_artifact("decision/0005"),
        [
            format!("motivated-by specification/w: {}", at(6)),
            format!("constrained-by decision/0001: {}", at(2)),
            format!("constrained-by decision/0002: {}", at(2)),
            format!("constrained-by decision/0003: {}", at(2)),
            format!("constrained-by decision/0004: {}", at(2)),
            format!("affects service/mail: {}", at(5)),
            format!("affects service/queue: {}", at(4)),
            format!("tracked-by tracker-item/IPT-8: {}", at(7)),
        ]
    );
}

#[test]
fn a_number_in_front_matter_may_have_leading_zeros() {
    let site = Site::new()
        .file(
            "decisions/0014-a.md",
            "# 0014 - A\n\n## Status\n\nAccepted\n",
        )
        .file("process/a.md", "---\nconstrained-by: 0014\n---\n\n# A\n")
        .file("process/b.md", "---\nconstrained-by: [0014]\n---\n\n# B\n");
    let said = traced(&site).said();
    assert_eq!(
        said,
        [
            "process/process/a constrained-by decision/0014: front-matter docs/process/a.md:2",
            "process/process/b constrained-by decision/0014: front-matter docs/process/b.md:2",
        ]
    );
}

#[test]
fn a_path_from_a_folder_above_names_a_document_wherever_the_command_runs() {
    let site = Site::new()
        .map("[site]\n")
        .file(
            "decisions/0001-a.md",
            "# 0001 - A\n\n## Status\n\nAccepted\n",
        )
        .file(
            "work/active/w/spec.md",
            "---\nconstrained-by: docs/decisions/0001-a.md\n---\n\n# W\n",
        );
    let from_root = Traced::of(&site.run(&["trace", "export"]));
    let args = ["trace", "export", "--config", "../content-map.toml", "."];
    let inside = site.run_with(&args, |command| {
        command.current_dir(site.docs());
    });
    for traced in [from_root, Traced::of(&inside)] {
        assert_eq!(
            traced.said(),
            [
                "specification/w constrained-by decision/0001: front-matter docs/work/active/w/spec.md:2"
            ]
        );
    }
}
