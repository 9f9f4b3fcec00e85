//! A distribution is told what has changed.

use std::time::{Duration, Instant};

use aws_sdk_s3::error::ProvideErrorMetadata;
use serde::Serialize;

use super::cloudfront_api::{Api, ApiError};
use super::seconds;
use super::state::Release;
use crate::store::{Access, said};

/// The first pause before a distribution is asked whether it is done, and the longest: each is
/// twice the one before.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(15)];

/// How long is waited. Most invalidations take a minute or two.
const PATIENCE: Duration = Duration::from_secs(600);

/// A CloudFront distribution.
pub struct Distribution {
    api: Api,
    id: String,
}

/// What a distribution was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invalidation {
    /// The distribution's ID.
    pub distribution: String,
    /// The paths that it asks for anew, as they were sent.
    pub paths: Vec<String>,
    /// The invalidation's ID.
    pub id: String,
    /// What CloudFront calls its state: `InProgress` or `Completed`.
    pub status: String,
}

/// Why a distribution may still serve what was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stale {
    /// It was not told, or does not say how far it is.
    #[error("cannot invalidate the distribution `{distribution}`: {why}\nhelp: {help}")]
    Refused {
        /// Its ID.
        distribution: String,
        /// What CloudFront says.
        why: String,
        /// What to do.
        help: &'static str,
    },
    /// It was told and is not done.
    #[error(
        "the invalidation `{id}` of the distribution `{distribution}` is not done after {} minutes\nhelp: it goes on by itself; until then readers may meet the release before",
        PATIENCE.as_secs() / 60
    )]
    Slow {
        /// Its ID.
        distribution: String,
        /// The invalidation's ID.
        id: String,
    },
}

impl Distribution {
    /// Reads credentials and settings as a bucket does, but for the server: that of a bucket is
    /// S3's alone. Sends no request.
    pub async fn open(id: String, access: &Access) -> Self {
        Self {
            api: Api::of(access.loader().load().await),
            id,
        }
    }

    /// Tells the distribution to ask for paths anew. Each call is an invalidation of its own,
    /// for the same release too: a repair changes what is up.
    pub async fn invalidate(
        &self,
        paths: Vec<String>,
        release: &Release,
    ) -> Result<Invalidation, Stale> {
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

    /// Waits until a distribution is done, with growing pauses and not for ever.
    pub async fn wait(
        &self,
        invalidation: &mut Invalidation,
        watch: &(dyn Fn(Duration) + Sync),
    ) -> Result<(), Stale> {
        let (started, [mut pause, longest]) = (Instant::now(), PAUSES);
        while invalidation.status != "Completed" {
            if started.elapsed() + pause > PATIENCE {
                return Err(Stale::Slow {
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

    fn refused(&self, error: ApiError) -> Stale {
        let code = error.code().unwrap_or_default();
        Stale::Refused {
            distribution: self.id.clone(),
            help: help(code),
            why: said(&error),
        }
    }
}

/// A name that no other invalidation has: CloudFront takes another of the same name for the same.
fn reference(release: &Release) -> String {
    let list = release
        .list
        .rsplit('/')
        .next()
        .and_then(|name| name.split('.').next())
        .unwrap_or_default();
    format!("bf-docs-{list}-{}", seconds())
}

/// What to do about an answer.
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
