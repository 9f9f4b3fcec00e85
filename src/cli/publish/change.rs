//! A change of the place, from its beginning to what is said of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::about::about;
use super::bar::TransferBar;
use super::edge::{EdgeCache, EdgeReport};
use super::outcome::{Outcome, joined};
use super::place::NamedPlace;
use super::probe::{Probe, ProbeArgs};
use super::shared::SharedArgs;
use super::text;
use crate::cli::{Trouble, talk};
use crate::publish::{About, Difference, Fault, Options, Receipt, Remote};

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
    pub probe: ProbeArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// A change that has begun.
pub struct BegunChange<'c> {
    /// The place.
    pub remote: Remote,
    /// How the place is changed.
    pub options: Options,
    /// Who changes it.
    pub about: About,
    /// Shows how far it is.
    pub bar: TransferBar,
    edge: Option<EdgeCache>,
    outcome: Outcome<'c>,
    probe: Probe,
    /// Whether another publisher has begun what this one ends.
    is_unfinished: bool,
}

impl WriteArgs {
    /// The file of the summary, where one is asked for.
    pub fn summary(&self) -> Option<&Path> {
        self.summary.as_deref()
    }
}

impl ChangeArgs {
    /// How the place is changed, with what this call allows.
    pub fn options(&self, shared: &SharedArgs, named: &NamedPlace) -> Options {
        Options {
            take_over: self.take_over,
            ..shared.place.options(&named.settings)
        }
    }

    /// Opens a place that is to be changed. Whoever is taken over from has time to notice.
    pub async fn begin<'c>(
        &'c self,
        shared: &SharedArgs,
        named: &'c NamedPlace,
        options: Options,
        probe: Probe,
    ) -> Result<BegunChange<'c>, Trouble> {
        let mut open = shared.open(named).await?;
        open.must_be_private(options.public).await?;
        let (is_unfinished, about) = (open.remote.holder().is_some(), about(&open.remote));
        say_that_it_waits(&open.remote, &options);
        Ok(BegunChange {
            remote: open.remote,
            options,
            about,
            bar: TransferBar::new(),
            edge: open.edge,
            outcome: shared.outcome(named, self.write.summary()),
            probe,
            is_unfinished,
        })
    }
}

fn say_that_it_waits(remote: &Remote, options: &Options) {
    let wait = remote.wait(options);
    if !wait.is_zero() {
        talk(&format!(
            "waiting {:.0} s for whoever is taken over from to notice\n",
            wait.as_secs_f64().ceil()
        ));
    }
}

impl BegunChange<'_> {
    /// Ends a change: tells the distribution, and says what was done.
    pub async fn end(self, done: Result<Receipt, Fault>) -> Result<ExitCode, Trouble> {
        self.bar.clear();
        let receipt = done.map_err(text)?;
        let told = self.tell(&receipt).await;
        let (code, unsaid) = self.outcome.changed(&receipt, told.as_ref());
        self.conclude(receipt, unsaid, code).await
    }

    /// Ends a repair: says what still differs, too.
    pub async fn end_repair(
        self,
        done: Result<(Receipt, Vec<Difference>), Fault>,
    ) -> Result<ExitCode, Trouble> {
        self.bar.clear();
        let (receipt, left) = done.map_err(text)?;
        let told = self.tell(&receipt).await;
        let (code, unsaid) = self
            .outcome
            .repaired(&self.remote, &receipt, &left, told.as_ref());
        self.conclude(receipt, unsaid, code).await
    }

    /// Tells the distribution what changed.
    async fn tell(&self, receipt: &Receipt) -> Option<EdgeReport> {
        match (&self.edge, &receipt.release) {
            // What another one changed before it died, it may have told nobody.
            (Some(edge), Some(release)) if self.is_unfinished => Some(edge.tell_all(release).await),
            (Some(edge), Some(release)) => edge.tell(&receipt.actions, release).await,
            _ => None,
        }
    }

    /// Looks at the release as a stranger would, and gives the exit code.
    async fn conclude(
        &self,
        receipt: Receipt,
        unsaid: Result<(), Trouble>,
        code: ExitCode,
    ) -> Result<ExitCode, Trouble> {
        let undone = |why| format!("the release is up, but not all is deleted that goes: {why}");
        let troubles = [
            self.probe.look(&self.remote).await.err(),
            receipt.left.map(undone),
            unsaid.err(),
        ];
        joined(troubles, code)
    }
}
