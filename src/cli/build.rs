//! `bf-docs build`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};

use super::interrupt::Interruptible;
use super::progress::BuildProgress;
use super::project::{CacheArgs, Opened, TreeArgs};
use super::{
    Trouble, colour, count, data, fault, left_out, notes, repeats, strictness, talk, verdict,
};
use crate::diag::{Format, Report, render, table};
use crate::pipeline::{self, Built};

/// Build the site into a folder
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    tree: TreeArgs,
    /// The folder that the site is written to [default: `site.out` of the content map, or `site`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    kept: CacheArgs,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Show every finding, even if many have the same target
    #[arg(long)]
    all: bool,
    /// The format of findings
    #[arg(long, value_enum, default_value_t = BuildFormat::Human)]
    format: BuildFormat,
}

/// The format of a build's findings.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum BuildFormat {
    Human,
    Json,
}

/// A built site, and the duration of the build.
struct TimedBuild {
    built: Built,
    seconds: f64,
}

impl Build {
    /// Builds the site, shows the findings, and prints a summary line.
    pub fn run(&self) -> ExitCode {
        let opened = match self.open() {
            Ok(opened) => opened,
            Err(trouble) => return fault(trouble),
        };
        if opened.own.is_some() {
            talk("no docs folder and no content map here: building the documentation of bf-docs\n");
        }
        match self.build(&opened) {
            Ok(TimedBuild { built, seconds }) => self.show(built, seconds, &opened.project.out),
            Err(trouble) => fault(trouble),
        }
    }

    fn open(&self) -> Result<Opened, Trouble> {
        let opened = self.tree.open(self.out.as_deref())?.with_baseline()?;
        Ok(opened.with_cache(&self.kept))
    }

    fn build(&self, opened: &Opened) -> Result<TimedBuild, pipeline::Fault> {
        let progress = Arc::new(BuildProgress::start());
        let is_built = Arc::new(AtomicBool::new(false));
        let interruptible = Interruptible {
            progress: progress.clone(),
            is_built: is_built.clone(),
            own: opened.own.as_ref().map(|own| own.path().to_owned()),
        };
        interruptible.end_on_interrupt();
        let strictness = strictness(self.strict);
        let built = pipeline::build(&opened.project, strictness, &|step| progress.step(step));
        is_built.store(true, Ordering::SeqCst);
        let seconds = progress.finish();
        built.map(|built| TimedBuild { built, seconds })
    }

    /// Shows the findings, and returns the exit code.
    fn show(&self, built: Built, seconds: f64, out: &Path) -> ExitCode {
        if let Some(trouble) = &built.cache_error {
            talk(&format!("warning: {trouble}; the site is complete\n"));
        }
        let line = line(&built, seconds, out);
        let files = built.manifest.files.len();
        let report = built.report.fact("pages", built.pages);
        let report = report.fact("files", files);
        let told = self.show_findings(&report);
        notes(&report);
        let more = match self.format {
            BuildFormat::Human => {
                talk(&table(&report));
                left_out(&report, repeats(self.all))
            }
            BuildFormat::Json => String::new(),
        };
        let errors = count(report.errors, "error");
        let warnings = count(report.warnings, "warning");
        talk(&format!("{line}: {errors}, {warnings}{more}\n"));
        if told == ExitCode::SUCCESS {
            verdict(&report, strictness(self.strict))
        } else {
            told
        }
    }

    fn show_findings(&self, report: &Report) -> ExitCode {
        match self.format {
            BuildFormat::Human => {
                let format = Format::Human(colour(&std::io::stderr()), repeats(self.all));
                talk(&render(report, format));
                ExitCode::SUCCESS
            }
            BuildFormat::Json => data(&render(report, Format::Json)),
        }
    }
}

/// The summary line: the number of pages, the time and the folder.
fn line(built: &Built, seconds: f64, out: &Path) -> String {
    let (did, into) = if built.was_up_to_date {
        ("nothing has changed:", "in")
    } else {
        ("built", "into")
    };
    format!(
        "{did} {} ({}) {into} `{}` in {seconds:.2} s",
        count(built.pages, "page"),
        count(built.manifest.files.len(), "file"),
        out.display()
    )
}
