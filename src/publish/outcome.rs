//! The outcome of a job, as data.

use super::Fault;
use super::change::Receipt;
use super::cloudfront::{EdgeFault, Invalidation};
use super::probe::ProbeReport;
use super::releases::PlaceState;
use super::verify::Difference;

/// The outcome of a job.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The result of the change.
    pub receipt: Receipt,
    /// The differences from the manifest that remain after a repair; `None` after any other
    /// operation.
    pub differences: Option<Vec<Difference>>,
    /// The releases and the lease of the place after the job.
    pub state: PlaceState,
    /// The invalidation of the distribution; `None` if there is no distribution, or nothing to
    /// invalidate.
    pub edge: Option<EdgeReport>,
    /// The probe's result; `None` if no probe was asked for. A fault of the probe undoes nothing.
    pub probe: Option<Result<ProbeReport, Fault>>,
}

/// An invalidation, and the fault that stood in its way.
#[derive(Debug)]
pub struct EdgeReport {
    /// The accepted invalidation; `None` if CloudFront accepted none.
    pub invalidation: Option<Invalidation>,
    /// The reason why the distribution may still serve old files; `None` if all went well.
    pub trouble: Option<EdgeFault>,
}
