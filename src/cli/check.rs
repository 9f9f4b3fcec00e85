//! `bf-docs check`

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::project::Tree;
use super::{colour, count, data, fault, strictness, talk, verdict};
use crate::diag::{Format, render};
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
        let opened = match self.tree.open(None) {
            Ok(opened) => opened,
            Err(trouble) => return fault(&trouble),
        };
        // Rendering finds what a theme breaks, so a clean check is a build that works.
        let rendered = match pipeline::render(&opened.project, Drafts::LeaveOut, &|_| {}) {
            Ok(rendered) => rendered,
            Err(trouble) => return fault(&trouble),
        };
        let report = rendered.report.fact("pages", rendered.site.pages.len());
        let format = match self.format {
            Shown::Human => Format::Human(colour(&std::io::stdout())),
            Shown::Json => Format::Json,
            Shown::Gitlab => Format::Gitlab,
            Shown::Sarif => Format::Sarif,
            Shown::Junit => Format::Junit,
        };
        data(&render(&report, format));
        let pages = count(rendered.site.pages.len(), "page");
        talk(&format!("checked {pages}: {}, {}\n", count(report.errors, "error"), count(report.warnings, "warning")));
        verdict(&report, strictness(self.strict))
    }
}
