//! `bf-docs gate`

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::faults;
use super::options::GateArgs;
use crate::cli::{Trouble, talk};
use crate::gate::{GateEvent, run};
use crate::publish::utc;

/// Serve a published site to readers who sign in, and to nobody else
#[derive(Debug, Args)]
pub struct ServeGate {
    #[command(flatten)]
    gate: GateArgs,
}

/// An event as a line of the log.
#[derive(Serialize)]
struct LogLine<'e> {
    time: String,
    level: &'static str,
    #[serde(flatten)]
    event: &'e GateEvent,
}

impl ServeGate {
    /// Serves until the process is told to stop.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let job = match self.gate.job()? {
            Ok(job) => job,
            Err(code) => return Ok(code),
        };
        match run(job, Arc::new(log)).await {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(found) => Ok(faults(found)),
        }
    }
}

/// Writes an event to stderr, as one line of JSON.
fn log(event: &GateEvent) {
    let line = LogLine {
        time: utc(crate::clock::unix_seconds()),
        level: event.level(),
        event,
    };
    let json = serde_json::to_string(&line).expect("texts and numbers are always JSON");
    talk(&format!("{json}\n"));
}
