//! Files are kept and written, many at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::Fault;
use super::change::{Change, Progress};
use super::headers::is_fingerprinted;
use super::plan::{Action, Reason, Source, Step, Wanted};
use super::session::Session;
use super::state::{Entry, kept, known};
use crate::store::Key;
use crate::store::{Body, If, Store};

/// Requests that wait at once.
const WIDTH: usize = 32;

/// Bytes of files that are on their way at once, unless one alone has more: each has to be there
/// in time.
const FLYING: u64 = 8 << 20;

/// What was written.
#[derive(Default)]
pub struct Written {
    /// ETags by key.
    pub tags: BTreeMap<String, String>,
    /// ETags of what was kept, by key.
    pub kept: BTreeMap<String, String>,
    /// Files whose bytes could not be kept, for somebody had changed them, by the keys that these
    /// would have.
    pub lost: BTreeMap<String, String>,
    /// Bytes of files that were sent.
    pub sent: u64,
}

/// Actions that are on their way.
#[derive(Default)]
struct Flight {
    /// Each with the bytes of the file that it sends.
    running: JoinSet<(Result<Done, Fault>, u64)>,
    /// Of all of them.
    bytes: u64,
}

impl Flight {
    /// Whether there is room for an action more.
    fn takes(&self, change: &Change, action: &Action) -> bool {
        let has_room = self.bytes == 0 || self.bytes + change.sends(action) <= FLYING;
        self.running.len() < WIDTH && has_room
    }

    fn start(
        &mut self,
        size: u64,
        task: impl Future<Output = Result<Done, Fault>> + Send + 'static,
    ) {
        self.bytes += size;
        self.running.spawn(async move { (task.await, size) });
    }
}

impl Session<'_> {
    /// Writes what the plan says, step by step.
    pub async fn write(
        &mut self,
        change: &Change,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Written, Fault> {
        let (mut written, mut done) = (Written::default(), 0);
        let actions = &change.plan.actions;
        for step in actions.chunk_by(|one, next| one.step == next.step) {
            if step[0].step == Step::Delete {
                continue;
            }
            if step[0].step != Step::Keep {
                // All is kept that goes.
                let in_the_way = std::mem::take(&mut self.in_the_way);
                self.delete(&in_the_way).await?;
            }
            let mut waiting = step.iter().peekable();
            let mut flight = Flight::default();
            loop {
                while let Some(action) = waiting.next_if(|action| flight.takes(change, action)) {
                    flight.start(change.sends(action), self.task(action, change, &written));
                }
                let next = flight.running.join_next();
                let Ok(next) = tokio::time::timeout(self.blind(), next).await else {
                    self.renew().await?;
                    continue;
                };
                let Some(next) = next else { break };
                let (next, size) = next.expect("a task neither panics nor is stopped");
                flight.bytes -= size;
                if next.is_err() {
                    self.land(&mut flight).await;
                }
                written.add(next?);
                done += 1;
                watch(Progress {
                    step: step[0].step,
                    done,
                    of: actions.len(),
                    sent: written.sent,
                });
                self.renew_if_due().await?;
            }
        }
        Ok(written)
    }

    /// Waits for what is on its way: it arrives before the claim ends.
    async fn land(&mut self, flight: &mut Flight) {
        loop {
            match tokio::time::timeout(self.blind(), flight.running.join_next()).await {
                Ok(None) => break,
                Ok(Some(_)) => {}
                Err(_) => _ = self.renew().await,
            }
        }
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
        let copied = wanted
            .as_ref()
            .filter(|wanted| wanted.source == Source::Kept);
        let tag = copied.and_then(|wanted| self.kept_tag(&kept(&wanted.entry.sha256), written));
        let (action, number) = (action.clone(), change.of);
        async move {
            match (action.step, before, wanted) {
                (Step::Keep, Some(before), _) => keep(&store, &action, &before).await,
                (_, before, Some(wanted)) => {
                    let (tag, sent) =
                        send(&store, &action, before.as_ref(), &wanted, tag, number).await?;
                    Ok(Done::Sent(action.key, tag.unwrap_or_default(), sent))
                }
                (_, _, None) => Ok(Done::Nothing),
            }
        }
    }

    /// What the place calls bytes that it keeps.
    fn kept_tag(&self, key: &Key, written: &Written) -> Option<String> {
        let before = || {
            self.remote
                .state
                .retired
                .iter()
                .find(|retired| retired.key == key.as_str())
        };
        let tag = written
            .kept
            .get(key.as_str())
            .or_else(|| Some(&before()?.etag));
        tag.and_then(|tag| known(tag)).map(str::to_owned)
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
    let copied = store
        .copy(&key(&before.key)?, &to, &before.headers, before.known_tag())
        .await?;
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
        && let Some(tag) = store
            .copy(&to, &to, &entry.headers, before.known_tag())
            .await?
    {
        return Ok((Some(tag), 0));
    }
    match &wanted.source {
        Source::File(path) => {
            let body = Body::File {
                path: path.clone(),
                sha256: entry.sha256.clone(),
            };
            Ok((
                store.put(&to, &body, &entry.headers, &If::Always).await?,
                entry.size,
            ))
        }
        Source::Kept => {
            let tag = copy_kept(store, before, entry, kept_tag.as_deref()).await?;
            let why = format!("the bytes of `{}` are gone", entry.key);
            tag.map(|tag| (Some(tag), 0))
                .ok_or(Fault::Release { number, why })
        }
    }
}

/// Writes a file of bytes that the place has, and gives its ETag; `None` where it has them no more.
async fn copy_kept(
    store: &Store,
    before: Option<&Entry>,
    entry: &Entry,
    kept_tag: Option<&str>,
) -> Result<Option<String>, Fault> {
    let to = key(&entry.key)?;
    let same = before.filter(|before| before.sha256 == entry.sha256);
    let is_named =
        is_fingerprinted(&entry.key, &entry.sha256) && (before.is_none() || same.is_some());
    let from = match is_named {
        true => to.clone(),
        false => kept(&entry.sha256),
    };
    let named = same.and_then(Entry::known_tag);
    let known = if is_named { named } else { kept_tag };
    let tag = store.copy(&from, &to, &entry.headers, known).await?;
    // All is kept before anything is replaced: what was not kept is as it was, unless somebody
    // else changed it. Then the old name stays, by which that is found.
    let (None, Some(same)) = (&tag, same) else {
        return Ok(tag);
    };
    let now = store.tag(&to).await?;
    Ok(now.map(|now| same.known_tag().map_or(now, str::to_owned)))
}

fn key(name: &str) -> Result<Key, Fault> {
    let why = "it leads out of the prefix";
    Key::new(name)
        .ok_or_else(|| Fault::place("write", &name.escape_debug(), &why, "rename the file"))
}
