use serde_json::{Value, json};

use super::*;
use crate::file::FileId;
use crate::source::Source;

/// Makes a finding at a word of a text.
fn found(code: Code, path: &str, text: &str, word: &str, message: &str) -> Diagnostic {
    let start = text.find(word).expect("the word is in the text");
    Diagnostic::new(
        code,
        Source::new(FileId::in_docs(path), text).place(start..start + word.len()),
        message,
    )
}

fn in_docs() -> ShownPaths {
    ShownPaths::of("docs".as_ref())
}

fn report() -> Report {
    let page = "# Start\n\nSee the [guide](guid.md) (é).\n";
    let link = found(
        Code::BrokenLink,
        "a b.md",
        page,
        "[guide](guid.md)",
        "no page `guid.md`",
    );
    let empty = found(
        Code::EmptyPage,
        "z.md",
        "\n",
        "\n",
        "a page without content",
    );
    let whole = Diagnostic::of(Code::RouteConflict, None, "two files would be `<x>`");
    let all = vec![empty, link.help("did you mean `guide.md`?"), whole];
    Report::new(all, &Severities::default(), in_docs()).fact("pages", 3)
}

fn parsed(format: Format) -> Value {
    serde_json::from_str(&render(&report(), format)).expect("the report is JSON")
}

#[test]
fn people_see_the_line_underlined_and_the_help_apart() {
    assert_eq!(
        render(&report(), Format::Human(Colour::Never, Repeats::Once)),
        "warning[route-conflict]: two files would be `<x>`

error[broken-link]: no page `guid.md`
 --> docs/a b.md:3:9
  |
3 | See the [guide](guid.md) (é).
  |         ^^^^^^^^^^^^^^^^
  |
help: did you mean `guide.md`?

warning[empty-page]: a page without content
 --> docs/z.md:1:1

"
    );
    assert!(render(&report(), Format::Human(Colour::Always, Repeats::Once)).contains("\x1b["));
}

#[test]
fn a_cut_line_is_shown_with_its_real_column() {
    let text = format!("{}[x](y.md){}", "é ".repeat(5000), " z".repeat(5000));
    let finding = found(Code::BrokenLink, "a.md", &text, "[x](y.md)", "no page");
    let shown = human::one(
        (Severity::Error, &finding),
        &ShownPaths::default(),
        Colour::Never,
    );
    assert!(shown.contains(" --> a.md:1:10001\n"), "{shown}");
    let lines: Vec<&str> = shown.lines().collect();
    let column = |line: &str, sign| line.chars().position(|c| c == sign);
    assert_eq!(column(lines[3], '['), column(lines[4], '^'), "{shown}");
}

#[test]
fn json_has_every_field_and_the_facts() {
    assert_eq!(
        parsed(Format::Json),
        json!({
            "version": 1,
            "findings": [
                {
                    "code": "route-conflict", "severity": "warning", "path": null, "line": null,
                    "column": null, "length": null, "excerpt": null,
                    "message": "two files would be `<x>`", "help": null,
                },
                {
                    "code": "broken-link", "severity": "error", "path": "docs/a b.md", "line": 3,
                    "column": 9, "length": 16, "excerpt": "See the [guide](guid.md) (é).",
                    "message": "no page `guid.md`", "help": "did you mean `guide.md`?",
                },
                {
                    "code": "empty-page", "severity": "warning", "path": "docs/z.md", "line": 1,
                    "column": 1, "length": 1, "excerpt": "",
                    "message": "a page without content", "help": null,
                },
            ],
            "notes": [],
            "summary": { "errors": 1, "warnings": 2, "pages": 3 },
        })
    );
}

#[test]
fn gitlab_gets_a_code_quality_report() {
    let issues = parsed(Format::Gitlab);
    let link = &issues[1];
    assert_eq!(
        link["description"],
        "no page `guid.md`; did you mean `guide.md`?"
    );
    assert_eq!(link["check_name"], "broken-link");
    assert_eq!(link["severity"], "major");
    assert_eq!(
        link["location"],
        json!({ "path": "docs/a b.md", "lines": { "begin": 3 } })
    );
    assert_eq!(issues[2]["severity"], "minor");
}

#[test]
fn a_fingerprint_outlives_a_move_and_no_two_are_the_same() {
    let prints = |text: &str| {
        let places = text
            .match_indices("[x](y)")
            .map(|(at, word)| at..at + word.len());
        let source = Source::new(FileId::in_docs("a.md"), text);
        let finding = |range| Diagnostic::new(Code::BrokenLink, source.place(range), "no `y`");
        let report = Report::new(
            places.map(finding).collect(),
            &Severities::default(),
            in_docs(),
        );
        fingerprint::fingerprints(&report)
            .into_iter()
            .map(|print| print.whole)
            .collect::<Vec<_>>()
    };
    let before = prints("[x](y)\n[x](y)\n");
    assert_eq!(before, prints("more\n\n[x](y)\ntext\n[x](y)\n"));
    assert_ne!(before[0], before[1]);
    assert_eq!(before[0].len(), 64);
}

/// The findings of a page: the code, the word at which each is placed, and the message.
type Told<'t> = &'t [(Code, &'t str, &'t str)];

fn told(findings: Told<'_>) -> Report {
    let page = "see [a](x)\n[b](x)\n\n[c](x) and [d](x)\n";
    let findings = findings
        .iter()
        .map(|(code, word, message)| found(*code, "a/b.md", page, word, message));
    Report::new(findings.collect(), &Severities::default(), in_docs())
}

/// Writes a baseline of version 1.
fn in_words(report: &Report) -> Baseline {
    let rows = report.findings.iter().zip(fingerprint::fingerprints(report)).map(|((_, finding), print)| {
        json!({
            "fingerprint": print.whole, "text": print.text, "code": finding.code.name(), "path": "a/b.md",
            "message": finding.message,
        })
    });
    let file = json!({ "version": 1, "findings": rows.collect::<Vec<_>>() });
    Baseline::read(&file.to_string()).expect("it is a baseline")
}

#[test]
fn a_finding_in_other_words_is_known_by_code_file_line_and_values() {
    use Code::{BrokenAnchor as Anchor, BrokenLink as Link, UnknownStatus as Status};
    let cases: &[(Told<'_>, Told<'_>, usize)] = &[
        (
            &[(Link, "[a](x)", "no `x`")],
            &[(Link, "[a](x)", "`x` is gone")],
            0,
        ),
        (
            &[(Link, "[a](x)", "no `x`")],
            &[(Link, "[b](x)", "`x` is gone")],
            1,
        ),
        (
            &[(Link, "[a](x)", "no `x`")],
            &[(Link, "[a](x)", "`y` is gone")],
            1,
        ),
        (
            &[(Link, "[a](x)", "no `x`")],
            &[(Anchor, "[a](x)", "`x` is gone")],
            1,
        ),
        (
            &[(Link, "[a](x)", "no such page")],
            &[(Link, "[a](x)", "the page is gone")],
            0,
        ),
        // The number of equal findings counts: one more than before is new.
        (
            &[(Link, "[c](x)", "no `x`")],
            &[
                (Link, "[c](x)", "`x` is gone"),
                (Link, "[d](x)", "`x` is gone"),
            ],
            1,
        ),
        (
            &[(Link, "[c](x)", "no `x`"), (Link, "[d](x)", "no `x`")],
            &[
                (Link, "[c](x)", "`x` is gone"),
                (Link, "[d](x)", "`x` is gone"),
            ],
            0,
        ),
        // Files are named from the docs folder.
        (
            &[(Link, "[a](x)", "see `docs/a/c.md:4`")],
            &[(Link, "[a](x)", "as `docs/a/c.md:5` has it")],
            0,
        ),
        (
            &[(Status, "see", "unknown")],
            &[(Status, "[b](x)", "`x` is no status")],
            0,
        ),
    ];
    for (before, after, left) in cases {
        let in_values =
            Baseline::read(&Baseline::write(&told(before))).expect("it was just written");
        for (form, baseline) in [("words", in_words(&told(before))), ("values", in_values)] {
            // The finding moved before version 2 existed.
            if form == "words" || before[0].0 != Status {
                let report = told(after).without(&baseline, |_| true);
                assert_eq!(report.findings.len(), *left, "{form}: {before:?} {after:?}");
            }
        }
    }
    // A longer message may name more values. Version 2 knows which values it had.
    let longer = told(&[(Link, "[a](x)", "`x` is not in `y`")]);
    assert!(
        longer
            .clone()
            .without(&in_words(&told(cases[0].0)), |_| true)
            .findings
            .is_empty()
    );
    let former = Diagnostic::formerly(longer.findings[0].1.clone(), "no `x`");
    let kept = Report::new(vec![former], &Severities::default(), in_docs());
    let written = Baseline::read(&Baseline::write(&told(cases[0].0))).expect("it was just written");
    assert!(kept.without(&written, |_| true).findings.is_empty());
}

#[test]
fn a_finding_in_other_words_keeps_the_fingerprint_of_its_first_ones() {
    let first = |report: &Report| fingerprint::fingerprints(report).remove(0).whole;
    let print = |message: &str| first(&told(&[(Code::BrokenLink, "[a](x)", message)]));
    assert_ne!(print("no `x`"), print("`x` is gone"));
    let reworded = told(&[(Code::BrokenLink, "[a](x)", "`x` is gone")])
        .findings
        .remove(0)
        .1
        .formerly("no `x`");
    let report = Report::new(vec![reworded], &Severities::default(), in_docs());
    assert_eq!(first(&report), print("no `x`"));
}

#[test]
fn sarif_names_rule_and_region() {
    let run = &parsed(Format::Sarif)["runs"][0];
    let link = &run["results"][1];
    let rule = link["ruleIndex"].as_u64().expect("a number") as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "broken-link");
    assert_eq!(link["level"], "error");
    let place = &link["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/a%20b.md");
    assert_eq!(
        (
            &place["region"]["startColumn"],
            &place["region"]["endColumn"]
        ),
        (&json!(9), &json!(25))
    );
}

#[test]
fn junit_has_a_case_for_each_file() {
    let xml = render(&report(), Format::Junit);
    assert!(xml.contains(
        r#"<testsuite name="bf-docs check" tests="3" disabled="0" errors="0" failures="1">"#
    ));
    assert!(
        xml.contains(r#"<testcase name="docs/a b.md" classname="bf-docs">"#),
        "{xml}"
    );
    assert!(
        xml.contains(r#"<failure message="no page `guid.md`" type="broken-link">"#),
        "{xml}"
    );
    assert!(xml.contains("two files would be `&lt;x&gt;`"));
    assert!(render(&Report::default(), Format::Junit).contains(r#"tests="1""#));
}

#[test]
fn every_code_is_known_by_its_name() {
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.name()), Some(*code));
    }
}
