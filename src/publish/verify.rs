//! The place is compared with its manifest, and mended.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tokio::task::JoinSet;

use super::Fault;
use super::change::{About, Change, Options, Progress, Receipt};
use super::plan::{Now, Source, Wanted, plan};
use super::remote::Remote;
use super::site::Site;
use super::state::{Claim, Entry, Record, Release, current, known};
use super::transaction::{carry_out, now};
use crate::store::Key;
use crate::store::Listed;

/// Requests that wait at once.
const TOGETHER: usize = 64;

/// Where the place is not what its manifest says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "difference", content = "key", rename_all = "kebab-case")]
pub enum Difference {
    /// A file is not there.
    Missing(String),
    /// A file has other bytes.
    Changed(String),
    /// A file is served with other headers.
    Headers(String),
    /// What an earlier release needs, or a file of bf-docs' own, is not there.
    MissingKept(String),
    /// What an earlier release needs has other bytes.
    ChangedKept(String),
    /// Nothing of ours has this key.
    Stranger(String),
}

impl Difference {
    /// The key, from the prefix on.
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

/// How closely a place is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// By what its list says: a request for each 1,000 objects.
    List,
    /// Each file is asked for too: the list does not say what they are served with.
    Each,
}

impl Remote {
    /// Lists the place and compares it with its manifest. Bytes are compared by length and
    /// ETag, which the place gave when they were written.
    pub async fn verify(&self, look: Look) -> Result<Vec<Difference>, Fault> {
        let listed = self.store.list().await?;
        let objects = listed.iter().map(|object| (object.key.as_str(), object));
        let mut there: BTreeMap<&str, &Listed> = objects.collect();
        let mut differences = self.of_files(&mut there, look).await?;
        differences.extend(self.of_lists(&mut there));
        if look == Look::Each {
            // Those that are not there are known already.
            let unreadable = self.unreadable().await?;
            let broken = listed.iter().map(|object| &object.key);
            let broken = broken.filter(|key| unreadable.contains(*key));
            differences.extend(broken.cloned().map(Difference::ChangedKept));
        }
        differences.extend(self.of_retired(&mut there));
        // Who publishes now may have begun with these.
        let claim = self.state.claim.iter().flat_map(Claim::keys);
        claim.for_each(|key| _ = there.remove(key.as_str()));
        let strangers = there.into_keys().map(str::to_owned);
        differences.extend(strangers.map(Difference::Stranger));
        differences.sort();
        Ok(differences)
    }

    /// What differs of the files of the release that is up; takes them out of what is `there`.
    async fn of_files(
        &self,
        there: &mut BTreeMap<&str, &Listed>,
        look: Look,
    ) -> Result<Vec<Difference>, Fault> {
        let (mut differences, mut unknown) = (Vec::new(), Vec::new());
        let is_known = look == Look::List || self.store.lists_all();
        for (key, entry) in &self.files {
            match there.remove(key.as_str()) {
                None => differences.push(Difference::Missing(key.clone())),
                Some(object) if object.size != entry.size => {
                    differences.push(Difference::Changed(key.clone()))
                }
                Some(Listed { etag: None, .. }) => unknown.push(entry),
                Some(object) if object.etag.as_ref() != Some(&entry.etag) => {
                    differences.push(Difference::Changed(key.clone()));
                }
                Some(_) if is_known => {}
                Some(_) => unknown.push(entry),
            }
        }
        differences.extend(asked(self, &unknown).await?);
        Ok(differences)
    }

    /// Which of the manifest and the lists it names are not there; takes them out of what is
    /// `there`.
    fn of_lists(&self, there: &mut BTreeMap<&str, &Listed>) -> Vec<Difference> {
        let mut lists = vec![current().to_string()];
        lists.extend(self.state.release.iter().map(|up| up.list.clone()));
        lists.extend(self.state.files.base.clone());
        lists.retain(|key| there.remove(key.as_str()).is_none());
        // Before anything was published there is no manifest.
        let is_up = self.state.release.is_some();
        let missing = lists.into_iter().filter(|_| is_up);
        missing.map(Difference::MissingKept).collect()
    }

    /// What differs of the files that earlier releases need; takes them out of what is `there`.
    fn of_retired(&self, there: &mut BTreeMap<&str, &Listed>) -> Vec<Difference> {
        let mut differences = Vec::new();
        for retired in &self.state.retired {
            let is_same = |etag: &str| known(&retired.etag).is_none_or(|tag| tag == etag);
            match there.remove(retired.key.as_str()) {
                // Nobody needs it.
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
    /// The keys of lists of files that cannot be read, or are another release's.
    async fn unreadable(&self) -> Result<BTreeSet<String>, Fault> {
        let (mut unreadable, mut bases) = (BTreeSet::new(), BTreeSet::new());
        for release in self.state.release.iter().chain(&self.state.history) {
            let Some(key) = Key::new(&release.list) else {
                continue;
            };
            let read = match self.get::<Record>(&key).await {
                Ok(Some(found)) if found.release != *release => Err(release.list.clone()),
                Ok(Some(Record { files, .. }))
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

/// The key of what was read, where it is damaged; any other fault as it is.
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

/// Asks for files one by one, for what the list does not say of them.
async fn asked(remote: &Remote, files: &[&Entry]) -> Result<Vec<Difference>, Fault> {
    let mut differences = Vec::new();
    for files in files.chunks(TOGETHER) {
        let mut running = JoinSet::new();
        for file in files {
            let (store, entry) = (Arc::clone(&remote.store), Entry::clone(file));
            running.spawn(async move {
                let found = match Key::new(&entry.key) {
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
    /// Sends again what differs and the built site has, byte for byte; what a publisher that died
    /// has begun is undone. Gives what was done, and what still differs: that needs the site that
    /// was published, and strangers are never touched.
    pub async fn repair(
        &mut self,
        site: &Site,
        about: &About,
        options: &Options,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<(Receipt, Vec<Difference>), Fault> {
        // While somebody publishes, what is there differs.
        let mut doubt = self.free_for(options)?.cloned().unwrap_or_default();
        let differences = self.verify(Look::Each).await?;
        let Some(release) = self.state.release.clone() else {
            return Ok((Receipt::default(), differences));
        };
        let broken: BTreeSet<&str> = differences
            .iter()
            .map(Difference::key)
            .chain(doubt.keys().map(String::as_str))
            .collect();
        let mut wanted = self.mendable(site, &broken);
        // That is written with each release, and this one's is known.
        let has_list = !broken.contains(release.list.as_str());
        if wanted.is_empty() && has_list && self.state.claim.is_none() {
            let receipt = Receipt {
                release: Some(release),
                is_idle: true,
                ..Receipt::default()
            };
            return Ok((receipt, differences));
        }
        drop(broken);
        // What differs is in doubt, as after a publish that died.
        doubt.writes.extend(wanted.keys().cloned());
        for (key, entry) in &self.files {
            wanted.entry(key.clone()).or_insert_with(|| Wanted {
                entry: entry.clone(),
                source: Source::Kept,
            });
        }
        let change = self.mending(release, wanted, &doubt, &differences);
        let receipt = carry_out(self, change, &about.by, options, watch).await?;
        let left = self.verify(Look::Each).await?;
        Ok((receipt, left))
    }

    /// The broken files that the built site has, byte for byte.
    fn mendable(&self, site: &Site, broken: &BTreeSet<&str>) -> BTreeMap<String, Wanted> {
        let files = self.files.iter();
        let files = files.filter(|(key, _)| broken.contains(key.as_str()));
        files
            .filter_map(|(key, entry)| {
                let ours = site.wanted.get(key)?;
                let wanted = Wanted {
                    entry: entry.clone(),
                    source: ours.source.clone(),
                };
                (ours.entry.sha256 == entry.sha256).then(|| (key.clone(), wanted))
            })
            .collect()
    }

    /// What mends the release that is up: what is in doubt is written again.
    fn mending(
        &self,
        release: Release,
        wanted: BTreeMap<String, Wanted>,
        doubt: &Claim,
        differences: &[Difference],
    ) -> Change {
        let now = Now {
            claim: Some(doubt),
            ..now(self)
        };
        let mut plan = plan(&now, &wanted, release.number, u64::MAX);
        // What is not there and nobody has is left as it is.
        let gone = |key: &String| {
            let wanted = wanted.get(key);
            let is_kept = wanted.is_some_and(|wanted| wanted.source == Source::Kept);
            is_kept && differences.contains(&Difference::Missing(key.clone()))
        };
        let doubtful: BTreeSet<&String> = doubt.keys().filter(|key| !gone(key)).collect();
        plan.actions.retain(|action| doubtful.contains(&action.key));
        Change {
            of: release.number,
            history: self.state.history.clone(),
            wanted,
            release,
            plan,
        }
    }
}
