//! `bf-docs check`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::project::{TreeArgs, read_baseline};
use super::{
    Trouble, colour, count, data, fault, left_out, notes, repeats, strictness, talk, verdict,
};
use crate::diag::{Baseline, Format, Report, render, table};
use crate::pipeline;
use crate::site::Drafts;

/// Check the content without writing a site
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    tree: TreeArgs,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// The file of known findings, which are hidden [default: `site.baseline` of the content map]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to a file as known ones, and exit 0; not with --baseline or --base
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "base"])]
    write_baseline: Option<PathBuf>,
    /// Show only the findings in files that changed since the merge base with REV, and those that
    /// the change causes elsewhere
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Show every finding, even if many have the same target
    #[arg(long)]
    all: bool,
    /// The format of findings
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    format: CheckFormat,
}

/// The format of a check's findings.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum CheckFormat {
    Human,
    Json,
    /// GitLab Code Quality
    Gitlab,
    Sarif,
    Junit,
}

impl Check {
    /// Checks the tree, and shows the findings.
    pub fn run(&self) -> ExitCode {
        match (self.report(), &self.write_baseline) {
            (Ok(report), Some(file)) => write_baseline(&report, file),
            (Ok(report), None) => self.show(&report),
            (Err(trouble), _) => fault(trouble),
        }
    }

    fn report(&self) -> Result<Report, Trouble> {
        let mut opened = self.tree.open(None)?;
        if let Some(file) = &self.baseline {
            (opened.project.baseline, _) = read_baseline(file)?;
        } else if self.write_baseline.is_none() {
            opened = opened.with_baseline()?;
        }
        // Rendering finds errors of the theme, so after a clean check the build works.
        let rendered = pipeline::render(&opened.project, Drafts::LeaveOut, &|_| {})?;
        let report = match &self.base {
            Some(base) => pipeline::since(&opened.project, &rendered, base)?,
            None => rendered.report,
        };
        Ok(report.fact("pages", rendered.site.pages.len()))
    }

    fn show(&self, report: &Report) -> ExitCode {
        let mut told = data(&render(report, self.format()));
        notes(report);
        let mut more = String::new();
        if matches!(self.format, CheckFormat::Human) && told == ExitCode::SUCCESS {
            told = data(&table(report));
            more = left_out(report, repeats(self.all));
        }
        talk(&last_line(report, &more));
        if told == ExitCode::SUCCESS {
            verdict(report, strictness(self.strict))
        } else {
            told
        }
    }

    fn format(&self) -> Format {
        match self.format {
            CheckFormat::Human => Format::Human(colour(&std::io::stdout()), repeats(self.all)),
            CheckFormat::Json => Format::Json,
            CheckFormat::Gitlab => Format::Gitlab,
            CheckFormat::Sarif => Format::Sarif,
            CheckFormat::Junit => Format::Junit,
        }
    }
}

fn write_baseline(report: &Report, file: &Path) -> ExitCode {
    let path = file.display();
    if let Err(error) = std::fs::write(file, Baseline::write(report)) {
        let text = format!("cannot write the baseline `{path}`: {error}");
        return fault(Trouble::new(text));
    }
    let known = count(report.findings.len(), "known finding");
    talk(&format!("wrote {known} to `{path}`\n"));
    ExitCode::SUCCESS
}

/// The summary line; `more` is the number of findings that `--all` would show, in words.
fn last_line(report: &Report, more: &str) -> String {
    let known = match number(report, "known") + number(report, "before") {
        0 => String::new(),
        known => format!(", {known} not shown"),
    };
    let suspects = match report.facts.get("suspect_links") {
        Some(_) => "; suspect links were not computed, because the git history is incomplete",
        None => "",
    };
    format!(
        "checked {}: {}, {}{known}{more}{suspects}\n",
        count(number(report, "pages"), "page"),
        count(report.errors, "error"),
        count(report.warnings, "warning")
    )
}

/// A fact of a report that is a number; 0 if the report does not have it.
fn number(report: &Report, fact: &str) -> usize {
    let number = report.facts.get(fact).and_then(serde_json::Value::as_u64);
    number.unwrap_or_default() as usize
}
