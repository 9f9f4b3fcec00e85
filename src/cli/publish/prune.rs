//! `bf-docs publish prune`

use std::process::ExitCode;

use clap::Args;

use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Operation;

/// Delete old releases
#[derive(Debug, Args)]
pub struct Prune {
    /// The number of earlier releases to keep
    #[arg(long, value_name = "N")]
    keep: u64,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Prune {
    /// Deletes all earlier releases but the last, and the objects that only they needed.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let mut call = self.change.call(&self.shared)?;
        call.options.keep = self.keep;
        call.run(Operation::Prune).await
    }
}
