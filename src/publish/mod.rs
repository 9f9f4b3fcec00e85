//! Publishing a built site to a place.
//!
//! **Enters:** a [`Job`]: an operation at a [`StorePlace`]. **Leaves:** an [`Outcome`] with the
//! [`Receipt`] of the change.
//! **Invariant:** no reader meets a page without its assets, even if a publisher dies. Nothing
//! outside the prefix is touched, and only objects that one of our manifests named are deleted.
//! Once a publish ends, the place is what its manifest says.
//!
//! The room is asynchronous, because many small requests wait at once.

mod fault;
mod headers;
mod manifest;
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
mod published;
mod readers;

pub use change::{Progress, Provenance, PublishOptions, Receipt};
pub use cloudfront::{Distribution, EdgeFault, Invalidation};
pub use edge::{EdgeCache, Patience};
pub use fault::{Fault, PlanRefusal, RaceFault};
pub use inspection::{Forecast, Inspection, forecast, inspect};
pub use job::{Consent, Job, Operation, invalidate, run};
pub use manifest::{Release, RemoteFile};
pub use outcome::{EdgeReport, Outcome};
pub use paths::SitePath;
pub use plan::{Action, Plan, PlanStep, Reason};
pub use policy::{
    GateNeeds, NO_ACCOUNT, NO_PROJECT, NO_REGION, PolicyDocument, PolicyInputs, cloudfront, gate,
    gitlab, iam, trust,
};
pub use privacy::{Privacy, PublicAccess};
pub use probe::{Address, Probe, ProbeReport};
pub use published::{FileCopy, PublishedRelease, open_file};
pub use readers::{LockChange, LockedReaders};
pub use releases::PlaceState;
pub use remote::Remote;
pub use site::BuiltSite;
pub use verify::{Difference, VerifyDepth};
pub use watcher::{JobEvent, JobWatcher};

pub use crate::store::{Access, PlaceFault, StorePlace};

/// A time in seconds since 1970, as people write it.
pub fn utc(seconds: i64) -> String {
    let format = aws_sdk_s3::primitives::DateTimeFormat::DateTime;
    aws_sdk_s3::primitives::DateTime::from_secs(seconds)
        .fmt(format)
        .unwrap_or_else(|_| seconds.to_string())
}

/// The seconds since 1970 of a time such as `2026-11-23T04:50:00+01:00`, the form that pipelines
/// write.
pub fn parse_time(text: &str) -> Option<i64> {
    let format = aws_sdk_s3::primitives::DateTimeFormat::DateTimeWithOffset;
    aws_sdk_s3::primitives::DateTime::from_str(text, format)
        .ok()
        .map(|moment| moment.secs())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_has_an_offset() {
        assert_eq!(super::parse_time("1970-01-02T01:00:00+01:00"), Some(86_400));
        assert_eq!(super::parse_time("yesterday"), None);
    }
}
