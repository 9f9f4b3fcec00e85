//! The chains of documents, read from plain Markdown.

use std::process::Command;

use serde_json::Value;

use crate::site::{Run, Site};
use crate::traced::{LINEAR, Traced, decision, story, traced, work};

/// The governed documents of `tests/trees/wiki`: identity, status and place.
const WIKI_DOCUMENTS: [&str; 31] = [
    "decision/0001 accepted: docs/decisions/0001-record-decisions.md:1",
    "decision/0002 superseded: docs/decisions/0002-one-queue.md:1",
    "decision/0004 accepted: docs/decisions/0004-a-queue-for-each-depot.md:5",
    "decision/0006 accepted: docs/decisions/0006-plain-events.md:6",
    "decision/0007 proposed: docs/decisions/0007-events-in-a-log.md:1",
    "runbook/operations/runbooks/drain-a-queue unknown: docs/operations/runbooks/drain-a-queue.md:1",
    "runbook/operations/runbooks/restart-charging unknown: docs/operations/runbooks/restart-charging.md:5",
    "process/process/how-we-work unknown: docs/process/how-we-work.md:1",
    "release/2026-02-01 unknown: docs/products/depot/release-notes/2026-02-01.md:5",
    "release-entry/2026-02-01#the-state-of-each-charger unknown: docs/products/depot/release-notes/2026-02-01.md:11",
    "release-entry/2026-02-01#its-colour unknown: docs/products/depot/release-notes/2026-02-01.md:12",
    "release/unreleased unknown: docs/products/depot/release-notes/unreleased.md:1",
    "release-entry/unreleased#reports-keep-their-filter unknown: docs/products/depot/release-notes/unreleased.md:7",
    "release-entry/unreleased#lists-load-faster unknown: docs/products/depot/release-notes/unreleased.md:13",
    "release-entry/unreleased#a-queue-for-each-depot unknown: docs/products/depot/release-notes/unreleased.md:21",
    "service/charging unknown: docs/products/depot/services/charging.md:1",
    "service/queue unknown: docs/products/depot/services/queue.md:1",
    "system-design/products/depot/system-design/queues unknown: docs/products/depot/system-design/queues.md:1",
    "challenge/depot-queues active: docs/work/active/depot-queues/challenge.md:6",
    "specification/depot-queues active: docs/work/active/depot-queues/spec.md:7",
    "story/IPT-10 active: docs/work/active/depot-queues/stories.md:5",
    "story/depot-queues#show-the-queue active: docs/work/active/depot-queues/stories.md:21",
    "story/depot-queues#alert-on-a-long-queue active: docs/work/active/depot-queues/stories.md:37",
    "challenge/charger-state archived: docs/work/archived/charger-state/challenge.md:1",
    "specification/charger-state archived: docs/work/archived/charger-state/spec.md:1",
    "story/IPT-20 archived: docs/work/archived/charger-state/stories.md:5",
    "story/INF-3 archived: docs/work/archived/charger-state/stories.md:26",
    "feature-flag/depot-queues unknown: docs/products/depot/release-notes/unreleased.md:19",
    "tracker-item/IPT-20 unknown: nowhere",
    "tracker-item/INF-3 unknown: nowhere",
    "tracker-item/IPT-10 unknown: nowhere",
];

/// The relations of `tests/trees/wiki`, each with its source and place.
const WIKI_STATEMENTS: [&str; 35] = [
    "decision/0001 references process/process/how-we-work: link docs/decisions/0001-record-decisions.md:9",
    "decision/0004 motivated-by challenge/depot-queues: link docs/decisions/0004-a-queue-for-each-depot.md:13",
    "decision/0004 constrained-by decision/0002: link docs/decisions/0004-a-queue-for-each-depot.md:13",
    "decision/0004 supersedes decision/0002: link docs/decisions/0002-one-queue.md:5",
    "decision/0006 amends decision/0004: front-matter docs/decisions/0006-plain-events.md:3",
    "decision/0007 motivated-by specification/depot-queues: link docs/decisions/0007-events-in-a-log.md:7",
    "runbook/operations/runbooks/drain-a-queue operates service/queue: link docs/operations/runbooks/drain-a-queue.md:3",
    "runbook/operations/runbooks/drain-a-queue references story/IPT-10: tracker docs/operations/runbooks/drain-a-queue.md:3",
    "runbook/operations/runbooks/restart-charging operates service/charging: front-matter docs/operations/runbooks/restart-charging.md:2",
    "process/process/how-we-work constrained-by decision/0001: link docs/process/how-we-work.md:3",
    "release-entry/2026-02-01#the-state-of-each-charger delivers story/IPT-20: tracker docs/products/depot/release-notes/2026-02-01.md:11",
    "release-entry/2026-02-01#its-colour delivers story/INF-3: tracker docs/products/depot/release-notes/2026-02-01.md:12",
    "release-entry/unreleased#a-queue-for-each-depot delivers story/IPT-10: tracker docs/products/depot/release-notes/unreleased.md:21",
    "release-entry/unreleased#a-queue-for-each-depot gated-by feature-flag/depot-queues: heading docs/products/depot/release-notes/unreleased.md:21",
    "system-design/products/depot/system-design/queues realises specification/depot-queues: link docs/products/depot/system-design/queues.md:3",
    "specification/depot-queues satisfies challenge/depot-queues: folder docs/work/active/depot-queues/spec.md:7",
    "specification/depot-queues depends-on specification/charger-state: front-matter docs/work/active/depot-queues/spec.md:3",
    "specification/depot-queues constrained-by decision/0004: link docs/work/active/depot-queues/spec.md:9",
    "specification/depot-queues constrained-by decision/0006: link docs/work/active/depot-queues/spec.md:9",
    "specification/depot-queues affects service/charging: front-matter docs/work/active/depot-queues/spec.md:4",
    "specification/depot-queues affects service/queue: front-matter docs/work/active/depot-queues/spec.md:4",
    "story/IPT-10 refines specification/depot-queues: folder docs/work/active/depot-queues/stories.md:5",
    "story/IPT-10 tracked-by tracker-item/IPT-10: tracker docs/work/active/depot-queues/stories.md:7",
    "story/depot-queues#show-the-queue refines specification/depot-queues: folder docs/work/active/depot-queues/stories.md:21",
    "story/depot-queues#show-the-queue depends-on story/IPT-10: link docs/work/active/depot-queues/stories.md:34",
    "story/depot-queues#show-the-queue depends-on story/IPT-20: title docs/work/active/depot-queues/stories.md:35",
    "story/depot-queues#alert-on-a-long-queue refines specification/depot-queues: folder docs/work/active/depot-queues/stories.md:37",
    "story/depot-queues#alert-on-a-long-queue depends-on story/depot-queues#show-the-queue: title docs/work/active/depot-queues/stories.md:49",
    "specification/charger-state satisfies challenge/charger-state: folder docs/work/archived/charger-state/spec.md:1",
    "specification/charger-state constrained-by decision/0002: link docs/work/archived/charger-state/spec.md:3",
    "story/IPT-20 refines specification/charger-state: folder docs/work/archived/charger-state/stories.md:5",
    "story/IPT-20 tracked-by tracker-item/IPT-20: tracker docs/work/archived/charger-state/stories.md:7",
    "story/INF-3 refines specification/charger-state: folder docs/work/archived/charger-state/stories.md:26",
    "story/INF-3 depends-on story/IPT-20: link docs/work/archived/charger-state/stories.md:40",
    "story/INF-3 tracked-by tracker-item/INF-3: tracker docs/work/archived/charger-state/stories.md:28",
];

#[test]
fn the_tree_of_a_team_has_these_artifacts_and_relations() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
    let run = Run::of(
        command
            .args(["trace", "export"])
            .current_dir("tests/trees/wiki"),
    );
    let trace = Traced::of(&run);
    assert_eq!(trace.documents(), WIKI_DOCUMENTS);
    assert_eq!(trace.said(), WIKI_STATEMENTS);
    let mut check = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
    let check = Run::of(
        check
            .args(["check", "--strict", "--format", "json"])
            .current_dir("tests/trees/wiki"),
    );
    assert_eq!(check.found(), [""; 0]);
}

#[test]
fn a_story_is_the_heading_above_user_story_whatever_the_levels() {
    let shallow = "# Stories\n\n## Group\n\n#### First\n\n## User Story\n\na\n\n## Acceptance Criteria\n\n- b\n\n## Dependencies\n\n- None.\n\n# Group two\n\nText with IPT-9 in it, after [a decision](../../../decisions/0001-x.md).\n\n#### Second\n\n## User Story\n\na\n\n## Acceptance Criteria\n\n- b\n\n## Dependencies\n\n- [First](#first)\n";
    let deep = shallow
        .replace("## User", "##### User")
        .replace("## Acc", "##### Acc")
        .replace("## Dep", "##### Dep");
    for text in [shallow, &deep] {
        let trace = traced(&decision(
            work("work/active/w", text),
            "0001",
            "Accepted",
            "a",
        ));
        assert_eq!(trace.ids_of("story"), ["story/w#first", "story/w#second"]);
        let first = ["refines specification/w: folder docs/work/active/w/stories.md:5"];
        assert_eq!(
            trace.of_artifact("story/w#first"),
            first,
            "a group's text is no story's"
        );
        assert_eq!(
            trace.of_artifact("story/w#second"),
            [
                "refines specification/w: folder docs/work/active/w/stories.md:23",
                "depends-on story/w#first: link docs/work/active/w/stories.md:35",
            ]
        );
    }
}

#[test]
fn identities_do_not_change_when_the_folder_moves() {
    let stories = story("Do it", "- None.")
        + &story("Track it", "- Do it").replace("### User", "Linear issue: IPT-7\n\n### User");
    let ids = ["active", "backlog", "archived"].map(|state| {
        let trace = traced(&work(&format!("work/{state}/w"), &stories));
        assert_eq!(trace.artifact("challenge/w")["status"], *state);
        assert_eq!(trace.artifact("story/IPT-7")["status"], *state);
        trace.ids().join(" ")
    });
    assert_eq!(
        ids[0],
        "challenge/w specification/w story/w#do-it story/IPT-7 tracker-item/IPT-7"
    );
    assert!(ids.iter().all(|other| *other == ids[0]));
}

#[test]
fn a_tracker_s_item_is_named_by_its_id_or_its_address_but_not_in_code() {
    let text = "# A\n\nWrite `Linear issue: IPT-1`.\n\nLinear issues: https://linear.app/t/issue/IPT-2/a-b, IPT-3\n";
    let site = Site::new().map(LINEAR).file("process/a.md", text);
    assert_eq!(
        traced(&site).of_artifact("process/process/a"),
        [
            "tracked-by tracker-item/IPT-2: tracker docs/process/a.md:5",
            "tracked-by tracker-item/IPT-3: tracker docs/process/a.md:5",
        ]
    );
}

#[test]
fn only_configured_teams_have_tracker_items() {
    let linear = |text: &str| {
        let stories =
            story("A", "- None.").replace("### User", &format!("{text}\n\nMore text.\n\n### User"));
        let trace = traced(&work("work/active/w", &stories));
        let ids = trace.ids_of("tracker-item").join(" ");
        ids.replace("tracker-item/", "")
    };
    assert_eq!(linear("Linear issue: IPT-106"), "IPT-106");
    assert_eq!(
        linear("**Linear issue:** [IPT-106](https://linear.app/t/issue/IPT-106), for SHA-256"),
        "IPT-106"
    );
    assert_eq!(
        linear("Linear issues: IPT-1, IPT-2 and IPT-3. IPT-4 is near"),
        "IPT-1 IPT-2 IPT-3"
    );
    assert_eq!(
        linear("- Owner: Ada\n- Linear issue: IPT-106\n- See IPT-5"),
        "IPT-106"
    );
    assert_eq!(
        linear("The Linear issue is new.\n\nLinear issue: IPT-106\\\nOwner: Ada"),
        "IPT-106"
    );
    for text in [
        "Linear issue: SHA-256",
        "Linear issue: ISO-8601",
        "Linear issue: none",
        "IPT-106",
        "Jira issue: IPT-1",
    ] {
        assert_eq!(linear(text), "", "{text}");
    }
    let trace = traced(
        &work("work/active/w", "")
            .map("")
            .file("a.md", "Linear issue: IPT-1\n"),
    );
    assert_eq!(trace.ids_of("tracker-item"), [""; 0], "there is no tracker");
}

#[test]
fn a_work_folder_is_a_chain() {
    let trace = traced(&work("work/active/w", &story("A", "- None.")));
    assert_eq!(
        trace.said(),
        [
            "specification/w satisfies challenge/w: folder docs/work/active/w/spec.md:1",
            "story/w#a refines specification/w: folder docs/work/active/w/stories.md:1",
        ]
    );
    let spec = trace.artifact("specification/w");
    let fields =
        ["kind", "title", "status", "path", "line", "route"].map(|name| spec[name].to_string());
    assert_eq!(
        fields.join(" "),
        r#""specification" "Specification" "active" "work/active/w/spec.md" 1 "work/active/w/spec/""#
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
fn front_matter_says_kind_id_status_and_what_madr_says() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("notes/x.md", "---\nkind: System Design\nid: core\nowner: Ada\ndate: 2026-01-02T03:04\n---\n\n# Core\n")
        .file("decisions/0001-x.md", "---\nstatus: superseded by [ADR-0002](0002-x.md)\n---\n\n# One\n")
        .file("decisions/0002-x.md", "---\nstatus: accepted\n---\n\n# Two\n")
        .file(
            "decisions/0003-x.md",
            "---\nstatus: \"superseded by ADR-0002 and [ADR 1, and more](0001-x.md)\"\n---\n\n# Three\n",
        );
    let trace = traced(&site);
    let core = trace.artifact("system-design/core");
    assert_eq!(
        (&core["owner"], &core["date"], &core["line"]),
        (&"Ada".into(), &"2026-01-02".into(), &8.into())
    );
    assert_eq!(
        trace.said(),
        [
            "decision/0001 supersedes decision/0003: front-matter docs/decisions/0003-x.md:2",
            "decision/0002 supersedes decision/0001: front-matter docs/decisions/0001-x.md:2",
            "decision/0002 supersedes decision/0003: front-matter docs/decisions/0003-x.md:2",
        ]
    );
    assert_eq!(trace.artifact("decision/0003")["status"], "superseded");
}

#[test]
fn the_content_map_says_which_files_are_of_a_kind() {
    let site = Site::new()
        .map("[artifact.decision]\nfiles = \"adr/[0-9]*.md\"\n\n[artifact.runbook]\nfiles = [\"how/**\"]\n")
        .file("index.md", "# Start\n")
        .file("adr/7-x.md", "# Seven\n\nStatus: Accepted\n")
        .file("adr/notes.md", "# Notes\n")
        .file("how/to/do.md", "# Do\n\n[Seven](../../adr/7-x.md)\n");
    assert_eq!(traced(&site).ids(), ["decision/7", "runbook/how/to/do"]);
}

#[test]
fn entries_know_audience_change_flag_and_story() {
    let notes = "# Unreleased\n\n## Public\n\n### Added\n\n- It works (IPT-7).\n- Both (IPT-7, IPT-8) of them.\n\n## Beta\n\n- Faster, see [w](../work/active/w/spec.md).\n\n## Internal\n\n### Fixed\n\n#### new-lists\n\n- Hidden (SHA-256).\n\n### Changed\n\n- It works.\n- It works.\n";
    let tracked = |id: &str| {
        story(id, "- None.").replace("### User", &format!("Linear issue: {id}\n\n### User"))
    };
    let site = work("work/active/w", &(tracked("IPT-7") + &tracked("IPT-8")))
        .file("release-notes/unreleased.md", notes)
        .file("release-notes/index.md", "# Notes\n\n## Public\n\n- None\n");
    let trace = traced(&site);
    let entries = trace
        .artifacts
        .iter()
        .filter(|row| row["kind"] == "release-entry");
    let entries: Vec<String> = entries
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
            let id = text("id").replace("release-entry/unreleased#", "");
            [
                id,
                text("audience"),
                text("change"),
                text("title"),
                row["line"].to_string(),
            ]
            .join(" | ")
        })
        .collect();
    assert_eq!(
        entries,
        [
            "it-works | Public | Added | It works. | 7",
            "both-of-them | Public | Added | Both of them. | 8",
            "faster-see-w | Beta | - | Faster, see w. | 12",
            "hidden-sha-256 | Internal | Fixed | Hidden (SHA-256). | 20",
            "it-works_1 | Internal | Changed | It works. | 24",
            "it-works_2 | Internal | Changed | It works. | 25",
        ]
    );
    let entry = |name: &str| trace.of_artifact(&format!("release-entry/unreleased#{name}"));
    assert_eq!(
        entry("it-works"),
        ["delivers story/IPT-7: tracker docs/release-notes/unreleased.md:7"]
    );
    assert_eq!(
        entry("both-of-them"),
        [
            "delivers story/IPT-7: tracker docs/release-notes/unreleased.md:8",
            "delivers story/IPT-8: tracker docs/release-notes/unreleased.md:8",
        ]
    );
    assert_eq!(
        entry("faster-see-w"),
        ["references specification/w: link docs/release-notes/unreleased.md:12"]
    );
    assert_eq!(
        entry("hidden-sha-256"),
        ["gated-by feature-flag/new-lists: heading docs/release-notes/unreleased.md:20"]
    );
    assert_eq!(
        trace.of_artifact("release/unreleased"),
        [""; 0],
        "what an entry says the release does not"
    );
    assert_eq!(trace.artifact("feature-flag/new-lists")["line"], 18);
}

#[test]
fn unreleased_work_is_not_delivered() {
    let site = |name: &str| {
        let stories = story("A", "- None.").replace("### User", "Linear issue: IPT-7\n\n### User");
        let notes = "---\nid: of-plan\n---\n\n# N\n\n## Public\n\n- It works (IPT-7).\n";
        work("work/active/w", &stories)
            .file(&format!("release-notes/{name}.md"), notes)
            .check()
            .found()
    };
    assert_eq!(site("unreleased"), [""; 0]);
    assert_eq!(
        site("2026-01-02"),
        ["warning docs/work/active/w/spec.md:1:1 delivered-work-active"]
    );
}

/// A site whose titles have special meanings for spreadsheets, Mermaid or Graphviz.
fn hostile() -> Site {
    let site = Site::new()
        .file("index.md", "# S\n")
        .file("process/a.md", "# =1+1, \"so\"\n\n[b](b.md)\n");
    site.file("process/b.md", "# a \\\\\"] --> b; & `<title>` #x\n")
}

#[test]
fn csv_is_quoted_and_no_field_is_a_formula() {
    let csv = hostile()
        .run(&["trace", "export", "--format", "csv"])
        .stdout;
    let mut lines = csv.split("\r\n");
    assert_eq!(
        lines.next(),
        Some("relation,from,from_title,from_status,to,to_title,to_status,how,file,line")
    );
    let row = r##"references,process/process/a,"'=1+1, ""so""",,process/process/b,"a \""] --> b; & <title> #x",,link,process/a.md,3"##;
    assert_eq!(
        (lines.next(), lines.next(), lines.next()),
        (Some(row), Some(""), None)
    );
}

#[test]
fn diagrams_keep_titles_inside_their_labels() {
    let site = hostile();
    let mermaid = site.run(&["trace", "export", "--format", "mermaid"]).stdout;
    assert_eq!(
        mermaid,
        "flowchart LR\n  a0[\"Process =1+1, #34;so#34;\"]\n  a1[\"Process a \\#34;] --#62; b; #38; #60;title#62; #35;x\"]\n  a0 -->|references| a1\n"
    );
    let dot = site.run(&["trace", "export", "--format", "dot"]).stdout;
    let expected = r##"digraph trace {
  rankdir=LR;
  node [shape=box];
  "process/process/a" [label="Process =1+1, \"so\""];
  "process/process/b" [label="Process a \\\"] --> b; & <title> #x"];
  "process/process/a" -> "process/process/b" [label="references"];
}
"##;
    assert_eq!(dot, expected);
}

#[test]
fn trace_prints_a_chain_from_its_challenge_down() {
    let site = work(
        "work/active/w",
        &(story("A", "- None.") + &story("B", "- A")),
    );
    let chain = site.run(&["trace", "story/w#b"]).stdout;
    let expected = "\
challenge/w (active): Challenge  [docs/work/active/w/challenge.md:1]
└─ satisfied by specification/w (active): Specification  [folder docs/work/active/w/spec.md:1]
   ├─ refined by story/w#a (active): A  [folder docs/work/active/w/stories.md:1]
   └─ refined by story/w#b (active): B  [folder docs/work/active/w/stories.md:15]  ← this one
      └─ depends on story/w#a (active): A  [title docs/work/active/w/stories.md:27]  (see above)
";
    assert_eq!(chain, expected);
    let json: Value =
        serde_json::from_str(&site.run(&["trace", "story/w#b", "--format", "json"]).stdout)
            .expect("JSON");
    assert_eq!(json["id"], "challenge/w");
    let depends = &json["below"][0]["below"][1]["below"][0];
    assert_eq!(
        (&depends["id"], &depends["via"]["relation"]),
        (&"story/w#a".into(), &"depends-on".into())
    );
    assert_eq!(
        (&depends["via"]["how"], &depends["via"]["line"]),
        (&"title".into(), &27.into())
    );
}

#[test]
fn an_id_that_is_not_there_is_a_misuse_with_a_suggestion() {
    let site = work("work/active/w", &story("A", "- None."));
    let run = site.run(&["trace", "specificaton/w"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(
        run.stderr,
        "error: there is no artifact `specificaton/w`\nhelp: did you mean `specification/w`?\n"
    );
    assert_eq!(site.run(&["trace"]).code, 2);
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
fn a_specification_lies_directly_in_its_work_folder() {
    let site = Site::new()
        .file("work/active/x/challenge.md", "# Challenge: X\n")
        .file("work/active/x/spec.md", "# Specification: X\n")
        .file("work/active/x/reviews/spec.md", "# Review\n");
    let traced = traced(&site);
    assert_eq!(traced.ids_of("specification"), ["specification/x"]);
    assert_eq!(
        traced.artifact("specification/x")["path"],
        "work/active/x/spec.md"
    );
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

#[test]
fn status_says_how_much_of_the_chain_is_there_and_what_is_broken() {
    let spec = "# W\n\n[0001](../../../decisions/0001-a.md)\n";
    let site = Site::new()
        .file(
            "decisions/0001-a.md",
            "# 0001 - A\n\n## Status\n\nAccepted\n",
        )
        .file(
            "decisions/0002-b.md",
            "# 0002 - B\n\n## Status\n\nAccepted\n",
        )
        .file("work/active/w/spec.md", spec)
        .file(
            "process/a.md",
            "---\nconstrained-by: decision/0009\n---\n\n# P\n",
        );
    let text = site.run(&["trace", "status"]);
    assert_eq!(text.code, 0, "{}", text.stderr);
    let expected = "\
Specifications with a challenge  0 of 1, 0 %
Specifications with stories      0 of 1, 0 %
Specifications with decisions    1 of 1, 100 %
Decisions that something cites   1 of 2, 50 %

3 findings
error[dangling-relation] docs/process/a.md:2: `constrained-by` names `decision/0009`, which is no artifact
warning[uncited-decision] docs/decisions/0002-b.md:1: nothing outside the decisions cites this one
warning[missing-challenge] docs/work/active/w/spec.md:1: the specification has no challenge
";
    assert_eq!(text.stdout, expected, "there are no stories");

    let json = site.run(&["trace", "status", "--format", "json"]).stdout;
    let status: Value = serde_json::from_str(&json).expect("it is JSON");
    let coverage = status["coverage"].as_array().expect("it is a list");
    let cited = coverage
        .iter()
        .find(|row| row["measure"] == "decisions-cited");
    let cited = cited.expect("there are decisions");
    assert_eq!((&cited["covered"], &cited["all"]), (&1.into(), &2.into()));
    assert_eq!(cited["lacking"][0]["id"], "decision/0002");
    assert_eq!(cited["lacking"][0]["file"], "docs/decisions/0002-b.md");
    let mut codes = status["broken"].as_array().expect("it is a list").iter();
    assert!(codes.any(|row| row["code"] == "dangling-relation" && row["line"] == 2));

    let plain = Site::new()
        .file("index.md", "# A\n")
        .run(&["trace", "status"]);
    assert_eq!((plain.code, plain.stdout.as_str()), (0, ""));
    assert_eq!(plain.stderr, "the tree has no governed documents\n");
}

#[test]
fn the_code_in_a_message_is_shown_as_code() {
    let site = Site::new()
        .file("index.md", "# A\n")
        .file("decisions/0001-a.md", "# A\n\nStatus: accepted\n")
        .file(
            "decisions/0002-b.md",
            "---\nsupersedes: [\"decision/<9>\"]\n---\n\n# B\n\nStatus: accepted\n",
        );
    site.build();
    let page = &site.output()["traceability/index.html"];
    let page = String::from_utf8_lossy(page);
    assert!(
        page.contains("<code>supersedes</code> names <code>decision/&lt;9&gt;</code>"),
        "{page}"
    );
    assert!(!page.contains('`'), "{page}");
}

/// The theme's components, one of them replaced.
fn components(name: &str, html: &str) -> String {
    let path = "theme/templates/parts/components.html";
    let own = std::fs::read_to_string(path).expect("it is in the repository");
    let start = format!("{{% component {name}(");
    let (before, rest) = own.split_once(&start).expect("the theme has it");
    let (argument, rest) = rest.split_once(") -%}\n").expect("it begins");
    let (_, after) = rest.split_once("\n{%- endcomponent").expect("it ends");
    format!("{before}{start}{argument}) -%}}\n{html}\n{{%- endcomponent{after}")
}

const COMPONENTS: &str = "../look/templates/parts/components.html";

/// A decision that a specification cites, with a theme of the site's own.
fn themed() -> Site {
    Site::new()
        .map("[site]\ntheme = \"look\"\n")
        .file(
            "decisions/0001-a.md",
            "# 0001 - A\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n",
        )
        .file("work/active/w/challenge.md", "# C\n")
        .file(
            "work/active/w/spec.md",
            "# W\n\n[A](../../../decisions/0001-a.md)\n",
        )
}

#[test]
fn a_theme_that_shows_a_status_its_own_way_is_asked_wherever_one_stands() {
    let badge = "<b class=\"mine\">{{ status }}</b>";
    let site = themed().file(COMPONENTS, &components("status_badge", badge));
    site.build().is_built();
    for page in [
        "decisions/0001-a/index.html",
        "decisions/index.html",
        "traceability/decisions/index.html",
        "traceability/work/index.html",
        "traceability/chains/w/index.html",
    ] {
        let html = site.read(page);
        assert!(html.contains("<b class=\"mine\">"), "{page}");
        assert!(!html.contains("class=\"status\""), "{page}");
    }
}

#[test]
fn a_theme_that_links_to_artifacts_its_own_way_is_asked_wherever_one_stands() {
    let link = "<a class=\"mine {{ artifact.status }}\" href=\"{{ artifact.href }}\">\
                {{ artifact.id }}</a>";
    let site = themed().file(COMPONENTS, &components("artifact_link", link));
    site.build().is_built();
    for (page, href) in [
        (
            "work/active/w/spec/index.html",
            "../../../../decisions/0001-a/",
        ),
        (
            "traceability/decisions/index.html",
            "../../decisions/0001-a/",
        ),
        ("traceability/specifications-decisions/index.html", ""),
        (
            "traceability/chains/w/index.html",
            "../../../decisions/0001-a/",
        ),
    ] {
        let html = site.read(page);
        let expected = match href {
            "" => "<a class=\"mine active\" href=\"../../work/active/w/spec/\">specification/w</a>"
                .to_owned(),
            _ => format!("<a class=\"mine accepted\" href=\"{href}\">decision/0001</a>"),
        };
        assert!(html.contains(&expected), "{page}: {html}");
    }
}

#[test]
fn a_broken_component_is_a_fault_that_names_its_line() {
    let line = |name: &str| {
        let text = components(name, "\n{{ artifact.is.not }}");
        let site = themed().file(COMPONENTS, &text);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let start = format!("component {name}(");
        let number = text
            .lines()
            .position(|line| line.contains(&start))
            .expect("it is there");
        let named = format!("parts/components.html:{}:", number + 3);
        assert!(run.stderr.contains(&named), "{named}: {}", run.stderr);
    };
    line("status_badge");
    line("artifact_link");
}

#[test]
fn a_tree_of_decisions_alone_has_the_pages_and_columns_that_it_has_something_for() {
    let site = Site::new()
        .file("adr/0001-a.md", "# 0001 - A\n\n## Status\n\nAccepted\n")
        .file("adr/0002-b.md", "# 0002 - B\n\n## Status\n\nProposed\n");
    site.build().is_built();
    let html = site.read("traceability/index.html");
    let links: Vec<&str> = html
        .split("<nav class=\"trace-views\"")
        .nth(1)
        .and_then(|rest| rest.split("</nav>").next())
        .expect("it has links to the pages")
        .split("<li>")
        .skip(1)
        .filter_map(|item| item.split('>').nth(1)?.split('<').next())
        .collect();
    assert_eq!(links, ["Overview", "Decisions", "Orphans"]);
    let decisions = site.read("traceability/decisions/index.html");
    let heads = decisions.matches("<th scope=\"col\"").count();
    assert_eq!(heads, 2, "{decisions}");
    assert!(!decisions.contains("class=\"gap\""), "{decisions}");
    assert!(!site.has("traceability/chains/index.html"));
}
