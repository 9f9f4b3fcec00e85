//! `bf-docs publish`: one file for each verb, and the parts that verbs share.
//!
//! Each verb has its own arguments, put together from groups, so clap refuses an option that a
//! verb has no use for: `shared` is for every verb, `change` for those that change the place,
//! `built` for those that read a built site. What a verb does, and in which order, is below:
//! `publish::run` for the verbs that change the place.

mod verb_first;
mod place;
mod access;
mod distribution;
mod shared;
mod built;
mod provenance;
mod lines;
mod bar;
mod watcher;
mod edge_report;
mod probe;
mod printer;
mod differences;
mod outcome;
mod change;
mod upload;
mod verify;
mod repair;
mod list;
mod rollback;
mod prune;
mod invalidate;
mod policy;
mod forge;

use std::process::ExitCode;

use clap::{Args, Subcommand};

#[cfg(feature = "gate")]
pub use access::AccessArgs;
#[cfg(feature = "gate")]
pub use place::configured as configured_place;
pub use verb_first::verb_first;

use super::{Trouble, fault};

/// Publish a built site to a bucket, and look after it there
#[derive(Debug, Args)]
pub struct Publish {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    upload: upload::Upload,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Compare the place with its manifest, in full
    Verify(verify::Verify),
    /// Send files again that differ from the manifest
    Repair(repair::PublishRepair),
    /// List the releases that are kept
    List(list::List),
    /// Publish an earlier release again
    Rollback(rollback::Rollback),
    /// Delete old releases
    Prune(prune::Prune),
    /// Invalidate the whole site at the distribution
    Invalidate(invalidate::Invalidate),
    /// Print the documents that the owner of the account needs: rights, trust, job, function
    Policy(policy::Policy),
}

impl Publish {
    /// Publishes, or runs the verb.
    pub fn run(&self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
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
            None => self.upload.run().await,
            Some(Verb::Verify(verify)) => verify.run().await,
            Some(Verb::Repair(repair)) => repair.run().await,
            Some(Verb::List(list)) => list.run().await,
            Some(Verb::Rollback(rollback)) => rollback.run().await,
            Some(Verb::Prune(prune)) => prune.run().await,
            Some(Verb::Invalidate(invalidate)) => invalidate.run().await,
            Some(Verb::Policy(policy)) => policy.run(),
        }
    }
}

/// Refuses the first given option that would do nothing at this place.
fn refuse_unused<const N: usize>(options: [(&str, bool); N]) -> Result<(), Trouble> {
    match options.into_iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => {
            Err(Trouble::new(format!("`{option}` does nothing here")).help("leave it out"))
        }
        None => Ok(()),
    }
}

/// An environment variable; an empty one counts as unset.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
