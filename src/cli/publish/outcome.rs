//! What came of a call: all of it is said, and then there is one exit code.

use std::process::ExitCode;

use super::printer::{Printer, warn_of_unknown_privacy};
use super::probe::say_probed;
use super::text;
use crate::cli::Trouble;
use crate::publish::{Fault, Forecast, Inspection, Outcome, Privacy, ProbeReport};

impl Printer<'_> {
    /// Shows what would be done, and fails where something stands against it.
    pub fn forecast(&self, forecast: Forecast) -> Result<ExitCode, Trouble> {
        let code = self.planned(&forecast.plan);
        match forecast.obstacle {
            Some(obstacle) => Err(text(obstacle)),
            None => Ok(code),
        }
    }

    /// Says what came of a job, but for what was seen from outside.
    pub fn outcome(&self, outcome: &Outcome) -> ShownOutcome {
        let (code, unsaid) = match &outcome.differences {
            Some(left) => self.repaired(outcome, left),
            None => self.changed(&outcome.receipt, outcome.told.as_ref()),
        };
        ShownOutcome {
            code,
            unsaid: unsaid.err(),
        }
    }

    /// Says what was found at a place.
    pub fn inspection(&self, inspection: Inspection) -> ShownOutcome {
        let code = self.verified(&inspection);
        if matches!(inspection.privacy, Ok(Privacy::Unknown)) {
            warn_of_unknown_privacy();
        }
        ShownOutcome {
            code,
            unsaid: inspection.privacy.err().map(text),
        }
    }
}

/// What a call ends with, once what came of it was said.
#[derive(Debug)]
pub struct ShownOutcome {
    code: ExitCode,
    /// What could not be said, or not be known.
    unsaid: Option<Trouble>,
}

impl ShownOutcome {
    /// Says what was seen from outside after a job. Gives the exit code, or what went wrong after
    /// the change.
    pub fn of_job(self, outcome: Outcome) -> Result<ExitCode, Trouble> {
        let undone = |why| format!("the release is up, but not all is deleted that goes: {why}");
        let troubles = [
            say_probed(outcome.probed),
            outcome.receipt.left.map(undone),
            self.unsaid,
        ];
        joined(troubles, self.code)
    }

    /// Says what was seen from outside beside an inspection. Gives the exit code, or why not all
    /// is known.
    pub fn with_probe(
        self,
        probed: Option<Result<ProbeReport, Fault>>,
    ) -> Result<ExitCode, Trouble> {
        let troubles = [self.unsaid, say_probed(probed)];
        joined(troubles, self.code)
    }
}

/// The exit code, or all that stands in its way: no trouble keeps another one from being said.
fn joined(
    troubles: impl IntoIterator<Item = Option<Trouble>>,
    code: ExitCode,
) -> Result<ExitCode, Trouble> {
    let troubles: Vec<Trouble> = troubles.into_iter().flatten().collect();
    if troubles.is_empty() {
        Ok(code)
    } else {
        Err(troubles.join("\nerror: "))
    }
}
