//! `bf-docs publish prune`

use std::process::ExitCode;

use clap::Args;

use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Options;

/// Give up earlier releases
#[derive(Debug, Args)]
pub struct Prune {
    /// How many are kept
    #[arg(long, value_name = "N")]
    keep: u64,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Prune {
    /// Gives up all but the last earlier releases, and deletes what only they needed.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let probe = self.change.probe.read(&self.shared.access)?;
        let named = self.shared.place.named()?;
        let options = Options {
            keep: self.keep,
            ..self.change.options(&self.shared, &named)
        };
        let mut change = self
            .change
            .begin(&self.shared, &named, options, probe)
            .await?;
        let done = change
            .remote
            .prune(&change.about, &change.options, &|progress| {
                change.bar.follow(progress)
            })
            .await;
        change.end(done).await
    }
}
