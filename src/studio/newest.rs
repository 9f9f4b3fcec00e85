//! The newest edition, for servers.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::sync::watch::Receiver;

use super::shown::ShownSite;
use super::watch::WatchEvent;

/// The time after which the system has told of a change.
const LATE: Duration = Duration::from_millis(1);

/// The newest edition of a tree.
#[derive(Clone)]
pub struct Newest {
    /// The edition; the channel tells of the next one.
    pub shown: Receiver<Arc<ShownSite>>,
    asks: Sender<WatchEvent>,
}

impl Newest {
    /// The newest edition on a channel, and a way to ask its follower.
    pub(super) fn new(shown: Receiver<Arc<ShownSite>>, asks: Sender<WatchEvent>) -> Self {
        Self { shown, asks }
    }

    /// The edition with all changes that were made before the call. Blocks until there is one; if
    /// that takes longer than `patience`, the edition is an earlier one.
    pub fn settled(&self, patience: Duration) -> Arc<ShownSite> {
        std::thread::sleep(LATE);
        let (reader, answer) = channel();
        if self.asks.send(WatchEvent::Asked(reader)).is_ok() {
            let _ = answer.recv_timeout(patience);
        }
        self.shown.borrow().clone()
    }
}
