//! The options for the distribution that serves the bucket.

use clap::Args;

use super::place::NamedPlace;
use super::refuse_unused;
use crate::cli::Trouble;
use crate::content_map::PublishSettings;
use crate::publish::{Access, Distribution, EdgeCache, Patience, SitePath, StorePlace};

/// The distribution that serves the bucket.
#[derive(Debug, Args)]
#[command(next_help_heading = "CloudFront")]
pub struct DistributionArgs {
    /// The CloudFront distribution that serves the bucket
    #[arg(long, value_name = "ID")]
    pub distribution: Option<String>,
    /// Wait until the invalidation completes
    #[arg(long)]
    wait: bool,
}

impl DistributionArgs {
    /// The distribution to invalidate, if one is given.
    pub async fn edge(
        &self,
        named: &NamedPlace,
        access: &Access,
    ) -> Result<Option<EdgeCache>, Trouble> {
        let StorePlace::Bucket { prefix, .. } = &named.place else {
            return self.refused_for_a_folder().map(|()| None);
        };
        let Some(id) = self.id(&named.settings)? else {
            return refuse_unused([("--wait", self.wait)]).map(|()| None);
        };
        let path = site_path(&named.settings, prefix)?;
        Ok(Some(EdgeCache {
            distribution: Distribution::open(id, access).await,
            path,
            patience: self.patience(),
        }))
    }

    fn refused_for_a_folder(&self) -> Result<(), Trouble> {
        refuse_unused([("--wait", self.wait)])?;
        match &self.distribution {
            Some(_) => {
                Err(Trouble::new("no distribution serves a folder")
                    .help("leave out `--distribution`"))
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

    /// The distribution's ID, if one is given.
    pub fn id(&self, map: &PublishSettings) -> Result<Option<String>, Trouble> {
        let id = self.distribution.as_ref().or(map.distribution.as_ref());
        match id {
            Some(wrong) if !is_id(wrong) => Err(Trouble::new(format!(
                "`{}` is no distribution",
                wrong.escape_debug()
            ))
            .help("its ID is like `E1ABCDEF2GHIJK`")),
            id => Ok(id.cloned()),
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The site's path at its distribution.
pub fn site_path(map: &PublishSettings, prefix: &str) -> Result<SitePath, Trouble> {
    let Some(path) = &map.distribution_path else {
        return Ok(SitePath::of_prefix(prefix));
    };
    SitePath::new(path).ok_or_else(|| {
        Trouble::new(format!("`{}` is no path of a site", path.escape_debug()))
            .help("write `/` or `/FOLDER/` as `distribution-path` of `[publish]`")
    })
}
