//! `bf-docs gate deny`

use std::process::ExitCode;

use clap::Args;

use super::options::{GateSource, SourceArgs};
use crate::cli::{Trouble, data};
use crate::gate::is_address;
use crate::publish::{LockChange, LockedReaders, Remote, utc};

/// Lock a reader out, or end all sessions; without either, list who is locked out
#[derive(Debug, Args)]
pub struct Deny {
    /// The reader's e-mail address
    address: Option<String>,
    /// End all sessions: everybody signs in again
    #[arg(long, conflicts_with_all = ["address", "lift"])]
    all: bool,
    /// Let the reader read again
    #[arg(long, requires = "address")]
    lift: bool,
    #[command(flatten)]
    source: SourceArgs,
}

impl Deny {
    /// Changes the record beside the manifest, with the rights of a publisher.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let change = self.change()?;
        let GateSource { place, access, .. } = self.source.read()?;
        let remote = Remote::open(&place, access).await?;
        if remote.place_state().releases.is_empty() {
            let text = format!("nothing was published at `{place}`, so no gate reads it");
            return Err(Trouble::new(text).help("check the place"));
        }
        let locked = match &change {
            Some(change) => remote.lock_readers(change).await?,
            None => {
                let record = remote.locked_readers(None).await?;
                record.unwrap_or_default().0
            }
        };
        Ok(data(&told(&locked)))
    }

    fn change(&self) -> Result<Option<LockChange>, Trouble> {
        if self.all {
            return Ok(Some(LockChange::EndAll));
        }
        let Some(address) = &self.address else {
            return Ok(None);
        };
        // A reader without an address is known by `sub:` and the provider's number.
        if !is_address(address) && !address.starts_with("sub:") {
            let text = format!("`{}` is no e-mail address", address.escape_debug());
            return Err(Trouble::new(text).help("write the address that the reader signs in with"));
        }
        Ok(Some(match self.lift {
            true => LockChange::Lift(address.clone()),
            false => LockChange::Deny(address.clone()),
        }))
    }
}

/// The record as text.
fn told(locked: &LockedReaders) -> String {
    let mut text = match locked.not_before {
        0 => String::new(),
        time => format!("sessions from before {} have ended\n", utc(time)),
    };
    for address in locked.locked() {
        text.push_str(&format!("locked out: {address}\n"));
    }
    if text.is_empty() {
        text.push_str("no reader is locked out\n");
    }
    text.push_str("gates see changes within a minute\n");
    text
}
