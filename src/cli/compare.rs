//! `bf-docs compare`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::project::TreeArgs;
use super::{Trouble, colour, count, data, fault, notes, strictness, talk, verdict};
use crate::compare::{self, Comparison, NewSite, OldSite};
use crate::diag::{Format, Repeats, Report, render, table};
use crate::pipeline;
use crate::site::Drafts;

/// Compare the docs with the site that another generator built from them
#[derive(Debug, Args)]
pub struct Compare {
    /// The folder of the old site
    #[arg(value_name = "OLD_SITE")]
    old: PathBuf,
    #[command(flatten)]
    tree: TreeArgs,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// The format of the comparison
    #[arg(long, value_enum, default_value_t = CompareFormat::Human)]
    format: CompareFormat,
}

/// The format of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// Findings, and the proposed redirects
    Human,
    /// Every page with what it loses
    Json,
    /// A page for the people who decide
    Markdown,
    /// The proposed redirects alone
    Toml,
}

impl Compare {
    /// Builds the site in memory, compares it with the old one, and shows what differs.
    pub fn run(&self) -> ExitCode {
        match self.compared() {
            Ok((comparison, report)) => self.show(&comparison, &report),
            Err(trouble) => fault(trouble),
        }
    }

    fn compared(&self) -> Result<(Comparison, Report), Trouble> {
        let old = OldSite::read(&self.old)?;
        let opened = self.tree.open(None)?;
        let rendered = pipeline::render(&opened.project, Drafts::LeaveOut, &|_| {})?;
        let pages = rendered.site.pages.iter();
        let comparison = compare::compare(
            &old,
            &NewSite {
                outputs: &rendered.outputs,
                sources: pages
                    .map(|page| (page.route.file(), page.path.clone()))
                    .collect(),
            },
        );
        let project = &opened.project;
        let report = Report::new(comparison.findings(), &project.map.checks, project.paths());
        Ok((comparison, report))
    }

    fn show(&self, comparison: &Comparison, report: &Report) -> ExitCode {
        let redirects = comparison.toml();
        let told = data(&match self.format {
            CompareFormat::Human => {
                let format = Format::Human(colour(&std::io::stdout()), Repeats::Each);
                let lead = if redirects.is_empty() {
                    ""
                } else {
                    "\nFor the content map:\n\n"
                };
                format!(
                    "{}{}{lead}{redirects}",
                    render(report, format),
                    table(report)
                )
            }
            CompareFormat::Json => {
                let json = serde_json::to_string_pretty(comparison);
                json.expect("texts and numbers are always JSON") + "\n"
            }
            CompareFormat::Markdown => comparison.markdown(),
            CompareFormat::Toml => redirects,
        });
        if self.format == CompareFormat::Human {
            notes(report);
        }
        talk(&format!(
            "{}; {}, {}\n",
            comparison.summary(),
            count(report.errors, "error"),
            count(report.warnings, "warning")
        ));
        if told == ExitCode::SUCCESS {
            verdict(report, strictness(self.strict))
        } else {
            told
        }
    }
}
