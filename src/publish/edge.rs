//! The copies of the site at a distribution, and the invalidation of old ones.

use super::cloudfront::{Distribution, EdgeFault, Invalidation};
use super::manifest::Release;
use super::outcome::EdgeReport;
use super::paths::{SitePath, paths};
use super::plan::Action;
use super::watcher::{JobEvent, JobWatcher};

/// The copies of the site that a distribution holds near its readers.
pub struct EdgeCache {
    /// The distribution.
    pub distribution: Distribution,
    /// The site's path at the distribution.
    pub path: SitePath,
    /// The choice between waiting and going on.
    pub patience: Patience,
}

/// The choice between waiting for an invalidation and going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// The job goes on once the invalidation is accepted.
    None,
    /// The job waits until the invalidation completes.
    Waits,
}

impl EdgeCache {
    /// Invalidates the paths that some actions changed; `None` if they changed nothing.
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

    /// Invalidates the whole site.
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
    ) -> Result<(), EdgeFault> {
        watcher.hears(JobEvent::EdgeWait(invalidation));
        let watch = |waited| watcher.hears(JobEvent::EdgeAsked(waited));
        let done = self.distribution.wait(invalidation, &watch).await;
        watcher.hears(JobEvent::EdgeWaitEnded);
        done
    }
}
