//! A change of the place, from its arguments to its exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::place::NamedPlace;
use super::probe::ProbeArgs;
use super::shared::SharedArgs;
use super::watcher::DeskWatcher;
use crate::cli::Trouble;
use crate::publish::{self, Job, Operation, Probe, PublishOptions};

/// The options of all verbs that write.
#[derive(Debug, Args)]
pub struct WriteArgs {
    /// Do not ask at a terminal; only `publish` without a subcommand asks
    #[arg(long)]
    pub yes: bool,
    /// Write a short summary in Markdown to this file
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
}

/// The options of all verbs that change the place.
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// Take over another publisher's lease before it ends
    #[arg(long)]
    take_over: bool,
    #[command(flatten)]
    probe: ProbeArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// A call that changes the place.
pub struct ChangeCall<'c> {
    /// The place.
    pub named: NamedPlace,
    /// The limits of the change.
    pub options: PublishOptions,
    /// The options that all verbs have.
    pub shared: &'c SharedArgs,
    probe: Option<Probe>,
    summary: Option<&'c Path>,
}

impl WriteArgs {
    /// The file for the summary, if one is asked for.
    pub fn summary(&self) -> Option<&Path> {
        self.summary.as_deref()
    }
}

impl ChangeArgs {
    /// Reads the arguments. Asks nothing of the place.
    pub fn call<'c>(&'c self, shared: &'c SharedArgs) -> Result<ChangeCall<'c>, Trouble> {
        let probe = self.probe.read(&shared.access)?;
        let named = shared.place.named()?;
        let options = PublishOptions {
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
    /// Changes the place and reports the outcome.
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
        let outcome = publish::run(job, &watcher).await?;
        watcher.shown().of_job(outcome)
    }
}
