//! What is published, looked at as a stranger would.

use clap::Args;

use super::access::AccessArgs;
use super::text;
use crate::cli::{Trouble, talk};
use crate::publish::{Address, Fault, Probe, ProbeReport};

/// Where the site is looked at without credentials.
#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// Ask for pages below this address without credentials, and fail where they are shown
    #[arg(long, value_name = "URL")]
    probe: Option<String>,
}

impl ProbeArgs {
    /// Reads the address, where one is given, and how long an answer may take.
    pub fn read(&self, access: &AccessArgs) -> Result<Option<Probe>, Trouble> {
        let Some(text) = &self.probe else {
            return Ok(None);
        };
        // It may hold a password: it is not shown.
        let wrong = "what `--probe` is given is no address of a site\n\
                     help: write `https://HOST/PATH/`, with no name or password: \
                     the probe asks as a stranger";
        Ok(Some(Probe {
            address: Address::new(text).ok_or(wrong)?,
            timeout: access.timeout(),
        }))
    }
}

/// Says what a stranger sees, where somebody asked. Gives what stands against it.
pub fn say_probed(probed: Option<Result<ProbeReport, Fault>>) -> Option<Trouble> {
    let report = match probed? {
        Ok(report) => report,
        Err(fault) => return Some(text(fault)),
    };
    let ProbeReport {
        address,
        asked,
        absent,
    } = report;
    let doubt = if asked == absent {
        ": nothing is there, so check the address"
    } else {
        ""
    };
    talk(&format!(
        "none of {asked} addresses below {address} is shown without credentials{doubt}\n"
    ));
    None
}
