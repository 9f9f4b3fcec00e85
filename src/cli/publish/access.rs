//! The options for reaching a bucket: server, region, credentials, timeout.

use std::time::Duration;

use clap::Args;

use super::{refuse_unused, variable};
use crate::cli::Trouble;
use crate::content_map::PublishSettings;
use crate::publish::{Access, StorePlace};

/// The options for reaching a bucket.
#[derive(Debug, Args)]
#[command(next_help_heading = "Access")]
pub struct AccessArgs {
    /// The S3 server, if it is not Amazon's
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
    /// The bucket's region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// The seconds that an answer may take before the request is tried again; a file has one more
    /// for each 64 KB
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=3_600))]
    timeout: u64,
    /// The profile in the AWS configuration files
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// The environment variable for S3's server.
const OWN_SERVER: &str = "AWS_ENDPOINT_URL_S3";

impl AccessArgs {
    /// The access to a place. Options that only a bucket needs are refused for a folder.
    pub fn access(&self, map: &PublishSettings, place: &StorePlace) -> Result<Access, Trouble> {
        if matches!(place, StorePlace::Folder(_)) {
            refuse_unused([
                ("--endpoint-url", self.endpoint_url.is_some()),
                ("--region", self.region.is_some()),
                ("--profile", self.profile.is_some()),
            ])?;
        }
        Ok(Access {
            endpoint: self.endpoint(map)?,
            region: self.region(map),
            profile: self.profile.clone(),
            timeout: self.timeout(),
        })
    }

    fn endpoint(&self, map: &PublishSettings) -> Result<Option<String>, Trouble> {
        let endpoint = self
            .endpoint_url
            .clone()
            .or_else(|| map.endpoint_url.clone())
            .or_else(|| variable(OWN_SERVER));
        match endpoint {
            Some(wrong) if !is_address(&wrong) => Err(Trouble::new(format!(
                "`{}` is no address of a server",
                wrong.escape_debug()
            ))
            .help("write `http://` or `https://` before it")),
            endpoint => Ok(endpoint),
        }
    }

    /// The bucket's region, if it is given.
    pub fn region(&self, map: &PublishSettings) -> Option<String> {
        self.region.clone().or_else(|| map.region.clone())
    }

    /// The longest wait for an answer.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}
