//! `bf-docs gate`: one file for each verb, and the options that they share.

mod options;
mod serve;
mod check;
mod keys;
mod deny;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Trouble, fault, talk};

/// Serve a published site to readers who sign in, and to nobody else
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Gate {
    #[command(subcommand)]
    verb: Option<GateVerb>,
    #[command(flatten)]
    serve: serve::ServeGate,
}

#[derive(Debug, Subcommand)]
enum GateVerb {
    /// Say what is wrong with a gate before it listens
    Check(check::CheckGate),
    /// Make the key ring that sessions are sealed with, or add a key to it
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Lock a reader out, or end all sessions
    Deny(deny::Deny),
}

impl Gate {
    /// Serves the site, or runs the verb.
    pub fn run(&self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        let outcome = match runtime {
            Ok(runtime) => runtime.block_on(self.answer()),
            Err(error) => Err(Trouble::new(format!("cannot start threads: {error}"))),
        };
        outcome.unwrap_or_else(fault)
    }

    async fn answer(&self) -> Result<ExitCode, Trouble> {
        match &self.verb {
            None => self.serve.run().await,
            Some(GateVerb::Check(check)) => check.run().await,
            Some(GateVerb::Keys(keys)) => keys.run(),
            Some(GateVerb::Deny(deny)) => deny.run().await,
        }
    }
}

/// Writes all that is wrong to stderr, and returns exit code 2.
fn faults(faults: Vec<crate::gate::Fault>) -> ExitCode {
    for found in faults {
        talk(&format!("error: {}\n", Trouble::from(found)));
    }
    ExitCode::from(2)
}
