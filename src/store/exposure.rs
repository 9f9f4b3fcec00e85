//! Whether everybody may reach our part of a bucket.

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::SdkError;

use super::answer::status;
use super::bucket::Bucket;
use super::fault::StoreFault;
use super::public_policy::opens;

/// What a bucket says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exposure {
    /// Nobody gets to our part without credentials, or the store knows no policies.
    Private,
    /// Everybody may: what its policy does.
    Open(String),
    /// Something of it is public, and its policy may not be read.
    Somewhere,
    /// Nothing of that may be read.
    Unknown,
}

impl Bucket {
    /// Whether everybody may reach our part.
    pub async fn exposure(&self) -> Result<Exposure, StoreFault> {
        let by_policy = match self.by_policy().await? {
            Exposure::Unknown => self.by_status().await?,
            known => known,
        };
        if !matches!(by_policy, Exposure::Open(_) | Exposure::Somewhere) {
            return Ok(by_policy);
        }
        Ok(if self.is_closed().await {
            Exposure::Private
        } else {
            by_policy
        })
    }

    /// Whether the bucket is closed to the public, whatever its policy does.
    async fn is_closed(&self) -> bool {
        let answer = self
            .client
            .get_public_access_block()
            .bucket(&self.bucket)
            .send()
            .await;
        answer
            .ok()
            .and_then(|answer| answer.public_access_block_configuration)
            .and_then(|block| block.restrict_public_buckets)
            .unwrap_or(false)
    }

    /// What its policy says.
    async fn by_policy(&self) -> Result<Exposure, StoreFault> {
        match self
            .client
            .get_bucket_policy()
            .bucket(&self.bucket)
            .send()
            .await
        {
            Ok(answer) => {
                let policy = answer.policy.unwrap_or_default();
                Ok(opens(&policy, &self.bucket, &self.prefix)
                    .map_or(Exposure::Private, Exposure::Open))
            }
            Err(error) => unsaid(&error)
                .ok_or_else(|| self.fault_at("read the policy of", String::new(), error)),
        }
    }

    /// What it says of its policy, where that may not be read.
    async fn by_status(&self) -> Result<Exposure, StoreFault> {
        match self
            .client
            .get_bucket_policy_status()
            .bucket(&self.bucket)
            .send()
            .await
        {
            Ok(answer) => {
                let is_public = answer
                    .policy_status
                    .and_then(|status| status.is_public)
                    .unwrap_or(false);
                Ok(if is_public {
                    Exposure::Somewhere
                } else {
                    Exposure::Private
                })
            }
            Err(error) => unsaid(&error)
                .ok_or_else(|| self.fault_at("read the policy's status of", String::new(), error)),
        }
    }
}

/// What it says of a bucket that a question about its policy is not answered; `None` where the
/// question is to be asked again.
fn unsaid<E>(error: &SdkError<E, HttpResponse>) -> Option<Exposure> {
    match status(error)? {
        // It has none, or the store knows no such question.
        404 | 405 | 501 => Some(Exposure::Private),
        // Not allowed, or no answer that S3 would give.
        200 | 400..=499 => Some(Exposure::Unknown),
        _ => None,
    }
}
