//! What is published, looked at as a stranger would.

use std::time::Duration;

use clap::Args;

use super::access::AccessArgs;
use super::text;
use crate::cli::{Trouble, talk};
use crate::publish::{Address, Remote};

/// Where the site is looked at without credentials.
#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// Ask for pages below this address without credentials, and fail where they are shown
    #[arg(long, value_name = "URL")]
    probe: Option<String>,
}

/// The address that is probed, where there is one, and how long an answer may take.
pub struct Probe {
    address: Option<Address>,
    timeout: Duration,
}

impl ProbeArgs {
    /// Reads the address.
    pub fn read(&self, access: &AccessArgs) -> Result<Probe, Trouble> {
        // It may hold a password: it is not shown.
        let wrong = "what `--probe` is given is no address of a site\n\
                     help: write `https://HOST/PATH/`, with no name or password: \
                     the probe asks as a stranger";
        let address = match &self.probe {
            Some(text) => Some(Address::new(text).ok_or_else(|| wrong.to_owned())?),
            None => None,
        };
        Ok(Probe {
            address,
            timeout: access.timeout(),
        })
    }
}

impl Probe {
    /// Fails where a stranger is shown what is published.
    pub async fn look(&self, remote: &Remote) -> Result<(), Trouble> {
        let Some(address) = &self.address else {
            return Ok(());
        };
        let (asked, absent) = remote.probe(address, self.timeout).await.map_err(text)?;
        let doubt = if asked == absent {
            ": nothing is there, so check the address"
        } else {
            ""
        };
        talk(&format!(
            "none of {asked} addresses below {address} is shown without credentials{doubt}\n"
        ));
        Ok(())
    }
}
