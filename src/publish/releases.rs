//! Earlier releases: named, put up again, and given up.

use super::Fault;
use super::change::{About, Change, Options, Progress, Receipt};
use super::plan::{Action, Reason, Source, Wanted, damaged, missing, plan};
use super::remote::Remote;
use super::state::{Entry, Files, RELEASES, Record, Release};
use super::transaction::{carry_out, first, history, now, number};
use crate::store::Key;

/// What is published at a place.
#[derive(Debug, Clone, Default)]
pub struct PlaceState {
    /// The release that is up, and the earlier ones that can be put up again, the latest first.
    pub releases: Vec<Release>,
    /// Who is publishing, or died of it, as a sentence.
    pub holder: Option<String>,
}

impl Remote {
    /// What is published, as far as the manifest says.
    pub fn place_state(&self) -> PlaceState {
        let up = self.state.release.iter();
        PlaceState {
            releases: up.chain(&self.state.history).cloned().collect(),
            holder: self.holder(),
        }
    }

    /// The commit of the release that is up, where that is known.
    pub fn commit(&self) -> Option<&str> {
        self.state.release.as_ref()?.commit.as_deref()
    }

    /// Puts an earlier release up again, as a new one: the one before where none is named. No
    /// byte of a file is sent; the place copies what it kept.
    pub async fn rollback(
        &mut self,
        to: Option<u64>,
        about: &About,
        options: &Options,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Receipt, Fault> {
        let earlier = self.earlier(to)?;
        let to = earlier.number;
        let files = self.files_of_release(&earlier).await?;
        let (wanted, next) = (kept(&files), number(self) + 1);
        let plan = plan(&now(self), &wanted, next, options.keep);
        // Else it would be found when half of the site is another one.
        let listed = self.store.list().await?;
        if let Some(entry) = missing(&now(self), &wanted, &listed) {
            return Err(cannot_be_up(
                to,
                format!("the bytes of `{}` are gone", entry.key),
            ));
        }
        let damaged = damaged(&now(self), &wanted, &listed);
        let history = history(self, options.keep);
        let release = Release {
            number: next,
            again: Some(earlier.again.unwrap_or(to)),
            ..earlier
        };
        let change = Change {
            wanted,
            release,
            history,
            plan,
            of: to,
        };
        let receipt = carry_out(self, change, &about.by, options, watch).await?;
        Ok(Receipt { damaged, ..receipt })
    }

    /// The earlier release of a number; the one before where none is named.
    fn earlier(&self, to: Option<u64>) -> Result<Release, Fault> {
        let up = number(self);
        let history = &self.state.history;
        let to = to.or_else(|| history.first().map(|release| release.number));
        let to = to.unwrap_or(up);
        if to == up {
            let why = match (up, history.is_empty()) {
                (0, _) => "nothing was published here",
                (_, true) => "it is up, and none before it is kept",
                (_, false) => "it is up",
            };
            return Err(cannot_be_up(to, why.to_owned()));
        }
        let earlier = history.iter().find(|release| release.number == to);
        earlier
            .cloned()
            .ok_or_else(|| cannot_be_up(to, "it is not kept".to_owned()))
    }

    /// The files of an earlier release, from its list.
    async fn files_of_release(&self, release: &Release) -> Result<Files, Fault> {
        let no = |why: String| cannot_be_up(release.number, why);
        let gone = || no("its list of files is gone".to_owned());
        let list = Key::new(&release.list).ok_or_else(gone)?;
        // Without it the others still can.
        let unreadable = |fault| match fault {
            Fault::Manifest { key, why, .. } => no(format!("`{key}` cannot be read: {why}")),
            fault => fault,
        };
        let found: Option<Record> = self.get(&list).await.map_err(unreadable)?;
        let found = found.ok_or_else(gone)?;
        let (_, files) = self.files_of(&found.files).await.map_err(unreadable)?;
        Ok(files)
    }

    /// Gives up all but the last `options.keep` earlier releases, and deletes what only they
    /// needed.
    pub async fn prune(
        &mut self,
        about: &About,
        options: &Options,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Receipt, Fault> {
        let Some(release) = self.state.release.clone() else {
            return Ok(Receipt::default());
        };
        let wanted = kept(&self.files);
        let plan = plan(&now(self), &wanted, release.number, options.keep);
        let history = first(&self.state.history, options.keep);
        // The list that another one has replaced goes with the next release.
        let is_list =
            |action: &Action| action.reason == Reason::Expired && action.key.starts_with(RELEASES);
        if plan.actions.iter().all(is_list) && history == self.state.history {
            return Ok(Receipt {
                release: Some(release),
                is_idle: true,
                ..Receipt::default()
            });
        }
        let of = release.number;
        carry_out(
            self,
            Change {
                wanted,
                release,
                history,
                plan,
                of,
            },
            &about.by,
            options,
            watch,
        )
        .await
    }
}

fn cannot_be_up(number: u64, why: String) -> Fault {
    Fault::Release { number, why }
}

/// Files that the place has the bytes of.
fn kept(files: &Files) -> std::collections::BTreeMap<String, Wanted> {
    let wanted = |entry: &Entry| Wanted {
        entry: entry.clone(),
        source: Source::Kept,
    };
    files
        .iter()
        .map(|(key, entry)| (key.clone(), wanted(entry)))
        .collect()
}
