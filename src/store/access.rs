//! How Amazon's services, and what speaks as they do, are reached.

use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;

use super::https;

/// How often a request is tried, with growing pauses between.
const TRIES: u32 = 5;

/// How long a connection may take to be made, at most.
const CONNECTING: Duration = Duration::from_secs(10);

/// How a bucket is reached, where its own settings do not say.
#[derive(Debug, Clone)]
pub struct Access {
    /// The server, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The profile of the configuration files.
    pub profile: Option<String>,
    /// How long an answer may take before the request is tried again.
    pub timeout: Duration,
}

impl Access {
    /// Credentials and settings from where all tools look, but for the server: that one is S3's
    /// alone.
    pub(crate) fn loader(&self) -> aws_config::ConfigLoader {
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::v2026_01_12())
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
            .http_client(https::client())
            .timeout_config(timeouts(self.timeout));
        if let Some(region) = &self.region {
            loader = loader.region(aws_config::Region::new(region.clone()));
        }
        if let Some(profile) = &self.profile {
            // Whoever names a profile does not mean what the environment holds.
            let settings = ProviderConfig::default().with_http_client(https::client());
            let credentials = ProfileFileCredentialsProvider::builder()
                .configure(&settings)
                .profile_name(profile)
                .build();
            loader = loader
                .profile_name(profile)
                .credentials_provider(credentials);
        }
        loader
    }
}

/// How long a request waits for its connection and for the answer.
pub fn timeouts(answer: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(answer.min(CONNECTING))
        .read_timeout(answer)
        .build()
}
