//! The place is compared with its manifest, and mended.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tokio::task::JoinSet;

use super::Fault;
use super::place::Key;
use super::plan::{Now, Source, Wanted, plan};
use super::remote::Remote;
use super::site::Site;
use super::state::{Claim, Entry, current};
use super::store::Listed;
use super::transaction::{About, Change, Options, Progress, Receipt, carry_out, now};

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
        let mut there: BTreeMap<&str, &Listed> = listed.iter().map(|object| (object.key.as_str(), object)).collect();
        let mut differences = Vec::new();
        let mut unknown = Vec::new();
        let is_known = look == Look::List || self.store.lists_all();
        for (key, entry) in &self.files {
            match there.remove(key.as_str()) {
                None => differences.push(Difference::Missing(key.clone())),
                Some(object) if object.size != entry.size => differences.push(Difference::Changed(key.clone())),
                Some(Listed { etag: None, .. }) => unknown.push(entry),
                Some(object) if object.etag.as_ref() != Some(&entry.etag) => {
                    differences.push(Difference::Changed(key.clone()));
                }
                Some(_) if is_known => {}
                Some(_) => unknown.push(entry),
            }
        }
        differences.extend(asked(self, &unknown).await?);
        for key in own(self) {
            // Before anything was published there is no manifest.
            if there.remove(key.as_str()).is_none() && self.state.release.is_some() {
                differences.push(Difference::MissingKept(key));
            }
        }
        // Who publishes now may have begun with these.
        let claim = self.state.claim.iter().flat_map(|claim| claim.writes.iter().chain(&claim.deletes));
        claim.for_each(|key| _ = there.remove(key.as_str()));
        differences.extend(there.into_keys().map(|key| Difference::Stranger(key.to_owned())));
        differences.sort();
        Ok(differences)
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
                    Some((_, Some(headers))) if headers != entry.headers => Some(Difference::Headers(entry.key)),
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

/// The keys of what lies there beside the files.
fn own(remote: &Remote) -> BTreeSet<String> {
    let state = &remote.state;
    let lists = state.release.iter().map(|up| up.list.clone());
    [current().to_string()]
        .into_iter()
        .chain(lists)
        .chain(state.files.base.clone())
        .chain(state.retired.iter().map(|kept| kept.key.clone()))
        .collect()
}

impl Remote {
    /// Sends again what differs and the built site has, byte for byte. Gives what was done, and
    /// what still differs: that needs the site that was published, and strangers are never touched.
    pub async fn repair(
        &mut self,
        site: &Site,
        about: &About,
        options: &Options,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<(Receipt, Vec<Difference>), Fault> {
        if self.state.claim.is_some() {
            let help = "wait for it, or publish or roll back first: that finishes what it began";
            return Err(Fault::place("repair", &current(), &"a publish has not ended", help));
        }
        let differences = self.verify(Look::Each).await?;
        let Some(release) = self.state.release.clone() else {
            return Ok((Receipt::default(), differences));
        };
        let mut wanted = BTreeMap::new();
        let broken: BTreeSet<&str> = differences.iter().map(Difference::key).collect();
        for (key, entry) in &self.files {
            let ours = site.wanted.get(key).filter(|ours| ours.entry.sha256 == entry.sha256);
            let is_broken = broken.contains(key.as_str());
            if let Some(ours) = ours.filter(|_| is_broken) {
                wanted.insert(key.clone(), Wanted { entry: entry.clone(), source: ours.source.clone() });
            }
        }
        if wanted.is_empty() {
            return Ok((Receipt { release: Some(release), ..Receipt::default() }, differences));
        }
        // What differs is in doubt, as after a publish that died; all else is as it was.
        let doubt = Claim { writes: wanted.keys().cloned().collect(), ..Claim::default() };
        for (key, entry) in &self.files {
            let source = Source::Kept;
            wanted.entry(key.clone()).or_insert_with(|| Wanted { entry: entry.clone(), source });
        }
        let before = now(self);
        let mut plan = plan(&Now { claim: Some(&doubt), ..before }, &wanted, release.number, u64::MAX);
        plan.actions.retain(|action| doubt.writes.contains(&action.key));
        let history = self.state.history.clone();
        let receipt = carry_out(self, Change { wanted, release, history, plan }, &about.by, options, watch).await?;
        let left = self.verify(Look::Each).await?;
        Ok((receipt, left))
    }
}
