//! The options for the place: `--to`, or `[publish]` of the content map.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::Trouble;
use crate::cli::map::map_of;
use crate::content_map::{ContentMap, PublishSettings};
use crate::publish::{PublicAccess, PublishOptions, StorePlace};

/// The options for the place and its limits.
#[derive(Debug, Args)]
#[command(next_help_heading = "Place")]
pub struct PlaceArgs {
    /// The place: `s3://BUCKET/PREFIX/` or `file:///FOLDER` [default: `[publish]` of the content
    /// map]
    #[arg(long, value_name = "PLACE")]
    pub to: Option<String>,
    /// The built site [default: `site.out` of the content map, or `site`]
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// The content map [default: content-map.toml in the current folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The treatment of a public bucket: `shared` if only another part of it is public, `allowed`
    /// if the site may be public
    #[arg(long, value_enum, value_name = "WHAT")]
    pub public: Option<PublicBucket>,
    /// The lease's lifetime in seconds; other publishers wait for its end if this one dies
    #[arg(long, value_name = "SECONDS", default_value_t = 120,
        value_parser = clap::value_parser!(u64).range(1..=3_600))]
    lease: u64,
}

/// The values of `--public`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PublicBucket {
    Shared,
    Allowed,
}

/// The place of a call, and the content map's settings for it.
pub struct NamedPlace {
    /// The place.
    pub place: StorePlace,
    /// The settings of `[publish]` that hold at this place.
    pub settings: PublishSettings,
    /// The whole content map.
    pub map: ContentMap,
    /// The folder of the built site.
    pub site: PathBuf,
}

/// The number of kept releases if the content map has none.
const KEEP: u64 = 10;

/// The largest number of deleted files if the content map has none.
const MAX_DELETE: usize = 100;

impl PlaceArgs {
    /// Finds the place of the call.
    pub fn named(&self) -> Result<NamedPlace, Trouble> {
        let file = map_of(self.config.as_deref())?;
        let place = self.place(&file.map.publish)?;
        Ok(NamedPlace {
            settings: settings_at(&place, &file.map.publish),
            site: self.site.clone().unwrap_or_else(|| file.out()),
            place,
            map: file.map,
        })
    }

    fn place(&self, map: &PublishSettings) -> Result<StorePlace, Trouble> {
        let to = self.to.clone().or_else(|| configured(map));
        let to = to.ok_or_else(|| {
            Trouble::new("no place to publish to").help(
                "name it with `--to s3://BUCKET/PREFIX/`, or as `bucket` and `prefix` of \
                 `[publish]` in the content map",
            )
        })?;
        Ok(StorePlace::parse(&to)?)
    }

    /// The options of a change without any override.
    pub fn options(&self, map: &PublishSettings) -> PublishOptions {
        PublishOptions {
            max_delete: map.max_delete.unwrap_or(MAX_DELETE),
            keep: map.keep.unwrap_or(KEEP),
            take_over: false,
            allow_older: false,
            overwrite: false,
            lease: Duration::from_secs(self.lease),
            public: self.public_access(map),
        }
    }

    /// The author's word on a bucket that everybody may read from.
    pub fn public_access(&self, map: &PublishSettings) -> PublicAccess {
        match self.public {
            Some(PublicBucket::Allowed) => PublicAccess::Allowed,
            Some(PublicBucket::Shared) => PublicAccess::Shared,
            None if map.shared_bucket => PublicAccess::Shared,
            None => PublicAccess::Refused,
        }
    }
}

/// The place in the content map.
pub fn configured(map: &PublishSettings) -> Option<String> {
    let prefix = map.prefix.as_deref().unwrap_or_default();
    let bucket = map.bucket.as_ref()?;
    Some(format!("s3://{bucket}/{}", prefix.trim_start_matches('/')))
}

/// The content map's settings for a place. Settings of a distribution or a shared bucket do not
/// hold at another place that `--to` names.
fn settings_at(place: &StorePlace, map: &PublishSettings) -> PublishSettings {
    let mut settings = map.clone();
    let prefix = map.prefix.as_deref().unwrap_or_default().trim_matches('/');
    let (is_bucket, is_place) = match place {
        StorePlace::Bucket {
            bucket,
            prefix: named,
        } => {
            let is_bucket = map.bucket.as_ref() == Some(bucket);
            (is_bucket, is_bucket && named.trim_matches('/') == prefix)
        }
        StorePlace::Folder(_) => (false, false),
    };
    if !is_place {
        (settings.distribution, settings.distribution_path) = (None, None);
    }
    settings.shared_bucket &= is_bucket;
    settings
}
