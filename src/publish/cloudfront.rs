//! CloudFront invalidations: they are created here and waited for.

use std::time::{Duration, Instant};

use aws_sdk_s3::error::ProvideErrorMetadata;
use serde::Serialize;

use super::cloudfront_api::{Api, ApiError};
use super::manifest::Release;
use crate::clock::unix_seconds;
use crate::fault::Helpful;
use crate::store::{Access, service_message};

/// The first and the longest pause between two looks at an invalidation. Each pause is twice the
/// one before.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(15)];

/// The longest wait. Most invalidations take a minute or two.
const PATIENCE: Duration = Duration::from_secs(600);

/// A CloudFront distribution.
pub struct Distribution {
    api: Api,
    id: String,
}

/// An invalidation that CloudFront has accepted.
#[derive(Debug, Clone, Serialize)]
pub struct Invalidation {
    /// The distribution's ID.
    pub distribution: String,
    /// The invalidated paths, as they were sent.
    pub paths: Vec<String>,
    /// The invalidation's ID.
    pub id: String,
    /// CloudFront's name for the state: `InProgress` or `Completed`.
    pub status: String,
}

/// The reason why a distribution may still serve old files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdgeFault {
    /// CloudFront refused the invalidation, or does not tell its state.
    #[error("cannot invalidate the distribution `{distribution}`: {why}")]
    Refused {
        /// The distribution's ID.
        distribution: String,
        /// CloudFront's answer.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
    /// The invalidation was accepted and has not completed.
    #[error(
        "the invalidation `{id}` of the distribution `{distribution}` is not done after {} minutes",
        PATIENCE.as_secs() / 60
    )]
    Slow {
        /// The distribution's ID.
        distribution: String,
        /// The invalidation's ID.
        id: String,
    },
}

impl Helpful for EdgeFault {
    fn help(&self) -> Option<String> {
        let help = match self {
            Self::Refused { help, .. } => help,
            Self::Slow { .. } => {
                "it goes on by itself; until then readers may meet the release before"
            }
        };
        Some(help.to_owned())
    }
}

impl Distribution {
    /// Reads credentials and settings as a bucket does, but for the endpoint: a bucket's endpoint
    /// is S3's alone. Sends no request.
    pub async fn open(id: String, access: &Access) -> Self {
        Self {
            api: Api::of(access.loader().load().await),
            id,
        }
    }

    /// Creates an invalidation. Each call creates one of its own, even for the same release,
    /// because a repair changes the release that is up.
    pub async fn invalidate(
        &self,
        paths: Vec<String>,
        release: &Release,
    ) -> Result<Invalidation, EdgeFault> {
        let reference = reference(release);
        let made = self.api.create(&self.id, &paths, &reference).await;
        let made = made.map_err(|error| self.refused(error))?;
        Ok(Invalidation {
            distribution: self.id.clone(),
            paths,
            id: made.id,
            status: made.status,
        })
    }

    /// Waits until an invalidation completes. The pauses grow, and the wait has an end.
    pub async fn wait(
        &self,
        invalidation: &mut Invalidation,
        watch: &(dyn Fn(Duration) + Sync),
    ) -> Result<(), EdgeFault> {
        let (started, [mut pause, longest]) = (Instant::now(), PAUSES);
        while invalidation.status != "Completed" {
            if started.elapsed() + pause > PATIENCE {
                return Err(EdgeFault::Slow {
                    distribution: self.id.clone(),
                    id: invalidation.id.clone(),
                });
            }
            tokio::time::sleep(pause).await;
            pause = longest.min(pause * 2);
            let found = self.api.get(&self.id, &invalidation.id).await;
            let found = found.map_err(|error| self.refused(error))?;
            invalidation.status = found.status;
            watch(started.elapsed());
        }
        Ok(())
    }

    fn refused(&self, error: ApiError) -> EdgeFault {
        let code = error.code().unwrap_or_default();
        EdgeFault::Refused {
            distribution: self.id.clone(),
            help: help(code),
            why: service_message(&error),
        }
    }
}

/// The caller reference. CloudFront takes a second request with the same reference for the first,
/// so the reference has the time in seconds.
fn reference(release: &Release) -> String {
    let list = release
        .list
        .rsplit('/')
        .next()
        .and_then(|name| name.split('.').next())
        .unwrap_or_default();
    format!("bf-docs-{list}-{}", unix_seconds())
}

/// The help for an error code.
fn help(code: &str) -> &'static str {
    match code {
        "AccessDenied" => {
            "allow what `bf-docs publish policy --part iam` prints, then run `bf-docs publish invalidate`"
        }
        "NoSuchDistribution" => {
            "check the distribution's ID, then run `bf-docs publish invalidate`"
        }
        "TooManyInvalidationsInProgress" => {
            "wait until others are done, then run `bf-docs publish invalidate`"
        }
        _ => "run `bf-docs publish invalidate` once CloudFront can be reached",
    }
}
