//! The copies of the site that a distribution holds: it is told which of them are old.

use super::cloudfront::{Distribution, Invalidation, Stale};
use super::outcome::EdgeReport;
use super::paths::{SitePath, paths};
use super::plan::Action;
use super::state::Release;
use super::watcher::{JobEvent, JobWatcher};

/// The copies of the site that a distribution holds near its readers.
pub struct EdgeCache {
    /// The distribution.
    pub distribution: Distribution,
    /// The path that the site has there.
    pub path: SitePath,
    /// Whether it is waited for.
    pub patience: Patience,
}

/// Whether a distribution is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// It is told, and that is all.
    None,
    /// Until it is done.
    Waits,
}

impl EdgeCache {
    /// Tells the distribution what some actions changed; `None` where that is nothing.
    pub async fn tell(
        &self,
        actions: &[Action],
        release: &Release,
        watcher: &dyn JobWatcher,
    ) -> Option<EdgeReport> {
        let paths = paths(&self.path, actions);
        if paths.is_empty() {
            None
        } else {
            Some(self.tell_paths(paths, release, watcher).await)
        }
    }

    /// Tells the distribution to ask for the whole site anew.
    pub async fn tell_all(&self, release: &Release, watcher: &dyn JobWatcher) -> EdgeReport {
        let all = vec![self.path.all()];
        self.tell_paths(all, release, watcher).await
    }

    async fn tell_paths(
        &self,
        paths: Vec<String>,
        release: &Release,
        watcher: &dyn JobWatcher,
    ) -> EdgeReport {
        let mut invalidation = match self.distribution.invalidate(paths, release).await {
            Ok(invalidation) => invalidation,
            Err(stale) => {
                return EdgeReport {
                    invalidation: None,
                    trouble: Some(stale),
                };
            }
        };
        let trouble = match self.patience {
            Patience::None => None,
            Patience::Waits => self.wait(&mut invalidation, watcher).await.err(),
        };
        EdgeReport {
            invalidation: Some(invalidation),
            trouble,
        }
    }

    async fn wait(
        &self,
        invalidation: &mut Invalidation,
        watcher: &dyn JobWatcher,
    ) -> Result<(), Stale> {
        watcher.hears(JobEvent::EdgeWait(invalidation));
        let watch = |waited| watcher.hears(JobEvent::EdgeAsked(waited));
        let done = self.distribution.wait(invalidation, &watch).await;
        watcher.hears(JobEvent::EdgeWaitEnded);
        done
    }
}
