//! `[publish]`: the place that the built site is published to.

use schemars::JsonSchema;
use serde::Deserialize;

/// The place that the built site is published to. `bf-docs publish --to` overrides it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct PublishSettings {
    /// The bucket.
    pub bucket: Option<String>,
    /// The prefix of all keys; a `/` is added behind it.
    pub prefix: Option<String>,
    /// The bucket's region. The default is that of the environment.
    pub region: Option<String>,
    /// The server, if it is not Amazon's.
    pub endpoint_url: Option<String>,
    /// The number of earlier releases that are kept for a rollback. The default is 10.
    #[schemars(range(min = 0, max = 1000))]
    pub keep: Option<u64>,
    /// The number of files that one publish may delete. The default is 100.
    pub max_delete: Option<usize>,
    /// Allows another part of the bucket to be public: its policy may then open keys outside the
    /// prefix.
    #[serde(default)]
    pub shared_bucket: bool,
    /// The CloudFront distribution that serves the bucket.
    pub distribution: Option<String>,
    /// The site's path at the distribution. The default is `/` and the prefix.
    pub distribution_path: Option<String>,
}
