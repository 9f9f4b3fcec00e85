//! The writes of a change, many at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::Fault;
use super::change::{PlannedChange, Progress};
use super::headers::is_fingerprinted;
use super::manifest::{RemoteFile, kept_key, known_tag};
use super::plan::{Action, ByteSource, PlanStep, Reason, WantedFile};
use super::session::PublishSession;
use crate::store::ObjectKey;
use crate::store::{ObjectBody, Store, WriteCondition};

/// The number of requests in flight.
const REQUESTS: usize = 32;

/// The number of bytes in flight, unless a single file has more. All of them have to arrive in
/// time.
const BYTES_IN_FLIGHT: u64 = 8 << 20;

/// The result of all writes.
#[derive(Default)]
pub struct TransferReport {
    /// The ETags of written files, by key.
    pub tags: BTreeMap<String, String>,
    /// The ETags of kept bytes, by key.
    pub kept: BTreeMap<String, String>,
    /// Files whose bytes could not be kept because somebody had changed them, under the keys that
    /// the bytes would have.
    pub lost: BTreeMap<String, String>,
    /// The number of bytes of files that were sent.
    pub sent: u64,
}

/// The actions in flight.
#[derive(Default)]
struct Flight {
    /// Each with the number of bytes that it sends.
    running: JoinSet<(Result<ActionResult, Fault>, u64)>,
    /// The bytes of all of them.
    bytes: u64,
}

impl Flight {
    /// Returns whether there is room for one more action.
    fn takes(&self, change: &PlannedChange, action: &Action) -> bool {
        let has_room = self.bytes == 0 || self.bytes + change.sends(action) <= BYTES_IN_FLIGHT;
        self.running.len() < REQUESTS && has_room
    }

    fn start(
        &mut self,
        size: u64,
        task: impl Future<Output = Result<ActionResult, Fault>> + Send + 'static,
    ) {
        self.bytes += size;
        self.running.spawn(async move { (task.await, size) });
    }
}

impl PublishSession<'_> {
    /// Carries out the writes of a plan, step by step.
    pub async fn write(
        &mut self,
        change: &PlannedChange,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<TransferReport, Fault> {
        let (mut written, mut done) = (TransferReport::default(), 0);
        let actions = &change.plan.actions;
        for step in actions.chunk_by(|one, next| one.step == next.step) {
            if step[0].step == PlanStep::Delete {
                continue;
            }
            if step[0].step != PlanStep::Keep {
                // All bytes that will be replaced or deleted are kept by now.
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
                let Ok(next) = tokio::time::timeout(self.renewal_interval(), next).await else {
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
                    total: actions.len(),
                    sent: written.sent,
                });
                self.renew_if_due().await?;
            }
        }
        Ok(written)
    }

    /// Waits for the actions in flight, so that they end before the lease does.
    async fn land(&mut self, flight: &mut Flight) {
        loop {
            match tokio::time::timeout(self.renewal_interval(), flight.running.join_next()).await {
                Ok(None) => break,
                Ok(Some(_)) => {}
                Err(_) => _ = self.renew().await,
            }
        }
    }

    fn task(
        &self,
        action: &Action,
        change: &PlannedChange,
        written: &TransferReport,
    ) -> impl Future<Output = Result<ActionResult, Fault>> + Send + use<> {
        let store = Arc::clone(&self.remote.store);
        let before = self.remote.files.get(&action.key).cloned();
        let wanted = change.wanted.get(&action.key).cloned();
        let copied = wanted
            .as_ref()
            .filter(|wanted| wanted.source == ByteSource::Kept);
        let tag = copied.and_then(|wanted| self.kept_tag(&kept_key(&wanted.entry.sha256), written));
        let (action, number) = (action.clone(), change.source_release);
        async move {
            match (action.step, before, wanted) {
                (PlanStep::Keep, Some(before), _) => keep(&store, &action, &before).await,
                (_, before, Some(wanted)) => {
                    let (tag, sent) =
                        send(&store, &action, before.as_ref(), &wanted, tag, number).await?;
                    Ok(ActionResult::Sent(
                        action.key,
                        tag.unwrap_or_default(),
                        sent,
                    ))
                }
                (_, _, None) => Ok(ActionResult::Nothing),
            }
        }
    }

    /// The ETag of kept bytes.
    fn kept_tag(&self, key: &ObjectKey, written: &TransferReport) -> Option<String> {
        let before = || {
            self.remote
                .manifest
                .retired
                .iter()
                .find(|retired| retired.key == key.as_str())
        };
        let tag = written
            .kept
            .get(key.as_str())
            .or_else(|| Some(&before()?.etag));
        tag.and_then(|tag| known_tag(tag)).map(str::to_owned)
    }
}

/// The result of an action.
enum ActionResult {
    /// There was nothing to do: the file is neither there nor wanted.
    Nothing,
    /// Bytes were kept: their key and their ETag.
    Kept(String, String),
    /// Bytes could not be kept because somebody had changed them: the key that they would have, and
    /// the file's key.
    Lost(String, String),
    /// A file was written: its key, its ETag and the number of bytes that were sent.
    Sent(String, String, u64),
}

impl TransferReport {
    fn add(&mut self, done: ActionResult) {
        match done {
            ActionResult::Nothing => {}
            ActionResult::Kept(key, tag) => _ = self.kept.insert(key, tag),
            ActionResult::Lost(key, file) => _ = self.lost.insert(key, file),
            ActionResult::Sent(key, tag, sent) => {
                self.tags.insert(key, tag);
                self.sent += sent;
            }
        }
    }
}

/// Keeps the bytes of a file that will be replaced or deleted.
async fn keep(store: &Store, action: &Action, before: &RemoteFile) -> Result<ActionResult, Fault> {
    let to = kept_key(&before.sha256);
    // All bytes are kept before anything is replaced. So bytes that a dead publisher kept are
    // right, and a file that it did not keep is not yet replaced.
    if action.reason == Reason::Doubtful
        && let Some(tag) = store.tag(&to).await?
    {
        return Ok(ActionResult::Kept(to.to_string(), tag));
    }
    let copied = store
        .copy(&key(&before.key)?, &to, &before.headers, before.known_tag())
        .await?;
    Ok(match copied {
        Some(tag) => ActionResult::Kept(to.to_string(), tag),
        None => ActionResult::Lost(to.to_string(), before.key.clone()),
    })
}

/// Writes a file. Returns its ETag and the number of bytes that were sent.
async fn send(
    store: &Store,
    action: &Action,
    before: Option<&RemoteFile>,
    wanted: &WantedFile,
    kept_tag: Option<String>,
    number: u64,
) -> Result<(Option<String>, u64), Fault> {
    let entry = &wanted.entry;
    let to = key(&entry.key)?;
    // New headers for the same bytes are a copy: no byte is sent.
    if let (Reason::Headers, Some(before)) = (action.reason, before)
        && let Some(tag) = store
            .copy(&to, &to, &entry.headers, before.known_tag())
            .await?
    {
        return Ok((Some(tag), 0));
    }
    match &wanted.source {
        ByteSource::File(path) => {
            let body = ObjectBody::File {
                path: path.clone(),
                sha256: entry.sha256.clone(),
            };
            Ok((
                store
                    .put(&to, &body, &entry.headers, &WriteCondition::Always)
                    .await?,
                entry.size,
            ))
        }
        ByteSource::Kept => {
            let tag = copy_kept(store, before, entry, kept_tag.as_deref()).await?;
            let why = format!("the bytes of `{}` are gone", entry.key);
            tag.map(|tag| (Some(tag), 0))
                .ok_or(Fault::Release { number, why })
        }
    }
}

/// Writes a file from bytes that the place keeps. Returns its ETag, or `None` if the place has lost
/// them.
async fn copy_kept(
    store: &Store,
    before: Option<&RemoteFile>,
    entry: &RemoteFile,
    kept_tag: Option<&str>,
) -> Result<Option<String>, Fault> {
    let to = key(&entry.key)?;
    let same = before.filter(|before| before.sha256 == entry.sha256);
    let is_named =
        is_fingerprinted(&entry.key, &entry.sha256) && (before.is_none() || same.is_some());
    let from = match is_named {
        true => to.clone(),
        false => kept_key(&entry.sha256),
    };
    let named = same.and_then(RemoteFile::known_tag);
    let known = if is_named { named } else { kept_tag };
    let tag = store.copy(&from, &to, &entry.headers, known).await?;
    // All bytes are kept before anything is replaced, so a file whose bytes were not kept is
    // unchanged unless somebody else changed it. The old ETag then stays, so that `verify` finds
    // the change.
    let (None, Some(same)) = (&tag, same) else {
        return Ok(tag);
    };
    let now = store.tag(&to).await?;
    Ok(now.map(|now| same.known_tag().map_or(now, str::to_owned)))
}

fn key(name: &str) -> Result<ObjectKey, Fault> {
    let why = "it leads out of the prefix";
    ObjectKey::new(name)
        .ok_or_else(|| Fault::place("write", &name.escape_debug(), &why, "rename the file"))
}
