//! `bf-docs publish repair`

use std::process::ExitCode;

use clap::Args;

use super::built::BuiltArgs;
use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;

/// Send again what differs and the built site has
#[derive(Debug, Args)]
pub struct Repair {
    #[command(flatten)]
    built: BuiltArgs,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Repair {
    /// Sends what differs, and says what still does.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let probe = self.change.probe.read(&self.shared.access)?;
        let named = self.shared.place.named()?;
        let options = self.change.options(&self.shared, &named);
        // A site that cannot be published is known before anything is asked of the place.
        let site = self.built.site(&named)?;
        let mut change = self
            .change
            .begin(&self.shared, &named, options, probe)
            .await?;
        let done = change
            .remote
            .repair(&site, &change.about, &change.options, &|progress| {
                change.bar.follow(progress)
            })
            .await;
        change.end_repair(done).await
    }
}
