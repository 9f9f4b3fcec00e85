//! The option for the probe, and the report of its result.

use clap::Args;

use super::access::AccessArgs;
use crate::cli::{Trouble, talk};
use crate::publish::{Address, Fault, Probe, ProbeReport};

/// The option for the probe.
#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// Request pages below this URL without credentials, and fail if one is shown
    #[arg(long, value_name = "URL")]
    probe: Option<String>,
}

impl ProbeArgs {
    /// Reads the address, if one is given, and the longest wait for an answer.
    pub fn read(&self, access: &AccessArgs) -> Result<Option<Probe>, Trouble> {
        let Some(text) = &self.probe else {
            return Ok(None);
        };
        // The address may contain a password, so it is not shown.
        let wrong = || {
            Trouble::new("the value of `--probe` is no address of a site").help(
                "write `https://HOST/PATH/`, with no name or password: the probe asks as a \
                 stranger",
            )
        };
        Ok(Some(Probe {
            address: Address::new(text).ok_or_else(wrong)?,
            timeout: access.timeout(),
        }))
    }
}

/// Reports the probe's result, if there is one. Returns the trouble.
pub fn report_probe(probed: Option<Result<ProbeReport, Fault>>) -> Option<Trouble> {
    let report = match probed? {
        Ok(report) => report,
        Err(fault) => return Some(fault.into()),
    };
    let ProbeReport {
        address,
        asked,
        absent,
        cached,
    } = report;
    let doubt = if asked == absent {
        ": nothing is there, so check the address"
    } else {
        ""
    };
    if cached > 0 {
        let text = format!(
            "a shared cache gave {cached} of {asked} answers below {address}: it may give one \
             reader's page to another"
        );
        let help = "turn caching off before the gate: `bf-docs publish policy --part gate`";
        talk(&format!("warning: {}\n", Trouble::new(text).help(help)));
    }
    talk(&format!(
        "none of {asked} addresses below {address} is shown without credentials{doubt}\n"
    ));
    None
}
