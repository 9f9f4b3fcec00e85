//! After a change: the distribution is told, and whoever runs this hears of it.

use std::process::ExitCode;
use std::time::Duration;

use indicatif::ProgressBar;
use serde_json::{Value, json};

use crate::cli::{count, fault, talk};
use crate::publish::{Action, Distribution, Invalidation, Release, SitePath, Stale, paths};

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

/// What a distribution was told, and what stood in the way.
pub struct EdgeReport {
    invalidation: Option<Invalidation>,
    trouble: Option<Stale>,
}

impl EdgeCache {
    /// Tells the distribution what some actions changed; `None` where that is nothing.
    pub async fn tell(&self, actions: &[Action], release: &Release) -> Option<EdgeReport> {
        let paths = paths(&self.path, actions);
        if paths.is_empty() {
            None
        } else {
            Some(self.tell_paths(paths, release).await)
        }
    }

    /// Tells the distribution to ask for the whole site anew.
    pub async fn tell_all(&self, release: &Release) -> EdgeReport {
        self.tell_paths(vec![self.path.all()], release).await
    }

    async fn tell_paths(&self, paths: Vec<String>, release: &Release) -> EdgeReport {
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
            Patience::Waits => self.wait(&mut invalidation).await.err(),
        };
        EdgeReport {
            invalidation: Some(invalidation),
            trouble,
        }
    }

    async fn wait(&self, invalidation: &mut Invalidation) -> Result<(), Stale> {
        talk(&format!(
            "waiting until {} is done with {}\n",
            invalidation.distribution,
            count(invalidation.paths.len(), "path")
        ));
        let bar = ProgressBar::new_spinner();
        let watch = |waited: Duration| {
            bar.set_message(format!("not done after {} s", waited.as_secs()));
            bar.tick();
        };
        let done = self.distribution.wait(invalidation, &watch).await;
        bar.finish_and_clear();
        done
    }
}

impl EdgeReport {
    /// The report in a line; nothing where the distribution was not told.
    fn line(&self) -> Option<String> {
        let told = self.invalidation.as_ref()?;
        let did = if told.status == "Completed" {
            "has invalidated"
        } else {
            "is told to invalidate"
        };
        Some(format!(
            "{} {did} {}",
            told.distribution,
            count(told.paths.len(), "path")
        ))
    }

    /// The report in a few lines of Markdown.
    pub fn markdown(&self) -> String {
        let line = self
            .line()
            .map(|line| format!("- {line}\n"))
            .unwrap_or_default();
        let paths = self
            .invalidation
            .iter()
            .flat_map(|told| &told.paths)
            .map(|path| format!("    - `{path}`\n"));
        let trouble = self
            .trouble
            .as_ref()
            .map(|trouble| format!("- {}\n", trouble.to_string().replace('\n', "; ")));
        format!(
            "{line}{}{}",
            paths.collect::<String>(),
            trouble.unwrap_or_default()
        )
    }

    /// The report as a part of an answer in JSON.
    pub fn json(&self) -> Value {
        let trouble = self.trouble.as_ref().map(ToString::to_string);
        match (&self.invalidation, trouble) {
            (Some(told), None) => json!(told),
            (Some(told), Some(fault)) => json!({
                "distribution": told.distribution,
                "paths": told.paths,
                "id": told.id,
                "status": told.status,
                "fault": fault,
            }),
            (None, fault) => json!({ "fault": fault }),
        }
    }

    /// Says what was told. Where something stood in the way it says that, and gives the exit
    /// code: what is up stays up.
    pub fn say(&self, up: &str) -> Option<ExitCode> {
        if let Some(line) = self.line() {
            talk(&format!("{line}\n"));
        }
        self.trouble
            .as_ref()
            .map(|trouble| fault(&format!("{up}, but {trouble}")))
    }
}
