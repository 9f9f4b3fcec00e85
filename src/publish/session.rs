//! A place is claimed, held, committed and left.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::change::{Change, Options};
use super::plan::{Plan, Step};
use super::remote::Remote;
use super::state::{
    Claim, Delta, Files, Record, Release, Retired, State, VERSION, base, kept, record,
};
use super::{Fault, seconds, shown};
use crate::store::If;
use crate::store::Key;

/// A list of files has its own base when this part of it differs from the base.
const DRIFT: usize = 8;

/// The longest that a publisher goes on without a look at whether the place is still its own.
const BLIND: Duration = Duration::from_secs(10);

/// A place that is ours for a while.
pub struct Session<'r> {
    pub remote: &'r mut Remote,
    token: String,
    lease: Duration,
    renewed: (Instant, SystemTime),
    /// What goes before anything is written: a folder has no room for it and for what comes.
    pub in_the_way: Vec<Key>,
}

impl<'r> Session<'r> {
    /// Claims the place.
    pub async fn begin(
        remote: &'r mut Remote,
        change: &Change,
        by: &str,
        options: &Options,
    ) -> Result<Self, Fault> {
        let before = remote.free_for(options)?.cloned();
        let in_the_way = match remote.store.has_room_for_both() {
            true => Vec::new(),
            false => change.plan.in_the_way(),
        };
        let token = format!("{:016x}", rand());
        let left = before.iter().flat_map(Claim::keys).cloned();
        let own = own_keys(change.release.number, &token);
        let mut writes: Vec<String> = written_keys(&remote.files, &change.plan)
            .chain(in_the_way.iter().chain(&own).map(Key::to_string))
            .chain(left)
            .collect();
        writes.sort_unstable();
        writes.dedup();
        let lease = options.lease.as_secs();
        let claim = Claim {
            token: token.clone(),
            by: by.to_owned(),
            since: seconds(),
            until: seconds() + lease as i64,
            lease,
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
        session.take(claim, before.as_ref()).await?;
        Ok(session)
    }

    /// Makes a claim of ours the one that holds, in the place of one that was there.
    async fn take(&mut self, claim: Claim, before: Option<&Claim>) -> Result<(), Fault> {
        let remote = &mut *self.remote;
        let state = State {
            claim: Some(claim),
            ..remote.state.clone()
        };
        if !remote.save(state).await? {
            return Err(remote
                .look()
                .await?
                .map_or(Fault::Lost, |(state, _)| beaten(&state)));
        }
        let Some(before) = before else { return Ok(()) };
        // It may live: its clock is off, or somebody was impatient. What it writes until it
        // notices must not replace what we write.
        let blind = before.blind();
        if !blind.is_zero() {
            tokio::time::sleep(blind).await;
            self.renew().await?;
        }
        self.remote.store.tidy();
        Ok(())
    }

    /// How long it goes on at most without a look at whether the place is still its own.
    pub fn blind(&self) -> Duration {
        blind(self.lease)
    }

    pub async fn renew_if_due(&mut self) -> Result<(), Fault> {
        let (instant, time) = self.renewed;
        // The one stands still while a machine sleeps, the other may be set back.
        let passed = instant.elapsed().max(time.elapsed().unwrap_or_default());
        if passed > self.blind() {
            self.renew().await
        } else {
            Ok(())
        }
    }

    /// Says that we are still there.
    pub async fn renew(&mut self) -> Result<(), Fault> {
        let started = (Instant::now(), SystemTime::now());
        let mut state = self.remote.state.clone();
        if let Some(claim) = &mut state.claim {
            claim.until = seconds() + self.lease.as_secs() as i64;
        }
        if !self.remote.save(state).await? {
            return Err(Fault::Lost);
        }
        self.renewed = started;
        Ok(())
    }

    /// Lets the next publisher begin at once. What was written stays in doubt.
    pub async fn give_up(&mut self) {
        let mut state = self.remote.state.clone();
        if let Some(claim) = &mut state.claim {
            claim.until = 0;
        }
        // The claim ends by itself where this does not arrive.
        let _ = self.remote.save(state).await;
    }

    /// Makes a change what is up.
    pub async fn commit(&mut self, change: &Change, files: Files) -> Result<(), Fault> {
        self.renew_if_due().await?;
        let number = change.release.number;
        let [list, next_base] = own_keys(number, &self.token);
        let release = Release {
            list: list.to_string(),
            ..change.release.clone()
        };
        let before = self.remote.state.number();
        let mut retired = change.plan.retired.clone();
        // The list of the same release is only written anew: nobody needs the old one.
        let last = if before == number { 0 } else { before };
        let old = self.remote.state.release.iter();
        retired.extend(old.map(|old| retired_list(&old.list, last)));
        let (delta, old_base) = self.delta(&files, &next_base).await?;
        retired.extend(old_base.map(|key| retired_list(&key, before)));
        let record = Record {
            version: VERSION,
            release: release.clone(),
            files: delta.clone(),
        };
        self.remote.put(&list, &record, &If::Always).await?;
        let state = State {
            version: VERSION,
            release: Some(release),
            files: delta,
            history: change.history.clone(),
            retired,
            claim: self.claim_to_delete(&change.plan),
            private: self.remote.state.private,
        };
        if !self.remote.save(state).await? {
            self.clean_up([list, next_base]).await;
            return Err(Fault::Lost);
        }
        self.remote.files = files;
        Ok(())
    }

    /// How files differ from the base that is there. Where that is much, they become the next base;
    /// then the key of the old one is given, too.
    async fn delta(
        &mut self,
        files: &Files,
        next_base: &Key,
    ) -> Result<(Delta, Option<String>), Fault> {
        let base = self.remote.state.files.base.clone();
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

    /// The claim that is held once a change is up: for what is to be deleted. None where that is
    /// nothing.
    fn claim_to_delete(&self, plan: &Plan) -> Option<Claim> {
        let deletes: Vec<String> = plan.deletes().map(|action| action.key.clone()).collect();
        let claim = self.remote.state.claim.clone();
        let claim = claim.filter(|_| !deletes.is_empty())?;
        Some(Claim {
            writes: Vec::new(),
            deletes,
            ..claim
        })
    }

    /// Deletes what was written for a release that did not come to be, where somebody else has the
    /// place now: nobody knows of it any more.
    async fn clean_up(&self, own: [Key; 2]) {
        let Ok(Some((state, _))) = self.remote.look().await else {
            return;
        };
        let is_lost = state
            .claim
            .as_ref()
            .is_none_or(|claim| claim.token != self.token);
        // A commit whose answer did not arrive may have been carried out, and another publisher
        // begun.
        if is_lost && !own.iter().any(|key| state.needs(key)) {
            let _ = self.remote.store.delete(&own).await;
        }
    }

    /// Deletes objects for as long as the place is ours.
    pub async fn delete(&mut self, keys: &[Key]) -> Result<(), Fault> {
        let store = Arc::clone(&self.remote.store);
        for keys in keys.chunks(store.deletes_at_once()) {
            self.renew_if_due().await?;
            let mut deleting = pin!(store.delete(keys));
            loop {
                match tokio::time::timeout(self.blind(), &mut deleting).await {
                    Ok(done) => break done?,
                    Err(_) => self.renew().await?,
                }
            }
        }
        Ok(())
    }

    /// Deletes what is not needed any longer, and leaves the place to others.
    pub async fn clear(&mut self, plan: &Plan) -> Result<(), Fault> {
        let keys: Vec<Key> = plan
            .deletes()
            .filter_map(|action| Key::new(&action.key))
            .collect();
        if keys.is_empty() {
            return Ok(());
        }
        if let Err(fault) = self.delete(&keys).await {
            self.give_up().await;
            return Err(fault);
        }
        let state = State {
            claim: None,
            ..self.remote.state.clone()
        };
        if self.remote.save(state).await? {
            Ok(())
        } else {
            Err(Fault::Lost)
        }
    }
}

impl Remote {
    /// Who is publishing, or died of it, as a sentence.
    pub fn holder(&self) -> Option<String> {
        let claim = self.state.claim.as_ref()?;
        let died = || {
            let (by, since) = (claim.by.escape_debug(), shown(claim.since));
            format!("a publish of {by} since {since} has not ended: publish or repair finishes it")
        };
        Some(if claim.until > seconds() {
            holder(claim)
        } else {
            died()
        })
    }

    /// How long a publisher waits, before it writes, for the one that it takes over from.
    pub fn wait(&self, options: &Options) -> Duration {
        self.free_for(options)
            .ok()
            .flatten()
            .map_or(Duration::ZERO, Claim::blind)
    }

    /// The claim of a publisher that died, where there is one. Fails where somebody is publishing.
    pub fn free_for(&self, options: &Options) -> Result<Option<&Claim>, Fault> {
        match &self.state.claim {
            Some(claim) if claim.until > seconds() && !options.take_over => Err(held(claim)),
            claim => Ok(claim.as_ref()),
        }
    }
}

impl Claim {
    /// How long its publisher may go on after it was taken over from; not at all where it gave up.
    fn blind(&self) -> Duration {
        if self.until == 0 {
            Duration::ZERO
        } else {
            blind(Duration::from_secs(self.lease))
        }
    }
}

fn blind(lease: Duration) -> Duration {
    (lease / 4).min(BLIND)
}

/// The keys that a plan writes: of files, and of what is kept of them.
fn written_keys(files: &Files, plan: &Plan) -> impl Iterator<Item = String> {
    let writes = plan.actions.iter();
    let writes = writes.filter(|action| action.step != Step::Delete);
    writes.map(|action| match (action.step, files.get(&action.key)) {
        (Step::Keep, Some(entry)) => kept(&entry.sha256).as_str().to_owned(),
        _ => action.key.clone(),
    })
}

/// A list of files that another one replaces.
fn retired_list(key: &str, last: u64) -> Retired {
    Retired {
        key: key.to_owned(),
        last,
        etag: String::new(),
    }
}

/// The keys of a publisher's own: of its list, and of its base should it write one.
fn own_keys(number: u64, token: &str) -> [Key; 2] {
    [record(number, token), base(number, token)]
}

/// Why the place was not ours to claim, from what is there now.
pub fn beaten(state: &State) -> Fault {
    match (&state.claim, &state.release) {
        (Some(claim), _) => held(claim),
        (None, Some(up)) => Fault::Overtaken {
            by: up.by.escape_debug().to_string(),
            number: up.number,
        },
        (None, None) => Fault::Lost,
    }
}

fn held(claim: &Claim) -> Fault {
    Fault::Held {
        holder: holder(claim),
    }
}

/// Who is publishing, as a sentence.
fn holder(claim: &Claim) -> String {
    let by = claim.by.escape_debug();
    format!(
        "{by} is publishing here since {}, and may until {}",
        shown(claim.since),
        shown(claim.until)
    )
}

/// A number that no other publisher draws.
fn rand() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(SystemTime::now())
}
