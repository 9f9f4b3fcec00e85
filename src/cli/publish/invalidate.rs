//! `bf-docs publish invalidate`

use std::process::ExitCode;

use clap::Args;

use super::change::WriteArgs;
use super::shared::SharedArgs;
use crate::cli::Trouble;
use crate::publish::Receipt;

/// Have the distribution ask for the whole site anew
#[derive(Debug, Args)]
pub struct Invalidate {
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Invalidate {
    /// Tells the distribution, where a release is up.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let named = self.shared.place.named()?;
        let open = self.shared.open(&named).await?;
        let edge = open.edge.ok_or(
            "no distribution to invalidate\n\
             help: name it with `--distribution`, or as `distribution` of `[publish]` in the \
             content map",
        )?;
        let receipt = Receipt {
            release: open.remote.list().into_iter().next(),
            ..Receipt::default()
        };
        let told = match &receipt.release {
            Some(release) => Some(edge.tell_all(release).await),
            None => None,
        };
        let outcome = self.shared.outcome(&named, self.write.summary());
        let (code, unsaid) = outcome.changed(&receipt, told.as_ref());
        unsaid.map(|()| code)
    }
}
