//! `bf-docs publish rollback`

use std::process::ExitCode;

use clap::Args;

use super::change::ChangeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Operation;

/// Publish an earlier release again
#[derive(Debug, Args)]
pub struct Rollback {
    /// The release's number [default: the release before]
    release: Option<u64>,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Rollback {
    /// Puts the release up, as a new one.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let call = self.change.call(&self.shared)?;
        call.run(Operation::Rollback(self.release)).await
    }
}
