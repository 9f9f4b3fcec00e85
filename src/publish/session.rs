//! A publish from taking the lease to giving it back.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::change::{PlannedChange, PublishOptions};
use super::fault::{Fault, RaceFault};
use super::manifest::{
    Delta, Files, Lease, Release, ReleaseRecord, RemoteManifest, RetiredObject, VERSION, base_key,
    kept_key, record_key,
};
use super::plan::{Plan, PlanStep};
use super::remote::Remote;
use super::utc;
use crate::clock::unix_seconds;
use crate::store::ObjectKey;
use crate::store::WriteCondition;

/// The files become a new base once more than one in this many differs from the old base. A site
/// of fewer than 800 files counts as one of 800.
const DRIFT: usize = 8;

/// The longest time between two renewals of the lease.
const LONGEST_INTERVAL: Duration = Duration::from_secs(10);

/// A publisher's hold on a place while it has the lease.
pub struct PublishSession<'r> {
    pub remote: &'r mut Remote,
    token: String,
    lease: Duration,
    renewed: (Instant, SystemTime),
    /// The keys to delete before anything is written, because a folder cannot have a file and a
    /// folder of one name.
    pub in_the_way: Vec<ObjectKey>,
}

impl<'r> PublishSession<'r> {
    /// Takes the lease.
    pub async fn begin(
        remote: &'r mut Remote,
        change: &PlannedChange,
        by: &str,
        options: &PublishOptions,
    ) -> Result<Self, Fault> {
        let before = remote.lease_to_take_over(options)?.cloned();
        let in_the_way = match remote.store.has_room_for_both() {
            true => Vec::new(),
            false => change.plan.in_the_way(),
        };
        let token = format!("{:016x}", random_token());
        let left = before.iter().flat_map(Lease::keys).cloned();
        let own = own_keys(change.release.number, &token);
        let mut writes: Vec<String> = written_keys(&remote.files, &change.plan)
            .chain(in_the_way.iter().chain(&own).map(ObjectKey::to_string))
            .chain(left)
            .collect();
        writes.sort_unstable();
        writes.dedup();
        let lease = options.lease.as_secs();
        let lease = Lease {
            token: token.clone(),
            by: by.to_owned(),
            since: unix_seconds(),
            until: unix_seconds() + lease as i64,
            seconds: lease,
            writes,
            deletes: Vec::new(),
        };
        let mut session = Self {
            remote,
            token,
            lease: options.lease,
            renewed: (Instant::now(), SystemTime::now()),
            in_the_way,
        };
        session.take(lease, before.as_ref()).await?;
        Ok(session)
    }

    /// Writes our lease in the place of the one before.
    async fn take(&mut self, lease: Lease, before: Option<&Lease>) -> Result<(), Fault> {
        let remote = &mut *self.remote;
        let state = RemoteManifest {
            lease: Some(lease),
            ..remote.manifest.clone()
        };
        if !remote.save(state).await? {
            return Err(remote
                .look()
                .await?
                .map_or(RaceFault::Lost, |(manifest, _)| race_fault(&manifest))
                .into());
        }
        let Some(before) = before else { return Ok(()) };
        // The publisher before may be alive: its clock is off, or somebody was impatient. It must
        // notice before we write, so that it does not replace our files.
        let grace = before.grace();
        if !grace.is_zero() {
            tokio::time::sleep(grace).await;
            self.renew().await?;
        }
        self.remote.store.tidy();
        Ok(())
    }

    /// The longest time between two renewals of this lease.
    pub fn renewal_interval(&self) -> Duration {
        renewal_interval(self.lease)
    }

    pub async fn renew_if_due(&mut self) -> Result<(), Fault> {
        let (instant, time) = self.renewed;
        // The one clock stops while a machine sleeps, and the other may be set back.
        let passed = instant.elapsed().max(time.elapsed().unwrap_or_default());
        if passed > self.renewal_interval() {
            self.renew().await
        } else {
            Ok(())
        }
    }

    /// Extends the lease. Fails if another publisher has taken it.
    pub async fn renew(&mut self) -> Result<(), Fault> {
        let started = (Instant::now(), SystemTime::now());
        let mut state = self.remote.manifest.clone();
        if let Some(lease) = &mut state.lease {
            lease.until = unix_seconds() + self.lease.as_secs() as i64;
        }
        if !self.remote.save(state).await? {
            return Err(RaceFault::Lost.into());
        }
        self.renewed = started;
        Ok(())
    }

    /// Ends the lease at once. The state of what was written stays unknown to the next publisher.
    pub async fn give_up(&mut self) {
        let mut state = self.remote.manifest.clone();
        if let Some(lease) = &mut state.lease {
            lease.until = 0;
        }
        // If the write fails, the lease ends by itself.
        let _ = self.remote.save(state).await;
    }

    /// Makes a change the release that is up.
    pub async fn commit(&mut self, change: &PlannedChange, files: Files) -> Result<(), Fault> {
        self.renew_if_due().await?;
        let number = change.release.number;
        let [list, next_base] = own_keys(number, &self.token);
        let release = Release {
            list: list.to_string(),
            ..change.release.clone()
        };
        let before = self.remote.manifest.number();
        let mut retired = change.plan.retired.clone();
        // A commit that keeps the release number replaces its record, so the old one can go at
        // once.
        let last = if before == number { 0 } else { before };
        let old = self.remote.manifest.release.iter();
        retired.extend(old.map(|old| retired_list(&old.list, last)));
        let (delta, old_base) = self.delta(&files, &next_base).await?;
        retired.extend(old_base.map(|key| retired_list(&key, before)));
        let record = ReleaseRecord {
            version: VERSION,
            release: release.clone(),
            files: delta.clone(),
        };
        self.remote
            .put(&list, &record, &WriteCondition::Always)
            .await?;
        let state = RemoteManifest {
            version: VERSION,
            release: Some(release),
            files: delta,
            history: change.history.clone(),
            retired,
            lease: self.lease_to_delete(&change.plan),
            private: self.remote.manifest.private,
        };
        if !self.remote.save(state).await? {
            self.clean_up([list, next_base]).await;
            return Err(RaceFault::Lost.into());
        }
        self.remote.files = files;
        Ok(())
    }

    /// The difference of files from the current base. If it is large, the files become the next
    /// base, and the key of the old one is returned too.
    async fn delta(
        &mut self,
        files: &Files,
        next_base: &ObjectKey,
    ) -> Result<(Delta, Option<String>), Fault> {
        let base = self.remote.manifest.files.base.clone();
        let delta = Delta::between(base.clone(), &self.remote.base, files);
        let differing = delta.set.len() + delta.gone.len();
        if base.is_some() && differing * DRIFT <= files.len().max(800) {
            return Ok((delta, None));
        }
        self.remote.put_base(next_base, files).await?;
        self.remote.base = files.clone();
        let delta = Delta {
            base: Some(next_base.to_string()),
            ..Delta::default()
        };
        Ok((delta, base))
    }

    /// The lease for the deletions that follow a commit; `None` if there are none.
    fn lease_to_delete(&self, plan: &Plan) -> Option<Lease> {
        let deletes: Vec<String> = plan.deletes().map(|key| key.to_string()).collect();
        let lease = self.remote.manifest.lease.clone();
        let lease = lease.filter(|_| !deletes.is_empty())?;
        Some(Lease {
            writes: Vec::new(),
            deletes,
            ..lease
        })
    }

    /// Deletes the record and the base of a release that was not committed, if another publisher
    /// holds the place: no manifest names them.
    async fn clean_up(&self, own: [ObjectKey; 2]) {
        let Ok(Some((state, _))) = self.remote.look().await else {
            return;
        };
        let is_lost = state
            .lease
            .as_ref()
            .is_none_or(|lease| lease.token != self.token);
        // The commit may have succeeded although its answer was lost, and another publisher may
        // have begun.
        if is_lost && !own.iter().any(|key| state.needs(key)) {
            let _ = self.remote.store.delete(&own).await;
        }
    }

    /// Deletes objects while the lease holds.
    pub async fn delete(&mut self, keys: &[ObjectKey]) -> Result<(), Fault> {
        let store = Arc::clone(&self.remote.store);
        for keys in keys.chunks(store.deletes_at_once()) {
            self.renew_if_due().await?;
            let mut deleting = pin!(store.delete(keys));
            loop {
                match tokio::time::timeout(self.renewal_interval(), &mut deleting).await {
                    Ok(done) => break done?,
                    Err(_) => self.renew().await?,
                }
            }
        }
        Ok(())
    }

    /// Deletes the objects that are no longer needed, and gives the lease back. If there are none,
    /// the commit has given it back.
    pub async fn clear(&mut self, plan: &Plan) -> Result<(), Fault> {
        let keys: Vec<ObjectKey> = plan.deletes().collect();
        if keys.is_empty() {
            return Ok(());
        }
        if let Err(fault) = self.delete(&keys).await {
            self.give_up().await;
            return Err(fault);
        }
        let state = RemoteManifest {
            lease: None,
            ..self.remote.manifest.clone()
        };
        if self.remote.save(state).await? {
            Ok(())
        } else {
            Err(RaceFault::Lost.into())
        }
    }
}

impl Remote {
    /// The publisher that holds the lease, or died with it, as a sentence.
    pub fn holder(&self) -> Option<String> {
        let lease = self.manifest.lease.as_ref()?;
        let died = || {
            let (by, since) = (lease.by.escape_debug(), utc(lease.since));
            format!("a publish of {by} since {since} has not ended: publish or repair finishes it")
        };
        Some(if lease.until > unix_seconds() {
            holder_sentence(lease)
        } else {
            died()
        })
    }

    /// The time that a publisher waits before it writes, so that the one whose lease it takes over
    /// can notice.
    pub fn takeover_grace(&self, options: &PublishOptions) -> Duration {
        self.lease_to_take_over(options)
            .ok()
            .flatten()
            .map_or(Duration::ZERO, Lease::grace)
    }

    /// The lease that a publish would take over, if there is one. Fails if its owner may be
    /// publishing, unless the options take over.
    pub fn lease_to_take_over(&self, options: &PublishOptions) -> Result<Option<&Lease>, Fault> {
        match &self.manifest.lease {
            Some(lease) if lease.until > unix_seconds() && !options.take_over => {
                Err(held_by(lease).into())
            }
            lease => Ok(lease.as_ref()),
        }
    }
}

impl Lease {
    /// The time that the owner may need to notice that its lease was taken over; zero if it gave
    /// up.
    fn grace(&self) -> Duration {
        if self.until == 0 {
            Duration::ZERO
        } else {
            renewal_interval(Duration::from_secs(self.seconds))
        }
    }
}

fn renewal_interval(lease: Duration) -> Duration {
    (lease / 4).min(LONGEST_INTERVAL)
}

/// The keys that a plan writes: those of files, and those of kept bytes.
fn written_keys(files: &Files, plan: &Plan) -> impl Iterator<Item = String> {
    let writes = plan.actions.iter();
    let writes = writes.filter(|action| action.step != PlanStep::Delete);
    writes.map(|action| match (action.step, files.get(&action.key)) {
        (PlanStep::Keep, Some(entry)) => kept_key(&entry.sha256).as_str().to_owned(),
        _ => action.key.clone(),
    })
}

/// A record that another one replaces.
fn retired_list(key: &str, last: u64) -> RetiredObject {
    RetiredObject {
        key: key.to_owned(),
        last,
        etag: String::new(),
    }
}

/// The keys of a publisher's own record, and of its base should it write one.
fn own_keys(number: u64, token: &str) -> [ObjectKey; 2] {
    [record_key(number, token), base_key(number, token)]
}

/// The reason why the lease could not be taken, according to the manifest.
pub fn race_fault(state: &RemoteManifest) -> RaceFault {
    match (&state.lease, &state.release) {
        (Some(lease), _) => held_by(lease),
        (None, Some(up)) => RaceFault::Overtaken {
            by: up.by.escape_debug().to_string(),
            number: up.number,
        },
        (None, None) => RaceFault::Lost,
    }
}

fn held_by(lease: &Lease) -> RaceFault {
    RaceFault::Held {
        holder: holder_sentence(lease),
    }
}

/// The owner of a lease and its times, as a sentence.
fn holder_sentence(lease: &Lease) -> String {
    let by = lease.by.escape_debug();
    format!(
        "{by} is publishing here since {}, and may until {}",
        utc(lease.since),
        utc(lease.until)
    )
}

/// A number that no other publisher draws.
fn random_token() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(SystemTime::now())
}
