//! Findings for tools that read test reports: JUnit's XML.
//!
//! Each file is a test case. It fails if it has an error; otherwise its output lists its warnings.

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::human::{self, Colour};
use super::{Diagnostic, Report, Severity, ShownPaths};
use crate::file::FileId;

type WeighedFinding = (Severity, Diagnostic);

pub(super) fn render(report: &Report) -> String {
    let mut suite = TestSuite::new("bf-docs check");
    // The findings are sorted by path, so those of one file are adjacent.
    suite.add_test_cases(
        report
            .findings
            .chunk_by(|a, b| file(a) == file(b))
            .map(|of_file| case(of_file, &report.paths)),
    );
    if report.findings.is_empty() {
        // Some tools report a suite without a case as "nothing was tested".
        suite.add_test_case(TestCase::new("all pages", TestCaseStatus::success()));
    }
    let mut document = Document::new("bf-docs");
    document.add_test_suite(suite);
    document
        .to_string()
        .expect("writing XML into a string does not fail")
}

fn case(of_file: &[WeighedFinding], paths: &ShownPaths) -> TestCase {
    let text = of_file
        .iter()
        .map(|(weight, finding)| human::one((*weight, finding), paths, Colour::Never));
    let text = allowed(&text.collect::<Vec<_>>().join("\n\n"));
    let file = of_file.first().and_then(file);
    // Findings about the whole tree are in a case of their own.
    let name = file.map_or("docs tree".into(), |file| paths.of_file(file));
    let Some((_, first)) = of_file
        .iter()
        .find(|(weight, _)| *weight == Severity::Error)
    else {
        let mut case = TestCase::new(&*name, TestCaseStatus::success());
        case.set_classname("bf-docs").set_system_out(text);
        return case;
    };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status
        .set_type(first.code.name())
        .set_message(allowed(&first.message))
        .set_description(text);
    let mut case = TestCase::new(&*name, status);
    case.set_classname("bf-docs");
    case
}

/// Replaces the two characters that XML 1.0 cannot represent and the writer lets through.
fn allowed(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

fn file((_, finding): &WeighedFinding) -> Option<&FileId> {
    finding.place.as_ref().map(|place| &place.file)
}
