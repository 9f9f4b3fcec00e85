//! The settings with which S3, and services that speak like it, are reached.

use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;

use super::https;

/// The number of tries of a request, with growing pauses between them.
const TRIES: u32 = 5;

/// The longest time for making a connection.
const CONNECTING: Duration = Duration::from_secs(10);

/// The settings for reaching a bucket, where the environment does not have them.
#[derive(Debug, Clone)]
pub struct Access {
    /// The endpoint of a service other than Amazon's.
    pub endpoint: Option<String>,
    /// The bucket's region.
    pub region: Option<String>,
    /// The profile in the AWS configuration files.
    pub profile: Option<String>,
    /// The longest wait for an answer before the request is tried again.
    pub timeout: Duration,
}

impl Access {
    /// Loads credentials and settings from the places that all AWS tools use. The endpoint is left
    /// out: it is S3's alone.
    pub(crate) fn loader(&self) -> aws_config::ConfigLoader {
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::v2026_01_12())
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
            .http_client(https::client())
            .timeout_config(timeouts(self.timeout));
        if let Some(region) = &self.region {
            loader = loader.region(aws_config::Region::new(region.clone()));
        }
        if let Some(profile) = &self.profile {
            // A named profile is meant to win over the environment's credentials.
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

/// The limits for the connection and for the answer.
pub fn timeouts(answer: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(answer.min(CONNECTING))
        .read_timeout(answer)
        .build()
}
