//! What came of a job, as data.

use super::Fault;
use super::change::Receipt;
use super::cloudfront::{Invalidation, Stale};
use super::probe::ProbeReport;
use super::releases::PlaceState;
use super::verify::Difference;

/// What came of a job.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was done.
    pub receipt: Receipt,
    /// What differs from the manifest after a repair; `None` after anything else.
    pub differences: Option<Vec<Difference>>,
    /// What is published now.
    pub state: PlaceState,
    /// What the distribution was told; `None` where there is none, or nothing to tell.
    pub told: Option<EdgeReport>,
    /// What a stranger sees; `None` where nobody asked. A fault of the probe undoes nothing.
    pub probed: Option<Result<ProbeReport, Fault>>,
}

/// What a distribution was told, and what stood in the way.
#[derive(Debug)]
pub struct EdgeReport {
    /// What it was told; `None` where that did not succeed.
    pub invalidation: Option<Invalidation>,
    /// Why it may still serve what was; `None` where nothing stood in the way.
    pub trouble: Option<Stale>,
}
