//! `bf-docs publish rollback`

use std::process::ExitCode;

use clap::Args;

use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;

/// Put an earlier release up again
#[derive(Debug, Args)]
pub struct Rollback {
    /// Its number [default: the release before]
    release: Option<u64>,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Rollback {
    /// Puts the release up, as a new one.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let probe = self.change.probe.read(&self.shared.access)?;
        let named = self.shared.place.named()?;
        let options = self.change.options(&self.shared, &named);
        let mut change = self
            .change
            .begin(&self.shared, &named, options, probe)
            .await?;
        let done = change
            .remote
            .rollback(self.release, &change.about, &change.options, &|progress| {
                change.bar.follow(progress)
            })
            .await;
        change.end(done).await
    }
}
