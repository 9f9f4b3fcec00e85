//! The meaning of a publish, and the order of its steps: lease, write, commit, delete.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{PlannedChange, Progress, Provenance, PublishOptions, Receipt};
use super::fault::{Fault, PlanRefusal, RaceFault};
use super::manifest::{Files, Release, RemoteFile};
use super::plan::{Action, Plan, PlanStep, Reason, RemoteSnapshot, WantedFile, plan};
use super::remote::Remote;
use super::session::{PublishSession, race_fault};
use super::site::BuiltSite;
use super::transfer::TransferReport;
use super::utc;
use crate::clock::unix_seconds;
use crate::fault::Trouble;

impl Remote {
    /// Plans the publish of a site.
    pub fn planned(&self, site: &BuiltSite, options: &PublishOptions) -> Plan {
        let plan = plan(
            &snapshot(self),
            &site.wanted,
            release_number(self) + 1,
            options.keep,
        );
        // If no new release is made, no earlier one expires.
        let is_idle = self.is_up(site)
            && plan
                .actions
                .iter()
                .all(|action| action.reason == Reason::Expired);
        if is_idle {
            Plan {
                actions: Vec::new(),
                retired: self.manifest.retired.clone(),
            }
        } else {
            plan
        }
    }

    /// Fails if a plan with actions may not be carried out: somebody is publishing, the release
    /// that is up is newer, too many files would be deleted, or the first publish to a place would
    /// replace files that are not ours.
    pub async fn must_be_allowed(
        &self,
        plan: &Plan,
        provenance: &Provenance,
        options: &PublishOptions,
    ) -> Result<(), Fault> {
        if plan.actions.is_empty() {
            return Ok(());
        }
        self.lease_to_take_over(options)?;
        if let Some(up) = self
            .manifest
            .release
            .as_ref()
            .filter(|_| !options.allow_older)
        {
            must_not_be_older(provenance, up)?;
        }
        if plan.gone() > options.max_delete {
            return Err(PlanRefusal::TooMany {
                count: plan.gone(),
                most: options.max_delete,
            }
            .into());
        }
        // At a place that is not new, every object is known or was met by the first publish.
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
                // Another publisher may have begun since the last look.
                return Err(match self.look().await? {
                    Some((manifest, _)) => race_fault(&manifest).into(),
                    None => PlanRefusal::Strangers {
                        count: 1 + strangers.count(),
                        first: first.key.clone(),
                    }
                    .into(),
                });
            }
        }
        Ok(())
    }

    /// Returns whether the release that is up is this site.
    fn is_up(&self, site: &BuiltSite) -> bool {
        let is_same = |(ours, theirs): (&RemoteFile, &WantedFile)| {
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
        site: BuiltSite,
        provenance: &Provenance,
        options: &PublishOptions,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Receipt, Fault> {
        let plan = self.planned(&site, options);
        let is_up = self.manifest.release.is_some() && self.is_up(&site);
        if is_up && plan.actions.is_empty() && self.manifest.lease.is_none() {
            return Ok(Receipt {
                release: self.manifest.release.clone(),
                is_idle: true,
                ..Receipt::default()
            });
        }
        self.must_be_allowed(&plan, provenance, options).await?;
        let change = match self.release_as_it_is(&plan, is_up) {
            Some(release) => PlannedChange {
                plan: super::plan::plan(
                    &snapshot(self),
                    &site.wanted,
                    release.number,
                    options.keep,
                ),
                // Fewer may be kept now than when the release was published.
                history: first_releases(&self.manifest.history, options.keep),
                source_release: release.number,
                wanted: site.wanted,
                release,
            },
            None => self.new_release(site, plan, provenance, options),
        };
        carry_out(self, change, &provenance.by, options, watch).await
    }

    /// The release that is up, if the plan only finishes it: cleaning up after an unfinished
    /// publish makes no new release.
    fn release_as_it_is(&self, plan: &Plan, is_up: bool) -> Option<Release> {
        let is_left =
            |action: &Action| action.step == PlanStep::Delete && action.reason != Reason::Gone;
        let is_rest = is_up && plan.actions.iter().all(is_left);
        self.manifest.release.clone().filter(|_| is_rest)
    }

    /// The change that makes a site the next release.
    fn new_release(
        &self,
        site: BuiltSite,
        plan: Plan,
        provenance: &Provenance,
        options: &PublishOptions,
    ) -> PlannedChange {
        let release = Release {
            number: release_number(self) + 1,
            commit: provenance.commit.clone(),
            committed: provenance.committed,
            ..Release::default()
        };
        PlannedChange {
            wanted: site.wanted,
            history: next_history(self, options.keep),
            source_release: release.number,
            release,
            plan,
        }
    }
}

/// The known state of the place.
pub fn snapshot(remote: &Remote) -> RemoteSnapshot<'_> {
    let Remote {
        manifest, files, ..
    } = remote;
    RemoteSnapshot {
        files,
        retired: &manifest.retired,
        lease: manifest.lease.as_ref(),
        number: release_number(remote),
    }
}

/// The number of the release that is up; 0 if there is none.
pub fn release_number(remote: &Remote) -> u64 {
    remote.manifest.number()
}

/// The earlier releases after the next commit.
pub fn next_history(remote: &Remote, keep: u64) -> Vec<Release> {
    first_releases(
        remote
            .manifest
            .release
            .iter()
            .chain(&remote.manifest.history),
        keep,
    )
}

/// The first `keep` releases.
pub fn first_releases<'r>(
    releases: impl IntoIterator<Item = &'r Release>,
    keep: u64,
) -> Vec<Release> {
    releases
        .into_iter()
        .take(usize::try_from(keep).unwrap_or(usize::MAX))
        .cloned()
        .collect()
}

/// Fails if the site's commit is older than that of the release that is up, or if nobody can know.
/// Times are compared if git does not know the order of the commits, as in a job's shallow clone.
fn must_not_be_older(provenance: &Provenance, up: &Release) -> Result<(), Fault> {
    let Some(theirs) = &up.commit else {
        return Ok(());
    };
    let (number, commit) = (up.number, theirs.escape_debug().to_string());
    let Some(ours) = &provenance.commit else {
        return Err(PlanRefusal::NoCommit { number, commit }.into());
    };
    let is_earlier =
        matches!((provenance.committed, up.committed), (Some(ours), Some(theirs)) if ours < theirs);
    if ours == theirs || provenance.follows.unwrap_or(!is_earlier) {
        return Ok(());
    }
    Err(PlanRefusal::Older {
        number,
        commit,
        committed: up.committed.map(utc),
    }
    .into())
}

/// Carries out a change: lease, write, commit, delete.
pub async fn carry_out(
    remote: &mut Remote,
    mut change: PlannedChange,
    by: &str,
    options: &PublishOptions,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<Receipt, Fault> {
    remote.must_be_private(options.public).await?;
    let mut session = PublishSession::begin(remote, &change, by, options).await?;
    let written = match session.write(&change, watch).await {
        Ok(written) => written,
        Err(fault) => {
            session.give_up().await;
            return Err(fault);
        }
    };
    let files = files_after(&change, &session.remote.files, &written.tags);
    as_written(&mut change, &written);
    complete(
        &mut change.release,
        release_number(session.remote),
        by,
        &files,
    );
    if let Err(fault) = session.commit(&change, files).await {
        session.give_up().await;
        return Err(fault);
    }
    let left = match session.clear(&change.plan).await {
        // Another release may be up by now.
        Err(fault @ Fault::Race(RaceFault::Lost)) => return Err(fault),
        done => done.err().map(Trouble::from),
    };
    let lost: Vec<String> = written.lost.into_values().collect();
    let mut actions = change.plan.actions;
    actions.retain(|action| action.step != PlanStep::Keep || !lost.contains(&action.key));
    Ok(Receipt {
        release: remote.manifest.release.clone(),
        actions,
        sent: written.sent,
        lost,
        left,
        ..Receipt::default()
    })
}

/// Fills in the size of a release, and the time and publisher of a new one.
fn complete(release: &mut Release, up: u64, by: &str, files: &Files) {
    if release.number != up {
        release.published = unix_seconds();
        release.by = by.to_owned();
    }
    release.count = files.len();
    release.bytes = files.values().map(|entry| entry.size).sum();
}

/// Drops retired objects whose bytes could not be kept, and notes the ETags of the others.
fn as_written(change: &mut PlannedChange, written: &TransferReport) {
    let retired = &mut change.plan.retired;
    retired.retain(|retired| !written.lost.contains_key(&retired.key));
    for retired in retired {
        if let Some(tag) = written.kept.get(&retired.key) {
            retired.etag.clone_from(tag);
        }
    }
}

/// The files of the next release, with their current ETags.
fn files_after(change: &PlannedChange, before: &Files, tags: &BTreeMap<String, String>) -> Files {
    let entry = |(key, wanted): (&String, &WantedFile)| {
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
