//! `bf-docs check`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::project::{Tree, read_baseline};
use super::{colour, count, data, fault, left_out, notes, repeats, strictness, talk, verdict};
use crate::diag::{Baseline, Format, Report, render, table};
use crate::pipeline;
use crate::site::Drafts;

/// Find what is wrong with the content, and write nothing
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    tree: Tree,
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
    /// A file of known findings, which are not shown [default: `site.baseline` of the content map]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to a file as known ones, and exit 0
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "base"])]
    write_baseline: Option<PathBuf>,
    /// Only what stands in the files that changed since a revision, and what the change breaks
    /// elsewhere
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Show each finding, also where the same is said of one target many times
    #[arg(long)]
    all: bool,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Shown::Human)]
    format: Shown,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shown {
    Human,
    Json,
    /// GitLab Code Quality
    Gitlab,
    Sarif,
    Junit,
}

impl Check {
    /// Checks and shows what was found.
    pub fn run(&self) -> ExitCode {
        match self.report() {
            Ok(report) => self.show(&report),
            Err(trouble) => fault(&trouble),
        }
    }

    fn report(&self) -> Result<Report, String> {
        let mut opened = self.tree.open(None)?;
        if let Some(file) = &self.baseline {
            opened.project.baseline = read_baseline(file)?;
        } else if self.write_baseline.is_none() {
            opened = opened.with_baseline()?;
        }
        // Rendering finds what a theme breaks, so a clean check is a build that works.
        let rendered = pipeline::render(&opened.project, Drafts::LeaveOut, &|_| {})
            .map_err(|fault| fault.to_string())?;
        let report = match &self.base {
            Some(base) => pipeline::since(&opened.project, &rendered, base)
                .map_err(|fault| fault.to_string())?,
            None => rendered.report,
        };
        Ok(report.fact("pages", rendered.site.pages.len()))
    }

    fn show(&self, report: &Report) -> ExitCode {
        if let Some(file) = &self.write_baseline {
            return match std::fs::write(file, Baseline::write(report)) {
                Ok(()) => {
                    talk(&format!(
                        "wrote {} to `{}`\n",
                        count(report.findings.len(), "known finding"),
                        file.display()
                    ));
                    ExitCode::SUCCESS
                }
                Err(error) => fault(&format!(
                    "cannot write the baseline `{}`: {error}",
                    file.display()
                )),
            };
        }
        let format = match self.format {
            Shown::Human => Format::Human(colour(&std::io::stdout()), repeats(self.all)),
            Shown::Json => Format::Json,
            Shown::Gitlab => Format::Gitlab,
            Shown::Sarif => Format::Sarif,
            Shown::Junit => Format::Junit,
        };
        let mut told = data(&render(report, format));
        notes(report);
        let mut more = String::new();
        if matches!(self.format, Shown::Human) && told == ExitCode::SUCCESS {
            told = data(&table(report));
            more = left_out(report, repeats(self.all));
        }
        let fact = |name| {
            report
                .facts
                .get(name)
                .and_then(serde_json::Value::as_u64)
                .unwrap_or_default() as usize
        };
        let known = match fact("known") + fact("before") {
            0 => String::new(),
            known => format!(", {known} not shown"),
        };
        let suspects = match report.facts.get("suspect_links") {
            Some(_) => {
                "; suspect links were not computed, for the git history is not there as a whole"
            }
            None => "",
        };
        let (errors, warnings) = (
            count(report.errors, "error"),
            count(report.warnings, "warning"),
        );
        talk(&format!(
            "checked {}: {errors}, {warnings}{known}{more}{suspects}\n",
            count(fact("pages"), "page")
        ));
        if told == ExitCode::SUCCESS {
            verdict(report, strictness(self.strict))
        } else {
            told
        }
    }
}
