//! The plan of a publish: the actions that make a site the release that is up.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::path::PathBuf;

use serde::Serialize;

use super::headers::is_fingerprinted;
use super::manifest::{Files, Lease, RemoteFile, RetiredObject, kept_key, known_tag};
use crate::search::FOLDER as INDEX;
use crate::store::ListedObject;
use crate::store::ObjectKey;

/// A file of the next release.
#[derive(Debug, Clone)]
pub struct WantedFile {
    /// Its key, hash and headers.
    pub entry: RemoteFile,
    /// The source of its bytes.
    pub source: ByteSource,
}

/// The source of a file's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByteSource {
    /// A file of the built site.
    File(PathBuf),
    /// The place itself, which kept the bytes of an earlier release.
    Kept,
}

/// The known state of a place.
#[derive(Debug, Clone, Copy)]
pub struct RemoteSnapshot<'s> {
    /// The files of the release that is up.
    pub files: &'s Files,
    /// The objects that are kept beside them.
    pub retired: &'s [RetiredObject],
    /// The lease of a publisher that may have died, whose keys are in an unknown state.
    pub lease: Option<&'s Lease>,
    /// The number of the release that is up; 0 if there is none.
    pub number: u64,
}

/// The actions of a publish, in order.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The actions, in the order of [`PlanStep`].
    pub actions: Vec<Action>,
    /// The objects that are kept beside the files after all actions.
    pub retired: Vec<RetiredObject>,
}

/// A single change of one object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Action {
    /// The step in which the action is taken.
    pub step: PlanStep,
    /// The key, below the prefix, that is written, kept or deleted.
    pub key: String,
    /// The reason for the action.
    pub reason: Reason,
    /// The size of the object in bytes.
    pub size: u64,
}

/// The steps, in order. Each ends before the next one begins, so that no reader meets a page before
/// its assets or an index before its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanStep {
    /// Copies aside the bytes that will be replaced or deleted.
    Keep,
    /// Writes files with a fingerprint in their names: nobody asks for them yet.
    Named,
    /// Writes images and other assets.
    Asset,
    /// Writes pages.
    Page,
    /// Writes the texts that search results show.
    Text,
    /// Writes the entry file of the search index, and the sitemap.
    Index,
    /// Deletes objects that are no longer needed, once the release is committed.
    Delete,
}

impl PlanStep {
    /// The verb for what the step does to a file.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Delete => "delete",
            Self::Named | Self::Asset | Self::Page | Self::Text | Self::Index => "write",
        }
    }
}

/// The reason for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The place does not have it.
    New,
    /// Its bytes differ.
    Bytes,
    /// Its headers differ.
    Headers,
    /// A publisher that did not finish may have written it.
    Doubtful,
    /// An earlier release needs it.
    Replaced,
    /// The site no longer has it.
    Gone,
    /// No release that is kept needs it.
    Expired,
}

impl Reason {
    /// The reason as a clause.
    pub fn clause(self) -> &'static str {
        match self {
            Self::New => "it is new",
            Self::Bytes => "its bytes differ",
            Self::Headers => "its headers differ",
            Self::Doubtful => "an unfinished publish may have written it",
            Self::Replaced => "an earlier release needs it",
            Self::Gone => "the site no longer has it",
            Self::Expired => "no release that is kept needs it",
        }
    }
}

/// Compares the release that is up with the next one. `next` is the next release's number, `keep`
/// the number of earlier releases that are kept.
pub fn plan(
    now: &RemoteSnapshot<'_>,
    wanted: &BTreeMap<String, WantedFile>,
    next: u64,
    keep: u64,
) -> Plan {
    let mut draft = Draft::of(now);
    for (key, wanted) in wanted {
        draft.want(key, wanted);
    }
    for entry in now
        .files
        .values()
        .filter(|entry| !wanted.contains_key(&entry.key))
    {
        draft.remove(entry);
    }
    draft.leftovers(wanted);
    draft.finish(wanted, next.saturating_sub(keep))
}

struct Draft<'s> {
    now: &'s RemoteSnapshot<'s>,
    doubtful: BTreeSet<&'s str>,
    actions: Vec<Action>,
    /// The objects beside the files, by key.
    retired: BTreeMap<String, RetiredObject>,
}

impl<'s> Draft<'s> {
    fn of(now: &'s RemoteSnapshot<'s>) -> Self {
        let doubtful = now
            .lease
            .into_iter()
            .flat_map(Lease::keys)
            .map(String::as_str)
            .collect();
        let retired = now
            .retired
            .iter()
            .map(|retired| (retired.key.clone(), retired.clone()))
            .collect();
        Self {
            now,
            doubtful,
            actions: Vec::new(),
            retired,
        }
    }

    fn act(&mut self, step: PlanStep, key: &str, reason: Reason, size: u64) {
        self.actions.push(Action {
            step,
            key: key.to_owned(),
            reason,
            size,
        });
    }

    fn want(&mut self, key: &str, wanted: &WantedFile) {
        let before = self.now.files.get(key);
        let entry = &wanted.entry;
        let is_doubtful = self.doubtful.contains(key);
        let reason = match before {
            _ if is_doubtful => Reason::Doubtful,
            Some(before) if before.sha256 != entry.sha256 => Reason::Bytes,
            Some(before) if before.headers != entry.headers => Reason::Headers,
            Some(_) => return,
            // An earlier release had the file, and the object was left in place.
            None if wanted.source == ByteSource::Kept && self.is_in_place(entry) => return,
            None => Reason::New,
        };
        if let Some(before) = before.filter(|before| before.sha256 != entry.sha256) {
            self.keep(before);
        }
        self.act(step_of(key, &entry.sha256), key, reason, entry.size);
    }

    /// Returns whether an earlier release's file was left in place.
    fn is_in_place(&self, entry: &RemoteFile) -> bool {
        is_fingerprinted(&entry.key, &entry.sha256) && self.retired.contains_key(&entry.key)
    }

    /// Takes a file out of the site.
    fn remove(&mut self, entry: &RemoteFile) {
        if is_fingerprinted(&entry.key, &entry.sha256) {
            self.retire(&entry.key, &entry.etag);
        } else {
            self.keep(entry);
            self.act(PlanStep::Delete, &entry.key, Reason::Gone, entry.size);
        }
    }

    /// Keeps the bytes of a file for the release that is up.
    fn keep(&mut self, entry: &RemoteFile) {
        if self.retire(kept_key(&entry.sha256).as_str(), "") {
            let is_doubtful = self.doubtful.contains(entry.key.as_str());
            let reason = if is_doubtful {
                Reason::Doubtful
            } else {
                Reason::Replaced
            };
            self.act(PlanStep::Keep, &entry.key, reason, entry.size);
        }
    }

    /// Retires an object with the release that is up. Returns whether it is newly retired.
    fn retire(&mut self, key: &str, etag: &str) -> bool {
        let new = || RetiredObject {
            key: key.to_owned(),
            last: 0,
            etag: etag.to_owned(),
        };
        let retired = self.retired.entry(key.to_owned());
        let is_new = matches!(retired, btree_map::Entry::Vacant(_));
        retired.or_insert_with(new).last = self.now.number;
        is_new
    }

    /// Deletes what an unfinished publish may have left and nothing needs.
    fn leftovers(&mut self, wanted: &BTreeMap<String, WantedFile>) {
        let is_known = |key: &str| {
            wanted.contains_key(key)
                || self.now.files.contains_key(key)
                || self.retired.contains_key(key)
        };
        let left: Vec<&str> = self
            .doubtful
            .iter()
            .copied()
            .filter(|key| !is_known(key))
            .collect();
        left.into_iter()
            .for_each(|key| self.act(PlanStep::Delete, key, Reason::Doubtful, 0));
    }

    fn finish(mut self, wanted: &BTreeMap<String, WantedFile>, oldest: u64) -> Plan {
        self.retired.retain(|key, _| !wanted.contains_key(key));
        let (expired, retired): (Vec<_>, Vec<_>) = self
            .retired
            .into_values()
            .partition(|retired| retired.last < oldest);
        for RetiredObject { key, .. } in expired {
            self.actions.push(Action {
                step: PlanStep::Delete,
                key,
                reason: Reason::Expired,
                size: 0,
            });
        }
        self.actions.sort();
        self.actions
            .dedup_by(|one, next| one.step == next.step && one.key == next.key);
        Plan {
            actions: self.actions,
            retired,
        }
    }
}

impl Plan {
    /// The number of the site's files that are deleted.
    pub fn gone(&self) -> usize {
        self.actions
            .iter()
            .filter(|action| action.reason == Reason::Gone)
            .count()
    }

    /// The keys to delete. A key that could lead out of the prefix is not among them.
    pub(super) fn deletes(&self) -> impl Iterator<Item = ObjectKey> {
        self.actions
            .iter()
            .filter(|action| action.step == PlanStep::Delete)
            .filter_map(|action| ObjectKey::new(&action.key))
    }

    /// The writes to the site's own keys.
    fn writes(&self) -> impl Iterator<Item = &Action> {
        self.actions
            .iter()
            .filter(|action| !matches!(action.step, PlanStep::Keep | PlanStep::Delete))
    }

    /// The keys that are deleted in favour of others, where a file becomes a folder of the same
    /// name or the other way round.
    pub(super) fn in_the_way(&self) -> Vec<ObjectKey> {
        let comes: Vec<&str> = self.writes().map(|action| action.key.as_str()).collect();
        let is_below = |key: &str, folder: &str| {
            key.strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let is_met = |key: &str| {
            comes
                .iter()
                .any(|come| is_below(come, key) || is_below(key, come))
        };
        self.deletes().filter(|key| is_met(key.as_str())).collect()
    }
}

/// Returns a file whose bytes the place should have kept and has not, according to its list.
pub fn missing<'w>(
    now: &RemoteSnapshot<'_>,
    wanted: &'w BTreeMap<String, WantedFile>,
    listed: &[ListedObject],
) -> Option<&'w RemoteFile> {
    let is_there = is_there(listed);
    // The bytes of the files that are up are kept before they are replaced.
    let up = now
        .files
        .values()
        .filter(|entry| is_there(&entry.key, &entry.etag));
    let mut bytes: BTreeSet<String> = up
        .map(|entry| kept_key(&entry.sha256).to_string())
        .collect();
    let beside = now
        .retired
        .iter()
        .filter(|retired| is_there(&retired.key, &retired.etag));
    bytes.extend(beside.map(|retired| retired.key.clone()));
    let is_other = |entry: &&RemoteFile| {
        now.files
            .get(&entry.key)
            .is_none_or(|up| up.sha256 != entry.sha256)
    };
    let is_kept = |entry: &RemoteFile| {
        bytes.contains(kept_key(&entry.sha256).as_str()) || bytes.contains(&entry.key)
    };
    let copied = wanted
        .values()
        .filter(|wanted| wanted.source == ByteSource::Kept)
        .map(|wanted| &wanted.entry);
    copied.filter(is_other).find(|entry| !is_kept(entry))
}

/// The keys of files that stay, and that somebody changed or deleted.
pub fn damaged(
    now: &RemoteSnapshot<'_>,
    wanted: &BTreeMap<String, WantedFile>,
    listed: &[ListedObject],
) -> Vec<String> {
    let is_there = is_there(listed);
    let stays = |entry: &&RemoteFile| {
        wanted
            .get(&entry.key)
            .is_some_and(|wanted| wanted.entry.sha256 == entry.sha256)
    };
    let broken = now
        .files
        .values()
        .filter(stays)
        .filter(|entry| !is_there(&entry.key, &entry.etag));
    broken.map(|entry| entry.key.clone()).collect()
}

/// Returns a test of whether the list has an object, and under the given ETag if both are known.
fn is_there(listed: &[ListedObject]) -> impl Fn(&str, &str) -> bool {
    let listed: BTreeMap<&str, &ListedObject> = listed
        .iter()
        .map(|object| (object.key.as_str(), object))
        .collect();
    move |key, etag| {
        listed.get(key).is_some_and(|found| {
            found.etag.is_none()
                || known_tag(etag).is_none_or(|tag| found.etag.as_deref() == Some(tag))
        })
    }
}

/// The step in which a file is written.
fn step_of(key: &str, sha256: &str) -> PlanStep {
    let name = key.rsplit('/').next().unwrap_or(key);
    match key.strip_prefix(INDEX) {
        _ if is_fingerprinted(key, sha256) => PlanStep::Named,
        Some("/index.bin") => PlanStep::Index,
        Some(_) => PlanStep::Text,
        None if name == "sitemap.xml" => PlanStep::Index,
        None if name.ends_with(".html") => PlanStep::Page,
        None => PlanStep::Asset,
    }
}
