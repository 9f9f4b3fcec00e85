//! `bf-docs gate check`

use std::process::ExitCode;

use clap::Args;

use super::faults;
use super::options::GateArgs;
use crate::cli::{Trouble, talk};
use crate::gate::{GateJob, check};

/// Say what is wrong with a gate before it listens
#[derive(Debug, Args)]
pub struct CheckGate {
    #[command(flatten)]
    gate: GateArgs,
}

impl CheckGate {
    /// Checks settings, secrets, provider, place and other gates.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let job = match self.gate.job()? {
            Ok(job) => job,
            Err(code) => return Ok(code),
        };
        let job = GateJob {
            must_reach_provider: true,
            ..job
        };
        match check(&job).await {
            Ok(notes) => {
                for note in notes {
                    talk(&format!("note: {note}\n"));
                }
                talk(&format!(
                    "the gate can start; register {} at the provider\n",
                    job.rules.callback()
                ));
                Ok(ExitCode::SUCCESS)
            }
            Err(found) => Ok(faults(found)),
        }
    }
}
