//! The options of all verbs: the place, the access to it, and the format.

use std::path::Path;

use clap::Args;

use super::access::AccessArgs;
use super::distribution::DistributionArgs;
use super::place::{NamedPlace, PlaceArgs};
use super::printer::Printer;
use crate::cli::{AnswerFormat, Trouble};
use crate::publish::{Access, EdgeCache, Remote};

/// The options of all verbs. A verb takes even those it has no use for, so that a job can call
/// several verbs with the same options.
#[derive(Debug, Args)]
pub struct SharedArgs {
    /// The format of the outcome
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
    /// The access to a place, and the distribution that serves it, if one is given.
    pub async fn way(&self, named: &NamedPlace) -> Result<(Access, Option<EdgeCache>), Trouble> {
        let access = self.access.access(&named.settings, &named.place)?;
        let edge = self.distribution.edge(named, &access).await?;
        Ok((access, edge))
    }

    /// Opens a place, and its distribution.
    pub async fn open(&self, named: &NamedPlace) -> Result<(Remote, Option<EdgeCache>), Trouble> {
        let (access, edge) = self.way(named).await?;
        let remote = Remote::open(&named.place, access).await?;
        Ok((remote, edge))
    }

    /// The printer of a call; `summary` is the file for a summary in Markdown.
    pub fn printer<'c>(&self, named: &'c NamedPlace, summary: Option<&'c Path>) -> Printer<'c> {
        Printer {
            format: self.format,
            place: &named.place,
            summary,
        }
    }
}
