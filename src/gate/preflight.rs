//! The checks before a gate listens.

use std::path::Path;
use std::time::Duration;

use openidconnect::ClientSecret;
use serde::Deserialize;

use super::fault::Fault;
use super::keys::KeyRing;
use super::provider::Provider;
use super::provider_http::ProviderClient;
use super::rules::GateRules;
use super::{GateJob, HEALTH, secrets};
use crate::publish::{self, PublicAccess, Remote};
use crate::store::{Exposure, Store};

/// The longest wait for another gate at the same address.
const PATIENCE: Duration = Duration::from_secs(3);

/// All that a gate needs, checked.
pub struct Prepared {
    /// The keys.
    pub ring: KeyRing,
    /// The provider.
    pub provider: Provider,
    /// The open place.
    pub remote: Remote,
    /// Troubles that do not keep the gate from starting, as sentences.
    pub notes: Vec<String>,
}

/// Checks all that can be checked before a gate listens, and returns all that is wrong.
pub async fn prepare(job: &GateJob) -> Result<Prepared, Vec<Fault>> {
    let (mut faults, mut notes) = (Vec::new(), Vec::new());
    let secret = kept(
        secrets::client_secret(job.client_secret.clone()),
        &mut faults,
    );
    let ring = kept(ring(job.keys.as_deref()), &mut faults);
    let secret = secret.unwrap_or_else(|| ClientSecret::new(String::new()));
    let provider = Provider::new(job.rules.clone(), secret);
    notes.extend(kept(reached(&provider, job).await, &mut faults).flatten());
    let remote = Remote::open(&job.place, job.access.clone()).await;
    let remote = kept(remote.map_err(Fault::from), &mut faults);
    if let Some(remote) = &remote {
        let private = private(remote, job).await.map_err(Fault::from);
        notes.extend(kept(private, &mut faults).flatten());
    }
    if let Some(ring) = &ring {
        kept(same_keys(&job.rules, ring).await, &mut faults);
    }
    match (ring, remote) {
        (Some(ring), Some(remote)) if faults.is_empty() => Ok(Prepared {
            ring,
            provider,
            remote,
            notes,
        }),
        _ => Err(faults),
    }
}

/// The product of a check; a fault goes to the others.
fn kept<T>(checked: Result<T, Fault>, faults: &mut Vec<Fault>) -> Option<T> {
    checked.map_err(|fault| faults.push(fault)).ok()
}

/// Fails if the provider is not the one that is named. Returns a note if it cannot be reached and
/// that is no fault: readers who have signed in can read on.
async fn reached(provider: &Provider, job: &GateJob) -> Result<Option<String>, Fault> {
    match provider.discovered().await {
        Err(fault @ Fault::Provider { is_away: true, .. }) if !job.must_reach_provider => Ok(Some(
            format!("{fault}; nobody can sign in until it answers"),
        )),
        found => found.map(|_| None),
    }
}

fn ring(path: Option<&Path>) -> Result<KeyRing, Fault> {
    let path = path.ok_or_else(|| Fault::Secret {
        variable: secrets::KEYS,
        why: "is not set".to_owned(),
        help: "make a key ring with `bf-docs gate keys new FILE`, and set it to the file's path",
    })?;
    secrets::key_ring(path)
}

/// Fails if everybody may read the site without the gate. Returns a note if the place does not say.
async fn private(remote: &Remote, job: &GateJob) -> Result<Option<String>, publish::Fault> {
    let store = remote.store();
    let Store::Bucket(bucket) = &*store else {
        return Ok(None);
    };
    let open = |why: String, help| publish::Fault::Public {
        place: job.place.to_string(),
        why,
        help,
    };
    match bucket.exposure().await? {
        Exposure::Private => Ok(None),
        Exposure::Open(how) => Err(open(
            format!("the bucket's policy {how}"),
            "narrow the policy: everybody can read the site without the gate",
        )),
        Exposure::Somewhere if job.public != PublicAccess::Shared => Err(open(
            "the bucket is public, and its policy may not be read".to_owned(),
            "allow `s3:GetBucketPolicy`, or say with `shared-bucket` of `[publish]` that only another part is public",
        )),
        Exposure::Somewhere => Ok(None),
        Exposure::Unknown => Ok(Some(
            "the bucket does not say who may read it: `bf-docs publish verify` asks with the \
             publisher's rights"
                .to_owned(),
        )),
    }
}

/// A gate's health, as another one reads it.
#[derive(Deserialize)]
struct Health {
    keys: Vec<String>,
}

/// Fails if another gate answers at the same address, and has other keys.
async fn same_keys(rules: &GateRules, ring: &KeyRing) -> Result<(), Fault> {
    let address = format!("{}{HEALTH}", rules.origin());
    let Ok(request) = openidconnect::http::Request::get(&address).body(Vec::new()) else {
        return Ok(());
    };
    let client = ProviderClient::new();
    // Before the first gate listens, nobody answers there.
    let Ok(Ok(answer)) = tokio::time::timeout(PATIENCE, client.send(request)).await else {
        return Ok(());
    };
    let Ok(health) = serde_json::from_slice::<Health>(answer.body()) else {
        return Ok(());
    };
    let ours = ring.ids();
    if health.keys.iter().any(|key| ours.contains(key)) {
        return Ok(());
    }
    Err(Fault::OtherKeys {
        url: rules.origin(),
    })
}
