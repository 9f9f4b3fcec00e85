//! What a publish means, and the order in which it is carried out: claim, write, commit, delete.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{About, Change, Options, Progress, Receipt};
use super::plan::{Action, Now, Plan, Reason, Step, Wanted, plan};
use super::remote::Remote;
use super::session::{Session, beaten};
use super::site::Site;
use super::state::{Entry, Files, Release};
use super::transfer::Written;
use super::{Fault, seconds, shown};

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
        let change = match self.release_as_it_is(&plan, is_up) {
            Some(release) => Change {
                plan: super::plan::plan(&now(self), &site.wanted, release.number, options.keep),
                // Fewer may be kept than when it was published.
                history: first(&self.state.history, options.keep),
                of: release.number,
                wanted: site.wanted,
                release,
            },
            None => self.new_release(site, plan, about, options),
        };
        carry_out(self, change, &about.by, options, watch).await
    }

    /// The release that is up, where a plan does no more than to finish it: what is left of a
    /// publish that did not end is no new release.
    fn release_as_it_is(&self, plan: &Plan, is_up: bool) -> Option<Release> {
        let is_left =
            |action: &Action| action.step == Step::Delete && action.reason != Reason::Gone;
        let is_rest = is_up && plan.actions.iter().all(is_left);
        self.state.release.clone().filter(|_| is_rest)
    }

    /// What makes a site the next release.
    fn new_release(&self, site: Site, plan: Plan, about: &About, options: &Options) -> Change {
        let release = Release {
            number: number(self) + 1,
            commit: about.commit.clone(),
            committed: about.committed,
            ..Release::default()
        };
        Change {
            wanted: site.wanted,
            history: history(self, options.keep),
            of: release.number,
            release,
            plan,
        }
    }
}

/// What is at the place.
pub fn now(remote: &Remote) -> Now<'_> {
    let Remote { state, files, .. } = remote;
    Now {
        files,
        retired: &state.retired,
        claim: state.claim.as_ref(),
        number: number(remote),
    }
}

/// The number of the release that is up; 0 without one.
pub fn number(remote: &Remote) -> u64 {
    remote.state.number()
}

/// The earlier releases, once another one is up.
pub fn history(remote: &Remote, keep: u64) -> Vec<Release> {
    first(
        remote.state.release.iter().chain(&remote.state.history),
        keep,
    )
}

/// The first of some releases.
pub fn first<'r>(releases: impl IntoIterator<Item = &'r Release>, keep: u64) -> Vec<Release> {
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
pub async fn carry_out(
    remote: &mut Remote,
    mut change: Change,
    by: &str,
    options: &Options,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<Receipt, Fault> {
    remote.must_be_private(options.public).await?;
    let mut session = Session::begin(remote, &change, by, options).await?;
    let written = match session.write(&change, watch).await {
        Ok(written) => written,
        Err(fault) => {
            session.give_up().await;
            return Err(fault);
        }
    };
    let files = files_after(&change, &session.remote.files, &written.tags);
    as_written(&mut change, &written);
    sign(&mut change.release, number(session.remote), by, &files);
    if let Err(fault) = session.commit(&change, files).await {
        session.give_up().await;
        return Err(fault);
    }
    let left = match session.clear(&change.plan).await {
        // Another release may be up by now.
        Err(Fault::Lost) => return Err(Fault::Lost),
        done => done.err().map(|fault| fault.to_string()),
    };
    let lost: Vec<String> = written.lost.into_values().collect();
    let mut actions = change.plan.actions;
    actions.retain(|action| action.step != Step::Keep || !lost.contains(&action.key));
    Ok(Receipt {
        release: remote.state.release.clone(),
        actions,
        sent: written.sent,
        lost,
        left,
        ..Receipt::default()
    })
}

/// Says of a release what it holds, and of a new one when and by whom it was published.
fn sign(release: &mut Release, up: u64, by: &str, files: &Files) {
    if release.number != up {
        release.published = seconds();
        release.by = by.to_owned();
    }
    release.count = files.len();
    release.bytes = files.values().map(|entry| entry.size).sum();
}

/// What is kept beside the release that comes of a change: without the bytes that could not be, and
/// with the ETags that the others have now.
fn as_written(change: &mut Change, written: &Written) {
    let retired = &mut change.plan.retired;
    retired.retain(|retired| !written.lost.contains_key(&retired.key));
    for retired in retired {
        if let Some(tag) = written.kept.get(&retired.key) {
            retired.etag.clone_from(tag);
        }
    }
}

/// The files of the release that comes of a change, with the ETags they have now.
fn files_after(change: &Change, before: &Files, tags: &BTreeMap<String, String>) -> Files {
    let entry = |(key, wanted): (&String, &Wanted)| {
        let mut entry = wanted.entry.clone();
        let known = before
            .get(key)
            .filter(|before| before.sha256 == entry.sha256)
            .map(|before| &before.etag);
        if let Some(tag) = tags.get(key).or(known) {
            entry.etag.clone_from(tag);
        }
        (key.clone(), entry)
    };
    change.wanted.iter().map(entry).collect()
}
