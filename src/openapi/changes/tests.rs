//! The table of changes: `tests/openapi/changes`, one file a case.

use super::{Change, changes};
use crate::diag::Code;
use crate::discover::Snippets;
use crate::file::FileId;
use crate::openapi::description::Description;
use crate::openapi::documents::Documents;
use crate::source::Source;
use crate::yaml;
use crate::yaml::DataNode;

/// A description of a case.
fn documents(case: &DataNode, key: &str) -> Documents {
    let text = case.text_of(key).expect("each case has both versions");
    let source = Source::new(FileId::in_docs("api.yaml"), text);
    let (documents, flaws) = Documents::read(&source, &Snippets::default());
    assert_eq!(flaws, [], "{key}");
    documents.expect("it has a value")
}

/// A change as a case has it: severity, kind, and the words of the message.
fn told(change: &Change) -> (&'static str, String, String) {
    let severity = match change.kind.code() {
        Code::BreakingChange => "error",
        _ => "warning",
    };
    let words = format!("{:?}", change.kind);
    let mut kind = String::new();
    for letter in words.chars() {
        if letter.is_uppercase() && !kind.is_empty() {
            kind.push('-');
        }
        kind.extend(letter.to_lowercase());
    }
    let message = format!("{}: {}", change.operation, change.message);
    (severity, kind, message)
}

/// Returns what is wrong with the changes that are found in a case.
fn mistake(case: &DataNode) -> Option<String> {
    let (before, after) = (documents(case, "before"), documents(case, "after"));
    let found = changes(&Description::of(&before), &Description::of(&after));
    let found: Vec<_> = found.iter().map(told).collect();
    let expected = case.items_of("found");
    let is_found = |wanted: &&DataNode| {
        let of = |key| wanted.text_of(key).unwrap_or_default();
        found.iter().any(|(severity, kind, message)| {
            *severity == of("severity") && *kind == of("kind") && message.contains(of("says"))
        })
    };
    let is_right = found.len() == expected.len() && expected.iter().all(|wanted| is_found(&wanted));
    let wanted = expected.iter().map(|wanted| wanted.to_json().to_string());
    (!is_right).then(|| {
        format!(
            "  found {found:?}\n  wanted {:?}",
            wanted.collect::<Vec<_>>()
        )
    })
}

#[test]
fn a_change_breaks_callers_or_not() {
    let files = std::fs::read_dir("tests/openapi/changes").expect("it is in the repository");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files {
        let path = file.expect("it can be read").path();
        let text = std::fs::read_to_string(&path).expect("it is text");
        let case = yaml::read(&text, 0).root.expect("it is YAML");
        count += 1;
        let mistake = mistake(&case);
        wrong.extend(mistake.map(|mistake| format!("{}\n{mistake}", path.display())));
    }
    assert!(count > 150, "{count} cases are too few");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
