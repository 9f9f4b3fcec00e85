//! The check whether everybody may reach our part of a bucket.

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::SdkError;

use super::answer::status;
use super::bucket::BucketStore;
use super::fault::StoreFault;
use super::public_policy::opens;

/// The exposure of our part of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exposure {
    /// Our part cannot be reached without credentials, or the store has no policies.
    Private,
    /// Everybody may reach our part: the effect of the bucket's policy, as a clause.
    Open(String),
    /// A part of the bucket is public, and its policy may not be read.
    Somewhere,
    /// Neither the policy nor its status may be read.
    Unknown,
}

impl BucketStore {
    /// Asks the bucket who may reach our part.
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

    /// Returns whether the bucket is closed to the public whatever its policy allows.
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

    /// The exposure according to the policy.
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
            Err(error) => exposure_of_refusal(&error)
                .ok_or_else(|| self.fault_at("read the policy of", String::new(), error)),
        }
    }

    /// The exposure according to the policy's status, for a policy that may not be read.
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
            Err(error) => exposure_of_refusal(&error)
                .ok_or_else(|| self.fault_at("read the policy's status of", String::new(), error)),
        }
    }
}

/// The exposure that follows from a refused question; `None` if the question has to be asked again.
fn exposure_of_refusal<E>(error: &SdkError<E, HttpResponse>) -> Option<Exposure> {
    match status(error)? {
        // The bucket has no policy, or the store does not know the question.
        404 | 405 | 501 => Some(Exposure::Private),
        // The question is not allowed, or the answer is not one that S3 would give.
        200 | 400..=499 => Some(Exposure::Unknown),
        _ => None,
    }
}
