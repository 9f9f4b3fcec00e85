//! `bf-docs publish prune`

use std::process::ExitCode;

use clap::Args;

use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Operation;

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
        let mut call = self.change.call(&self.shared)?;
        call.options.keep = self.keep;
        call.run(Operation::Prune).await
    }
}
