//! `bf-docs publish verify`

use std::process::ExitCode;

use clap::Args;

use super::outcome::joined;
use super::probe::ProbeArgs;
use super::shared::SharedArgs;
use super::text;
use crate::cli::Trouble;
use crate::publish::Look;

/// Compare what lies there with its manifest, in full
#[derive(Debug, Args)]
pub struct Verify {
    /// Do not ask for each file, for what it is served with
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    probe: ProbeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Verify {
    /// Says what differs.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let probe = self.probe.read(&self.shared.access)?;
        let named = self.shared.place.named()?;
        let mut open = self.shared.open(&named).await?;
        let look = if self.quick { Look::List } else { Look::Each };
        let differences = open.remote.verify(look).await.map_err(text)?;
        let outcome = self.shared.outcome(&named, None);
        let code = outcome.verified(&open.remote, &differences);
        let means = self.shared.place.means(&named.settings);
        let troubles = [
            open.must_be_private(means).await.err(),
            probe.look(&open.remote).await.err(),
        ];
        joined(troubles, code)
    }
}
