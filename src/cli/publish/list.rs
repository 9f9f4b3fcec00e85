//! `bf-docs publish list`

use std::process::ExitCode;

use clap::Args;

use super::shared::SharedArgs;
use crate::cli::Trouble;

/// List the releases that are kept
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    shared: SharedArgs,
}

impl List {
    /// Lists the releases.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let named = self.shared.place.named()?;
        let (remote, _) = self.shared.open(&named).await?;
        let printer = self.shared.printer(&named, None);
        Ok(printer.releases(&remote.place_state()))
    }
}
