//! `bf-docs trace status`

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::project::TreeArgs;
use super::{AnswerFormat, count, data, fault, talk};
use crate::diag::{Diagnostic, Report, Severity};
use crate::pipeline::Understood;
use crate::trace::{Coverage, broken};

/// Print the coverage of the chain, and its findings
#[derive(Debug, Args)]
pub struct TraceStatus {
    #[command(flatten)]
    tree: TreeArgs,
    /// The format
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

impl TraceStatus {
    /// Prints the coverage and the findings.
    pub fn run(&self) -> ExitCode {
        let (understood, report) = match self.tree.weighed() {
            Ok(weighed) => weighed,
            Err(trouble) => return fault(trouble),
        };
        let coverage = understood.trace.coverage();
        match self.format {
            AnswerFormat::Json => data(&format!("{:#}\n", value(&understood, &report, &coverage))),
            AnswerFormat::Text => {
                let text = text(&report, &coverage);
                if text.is_empty() {
                    talk("the tree has no governed documents\n");
                }
                data(&text)
            }
        }
    }
}

fn text(report: &Report, coverage: &[Coverage]) -> String {
    let titles = coverage.iter().map(|row| row.measure.title().len());
    let width = titles.max().unwrap_or_default();
    let mut text = String::new();
    for row in coverage {
        let (title, covered, all) = (row.measure.title(), row.covered.len(), row.all());
        let percent = covered * 100 / all;
        text.push_str(&format!(
            "{title:width$}  {covered} of {all}, {percent} %\n"
        ));
    }
    let broken = broken(report);
    if broken.is_empty() {
        return text;
    }
    text.push_str(&format!("\n{}\n", count(broken.len(), "finding")));
    for (severity, finding) in broken {
        let place = finding.place.as_ref();
        let place = place.map_or_else(String::new, |place| {
            format!(" {}", report.paths.of_line(place))
        });
        let (severity, code) = (severity.name(), finding.code.name());
        text.push_str(&format!("{severity}[{code}]{place}: {}\n", finding.message));
    }
    text
}

fn value(understood: &Understood, report: &Report, coverage: &[Coverage]) -> Value {
    json!({
        "version": 1,
        "coverage": coverage.iter().map(|row| measured(understood, row)).collect::<Vec<_>>(),
        "broken": broken(report).into_iter().map(|finding| found(report, finding)).collect::<Vec<_>>(),
    })
}

fn measured(Understood { trace, paths, .. }: &Understood, row: &Coverage) -> Value {
    let lacking = row.lacking.iter().map(|at| {
        let artifact = &trace.artifacts[*at];
        json!({
            "id": artifact.id,
            "title": artifact.title,
            "file": paths.of_file(&artifact.place.file),
            "line": artifact.place.line,
        })
    });
    json!({
        "measure": row.measure.name(),
        "title": row.measure.title(),
        "kind": row.measure.kind().name(),
        "covered": row.covered.len(),
        "all": row.all(),
        "lacking": lacking.collect::<Vec<_>>(),
    })
}

fn found(report: &Report, (severity, finding): &(Severity, Diagnostic)) -> Value {
    let place = finding.place.as_ref();
    json!({
        "code": finding.code.name(),
        "severity": severity,
        "file": place.map(|place| report.paths.of_file(&place.file)),
        "line": place.map(|place| place.line),
        "message": finding.message,
        "help": finding.help,
    })
}
