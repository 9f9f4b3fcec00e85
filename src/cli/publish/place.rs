//! The place that is meant: `--to`, or `[publish]` of the content map.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::Trouble;
use crate::cli::map::map_of;
use crate::content_map::{ContentMap, PublishSettings};
use crate::publish::{NoPlace, Options, Place, Public};

/// Where to, and what holds there.
#[derive(Debug, Args)]
#[command(next_help_heading = "Place")]
pub struct PlaceArgs {
    /// Where to: `s3://BUCKET/PREFIX/` or `file:///FOLDER` [default: `[publish]` of the content
    /// map]
    #[arg(long, value_name = "PLACE")]
    pub to: Option<String>,
    /// The built site [default: `out` of the content map]
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// The content map [default: content-map.toml here]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What the bucket's public policy means: that ours is not the `shared` public part, or that it
    /// is `allowed`
    #[arg(long, value_enum, value_name = "WHAT")]
    pub public: Option<PublicBucket>,
    /// Seconds that another publisher waits for this one should it die
    #[arg(long, value_name = "SECONDS", default_value_t = 120,
        value_parser = clap::value_parser!(u64).range(1..=3_600))]
    lease: u64,
}

/// What a bucket is to us that everybody may read from.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PublicBucket {
    Shared,
    Allowed,
}

/// The place that a call is about, and what the content map says of it.
pub struct NamedPlace {
    /// The place.
    pub place: Place,
    /// `[publish]` of the content map, as far as it holds at this place.
    pub settings: PublishSettings,
    /// The whole content map.
    pub map: ContentMap,
    /// Where the built site lies.
    pub site: PathBuf,
}

/// How many earlier releases can be put up again, where the content map does not say.
const KEEP: u64 = 10;

/// How many files a publish may take out of the site, where the content map does not say.
const MAX_DELETE: usize = 100;

impl PlaceArgs {
    /// Finds out which place is meant.
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

    fn place(&self, map: &PublishSettings) -> Result<Place, Trouble> {
        let help = "help: name it with `--to s3://BUCKET/PREFIX/`, or as `bucket` and `prefix` of \
                    `[publish]` in the content map";
        let to = self
            .to
            .clone()
            .or_else(|| configured(map))
            .ok_or_else(|| format!("no place to publish to\n{help}"))?;
        to.parse().map_err(|no: NoPlace| no.to_string())
    }

    /// How the place is changed, with nothing allowed that has to be asked for.
    pub fn options(&self, map: &PublishSettings) -> Options {
        Options {
            max_delete: map.max_delete.unwrap_or(MAX_DELETE),
            keep: map.keep.unwrap_or(KEEP),
            take_over: false,
            allow_older: false,
            overwrite: false,
            lease: Duration::from_secs(self.lease),
            public: self.means(map),
        }
    }

    /// What it means where everybody may read from the bucket.
    pub fn means(&self, map: &PublishSettings) -> Public {
        match self.public {
            Some(PublicBucket::Allowed) => Public::Allowed,
            Some(PublicBucket::Shared) => Public::Shared,
            None if map.shared_bucket => Public::Shared,
            None => Public::Refused,
        }
    }
}

/// The place that the content map names.
fn configured(map: &PublishSettings) -> Option<String> {
    let prefix = map.prefix.as_deref().unwrap_or_default();
    let bucket = map.bucket.as_ref()?;
    Some(format!("s3://{bucket}/{}", prefix.trim_start_matches('/')))
}

/// What the content map says of a place. Where `--to` names another one, what serves or shares the
/// map's own says nothing of it.
fn settings_at(place: &Place, map: &PublishSettings) -> PublishSettings {
    let mut settings = map.clone();
    let prefix = map.prefix.as_deref().unwrap_or_default().trim_matches('/');
    let (is_bucket, is_place) = match place {
        Place::Bucket {
            bucket,
            prefix: named,
        } => {
            let is_bucket = map.bucket.as_ref() == Some(bucket);
            (is_bucket, is_bucket && named.trim_matches('/') == prefix)
        }
        Place::Folder(_) => (false, false),
    };
    if !is_place {
        (settings.distribution, settings.distribution_path) = (None, None);
    }
    settings.shared_bucket &= is_bucket;
    settings
}
