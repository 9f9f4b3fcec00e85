//! The governed documents of a tree: kinds, identities and chains.

use std::process::Command;

use crate::site::{Run, Site};
use crate::traced::{Traced, decision, story, traced, work};

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
