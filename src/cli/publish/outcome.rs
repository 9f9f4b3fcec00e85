//! The outcome of a call: all of it is reported, and then there is one exit code.

use std::process::ExitCode;

use super::printer::{Printer, warn_of_unknown_privacy};
use super::probe::report_probe;
use crate::cli::{Trouble, fault};
use crate::publish::{Fault, Forecast, Inspection, Outcome, Privacy, ProbeReport};

impl Printer<'_> {
    /// Shows the plan, and fails if something stands against it.
    pub fn forecast(&self, forecast: Forecast) -> Result<ExitCode, Trouble> {
        let code = self.planned(&forecast.plan);
        match forecast.obstacle {
            Some(obstacle) => Err(obstacle.into()),
            None => Ok(code),
        }
    }

    /// Reports a job's outcome, but for the probe's result.
    pub fn outcome(&self, outcome: &Outcome) -> ShownOutcome {
        let (code, trouble) = match &outcome.differences {
            Some(left) => self.repaired(outcome, left),
            None => self.changed(&outcome.receipt, outcome.edge.as_ref()),
        };
        ShownOutcome {
            code,
            trouble: trouble.err(),
        }
    }

    /// Reports the result of an inspection.
    pub fn inspection(&self, inspection: Inspection) -> ShownOutcome {
        let code = self.verified(&inspection);
        if matches!(inspection.privacy, Ok(Privacy::Unknown)) {
            warn_of_unknown_privacy();
        }
        ShownOutcome {
            code,
            trouble: inspection.privacy.err().map(Trouble::from),
        }
    }
}

/// The end of a call whose outcome was reported.
#[derive(Debug)]
pub struct ShownOutcome {
    code: ExitCode,
    /// A trouble that is not yet reported.
    trouble: Option<Trouble>,
}

impl ShownOutcome {
    /// Reports the probe after a job. Returns the exit code, or the trouble after the change.
    pub fn of_job(self, outcome: Outcome) -> Result<ExitCode, Trouble> {
        let undone = |Trouble { text, help }| Trouble {
            text: format!("the release is up, but some old files are not deleted: {text}"),
            help,
        };
        let troubles = [
            report_probe(outcome.probe),
            outcome.receipt.left.map(undone),
            self.trouble,
        ];
        joined(troubles, self.code)
    }

    /// Reports the probe after an inspection. Returns the exit code, or the trouble.
    pub fn with_probe(
        self,
        probed: Option<Result<ProbeReport, Fault>>,
    ) -> Result<ExitCode, Trouble> {
        let troubles = [self.trouble, report_probe(probed)];
        joined(troubles, self.code)
    }
}

/// Returns the exit code if there is no trouble. Otherwise reports all troubles but the last, and
/// returns that one.
fn joined(
    troubles: impl IntoIterator<Item = Option<Trouble>>,
    code: ExitCode,
) -> Result<ExitCode, Trouble> {
    let mut troubles: Vec<Trouble> = troubles.into_iter().flatten().collect();
    let Some(last) = troubles.pop() else {
        return Ok(code);
    };
    for trouble in troubles {
        fault(trouble);
    }
    Err(last)
}
