//! The output of `bf-docs trace`.

use serde_json::Value;

use crate::site::Site;
use crate::traced::{story, work};

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

/// A chain with texts: a challenge, a specification, a story, decisions of which one holds.
fn told() -> Site {
    Site::new()
        .file("index.md", "# S\n")
        .file(
            "work/active/queue/challenge.md",
            &format!("# Challenge: Queues\n\nDepots stop each other.\n\n## Context\n\n{}", "Much. ".repeat(400)),
        )
        .file(
            "work/active/queue/spec.md",
            "# Specification: Queues\n\nA queue each.\n\nUnder [0001](../../../decisions/0001-one.md).\n",
        )
        .file(
            "work/active/queue/stories.md",
            "# Stories\n\n## Show the queue\n\n### User Story\n\nAs a depot, I see it.\n\n\
             ### Acceptance Criteria\n\n- It is *there*.\n\n## Other\n\n### User Story\n\nNot this.\n",
        )
        .file(
            "decisions/0001-one.md",
            "# 1. One\n\n## Status\n\nSuperseded by [0002](0002-two.md)\n\n## Context\n\nOld context.\n\n\
             ## Decision\n\nOne queue.\n",
        )
        .file(
            "decisions/0002-two.md",
            "# 2. Two\n\n## Status\n\nAccepted\n\n## Context\n\nNew context.\n\n## Decision\n\nTwo queues.\n",
        )
}

#[test]
fn a_chain_is_handed_over_with_what_its_reader_must_know() {
    let site = told();
    let run = site.run(&["trace", "story/queue#show-the-queue", "--format", "prompt"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = run.stdout;
    let parts = [
        "The chain of `story/queue#show-the-queue`, quoted from the docs",
        "# Show the queue\n\n`story/queue#show-the-queue` (Story, active), `docs/work/active/queue/stories.md:3`",
        "As a depot, I see it.",
        "- It is *there*.",
        "# Challenge: Queues\n",
        "Depots stop each other.",
        "(The rest is in `docs/work/active/queue/challenge.md:1`.)\n\nSections: Context.\n",
        "# Specification: Queues\n",
        "Under [0001](docs/decisions/0001-one.md) (superseded).",
        "Superseded by: `decision/0002` (accepted).\n\nOne queue.\n",
        "Supersedes: `decision/0001` (superseded).\n\nTwo queues.\n",
        "# Relations\n\n- refines: `specification/queue` (active)\n",
    ];
    let mut from = 0;
    for part in parts {
        let found = text[from..].find(part);
        from += found.unwrap_or_else(|| panic!("{part}\nis not, or not there, in\n{text}"));
    }
    for other in ["Not this", "context."] {
        assert!(!text.contains(other), "{other} in {text}");
    }
}

#[test]
fn a_handed_over_chain_is_no_longer_than_asked() {
    let site = told();
    for tokens in [200_usize, 300, 1_000, 5_000] {
        let most = tokens.to_string();
        let run = site.run(&[
            "trace",
            "challenge/queue",
            "--format",
            "prompt",
            "--max-tokens",
            &most,
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.len() <= tokens * 3, "{tokens}: {}", run.stdout);
        assert!(
            run.stdout.contains("Depots stop each other."),
            "{}",
            run.stdout
        );
    }
    let run = site.run(&[
        "trace",
        "challenge/queue",
        "--format",
        "prompt",
        "--max-tokens",
        "1",
    ]);
    assert!(
        run.fault().contains("1 is not in 200..=100000"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_last_story_of_a_page_is_handed_over_alone() {
    let site = told();
    let run = site.run(&["trace", "story/queue#other", "--format", "prompt"]);
    assert!(run.stdout.contains("Not this."), "{}", run.stdout);
    assert!(!run.stdout.contains("As a depot"), "{}", run.stdout);
    let long = site.file(
        "work/active/queue/stories.md",
        &format!(
            "# Stories\n\n## {}\n\n### User Story\n\nAs a depot.\n",
            "Long ".repeat(300)
        ),
    );
    let id = format!("story/queue#{}", "long-".repeat(300).trim_end_matches('-'));
    let run = long.run(&["trace", &id, "--format", "prompt", "--max-tokens", "200"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.len() <= 600, "{}", run.stdout.len());
}
