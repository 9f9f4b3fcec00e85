//! What every verb takes: the place, the way to it, and how the outcome is shown.

use std::path::Path;

use clap::Args;

use super::access::AccessArgs;
use super::distribution::DistributionArgs;
use super::opened::OpenPlace;
use super::outcome::Outcome;
use super::place::{NamedPlace, PlaceArgs};
use super::text;
use crate::cli::{AnswerFormat, Trouble};
use crate::publish::Remote;

/// What every verb takes. A verb takes all of it, also what it has no use for, so that a job can
/// call several verbs with the same options.
#[derive(Debug, Args)]
pub struct SharedArgs {
    /// How the outcome is shown
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub place: PlaceArgs,
    #[command(flatten)]
    pub access: AccessArgs,
    #[command(flatten)]
    pub distribution: DistributionArgs,
}

impl SharedArgs {
    /// Opens a place, and its distribution.
    pub async fn open(&self, named: &NamedPlace) -> Result<OpenPlace, Trouble> {
        let access = self.access.access(&named.settings, &named.place)?;
        let edge = self.distribution.edge(named, &access).await?;
        let remote = Remote::open(&named.place, access).await.map_err(text)?;
        Ok(OpenPlace { remote, edge })
    }

    /// Shows what comes of a call; `summary` is the file of a summary in Markdown.
    pub fn outcome<'c>(&self, named: &'c NamedPlace, summary: Option<&'c Path>) -> Outcome<'c> {
        Outcome {
            format: self.format,
            place: &named.place,
            summary,
        }
    }
}
