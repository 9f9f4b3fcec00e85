//! The built site, where its readers are.
//!
//! **Enters:** a [`Job`]: what is to be done at a [`Place`]. **Leaves:** an [`Outcome`], with the
//! [`Receipt`] of what was done.
//! **Invariant:** no reader meets a page without its assets, at any moment and whatever
//! dies; nothing outside the prefix is touched, and nothing is deleted that no manifest of
//! ours named; once a publish ends, the place is what its manifest says.
//!
//! Asynchronous: many small requests wait at once.

mod headers;
mod state;
mod site;
mod plan;
mod remote;
mod change;
mod transaction;
mod session;
mod transfer;
mod releases;
mod verify;
mod privacy;
mod probe;
mod paths;
mod cloudfront_api;
mod cloudfront;
mod outcome;
mod watcher;
mod edge;
mod job;
mod inspection;
mod policy;

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::store::StoreFault;

pub use change::{About, Options, Progress, Receipt};
pub use cloudfront::{Distribution, Invalidation, Stale};
pub use edge::{EdgeCache, Patience};
pub use inspection::{Forecast, Inspection, forecast, inspect};
pub use job::{Consent, Job, Operation, invalidate, run};
pub use outcome::{EdgeReport, Outcome};
pub use paths::SitePath;
pub use plan::{Action, Plan, Reason, Step};
pub use policy::{
    Document, NO_ACCOUNT, NO_PROJECT, NO_REGION, Setting, cloudfront, gitlab, iam, trust,
};
pub use privacy::{Privacy, Public};
pub use probe::{Address, Probe, ProbeReport};
pub use releases::PlaceState;
pub use remote::Remote;
pub use site::Site;
pub use state::Release;
pub use verify::{Difference, Look};
pub use watcher::{JobEvent, JobWatcher};

pub use crate::store::{Access, NoPlace, Place};

/// Why nothing, or not all, was published.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The folder is no site that may be published.
    #[error("cannot publish `{}`: {why}\nhelp: {help}", site.display())]
    Site {
        /// The folder.
        site: PathBuf,
        /// What stands against it.
        why: String,
        /// What to do.
        help: &'static str,
    },
    /// The place could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// What lies there as our manifest cannot be read.
    #[error("cannot read the manifest `{key}`: {why}\nhelp: {help}")]
    Manifest {
        /// Its key.
        key: String,
        /// What is wrong.
        why: String,
        /// What to do.
        help: &'static str,
    },
    /// Somebody else is publishing.
    #[error("{holder}\nhelp: wait, or publish with `--take-over` if that job is dead")]
    Held {
        /// Who, since when, and until when unless the claim is renewed.
        holder: String,
    },
    /// Somebody else was quicker: nothing of ours was written.
    #[error("{by} put up release {number} while this publish was planned\nhelp: run it again")]
    Overtaken {
        /// Who.
        by: String,
        /// What is up now.
        number: u64,
    },
    /// Somebody else took over in the meantime.
    #[error(
        "somebody else took over before this was done\nhelp: see `bf-docs publish list` for what is up and `bf-docs publish verify` for whether all of it is, and run it again if that is not what you want"
    )]
    Lost,
    /// What is up is newer.
    #[error(
        "release {number} was built from a newer commit, {commit} of {committed}\nhelp: publish that one, or this older one with `--allow-older`"
    )]
    Older {
        /// The release that is up.
        number: u64,
        /// Its commit.
        commit: String,
        /// When that was made.
        committed: String,
    },
    /// Nobody knows whether what is up is newer.
    #[error(
        "nobody knows whether this site is older than release {number}, of commit {commit}: git knows no commit here\nhelp: publish from the checkout that it was built in, or with `--allow-older`"
    )]
    NoCommit {
        /// The release that is up.
        number: u64,
        /// Its commit.
        commit: String,
    },
    /// Files would be replaced that are not ours.
    #[error(
        "{} that bf-docs has not put there would be replaced, `{first}` among them\nhelp: choose another place, or replace them with `--overwrite`", files(*count)
    )]
    Strangers {
        /// How many.
        count: usize,
        /// The key of one.
        first: String,
    },
    /// More would be deleted than is allowed.
    #[error(
        "{count} files would be deleted, and no more than {most} may be\nhelp: look at them with `--plan`, and allow them with `--max-delete {count}`"
    )]
    TooMany {
        /// How many.
        count: usize,
        /// How many may be.
        most: usize,
    },
    /// Everybody may read what is published.
    #[error("`{place}` is public: {why}\nhelp: {help}")]
    Public {
        /// The place, or the address.
        place: String,
        /// How it is public.
        why: String,
        /// What to do.
        help: &'static str,
    },
    /// The person who was asked did not mean it.
    #[error("nothing was done")]
    Declined,
    /// A release cannot be put up again.
    #[error(
        "release {number} cannot be put up: {why}\nhelp: `bf-docs publish list` names the others, and `bf-docs publish verify` what is not there any longer"
    )]
    Release {
        /// The release.
        number: u64,
        /// Why not.
        why: String,
    },
}

impl Fault {
    /// What could not be read or written, with what to do.
    fn place(act: &'static str, what: &dyn Display, why: &dyn Display, help: &'static str) -> Self {
        StoreFault::new(act, what, why, help).into()
    }

    /// A file of the site is not what the site's manifest says.
    fn changed(path: &Path) -> Self {
        StoreFault::changed(path).into()
    }
}

fn files(count: usize) -> String {
    if count == 1 {
        "a file".to_owned()
    } else {
        format!("{count} files")
    }
}

/// A moment, in seconds since 1970, as people write it.
fn shown(seconds: i64) -> String {
    let format = aws_sdk_s3::primitives::DateTimeFormat::DateTime;
    aws_sdk_s3::primitives::DateTime::from_secs(seconds)
        .fmt(format)
        .unwrap_or_else(|_| seconds.to_string())
}

/// A moment as pipelines write it, `2026-11-23T04:50:00+01:00`, in seconds since 1970.
pub fn moment(text: &str) -> Option<i64> {
    let format = aws_sdk_s3::primitives::DateTimeFormat::DateTimeWithOffset;
    aws_sdk_s3::primitives::DateTime::from_str(text, format)
        .ok()
        .map(|moment| moment.secs())
}

/// Now, in seconds since 1970.
fn seconds() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs() as i64)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_has_an_offset() {
        assert_eq!(super::moment("1970-01-02T01:00:00+01:00"), Some(86_400));
        assert_eq!(super::moment("yesterday"), None);
    }
}
