//! A change of the place, from its arguments to what is said of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::place::NamedPlace;
use super::probe::ProbeArgs;
use super::shared::SharedArgs;
use super::text;
use super::watcher::DeskWatcher;
use crate::cli::Trouble;
use crate::publish::{self, Job, Operation, Options, Probe};

/// What each verb takes that writes.
#[derive(Debug, Args)]
pub struct WriteArgs {
    /// Do not ask a person at a terminal whether it is meant; a job is never asked
    #[arg(long)]
    pub yes: bool,
    /// Write a short summary in Markdown there
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
}

/// What each verb takes that changes the place.
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// Take over from another publisher before its claim ends
    #[arg(long)]
    take_over: bool,
    #[command(flatten)]
    probe: ProbeArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// A change that a call asks for.
pub struct ChangeCall<'c> {
    /// The place.
    pub named: NamedPlace,
    /// How the place is changed.
    pub options: Options,
    /// What the call has in common with those that change nothing.
    pub shared: &'c SharedArgs,
    probe: Option<Probe>,
    summary: Option<&'c Path>,
}

impl WriteArgs {
    /// The file of the summary, where one is asked for.
    pub fn summary(&self) -> Option<&Path> {
        self.summary.as_deref()
    }
}

impl ChangeArgs {
    /// Reads what the call says. Asks nothing of the place.
    pub fn call<'c>(&'c self, shared: &'c SharedArgs) -> Result<ChangeCall<'c>, Trouble> {
        let probe = self.probe.read(&shared.access)?;
        let named = shared.place.named()?;
        let options = Options {
            take_over: self.take_over,
            ..shared.place.options(&named.settings)
        };
        Ok(ChangeCall {
            named,
            options,
            shared,
            probe,
            summary: self.write.summary(),
        })
    }
}

impl ChangeCall<'_> {
    /// Changes the place, and says what came of it.
    pub async fn run(self, operation: Operation) -> Result<ExitCode, Trouble> {
        let (access, edge) = self.shared.way(&self.named).await?;
        let job = Job {
            place: self.named.place.clone(),
            access,
            operation,
            options: self.options,
            edge,
            probe: self.probe,
        };
        let watcher = DeskWatcher::new(self.shared.printer(&self.named, self.summary));
        let outcome = publish::run(job, &watcher).await.map_err(text)?;
        watcher.shown().of_job(outcome)
    }
}
