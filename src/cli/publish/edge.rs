//! After a publish: the distribution is told, and whoever runs this hears of it.

use std::process::ExitCode;
use std::time::Duration;

use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::{count, fault, talk};
use crate::publish::{Action, Distribution, Invalidation, Release, SitePath, Stale, paths};

/// The distribution that is to be told.
pub struct Edge {
    /// It.
    pub distribution: Distribution,
    /// The path that the site has there.
    pub path: SitePath,
    /// Whether and how it is waited for.
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
pub struct Told {
    what: Option<Invalidation>,
    trouble: Option<Stale>,
}

impl Edge {
    /// Tells the distribution what some actions changed; `None` where that is nothing.
    pub async fn tell(&self, actions: &[Action], release: &Release) -> Option<Told> {
        let paths = paths(&self.path, actions);
        if paths.is_empty() {
            None
        } else {
            Some(self.tell_paths(paths, release).await)
        }
    }

    /// Tells the distribution to ask for the whole site anew.
    pub async fn tell_all(&self, release: &Release) -> Told {
        self.tell_paths(vec![self.path.all()], release).await
    }

    async fn tell_paths(&self, paths: Vec<String>, release: &Release) -> Told {
        let mut what = match self.distribution.invalidate(paths, release).await {
            Ok(what) => what,
            Err(stale) => {
                return Told {
                    what: None,
                    trouble: Some(stale),
                };
            }
        };
        if self.patience == Patience::None {
            return Told {
                what: Some(what),
                trouble: None,
            };
        }
        talk(&format!(
            "waiting until {} is done with {}\n",
            what.distribution,
            count(what.paths.len(), "path")
        ));
        let bar = ProgressBar::new_spinner();
        let watch = |waited: Duration| {
            bar.set_message(format!("not done after {} s", waited.as_secs()));
            bar.tick();
        };
        let trouble = self.distribution.wait(&mut what, &watch).await.err();
        bar.finish_and_clear();
        Told {
            what: Some(what),
            trouble,
        }
    }
}

impl Told {
    /// It in a line; nothing where the distribution was not told.
    fn line(&self) -> Option<String> {
        let what = self.what.as_ref()?;
        let did = if what.status == "Completed" {
            "has invalidated"
        } else {
            "is told to invalidate"
        };
        Some(format!(
            "{} {did} {}",
            what.distribution,
            count(what.paths.len(), "path")
        ))
    }

    /// It in a few lines of Markdown.
    pub fn markdown(&self) -> String {
        let line = self
            .line()
            .map(|line| format!("- {line}\n"))
            .unwrap_or_default();
        let paths = self
            .what
            .iter()
            .flat_map(|what| &what.paths)
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

    /// It as a part of an answer in JSON.
    pub fn json(&self) -> Value {
        let trouble = self.trouble.as_ref().map(ToString::to_string);
        match (&self.what, trouble) {
            (Some(what), None) => json!(what),
            (Some(what), Some(fault)) => json!({
                "distribution": what.distribution,
                "paths": what.paths,
                "id": what.id,
                "status": what.status,
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
