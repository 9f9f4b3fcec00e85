//! `[publish]`: where the built site goes.

use schemars::JsonSchema;
use serde::Deserialize;

/// Where the built site goes. `bf-docs publish --to` holds before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct PublishSettings {
    /// The bucket.
    pub bucket: Option<String>,
    /// What the keys of all files begin with; `/` is put behind it.
    pub prefix: Option<String>,
    /// The bucket's region, where the environment does not say.
    pub region: Option<String>,
    /// The server, where it is not Amazon's.
    pub endpoint_url: Option<String>,
    /// How many earlier releases can be put up again; 10 without it.
    #[schemars(range(min = 0, max = 1000))]
    pub keep: Option<u64>,
    /// How many files a publish may take out of the site; 100 without it.
    pub max_delete: Option<usize>,
    /// Whether another part of the bucket is public: its policy may then open something, but not
    /// what is below the prefix.
    #[serde(default)]
    pub shared_bucket: bool,
    /// The CloudFront distribution that serves the bucket.
    pub distribution: Option<String>,
    /// The path that the site has at the distribution; `/` and the prefix without it.
    pub distribution_path: Option<String>,
}
