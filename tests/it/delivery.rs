//! Release notes and the items of a tracker: what they deliver.

use crate::site::Site;
use crate::traced::{LINEAR, story, traced, work};

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
