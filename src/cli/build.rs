//! `bf-docs build`

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::project::{Kept, Opened, Tree};
use super::{colour, count, data, fault, left_out, notes, repeats, strictness, talk, verdict};
use crate::diag::{Format, render, table};
use crate::pipeline;
use crate::write::abandon;

/// Build the site into a folder
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    tree: Tree,
    /// The folder the site is written to [default: `site.out` of the content map, or `site`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
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
}

/// What shells say of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// How long an interrupted build waits for its last word to be read.
const PATIENCE: Duration = Duration::from_millis(200);

impl Build {
    /// Builds, shows what was found, and sums up in one line.
    pub fn run(&self) -> ExitCode {
        let opened = match self
            .tree
            .open(self.out.as_deref())
            .and_then(Opened::with_baseline)
        {
            Ok(opened) => opened.with_cache(&self.kept),
            Err(trouble) => return fault(&trouble),
        };
        if opened.own.is_some() {
            talk("no docs folder and no content map here: building the documentation of bf-docs\n");
        }
        let progress = Arc::new(Progress::start());
        let is_built = Arc::new(AtomicBool::new(false));
        let own = opened.own.as_ref().map(|own| own.path().to_owned());
        end_on_interrupt(progress.clone(), is_built.clone(), own);
        let built = pipeline::build(&opened.project, strictness(self.strict), &|step| {
            progress.step(step)
        });
        is_built.store(true, Ordering::SeqCst);
        let seconds = progress.finish();
        let built = match built {
            Ok(built) => built,
            Err(trouble) => return fault(&trouble),
        };
        if let Some(trouble) = &built.unkept {
            talk(&format!("warning: {trouble}; the site is complete\n"));
        }
        let (pages, files) = (built.pages, built.manifest.files.len());
        let report = built.report.fact("pages", pages).fact("files", files);
        let told = match self.format {
            Shown::Human => {
                talk(&render(
                    &report,
                    Format::Human(colour(&std::io::stderr()), repeats(self.all)),
                ));
                ExitCode::SUCCESS
            }
            Shown::Json => data(&render(&report, Format::Json)),
        };
        notes(&report);
        let more = match self.format {
            Shown::Human => {
                talk(&table(&report));
                left_out(&report, repeats(self.all))
            }
            Shown::Json => String::new(),
        };
        let found = format!(
            "{}, {}{more}",
            count(report.errors, "error"),
            count(report.warnings, "warning")
        );
        let (built, into) = if built.was_there {
            ("nothing has changed:", "in")
        } else {
            ("built", "into")
        };
        talk(&format!(
            "{built} {} ({}) {into} `{}` in {seconds:.2} s: {found}\n",
            count(pages, "page"),
            count(files, "file"),
            opened.project.out.display()
        ));
        if told == ExitCode::SUCCESS {
            verdict(&report, strictness(self.strict))
        } else {
            told
        }
    }
}

/// From now on Ctrl-C removes what is half built, takes the progress bar away and ends the
/// process; `own` is a folder that goes too. What is built stays.
///
/// Whoever has such signals ignored, as `nohup` does, has them ignored. Where they end the
/// process at once, the next build removes what this one leaves.
fn end_on_interrupt(progress: Arc<Progress>, is_built: Arc<AtomicBool>, own: Option<PathBuf>) {
    let _ = ctrlc::try_set_handler(move || {
        if !is_built.load(Ordering::SeqCst) {
            abandon();
            own.iter()
                .for_each(|own| drop(std::fs::remove_dir_all(own)));
            let (done, is_said) = channel();
            let progress = progress.clone();
            std::thread::spawn(move || {
                progress.finish();
                talk("interrupted\n");
                let _ = done.send(());
            });
            // Nobody may be reading.
            let _ = is_said.recv_timeout(PATIENCE);
        }
        std::process::exit(INTERRUPTED)
    });
}
