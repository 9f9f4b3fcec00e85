//! Which distribution serves the bucket, and where the site is there.

use clap::Args;

use super::idle;
use super::place::NamedPlace;
use crate::cli::Trouble;
use crate::content_map::PublishSettings;
use crate::publish::{Access, Distribution, EdgeCache, Patience, Place, SitePath};

/// The distribution that serves the bucket.
#[derive(Debug, Args)]
#[command(next_help_heading = "CloudFront")]
pub struct DistributionArgs {
    /// The CloudFront distribution that serves the bucket
    #[arg(long, value_name = "ID")]
    pub distribution: Option<String>,
    /// Wait until the distribution has invalidated what changed
    #[arg(long)]
    wait: bool,
}

impl DistributionArgs {
    /// The distribution that is told of changes, where one is named.
    pub async fn edge(
        &self,
        named: &NamedPlace,
        access: &Access,
    ) -> Result<Option<EdgeCache>, Trouble> {
        let Place::Bucket { prefix, .. } = &named.place else {
            return self.refused_for_a_folder().map(|()| None);
        };
        let Some(id) = self.id(&named.settings)? else {
            return idle([("--wait", self.wait)]).map(|()| None);
        };
        let path = site_path(&named.settings, prefix)?;
        Ok(Some(EdgeCache {
            distribution: Distribution::open(id, access).await,
            path,
            patience: self.patience(),
        }))
    }

    fn refused_for_a_folder(&self) -> Result<(), Trouble> {
        idle([("--wait", self.wait)])?;
        match &self.distribution {
            Some(_) => {
                Err("no distribution serves a folder\nhelp: leave out `--distribution`".to_owned())
            }
            None => Ok(()),
        }
    }

    fn patience(&self) -> Patience {
        if self.wait {
            Patience::Waits
        } else {
            Patience::None
        }
    }

    /// The distribution's ID, where one is named.
    pub fn id(&self, map: &PublishSettings) -> Result<Option<String>, Trouble> {
        let id = self.distribution.as_ref().or(map.distribution.as_ref());
        match id {
            Some(wrong) if !is_id(wrong) => Err(format!(
                "`{}` is no distribution\nhelp: its ID is like `E1ABCDEF2GHIJK`",
                wrong.escape_debug()
            )),
            id => Ok(id.cloned()),
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The path that the site has at its distribution.
pub fn site_path(map: &PublishSettings, prefix: &str) -> Result<SitePath, Trouble> {
    let Some(path) = &map.distribution_path else {
        return Ok(SitePath::of_prefix(prefix));
    };
    SitePath::new(path).ok_or_else(|| {
        format!(
            "`{}` is no path of a site\n\
             help: write `/` or `/FOLDER/` as `distribution-path` of `[publish]`",
            path.escape_debug()
        )
    })
}
