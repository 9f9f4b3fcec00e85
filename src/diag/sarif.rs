//! Findings for code scanners and editors: SARIF 2.1.0.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::fingerprint::fingerprints;
use super::{Code, Diagnostic, Report, Severity, ShownPaths};
use crate::source::Place;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Characters that are percent-encoded in a path of a URI reference. A `:` before the first `/`
/// would look like a scheme.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

pub(super) fn render(report: &Report) -> String {
    let findings = report.findings.iter().zip(fingerprints(report));
    let results = findings.map(|((severity, finding), print)| {
        let place = finding.place.as_ref();
        let location = place.map(|place| location(place, &report.paths));
        result(*severity, finding, location, &print.whole)
    });
    super::pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "bf-docs",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    }))
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "defaultConfiguration": { "level": level(code.default_severity()) },
    })
}

fn result(
    severity: Severity,
    finding: &Diagnostic,
    location: Option<Value>,
    fingerprint: &str,
) -> Value {
    json!({
        "ruleId": finding.code.name(),
        "ruleIndex": finding.code as usize,
        "level": level(severity),
        "message": { "text": super::sentence(finding) },
        "locations": location.as_slice(),
        "partialFingerprints": { "bfDocs/v1": fingerprint },
    })
}

fn location(place: &Place, paths: &ShownPaths) -> Value {
    let path = paths.of_file(&place.file);
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": utf8_percent_encode(&path, IN_PATH).to_string() },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.length,
            "snippet": { "text": place.excerpt },
        },
    } })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Allow => "none",
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
