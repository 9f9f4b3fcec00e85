//! A plan is carried out: claim, write, commit, delete.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use tokio::task::JoinSet;

use super::headers::is_fingerprinted;
use super::place::Key;
use super::plan::{Action, Now, Plan, Reason, Source, Step, Wanted, plan};
use super::privacy::Public;
use super::remote::Remote;
use super::site::Site;
use super::state::{Claim, Delta, Entry, Files, Record, Release, Retired, State, VERSION, base, kept, known, record};
use super::store::{Body, If, Store};
use super::{Fault, shown};

/// Requests that wait at once.
const WIDTH: usize = 32;

/// Bytes of files that are on their way at once, unless one alone has more: each has to be there
/// in time.
const FLYING: u64 = 8 << 20;

/// A list of files has its own base when this part of it differs from the base.
const DRIFT: usize = 8;

/// Who publishes, and what.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The commit that the site was built from.
    pub commit: Option<String>,
    /// When it was made, in seconds since 1970.
    pub committed: Option<i64>,
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
    fn sends(&self, action: &Action) -> u64 {
        let is_sent = |wanted: &&Wanted| action.step != Step::Keep && wanted.source != Source::Kept;
        self.wanted.get(&action.key).filter(is_sent).map_or(0, |wanted| wanted.entry.size)
    }
}

impl Remote {
    /// Who is publishing, or died of it, as a sentence.
    pub fn holder(&self) -> Option<String> {
        let claim = self.state.claim.as_ref()?;
        let (by, since) = (claim.by.escape_debug(), shown(claim.since));
        Some(match claim.until > seconds() {
            true => format!("{by} is publishing here since {since}, and may until {}", shown(claim.until)),
            false => format!("a publish of {by} since {since} has not ended: publish or repair finishes it"),
        })
    }

    /// Plans what publishing a site would do.
    pub fn planned(&self, site: &Site, options: &Options) -> Plan {
        let plan = plan(&now(self), &site.wanted, number(self) + 1, options.keep);
        // Without a new release, none is given up.
        let is_idle = self.is_up(site) && plan.actions.iter().all(|action| action.reason == Reason::Expired);
        if is_idle { Plan { actions: Vec::new(), retired: self.state.retired.clone() } } else { plan }
    }

    /// Whether the release that is up is this site.
    fn is_up(&self, site: &Site) -> bool {
        let is_same = |(ours, theirs): (&Entry, &Wanted)| {
            (&ours.key, &ours.sha256, &ours.headers) == (&theirs.entry.key, &theirs.entry.sha256, &theirs.entry.headers)
        };
        self.files.len() == site.wanted.len() && self.files.values().zip(site.wanted.values()).all(is_same)
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
            return Ok(Receipt { release: self.state.release.clone(), is_idle: true, ..Receipt::default() });
        }
        if let Some(up) = self.state.release.as_ref().filter(|up| !options.allow_older && is_older(about, up)) {
            let commit = up.commit.clone().unwrap_or_default().escape_debug().to_string();
            return Err(Fault::Older { number: up.number, commit, committed: shown(up.committed.unwrap_or_default()) });
        }
        if plan.gone() > options.max_delete {
            return Err(Fault::TooMany { count: plan.gone(), most: options.max_delete });
        }
        // What is left of a publish that did not end is no new release.
        let is_left = |action: &Action| action.step == Step::Delete && action.reason != Reason::Gone;
        if let Some(release) = self.state.release.clone().filter(|_| is_up && plan.actions.iter().all(is_left)) {
            let of = release.number;
            let plan = super::plan::plan(&now(self), &site.wanted, of, options.keep);
            // Fewer may be kept than when it was published.
            let history = first(&self.state.history, options.keep);
            let change = Change { wanted: site.wanted, release, history, plan, of };
            return carry_out(self, change, &about.by, options, watch).await;
        }
        let release = Release {
            number: number(self) + 1,
            commit: about.commit.clone(),
            committed: about.committed,
            ..Release::default()
        };
        let (history, of) = (history(self, options.keep), release.number);
        carry_out(self, Change { wanted: site.wanted, release, history, plan, of }, &about.by, options, watch).await
    }
}

/// What is at the place.
pub(super) fn now(remote: &Remote) -> Now<'_> {
    let Remote { state, files, .. } = remote;
    Now { files, retired: &state.retired, claim: state.claim.as_ref(), number: number(remote) }
}

/// The number of the release that is up; 0 without one.
pub(super) fn number(remote: &Remote) -> u64 {
    remote.state.release.as_ref().map_or(0, |release| release.number)
}

/// The earlier releases, once another one is up.
pub(super) fn history(remote: &Remote, keep: u64) -> Vec<Release> {
    first(remote.state.release.iter().chain(&remote.state.history), keep)
}

/// The first of some releases.
pub(super) fn first<'r>(releases: impl IntoIterator<Item = &'r Release>, keep: u64) -> Vec<Release> {
    releases.into_iter().take(usize::try_from(keep).unwrap_or(usize::MAX)).cloned().collect()
}

/// Whether a site was built from an older commit than what is up. Times are compared, for
/// the shallow clone of a job does not know how commits follow each other.
fn is_older(about: &About, up: &Release) -> bool {
    about.commit != up.commit && matches!((about.committed, up.committed), (Some(ours), Some(theirs)) if ours < theirs)
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
    let Written { tags, kept, lost, sent } = match done {
        Ok(done) => done,
        Err(fault) => {
            session.give_up().await;
            return Err(fault);
        }
    };
    let files = files_after(&change, &session.remote.files, tags);
    change.plan.retired.retain(|retired| !lost.contains_key(&retired.key));
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
    Ok(Receipt { release: remote.state.release.clone(), actions, sent, lost, left, is_idle: false })
}

/// What was written.
#[derive(Default)]
struct Written {
    /// ETags by key.
    tags: BTreeMap<String, String>,
    /// ETags of what was kept, by key.
    kept: BTreeMap<String, String>,
    /// Files whose bytes could not be kept, for somebody had changed them, by the keys that these
    /// would have.
    lost: BTreeMap<String, String>,
    /// Bytes of files that were sent.
    sent: u64,
}

/// The files of the release that comes of a change, with the ETags they have now.
fn files_after(change: &Change, before: &Files, mut tags: BTreeMap<String, String>) -> Files {
    let entry = |(key, wanted): (&String, &Wanted)| {
        let mut entry = wanted.entry.clone();
        let known = before.get(key).filter(|before| before.sha256 == entry.sha256).map(|before| before.etag.clone());
        if let Some(tag) = tags.remove(key).or(known) {
            entry.etag = tag;
        }
        (key.clone(), entry)
    };
    change.wanted.iter().map(entry).collect()
}

/// A place that is ours for a while.
struct Session<'r> {
    remote: &'r mut Remote,
    token: String,
    lease: Duration,
    renewed: Instant,
    /// What goes before anything is written: a folder has no room for it and for what comes.
    in_the_way: Vec<Key>,
}

impl<'r> Session<'r> {
    /// Claims the place.
    async fn begin(remote: &'r mut Remote, change: &Change, by: &str, options: &Options) -> Result<Self, Fault> {
        let (plan, next) = (&change.plan, change.release.number);
        let started = Instant::now();
        let before = remote.state.claim.take();
        if let Some(other) = before.as_ref().filter(|claim| claim.until > seconds() && !options.take_over) {
            return Err(held(other));
        }
        let left = before.iter().flat_map(Claim::keys).cloned();
        let writes = plan.actions.iter().filter(|action| action.step != Step::Delete);
        let writes = writes.map(|action| match (action.step, remote.files.get(&action.key)) {
            (Step::Keep, Some(entry)) => kept(&entry.sha256).as_str().to_owned(),
            _ => action.key.clone(),
        });
        let in_the_way = if remote.store.has_room_for_both() { Vec::new() } else { plan.in_the_way() };
        let writes = writes.chain(in_the_way.iter().map(Key::to_string));
        let token = format!("{:016x}", rand());
        let own = own_keys(next, &token).map(|key| key.to_string());
        let mut writes: Vec<String> = writes.chain(left).chain(own).collect();
        writes.sort_unstable();
        writes.dedup();
        let until = seconds() + options.lease.as_secs() as i64;
        let claim =
            Claim { token: token.clone(), by: by.to_owned(), since: seconds(), until, writes, deletes: Vec::new() };
        let state = State { claim: Some(claim), ..remote.state.clone() };
        if !remote.save(state).await? {
            return Err(remote.look().await?.map_or(Fault::Lost, |(state, _)| beaten(&state)));
        }
        if before.is_some() {
            remote.store.tidy();
        }
        Ok(Self { remote, token, lease: options.lease, renewed: started, in_the_way })
    }

    /// Writes what the plan says, step by step.
    async fn write(&mut self, change: &Change, watch: &(dyn Fn(Progress) + Sync)) -> Result<Written, Fault> {
        let (mut written, mut done) = (Written::default(), 0);
        let of = change.plan.actions.len();
        for step in change.plan.actions.chunk_by(|one, next| one.step == next.step) {
            if step[0].step == Step::Delete {
                continue;
            }
            if step[0].step != Step::Keep {
                // All is kept that goes.
                let in_the_way = std::mem::take(&mut self.in_the_way);
                self.delete(&in_the_way).await?;
            }
            let mut waiting = step.iter().peekable();
            let mut running = JoinSet::new();
            let mut flying = 0;
            loop {
                while let Some(action) = waiting
                    .next_if(|action| running.len() < WIDTH && (flying == 0 || flying + change.sends(action) <= FLYING))
                {
                    let (task, size) = (self.task(action, change, &written), change.sends(action));
                    flying += size;
                    running.spawn(async move { (task.await, size) });
                }
                let Ok(next) = tokio::time::timeout(self.lease / 4, running.join_next()).await else {
                    self.renew().await?;
                    continue;
                };
                let Some(next) = next else { break };
                let (next, size) = next.expect("a task neither panics nor is stopped");
                flying -= size;
                if next.is_err() {
                    // What is on its way arrives before the claim ends.
                    loop {
                        match tokio::time::timeout(self.lease / 4, running.join_next()).await {
                            Ok(None) => break,
                            Ok(Some(_)) => {}
                            Err(_) => _ = self.renew().await,
                        }
                    }
                }
                written.add(next?);
                done += 1;
                watch(Progress { step: step[0].step, done, of, sent: written.sent });
                self.renew_if_due().await?;
            }
        }
        Ok(written)
    }

    fn task(
        &self,
        action: &Action,
        change: &Change,
        written: &Written,
    ) -> impl Future<Output = Result<Done, Fault>> + Send + use<> {
        let store = Arc::clone(&self.remote.store);
        let before = self.remote.files.get(&action.key).cloned();
        let wanted = change.wanted.get(&action.key).cloned();
        let copied = wanted.as_ref().filter(|wanted| wanted.source == Source::Kept);
        let tag = copied.and_then(|wanted| self.kept_tag(&kept(&wanted.entry.sha256), written));
        let (action, number) = (action.clone(), change.of);
        async move {
            match (action.step, before, wanted) {
                (Step::Keep, Some(before), _) => keep(&store, &action, &before).await,
                (_, before, Some(wanted)) => {
                    let (tag, sent) = send(&store, &action, before.as_ref(), &wanted, tag, number).await?;
                    Ok(Done::Sent(action.key, tag.unwrap_or_default(), sent))
                }
                (_, _, None) => Ok(Done::Nothing),
            }
        }
    }

    /// What the place calls bytes that it keeps.
    fn kept_tag(&self, key: &Key, written: &Written) -> Option<String> {
        let before = || self.remote.state.retired.iter().find(|retired| retired.key == key.as_str());
        let tag = written.kept.get(key.as_str()).or_else(|| Some(&before()?.etag));
        tag.and_then(|tag| known(tag)).map(str::to_owned)
    }

    async fn renew_if_due(&mut self) -> Result<(), Fault> {
        if self.renewed.elapsed() > self.lease / 3 { self.renew().await } else { Ok(()) }
    }

    /// Says that we are still there.
    async fn renew(&mut self) -> Result<(), Fault> {
        // Whoever slept longer than its claim holds may have been replaced.
        let started = Instant::now();
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
    async fn give_up(&mut self) {
        let mut state = self.remote.state.clone();
        if let Some(claim) = &mut state.claim {
            claim.until = 0;
        }
        // The claim ends by itself where this does not arrive.
        let _ = self.remote.save(state).await;
    }

    /// Makes a change what is up.
    async fn commit(&mut self, change: &Change, files: Files) -> Result<(), Fault> {
        self.renew_if_due().await?;
        let number = change.release.number;
        let [list, next_base] = own_keys(number, &self.token);
        let release = Release { list: list.to_string(), ..change.release.clone() };
        let before = self.remote.state.release.as_ref().map_or(0, |release| release.number);
        let mut retired = change.plan.retired.clone();
        // The list of the same release is only written anew: nobody needs the old one.
        let last = if before == number { 0 } else { before };
        retired.extend(self.remote.state.release.iter().map(|old| retired_list(&old.list, last)));
        let mut base = self.remote.state.files.base.clone();
        let mut delta = Delta::between(base.clone(), &self.remote.base, &files);
        if base.is_none() || (delta.set.len() + delta.gone.len()) * DRIFT > files.len().max(800) {
            self.remote.put_base(&next_base, &files).await?;
            retired.extend(base.map(|key| retired_list(&key, before)));
            base = Some(next_base.to_string());
            delta = Delta { base: base.clone(), ..Delta::default() };
            self.remote.base = files.clone();
        }
        let files_of = Record { version: VERSION, release: release.clone(), files: delta.clone() };
        self.remote.put(&list, &files_of, &If::Always).await?;
        let deletes: Vec<String> = change.plan.deletes().map(|action| action.key.clone()).collect();
        let claim = self.remote.state.claim.clone().filter(|_| !deletes.is_empty());
        let state = State {
            version: VERSION,
            release: Some(release),
            files: delta,
            history: change.history.clone(),
            retired,
            claim: claim.map(|claim| Claim { writes: Vec::new(), deletes, ..claim }),
            private: self.remote.state.private,
        };
        if !self.remote.save(state).await? {
            return Err(Fault::Lost);
        }
        self.remote.files = files;
        Ok(())
    }

    /// Deletes objects for as long as the place is ours.
    async fn delete(&mut self, keys: &[Key]) -> Result<(), Fault> {
        let store = Arc::clone(&self.remote.store);
        for keys in keys.chunks(store.deletes_at_once()) {
            self.renew_if_due().await?;
            let mut deleting = pin!(store.delete(keys));
            loop {
                match tokio::time::timeout(self.lease / 4, &mut deleting).await {
                    Ok(done) => break done?,
                    Err(_) => self.renew().await?,
                }
            }
        }
        Ok(())
    }

    /// Deletes what is not needed any longer, and leaves the place to others.
    async fn clear(&mut self, plan: &Plan) -> Result<(), Fault> {
        let keys: Vec<Key> = plan.deletes().filter_map(|action| Key::new(&action.key)).collect();
        if keys.is_empty() {
            return Ok(());
        }
        if let Err(fault) = self.delete(&keys).await {
            self.give_up().await;
            return Err(fault);
        }
        let state = State { claim: None, ..self.remote.state.clone() };
        if self.remote.save(state).await? { Ok(()) } else { Err(Fault::Lost) }
    }
}

/// What came of an action.
enum Done {
    /// Nothing: it is neither there nor wanted.
    Nothing,
    /// The bytes that others replace are kept: the key that they have, and the ETag.
    Kept(String, String),
    /// They could not be: somebody had changed them. The key that they would have, and the file's.
    Lost(String, String),
    /// A file was written: its key, its ETag, the bytes that were sent.
    Sent(String, String, u64),
}

impl Written {
    fn add(&mut self, done: Done) {
        match done {
            Done::Nothing => {}
            Done::Kept(key, tag) => _ = self.kept.insert(key, tag),
            Done::Lost(key, file) => _ = self.lost.insert(key, file),
            Done::Sent(key, tag, sent) => {
                self.tags.insert(key, tag);
                self.sent += sent;
            }
        }
    }
}

/// A list of files that another one replaces.
fn retired_list(key: &str, last: u64) -> Retired {
    Retired { key: key.to_owned(), last, etag: String::new() }
}

/// The keys of a publisher's own: of its list, and of its base should it write one.
fn own_keys(number: u64, token: &str) -> [Key; 2] {
    [record(number, token), base(number, token)]
}

/// Keeps the bytes of a file that others take the place of.
async fn keep(store: &Store, action: &Action, before: &Entry) -> Result<Done, Fault> {
    let to = kept(&before.sha256);
    // All is kept before anything is replaced: what a dead publisher kept is right, and
    // what it did not keep it has not replaced.
    if action.reason == Reason::Doubtful
        && let Some(tag) = store.tag(&to).await?
    {
        return Ok(Done::Kept(to.to_string(), tag));
    }
    let copied = store.copy(&key(&before.key)?, &to, &before.headers, before.known_tag()).await?;
    Ok(match copied {
        Some(tag) => Done::Kept(to.to_string(), tag),
        None => Done::Lost(to.to_string(), before.key.clone()),
    })
}

/// Writes a file. Gives its ETag, and the bytes that were sent.
async fn send(
    store: &Store,
    action: &Action,
    before: Option<&Entry>,
    wanted: &Wanted,
    kept_tag: Option<String>,
    number: u64,
) -> Result<(Option<String>, u64), Fault> {
    let entry = &wanted.entry;
    let to = key(&entry.key)?;
    // New headers for the bytes that are there: no byte is sent.
    if let (Reason::Headers, Some(before)) = (action.reason, before)
        && let Some(tag) = store.copy(&to, &to, &entry.headers, before.known_tag()).await?
    {
        return Ok((Some(tag), 0));
    }
    match &wanted.source {
        Source::File(path) => {
            let body = Body::File { path: path.clone(), sha256: entry.sha256.clone() };
            Ok((store.put(&to, &body, &entry.headers, &If::Always).await?, entry.size))
        }
        Source::Kept => {
            let same = before.filter(|before| before.sha256 == entry.sha256);
            let is_named = is_fingerprinted(&entry.key, &entry.sha256) && (before.is_none() || same.is_some());
            let from = if is_named { to.clone() } else { kept(&entry.sha256) };
            let named = same.and_then(Entry::known_tag);
            let known = if is_named { named } else { kept_tag.as_deref() };
            let mut tag = store.copy(&from, &to, &entry.headers, known).await?;
            // All is kept before anything is replaced: what was not kept is as it was, unless
            // somebody else changed it. Then the old name stays, by which that is found.
            if let (None, Some(same)) = (&tag, same) {
                let now = store.tag(&to).await?;
                tag = now.map(|now| same.known_tag().map_or(now, str::to_owned));
            }
            let why = format!("the bytes of `{}` are gone", entry.key);
            tag.map(|tag| (Some(tag), 0)).ok_or(Fault::Release { number, why })
        }
    }
}

fn key(name: &str) -> Result<Key, Fault> {
    let why = "it leads out of the prefix";
    Key::new(name).ok_or_else(|| Fault::place("write", &name.escape_debug(), &why, "rename the file"))
}

/// Why the place was not ours to claim, from what is there now.
fn beaten(state: &State) -> Fault {
    match (&state.claim, &state.release) {
        (Some(claim), _) => held(claim),
        (None, Some(up)) => Fault::Overtaken { by: up.by.escape_debug().to_string(), number: up.number },
        (None, None) => Fault::Lost,
    }
}

pub(super) fn held(claim: &Claim) -> Fault {
    Fault::Held { by: claim.by.escape_debug().to_string(), since: shown(claim.since), until: shown(claim.until) }
}

/// Now, in seconds since 1970.
pub(super) fn seconds() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() as i64)
}

/// A number that no other publisher draws.
fn rand() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(SystemTime::now())
}
