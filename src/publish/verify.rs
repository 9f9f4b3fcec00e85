//! Verify and repair: the place is compared with its manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tokio::task::JoinSet;

use super::Fault;
use super::change::{PlannedChange, Progress, Provenance, PublishOptions, Receipt};
use super::manifest::{
    Lease, Release, ReleaseRecord, RemoteFile, known_tag, manifest_key, readers_key,
};
use super::plan::{ByteSource, RemoteSnapshot, WantedFile, plan};
use super::remote::Remote;
use super::site::BuiltSite;
use super::transaction::{carry_out, snapshot};
use crate::store::ListedObject;
use crate::store::ObjectKey;

/// The number of requests in flight.
const REQUESTS: usize = 64;

/// A difference between the place and its manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "difference", content = "key", rename_all = "kebab-case")]
pub enum Difference {
    /// The file is missing.
    Missing(String),
    /// The file has other bytes.
    Changed(String),
    /// The file has other headers.
    Headers(String),
    /// An object that an earlier release or bf-docs itself needs is missing.
    MissingKept(String),
    /// An object that an earlier release needs has other bytes.
    ChangedKept(String),
    /// The key is not ours.
    Stranger(String),
}

impl Difference {
    /// The key, below the prefix.
    pub fn key(&self) -> &str {
        match self {
            Self::Missing(key)
            | Self::Changed(key)
            | Self::Headers(key)
            | Self::MissingKept(key)
            | Self::ChangedKept(key)
            | Self::Stranger(key) => key,
        }
    }
}

/// The depth of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyDepth {
    /// Only the list is read: a request for each 1,000 objects.
    List,
    /// Each file is asked for too, because a list does not have headers.
    Each,
}

impl Remote {
    /// Compares the place with its manifest. Bytes are compared by their length and by the ETag
    /// that the place gave when they were written.
    pub async fn verify(&self, look: VerifyDepth) -> Result<Vec<Difference>, Fault> {
        let listed = self.store.list().await?;
        let objects = listed.iter().map(|object| (object.key.as_str(), object));
        let mut there: BTreeMap<&str, &ListedObject> = objects.collect();
        let mut differences = self.file_differences(&mut there, look).await?;
        differences.extend(self.list_differences(&mut there));
        if look == VerifyDepth::Each {
            // Missing records are already among the differences.
            let unreadable = self.unreadable().await?;
            let broken = listed.iter().map(|object| &object.key);
            let broken = broken.filter(|key| unreadable.contains(*key));
            differences.extend(broken.cloned().map(Difference::ChangedKept));
        }
        differences.extend(self.retired_differences(&mut there));
        // The record of locked-out readers belongs to the gate.
        there.remove(readers_key().as_str());
        // A publisher at work may have written or deleted these.
        let lease = self.manifest.lease.iter().flat_map(Lease::keys);
        lease.for_each(|key| _ = there.remove(key.as_str()));
        let strangers = there.into_keys().map(str::to_owned);
        differences.extend(strangers.map(Difference::Stranger));
        differences.sort();
        Ok(differences)
    }

    /// The differences of the release's files. Removes the files from `there`.
    async fn file_differences(
        &self,
        there: &mut BTreeMap<&str, &ListedObject>,
        look: VerifyDepth,
    ) -> Result<Vec<Difference>, Fault> {
        let (mut differences, mut unknown) = (Vec::new(), Vec::new());
        let is_known = look == VerifyDepth::List || self.store.lists_all();
        for (key, entry) in &self.files {
            match there.remove(key.as_str()) {
                None => differences.push(Difference::Missing(key.clone())),
                Some(object) if object.size != entry.size => {
                    differences.push(Difference::Changed(key.clone()))
                }
                Some(ListedObject { etag: None, .. }) => unknown.push(entry),
                Some(object) if object.etag.as_ref() != Some(&entry.etag) => {
                    differences.push(Difference::Changed(key.clone()));
                }
                Some(_) if is_known => {}
                Some(_) => unknown.push(entry),
            }
        }
        differences.extend(checked_by_head(self, &unknown).await?);
        Ok(differences)
    }

    /// The differences of the manifest, the record and the base: those that are missing. Removes
    /// all three from `there`.
    fn list_differences(&self, there: &mut BTreeMap<&str, &ListedObject>) -> Vec<Difference> {
        let mut lists = vec![manifest_key().to_string()];
        lists.extend(self.manifest.release.iter().map(|up| up.list.clone()));
        lists.extend(self.manifest.files.base.clone());
        lists.retain(|key| there.remove(key.as_str()).is_none());
        // Before the first publish there is no manifest.
        let is_up = self.manifest.release.is_some();
        let missing = lists.into_iter().filter(|_| is_up);
        missing.map(Difference::MissingKept).collect()
    }

    /// The differences of the objects that earlier releases need. Removes the objects from `there`.
    fn retired_differences(&self, there: &mut BTreeMap<&str, &ListedObject>) -> Vec<Difference> {
        let mut differences = Vec::new();
        for retired in &self.manifest.retired {
            let is_same = |etag: &str| known_tag(&retired.etag).is_none_or(|tag| tag == etag);
            match there.remove(retired.key.as_str()) {
                // No release needs it.
                _ if retired.last == 0 => {}
                None => differences.push(Difference::MissingKept(retired.key.clone())),
                Some(object) if object.etag.as_deref().is_none_or(is_same) => {}
                Some(_) => differences.push(Difference::ChangedKept(retired.key.clone())),
            }
        }
        differences
    }
}

impl Remote {
    /// The keys of records and bases that are damaged or belong to another release.
    async fn unreadable(&self) -> Result<BTreeSet<String>, Fault> {
        let (mut unreadable, mut bases) = (BTreeSet::new(), BTreeSet::new());
        for release in self.manifest.release.iter().chain(&self.manifest.history) {
            let Some(key) = ObjectKey::new(&release.list) else {
                continue;
            };
            let read = match self.get::<ReleaseRecord>(&key).await {
                Ok(Some(found)) if found.release != *release => Err(release.list.clone()),
                Ok(Some(ReleaseRecord { files, .. }))
                    if files.base.iter().any(|base| bases.insert(base.clone())) =>
                {
                    let broken = || files.base.clone().unwrap_or_default();
                    unless_damaged(self.files_of(&files).await, broken)?
                }
                found => unless_damaged(found, || release.list.clone())?,
            };
            unreadable.extend(read.err());
        }
        Ok(unreadable)
    }
}

/// The key of a damaged file; any other fault stays one.
fn unless_damaged<T>(
    read: Result<T, Fault>,
    key: impl FnOnce() -> String,
) -> Result<Result<(), String>, Fault> {
    match read {
        Ok(_) => Ok(Ok(())),
        Err(Fault::Manifest { .. }) => Ok(Err(key())),
        Err(fault) => Err(fault),
    }
}

/// Asks for files one by one, because the list does not tell enough about them.
async fn checked_by_head(remote: &Remote, files: &[&RemoteFile]) -> Result<Vec<Difference>, Fault> {
    let mut differences = Vec::new();
    for files in files.chunks(REQUESTS) {
        let mut running = JoinSet::new();
        for file in files {
            let (store, entry) = (Arc::clone(&remote.store), RemoteFile::clone(file));
            running.spawn(async move {
                let found = match ObjectKey::new(&entry.key) {
                    Some(key) => store.head(&key).await?,
                    None => None,
                };
                Ok::<_, Fault>(match found {
                    None => Some(Difference::Missing(entry.key)),
                    Some((tag, _)) if tag != entry.etag => Some(Difference::Changed(entry.key)),
                    Some((_, Some(headers))) if headers != entry.headers => {
                        Some(Difference::Headers(entry.key))
                    }
                    Some(_) => None,
                })
            });
        }
        while let Some(answer) = running.join_next().await {
            differences.extend(answer.expect("a task neither panics nor is stopped")?);
        }
    }
    Ok(differences)
}

impl Remote {
    /// Sends broken files again if the built site has the same bytes, and undoes an unfinished
    /// publish. Returns the receipt and the remaining differences. To mend those, pass the site
    /// that was published. Files that are not ours are never touched.
    pub async fn repair(
        &mut self,
        site: &BuiltSite,
        provenance: &Provenance,
        options: &PublishOptions,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<(Receipt, Vec<Difference>), Fault> {
        // While somebody publishes, differences are normal.
        let mut doubt = self
            .lease_to_take_over(options)?
            .cloned()
            .unwrap_or_default();
        let differences = self.verify(VerifyDepth::Each).await?;
        let Some(release) = self.manifest.release.clone() else {
            return Ok((Receipt::default(), differences));
        };
        let broken: BTreeSet<&str> = differences
            .iter()
            .map(Difference::key)
            .chain(doubt.keys().map(String::as_str))
            .collect();
        let mut wanted = self.mendable(site, &broken);
        // Each commit writes the record, whose content is known.
        let has_list = !broken.contains(release.list.as_str());
        if wanted.is_empty() && has_list && self.manifest.lease.is_none() {
            let receipt = Receipt {
                release: Some(release),
                is_idle: true,
                ..Receipt::default()
            };
            return Ok((receipt, differences));
        }
        drop(broken);
        // Broken files are in an unknown state, as after an unfinished publish.
        doubt.writes.extend(wanted.keys().cloned());
        for (key, entry) in &self.files {
            wanted.entry(key.clone()).or_insert_with(|| WantedFile {
                entry: entry.clone(),
                source: ByteSource::Kept,
            });
        }
        let change = self.mending(release, wanted, &doubt, &differences);
        let receipt = carry_out(self, change, &provenance.by, options, watch).await?;
        let left = self.verify(VerifyDepth::Each).await?;
        Ok((receipt, left))
    }

    /// The broken files whose bytes the built site has.
    fn mendable(&self, site: &BuiltSite, broken: &BTreeSet<&str>) -> BTreeMap<String, WantedFile> {
        let files = self.files.iter();
        let files = files.filter(|(key, _)| broken.contains(key.as_str()));
        files
            .filter_map(|(key, entry)| {
                let ours = site.wanted.get(key)?;
                let wanted = WantedFile {
                    entry: entry.clone(),
                    source: ours.source.clone(),
                };
                (ours.entry.sha256 == entry.sha256).then(|| (key.clone(), wanted))
            })
            .collect()
    }

    /// The change that repairs the release that is up: it writes the files whose state is unknown.
    fn mending(
        &self,
        release: Release,
        wanted: BTreeMap<String, WantedFile>,
        doubt: &Lease,
        differences: &[Difference],
    ) -> PlannedChange {
        let now = RemoteSnapshot {
            lease: Some(doubt),
            ..snapshot(self)
        };
        let mut plan = plan(&now, &wanted, release.number, u64::MAX);
        // A missing file without a source is left alone.
        let gone = |key: &String| {
            let wanted = wanted.get(key);
            let is_kept = wanted.is_some_and(|wanted| wanted.source == ByteSource::Kept);
            is_kept && differences.contains(&Difference::Missing(key.clone()))
        };
        let doubtful: BTreeSet<&String> = doubt.keys().filter(|key| !gone(key)).collect();
        plan.actions.retain(|action| doubtful.contains(&action.key));
        PlannedChange {
            source_release: release.number,
            history: self.manifest.history.clone(),
            wanted,
            release,
            plan,
        }
    }
}
