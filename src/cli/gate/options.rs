//! The options of a gate: the place that it reads, and the content map with its settings.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::faults;
use crate::cli::Trouble;
use crate::cli::map::{MapFile, map_of};
use crate::cli::publish::{AccessArgs, configured_place, variable};
use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use crate::gate::{CLIENT_SECRET, GateJob, GateRules, KEYS};
use crate::publish::{Access, PublicAccess, StorePlace};
use crate::render::policy;

/// The longest wait for an answer of the store before a request is tried again.
const STALL: Duration = Duration::from_secs(5);

/// The place that a gate reads.
#[derive(Debug, Args)]
pub struct SourceArgs {
    /// The place of the published site: `s3://BUCKET/PREFIX/` or `file:///FOLDER` [default:
    /// `[publish]` of the content map]
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
    /// The content map [default: content-map.toml in the current folder]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    access: AccessArgs,
}

/// The options of a gate that listens.
#[derive(Debug, Args)]
pub struct GateArgs {
    /// The address of this machine to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address of numbers for Prometheus, at `/metrics`
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    source: SourceArgs,
}

/// The place of a call, and the way to it.
pub struct GateSource {
    /// The place.
    pub place: StorePlace,
    /// The access to it.
    pub access: Access,
    /// The content map.
    pub map: ContentMap,
}

impl SourceArgs {
    /// Finds the place of the call.
    pub fn read(&self) -> Result<GateSource, Trouble> {
        let MapFile { map, findings, .. } = map_of(self.config.as_deref())?;
        sound(&findings)?;
        let from = self.from.clone().or_else(|| configured_place(&map.publish));
        let from = from.ok_or_else(|| {
            Trouble::new("no place to read the site from").help(
                "name it with `--from s3://BUCKET/PREFIX/` or `--from file:///FOLDER`, or as \
                 `bucket` and `prefix` of `[publish]` in the content map",
            )
        })?;
        let place = StorePlace::parse(&from)?;
        let access = self.access.access(&map.publish, &place)?;
        Ok(GateSource { place, access, map })
    }
}

/// Fails if the content map has a key or a value that has no effect. A misspelt rule about who may
/// read would let in more readers than its author meant.
fn sound(findings: &[Diagnostic]) -> Result<(), Trouble> {
    let Some(first) = findings.first() else {
        return Ok(());
    };
    let line = first
        .place
        .as_ref()
        .map(|place| format!(" in line {}", place.line));
    let line = line.unwrap_or_default();
    let trouble = Trouble::new(format!("the content map is wrong{line}: {}", first.message));
    Err(match &first.help {
        Some(help) => trouble.help(help.clone()),
        None => trouble,
    })
}

impl GateArgs {
    /// The gate that these options describe; an exit code if its settings are wrong.
    pub fn job(&self) -> Result<Result<GateJob, ExitCode>, Trouble> {
        let GateSource { place, access, map } = self.source.read()?;
        let name = map.site.name.clone().unwrap_or_else(|| "Docs".to_owned());
        let rules = match GateRules::of(&map.gate, &name) {
            Ok(rules) => Arc::new(rules),
            Err(found) => return Ok(Err(faults(found))),
        };
        let public = match map.publish.shared_bucket {
            true => PublicAccess::Shared,
            false => PublicAccess::Refused,
        };
        // A reader waits meanwhile: a request that stalls is better tried again.
        let access = Access {
            timeout: access.timeout.min(STALL),
            ..access
        };
        Ok(Ok(GateJob {
            rules,
            client_secret: variable(CLIENT_SECRET),
            keys: variable(KEYS).map(PathBuf::from),
            place,
            access,
            public,
            listen: self.listen,
            metrics: self.metrics,
            base: map.base().to_owned(),
            policy: format!("{}; frame-ancestors 'self'", policy(&map)),
            must_reach_provider: false,
        }))
    }
}
