use serde_json::{Value, json};

use super::*;
use crate::source::Source;

/// Finds a word of a text.
fn found(code: Code, path: &str, text: &str, word: &str, message: &str) -> Diagnostic {
    let start = text.find(word).expect("the word is in the text");
    Diagnostic::new(code, Source::new(path, text).place(start..start + word.len()), message)
}

fn report() -> Report {
    let page = "# Start\n\nSee the [guide](guid.md) (é).\n";
    let link = found(Code::BrokenLink, "docs/a b.md", page, "[guide](guid.md)", "no page `guid.md`");
    let empty = found(Code::EmptyPage, "docs/z.md", "\n", "\n", "a page without content");
    let whole = Diagnostic::of(Code::RouteConflict, None, "two files would be `<x>`");
    let all = vec![empty, link.help("did you mean `guide.md`?"), whole];
    Report::new(all, &Severities::default()).fact("pages", 3)
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
    let shown = human::one(Severity::Error, &finding, Colour::Never);
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
    assert_eq!(link["description"], "no page `guid.md`; did you mean `guide.md`?");
    assert_eq!(link["check_name"], "broken-link");
    assert_eq!(link["severity"], "major");
    assert_eq!(link["location"], json!({ "path": "docs/a b.md", "lines": { "begin": 3 } }));
    assert_eq!(issues[2]["severity"], "minor");
}

#[test]
fn a_fingerprint_outlives_a_move_and_no_two_are_the_same() {
    let prints = |text: &str| {
        let places = text.match_indices("[x](y)").map(|(at, word)| at..at + word.len());
        let source = Source::new("a.md", text);
        let finding = |range| Diagnostic::new(Code::BrokenLink, source.place(range), "no `y`");
        let report = Report::new(places.map(finding).collect(), &Severities::default());
        fingerprint::fingerprints(&report).into_iter().map(|print| print.whole).collect::<Vec<_>>()
    };
    let before = prints("[x](y)\n[x](y)\n");
    assert_eq!(before, prints("more\n\n[x](y)\ntext\n[x](y)\n"));
    assert_ne!(before[0], before[1]);
    assert_eq!(before[0].len(), 64);
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
    assert_eq!((&place["region"]["startColumn"], &place["region"]["endColumn"]), (&json!(9), &json!(25)));
}

#[test]
fn junit_has_a_case_for_each_file() {
    let xml = render(&report(), Format::Junit);
    assert!(xml.contains(r#"<testsuite name="bf-docs check" tests="3" disabled="0" errors="0" failures="1">"#));
    assert!(xml.contains(r#"<testcase name="docs/a b.md" classname="bf-docs">"#), "{xml}");
    assert!(xml.contains(r#"<failure message="no page `guid.md`" type="broken-link">"#), "{xml}");
    assert!(xml.contains("two files would be `&lt;x&gt;`"));
    assert!(render(&Report::default(), Format::Junit).contains(r#"tests="1""#));
}

#[test]
fn every_code_is_known_by_its_name() {
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.name()), Some(*code));
    }
}
