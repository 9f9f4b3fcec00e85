//! What a publish means, and the order in which it is carried out: claim, write, commit, delete.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Serialize;

use super::plan::{Action, Now, Plan, Reason, Source, Step, Wanted, plan};
use super::privacy::Public;
use super::remote::Remote;
use super::session::{Session, beaten};
use super::site::Site;
use super::state::{Entry, Files, Release};
use super::transfer::Written;
use super::{Fault, seconds, shown};

/// Who publishes, and what.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The commit that the site was built from.
    pub commit: Option<String>,
    /// When it was made, in seconds since 1970.
    pub committed: Option<i64>,
    /// Whether it comes after that of the release that is up, where git knows.
    pub follows: Option<bool>,
    /// Who publishes: a job or a person.
    pub by: String,
}

/// How it is done.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many files may be deleted at most.
    pub max_delete: usize,
    /// How many earlier releases can be put up again.
    pub keep: u64,
    /// Whether another publisher's claim is taken over before it ends.
    pub take_over: bool,
    /// Whether an older commit may replace a newer one.
    pub allow_older: bool,
    /// Whether files may be replaced that are not ours.
    pub overwrite: bool,
    /// How long a claim holds that is not renewed.
    pub lease: Duration,
    /// What is said of a bucket that everybody may read from.
    pub public: Public,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Actions that are done.
    pub done: usize,
    /// Actions in all.
    pub of: usize,
    /// Bytes that were sent.
    pub sent: u64,
}

/// What was done.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Receipt {
    /// The release that is up; none where there is none.
    pub release: Option<Release>,
    /// What was done, in order; nothing where all was as it should be.
    pub actions: Vec<Action>,
    /// Bytes of files that were sent.
    pub sent: u64,
    /// Whether all was as it should be.
    #[serde(skip)]
    pub is_idle: bool,
    /// Files whose bytes could not be kept, for somebody had changed them: releases that had them
    /// cannot be put up again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// Files that are to be as they were, and that somebody had changed or deleted: they still are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<String>,
    /// Why not all was deleted that is not needed any longer. The release is up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
}

/// A state of the place that is to be.
pub(super) struct Change {
    pub wanted: BTreeMap<String, Wanted>,
    pub release: Release,
    pub history: Vec<Release>,
    pub plan: Plan,
    /// The number of the release that files of the place come from.
    pub of: u64,
}

impl Change {
    /// The bytes of a file that an action sends.
    pub(super) fn sends(&self, action: &Action) -> u64 {
        let is_sent = |wanted: &&Wanted| action.step != Step::Keep && wanted.source != Source::Kept;
        self.wanted
            .get(&action.key)
            .filter(is_sent)
            .map_or(0, |wanted| wanted.entry.size)
    }
}

impl Remote {
    /// Plans what publishing a site would do.
    pub fn planned(&self, site: &Site, options: &Options) -> Plan {
        let plan = plan(&now(self), &site.wanted, number(self) + 1, options.keep);
        // Without a new release, none is given up.
        let is_idle = self.is_up(site)
            && plan
                .actions
                .iter()
                .all(|action| action.reason == Reason::Expired);
        if is_idle {
            Plan {
                actions: Vec::new(),
                retired: self.state.retired.clone(),
            }
        } else {
            plan
        }
    }

    /// Fails where a plan that does anything may not be carried out: somebody is publishing, what
    /// is up is newer, more would be deleted than is allowed, or what is not ours be replaced.
    pub async fn must_be_allowed(
        &self,
        plan: &Plan,
        about: &About,
        options: &Options,
    ) -> Result<(), Fault> {
        if plan.actions.is_empty() {
            return Ok(());
        }
        self.free_for(options)?;
        if let Some(up) = self.state.release.as_ref().filter(|_| !options.allow_older) {
            must_not_be_older(about, up)?;
        }
        if plan.gone() > options.max_delete {
            return Err(Fault::TooMany {
                count: plan.gone(),
                most: options.max_delete,
            });
        }
        // Later, whatever is at the place is known or was met when it was new.
        if self.is_new() && !options.overwrite {
            let listed = self.store.list().await?;
            let writes: BTreeSet<&str> = plan
                .actions
                .iter()
                .map(|action| action.key.as_str())
                .collect();
            let mut strangers = listed
                .iter()
                .filter(|object| writes.contains(object.key.as_str()));
            if let Some(first) = strangers.next() {
                // Another publisher may have begun since the place was looked at.
                return Err(match self.look().await? {
                    Some((state, _)) => beaten(&state),
                    None => Fault::Strangers {
                        count: 1 + strangers.count(),
                        first: first.key.clone(),
                    },
                });
            }
        }
        Ok(())
    }

    /// Whether the release that is up is this site.
    fn is_up(&self, site: &Site) -> bool {
        let is_same = |(ours, theirs): (&Entry, &Wanted)| {
            (&ours.key, &ours.sha256, &ours.headers)
                == (
                    &theirs.entry.key,
                    &theirs.entry.sha256,
                    &theirs.entry.headers,
                )
        };
        self.files.len() == site.wanted.len()
            && self.files.values().zip(site.wanted.values()).all(is_same)
    }

    /// Publishes a site.
    pub async fn publish(
        &mut self,
        site: Site,
        about: &About,
        options: &Options,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Receipt, Fault> {
        let plan = self.planned(&site, options);
        let is_up = self.state.release.is_some() && self.is_up(&site);
        if is_up && plan.actions.is_empty() && self.state.claim.is_none() {
            return Ok(Receipt {
                release: self.state.release.clone(),
                is_idle: true,
                ..Receipt::default()
            });
        }
        self.must_be_allowed(&plan, about, options).await?;
        // What is left of a publish that did not end is no new release.
        let is_left =
            |action: &Action| action.step == Step::Delete && action.reason != Reason::Gone;
        if let Some(release) = self
            .state
            .release
            .clone()
            .filter(|_| is_up && plan.actions.iter().all(is_left))
        {
            let of = release.number;
            let plan = super::plan::plan(&now(self), &site.wanted, of, options.keep);
            // Fewer may be kept than when it was published.
            let history = first(&self.state.history, options.keep);
            let change = Change {
                wanted: site.wanted,
                release,
                history,
                plan,
                of,
            };
            return carry_out(self, change, &about.by, options, watch).await;
        }
        let release = Release {
            number: number(self) + 1,
            commit: about.commit.clone(),
            committed: about.committed,
            ..Release::default()
        };
        let (history, of) = (history(self, options.keep), release.number);
        carry_out(
            self,
            Change {
                wanted: site.wanted,
                release,
                history,
                plan,
                of,
            },
            &about.by,
            options,
            watch,
        )
        .await
    }
}

/// What is at the place.
pub(super) fn now(remote: &Remote) -> Now<'_> {
    let Remote { state, files, .. } = remote;
    Now {
        files,
        retired: &state.retired,
        claim: state.claim.as_ref(),
        number: number(remote),
    }
}

/// The number of the release that is up; 0 without one.
pub(super) fn number(remote: &Remote) -> u64 {
    remote
        .state
        .release
        .as_ref()
        .map_or(0, |release| release.number)
}

/// The earlier releases, once another one is up.
pub(super) fn history(remote: &Remote, keep: u64) -> Vec<Release> {
    first(
        remote.state.release.iter().chain(&remote.state.history),
        keep,
    )
}

/// The first of some releases.
pub(super) fn first<'r>(
    releases: impl IntoIterator<Item = &'r Release>,
    keep: u64,
) -> Vec<Release> {
    releases
        .into_iter()
        .take(usize::try_from(keep).unwrap_or(usize::MAX))
        .cloned()
        .collect()
}

/// Fails where a site was built from an older commit than what is up, or nobody can know. Times are
/// compared where git does not know how the commits follow each other, as in the shallow clone of a
/// job.
fn must_not_be_older(about: &About, up: &Release) -> Result<(), Fault> {
    let Some(theirs) = &up.commit else {
        return Ok(());
    };
    let (number, commit) = (up.number, theirs.escape_debug().to_string());
    let Some(ours) = &about.commit else {
        return Err(Fault::NoCommit { number, commit });
    };
    let is_earlier =
        matches!((about.committed, up.committed), (Some(ours), Some(theirs)) if ours < theirs);
    if ours == theirs || about.follows.unwrap_or(!is_earlier) {
        return Ok(());
    }
    Err(Fault::Older {
        number,
        commit,
        committed: shown(up.committed.unwrap_or_default()),
    })
}

/// Carries out a change.
pub(super) async fn carry_out(
    remote: &mut Remote,
    mut change: Change,
    by: &str,
    options: &Options,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<Receipt, Fault> {
    remote.must_be_private(options.public).await?;
    let mut session = Session::begin(remote, &change, by, options).await?;
    let done = session.write(&change, watch).await;
    let Written {
        tags,
        kept,
        lost,
        sent,
    } = match done {
        Ok(done) => done,
        Err(fault) => {
            session.give_up().await;
            return Err(fault);
        }
    };
    let files = files_after(&change, &session.remote.files, tags);
    change
        .plan
        .retired
        .retain(|retired| !lost.contains_key(&retired.key));
    for retired in &mut change.plan.retired {
        if let Some(tag) = kept.get(&retired.key) {
            retired.etag.clone_from(tag);
        }
    }
    if change.release.number != number(session.remote) {
        change.release.published = seconds();
        change.release.by = by.to_owned();
    }
    change.release.count = files.len();
    change.release.bytes = files.values().map(|entry| entry.size).sum();
    if let Err(fault) = session.commit(&change, files).await {
        session.give_up().await;
        return Err(fault);
    }
    let left = match session.clear(&change.plan).await {
        // Another release may be up by now.
        Err(Fault::Lost) => return Err(Fault::Lost),
        done => done.err().map(|fault| fault.to_string()),
    };
    let (lost, mut actions) = (lost.into_values().collect::<Vec<_>>(), change.plan.actions);
    actions.retain(|action| action.step != Step::Keep || !lost.contains(&action.key));
    Ok(Receipt {
        release: remote.state.release.clone(),
        actions,
        sent,
        lost,
        left,
        ..Receipt::default()
    })
}

/// The files of the release that comes of a change, with the ETags they have now.
fn files_after(change: &Change, before: &Files, mut tags: BTreeMap<String, String>) -> Files {
    let entry = |(key, wanted): (&String, &Wanted)| {
        let mut entry = wanted.entry.clone();
        let known = before
            .get(key)
            .filter(|before| before.sha256 == entry.sha256)
            .map(|before| before.etag.clone());
        if let Some(tag) = tags.remove(key).or(known) {
            entry.etag = tag;
        }
        (key.clone(), entry)
    };
    change.wanted.iter().map(entry).collect()
}
