//! `bf-docs publish repair`

use std::process::ExitCode;

use clap::Args;

use super::built::BuiltArgs;
use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Operation;

/// Send again what differs and the built site has
#[derive(Debug, Args)]
pub struct PublishRepair {
    #[command(flatten)]
    built: BuiltArgs,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl PublishRepair {
    /// Sends what differs, and says what still does.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let call = self.change.call(&self.shared)?;
        // A site that cannot be published is known before anything is asked of the place.
        let site = self.built.site(&call.named)?;
        call.run(Operation::Repair(site)).await
    }
}
