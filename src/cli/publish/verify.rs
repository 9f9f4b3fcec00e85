//! `bf-docs publish verify`

use std::process::ExitCode;

use clap::Args;

use super::probe::ProbeArgs;
use super::shared::SharedArgs;
use super::text;
use crate::cli::Trouble;
use crate::publish::{Look, inspect};

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
        let (mut remote, _) = self.shared.open(&named).await?;
        let look = if self.quick { Look::List } else { Look::Each };
        let means = self.shared.place.means(&named.settings);
        let found = inspect(&mut remote, look, means).await.map_err(text)?;
        let shown = self.shared.printer(&named, None).inspection(found);
        shown.with_probe(remote.probed(probe.as_ref()).await)
    }
}
