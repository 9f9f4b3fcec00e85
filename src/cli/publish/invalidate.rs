//! `bf-docs publish invalidate`

use std::process::ExitCode;

use clap::Args;

use super::change::WriteArgs;
use super::shared::SharedArgs;
use super::watcher::DeskWatcher;
use crate::cli::Trouble;
use crate::publish::invalidate;

/// Invalidate the whole site at the distribution
#[derive(Debug, Args)]
pub struct Invalidate {
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Invalidate {
    /// Invalidates the site if a release is up.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let named = self.shared.place.named()?;
        let (remote, edge) = self.shared.open(&named).await?;
        let edge = edge.ok_or_else(|| {
            Trouble::new("no distribution to invalidate").help(
                "name it with `--distribution`, or as `distribution` of `[publish]` in the \
                 content map",
            )
        })?;
        let watcher = DeskWatcher::new(self.shared.printer(&named, self.write.summary()));
        let outcome = invalidate(&remote, &edge, &watcher).await;
        watcher.shown().of_job(outcome)
    }
}
