//! `bf-docs publish verify`

use std::process::ExitCode;

use clap::Args;

use super::probe::ProbeArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::{VerifyDepth, inspect};

/// Compare the place with its manifest, in full
#[derive(Debug, Args)]
pub struct Verify {
    /// Do not ask for each file's headers
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    probe: ProbeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Verify {
    /// Reports the differences.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let probe = self.probe.read(&self.shared.access)?;
        let named = self.shared.place.named()?;
        let (mut remote, _) = self.shared.open(&named).await?;
        let look = if self.quick {
            VerifyDepth::List
        } else {
            VerifyDepth::Each
        };
        let access = self.shared.place.public_access(&named.settings);
        let found = inspect(&mut remote, look, access).await?;
        let shown = self.shared.printer(&named, None).inspection(found);
        shown.with_probe(remote.probed(probe.as_ref()).await)
    }
}
