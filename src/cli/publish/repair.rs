//! `bf-docs publish repair`

use std::process::ExitCode;

use clap::Args;

use super::built::BuiltArgs;
use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Operation;

/// Send files again that differ from the manifest
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
    /// Sends broken files again, and reports the remaining differences.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let call = self.change.call(&self.shared)?;
        // A site that cannot be published fails before any request to the place.
        let site = self.built.site(&call.named)?;
        call.run(Operation::Repair(site)).await
    }
}
