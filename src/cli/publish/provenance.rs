//! The provenance of a publish: the job or person, and the commit that is checked out.

use std::path::Path;

use super::variable;
use crate::discover::HeadCommit;
use crate::publish::{Provenance, parse_time};

/// The provenance of this publish; `up` is the commit of the release that is up.
pub fn provenance(up: Option<&str>) -> Provenance {
    let by = variable("CI_JOB_URL").unwrap_or_else(person);
    let here = Path::new(".");
    match HeadCommit::of(here) {
        Some(head) => Provenance {
            by,
            follows: up.and_then(|up| head.follows(here, up)),
            commit: Some(head.commit),
            committed: Some(head.committed),
        },
        // A job's image may have no git.
        None => Provenance {
            by,
            follows: None,
            commit: variable("CI_COMMIT_SHA"),
            committed: variable("CI_COMMIT_TIMESTAMP").and_then(|text| parse_time(&text)),
        },
    }
}

fn person() -> String {
    variable("USER")
        .or_else(|| variable("USERNAME"))
        .unwrap_or_else(|| "somebody".to_owned())
}
