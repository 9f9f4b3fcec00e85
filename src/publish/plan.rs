//! What has to be done for a site to be what is up.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::path::PathBuf;

use serde::Serialize;

use super::headers::is_fingerprinted;
use super::state::{Claim, Entry, Files, Retired, kept, known};
use crate::search::FOLDER as INDEX;
use crate::store::Key;
use crate::store::Listed;

/// A file that is to be up.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What it is.
    pub entry: Entry,
    /// Where its bytes come from.
    pub source: Source,
}

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file of the built site.
    File(PathBuf),
    /// The place itself: an earlier release had them.
    Kept,
}

/// What is at the place, as far as anybody knows.
#[derive(Debug, Clone, Copy)]
pub struct Now<'s> {
    /// The files of the release that is up.
    pub files: &'s Files,
    /// What is kept beside them.
    pub retired: &'s [Retired],
    /// What a publisher that did not end may have left.
    pub claim: Option<&'s Claim>,
    /// The number of the release that is up; 0 without one.
    pub number: u64,
}

/// What has to be done, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The steps, in the order of [`Step`].
    pub actions: Vec<Action>,
    /// What is kept beside the files once all is done.
    pub retired: Vec<Retired>,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Action {
    /// When and how.
    pub step: Step,
    /// The key, from the prefix on: of what is written, kept or deleted.
    pub key: String,
    /// Why.
    pub reason: Reason,
    /// Bytes of the object.
    pub size: u64,
}

/// The steps, in order: each ends before the next one begins, so that no reader meets a
/// page before its assets or an index before its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The bytes that are replaced or go are copied aside.
    Keep,
    /// Files whose names hold their fingerprints: nobody asks for them yet.
    Named,
    /// Images and the like.
    Asset,
    /// Pages.
    Page,
    /// What results of the search show.
    Text,
    /// The entrance of the search index, and the sitemap.
    Index,
    /// What is not needed any longer; after the release is committed.
    Delete,
}

impl Step {
    /// What is done in it.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Delete => "delete",
            Self::Named | Self::Asset | Self::Page | Self::Text | Self::Index => "write",
        }
    }
}

/// Why something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It was not there.
    New,
    /// Its bytes are others.
    Bytes,
    /// Its headers are others.
    Headers,
    /// A publisher that did not end may have written it.
    Doubtful,
    /// An earlier release needs it.
    Replaced,
    /// The site has it no longer.
    Gone,
    /// No release that is kept needs it.
    Expired,
}

impl Reason {
    /// The reason as a clause.
    pub fn clause(self) -> &'static str {
        match self {
            Self::New => "it is new",
            Self::Bytes => "its bytes are others",
            Self::Headers => "its headers are others",
            Self::Doubtful => "a publish that did not end may have written it",
            Self::Replaced => "an earlier release needs it",
            Self::Gone => "the site has it no longer",
            Self::Expired => "no release that is kept needs it",
        }
    }
}

/// Compares what is up with what is to be. `next` is the number of the release that
/// comes of it, `keep` how many earlier ones can be put up again.
pub fn plan(now: &Now<'_>, wanted: &BTreeMap<String, Wanted>, next: u64, keep: u64) -> Plan {
    let mut draft = Draft::of(now);
    for (key, wanted) in wanted {
        draft.want(key, wanted);
    }
    for entry in now
        .files
        .values()
        .filter(|entry| !wanted.contains_key(&entry.key))
    {
        draft.drop(entry);
    }
    draft.leftovers(wanted);
    draft.finish(wanted, next.saturating_sub(keep))
}

struct Draft<'s> {
    now: &'s Now<'s>,
    doubtful: BTreeSet<&'s str>,
    actions: Vec<Action>,
    /// What lies beside the files, by key.
    retired: BTreeMap<String, Retired>,
}

impl<'s> Draft<'s> {
    fn of(now: &'s Now<'s>) -> Self {
        let doubtful = now
            .claim
            .into_iter()
            .flat_map(Claim::keys)
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

    fn act(&mut self, step: Step, key: &str, reason: Reason, size: u64) {
        self.actions.push(Action {
            step,
            key: key.to_owned(),
            reason,
            size,
        });
    }

    fn want(&mut self, key: &str, wanted: &Wanted) {
        let before = self.now.files.get(key);
        let entry = &wanted.entry;
        let is_doubtful = self.doubtful.contains(key);
        let reason = match before {
            _ if is_doubtful => Reason::Doubtful,
            Some(before) if before.sha256 != entry.sha256 => Reason::Bytes,
            Some(before) if before.headers != entry.headers => Reason::Headers,
            Some(_) => return,
            // An earlier release had it, and it was left where it is.
            None if wanted.source == Source::Kept && self.is_in_place(entry) => return,
            None => Reason::New,
        };
        if let Some(before) = before.filter(|before| before.sha256 != entry.sha256) {
            self.keep(before);
        }
        self.act(step_of(key, &entry.sha256), key, reason, entry.size);
    }

    /// Whether an earlier release's file was left where it is.
    fn is_in_place(&self, entry: &Entry) -> bool {
        is_fingerprinted(&entry.key, &entry.sha256) && self.retired.contains_key(&entry.key)
    }

    /// Takes a file out of the site.
    fn drop(&mut self, entry: &Entry) {
        if is_fingerprinted(&entry.key, &entry.sha256) {
            self.retire(&entry.key, &entry.etag);
        } else {
            self.keep(entry);
            self.act(Step::Delete, &entry.key, Reason::Gone, entry.size);
        }
    }

    /// Keeps the bytes of a file for the release that is up.
    fn keep(&mut self, entry: &Entry) {
        if self.retire(kept(&entry.sha256).as_str(), "") {
            let is_doubtful = self.doubtful.contains(entry.key.as_str());
            let reason = if is_doubtful {
                Reason::Doubtful
            } else {
                Reason::Replaced
            };
            self.act(Step::Keep, &entry.key, reason, entry.size);
        }
    }

    /// Leaves an object to the release that is up; whether it was not left to any.
    fn retire(&mut self, key: &str, etag: &str) -> bool {
        let new = || Retired {
            key: key.to_owned(),
            last: 0,
            etag: etag.to_owned(),
        };
        let retired = self.retired.entry(key.to_owned());
        let is_new = matches!(retired, btree_map::Entry::Vacant(_));
        retired.or_insert_with(new).last = self.now.number;
        is_new
    }

    /// What a publisher left that did not end, and nobody wants.
    fn leftovers(&mut self, wanted: &BTreeMap<String, Wanted>) {
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
            .for_each(|key| self.act(Step::Delete, key, Reason::Doubtful, 0));
    }

    fn finish(mut self, wanted: &BTreeMap<String, Wanted>, oldest: u64) -> Plan {
        self.retired.retain(|key, _| !wanted.contains_key(key));
        let (expired, retired): (Vec<_>, Vec<_>) = self
            .retired
            .into_values()
            .partition(|retired| retired.last < oldest);
        for Retired { key, .. } in expired {
            self.actions.push(Action {
                step: Step::Delete,
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
    /// How many addresses of the site go.
    pub fn gone(&self) -> usize {
        self.actions
            .iter()
            .filter(|action| action.reason == Reason::Gone)
            .count()
    }

    /// What is deleted.
    pub(super) fn deletes(&self) -> impl Iterator<Item = &Action> {
        self.actions
            .iter()
            .filter(|action| action.step == Step::Delete)
    }

    /// What is written where readers look for it.
    fn writes(&self) -> impl Iterator<Item = &Action> {
        self.actions
            .iter()
            .filter(|action| !matches!(action.step, Step::Keep | Step::Delete))
    }

    /// The keys that go from where something else comes, as a file and a folder of one name.
    pub(super) fn in_the_way(&self) -> Vec<Key> {
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
        self.deletes()
            .filter(|action| is_met(&action.key))
            .filter_map(|action| Key::new(&action.key))
            .collect()
    }
}

/// A file whose bytes the place is to take from what it kept, and that it has not, as it lists what
/// it has.
pub fn missing<'w>(
    now: &Now<'_>,
    wanted: &'w BTreeMap<String, Wanted>,
    listed: &[Listed],
) -> Option<&'w Entry> {
    let is_there = is_there(listed);
    // What is up is kept before it is replaced.
    let up = now
        .files
        .values()
        .filter(|entry| is_there(&entry.key, &entry.etag));
    let mut bytes: BTreeSet<String> = up.map(|entry| kept(&entry.sha256).to_string()).collect();
    let beside = now
        .retired
        .iter()
        .filter(|retired| is_there(&retired.key, &retired.etag));
    bytes.extend(beside.map(|retired| retired.key.clone()));
    let is_other = |entry: &&Entry| {
        now.files
            .get(&entry.key)
            .is_none_or(|up| up.sha256 != entry.sha256)
    };
    let is_kept =
        |entry: &Entry| bytes.contains(kept(&entry.sha256).as_str()) || bytes.contains(&entry.key);
    let copied = wanted
        .values()
        .filter(|wanted| wanted.source == Source::Kept)
        .map(|wanted| &wanted.entry);
    copied.filter(is_other).find(|entry| !is_kept(entry))
}

/// The files that are to be as they are, and that somebody changed or deleted, by key.
pub fn damaged(now: &Now<'_>, wanted: &BTreeMap<String, Wanted>, listed: &[Listed]) -> Vec<String> {
    let is_there = is_there(listed);
    let stays = |entry: &&Entry| {
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

/// Whether a list has an object, and under an ETag where both are known.
fn is_there(listed: &[Listed]) -> impl Fn(&str, &str) -> bool {
    let listed: BTreeMap<&str, &Listed> = listed
        .iter()
        .map(|object| (object.key.as_str(), object))
        .collect();
    move |key, etag| {
        listed.get(key).is_some_and(|found| {
            found.etag.is_none() || known(etag).is_none_or(|tag| found.etag.as_deref() == Some(tag))
        })
    }
}

/// When a file is sent.
fn step_of(key: &str, sha256: &str) -> Step {
    let name = key.rsplit('/').next().unwrap_or(key);
    match key.strip_prefix(INDEX) {
        _ if is_fingerprinted(key, sha256) => Step::Named,
        Some("/index.bin") => Step::Index,
        Some(_) => Step::Text,
        None if name == "sitemap.xml" => Step::Index,
        None if name.ends_with(".html") => Step::Page,
        None => Step::Asset,
    }
}
