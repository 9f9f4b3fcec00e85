//! Earlier releases: rollback and prune.

use super::Fault;
use super::change::{PlannedChange, Progress, Provenance, PublishOptions, Receipt};
use super::manifest::{Files, RELEASES, Release, ReleaseRecord, RemoteFile};
use super::plan::{Action, ByteSource, Reason, WantedFile, damaged, missing, plan};
use super::remote::Remote;
use super::transaction::{carry_out, first_releases, next_history, release_number, snapshot};
use crate::store::ObjectKey;

/// The state of a place, for its readers.
#[derive(Debug, Clone, Default)]
pub struct PlaceState {
    /// The release that is up, and then the earlier ones that can be put up again, the latest
    /// first.
    pub releases: Vec<Release>,
    /// The publisher that holds the lease, or died with it, as a sentence.
    pub holder: Option<String>,
}

impl Remote {
    /// The state of the place according to its manifest.
    pub fn place_state(&self) -> PlaceState {
        let up = self.manifest.release.iter();
        PlaceState {
            releases: up.chain(&self.manifest.history).cloned().collect(),
            holder: self.holder(),
        }
    }

    /// The commit of the release that is up, if it is known.
    pub fn commit(&self) -> Option<&str> {
        self.manifest.release.as_ref()?.commit.as_deref()
    }

    /// Puts an earlier release up again as a new one: release `to`, or else the one before. No file
    /// is sent; the place copies the bytes that it kept.
    pub async fn rollback(
        &mut self,
        to: Option<u64>,
        provenance: &Provenance,
        options: &PublishOptions,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Receipt, Fault> {
        let earlier = self.earlier(to)?;
        let to = earlier.number;
        let files = self.files_of_release(&earlier).await?;
        let (wanted, next) = (copied_files(&files), release_number(self) + 1);
        let plan = plan(&snapshot(self), &wanted, next, options.keep);
        // Without this check, the loss would be found halfway through the change.
        let listed = self.store.list().await?;
        if let Some(entry) = missing(&snapshot(self), &wanted, &listed) {
            return Err(cannot_be_up(
                to,
                format!("the bytes of `{}` are gone", entry.key),
            ));
        }
        let damaged = damaged(&snapshot(self), &wanted, &listed);
        let history = next_history(self, options.keep);
        let release = Release {
            number: next,
            again: Some(earlier.again.unwrap_or(to)),
            ..earlier
        };
        let change = PlannedChange {
            wanted,
            release,
            history,
            plan,
            source_release: to,
        };
        let receipt = carry_out(self, change, &provenance.by, options, watch).await?;
        Ok(Receipt { damaged, ..receipt })
    }

    /// The earlier release with this number, or else the one before.
    fn earlier(&self, to: Option<u64>) -> Result<Release, Fault> {
        let up = release_number(self);
        let history = &self.manifest.history;
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

    /// The files of an earlier release, from its record.
    pub(super) async fn files_of_release(&self, release: &Release) -> Result<Files, Fault> {
        let no = |why: String| cannot_be_up(release.number, why);
        let gone = || no("its list of files is gone".to_owned());
        let list = ObjectKey::new(&release.list).ok_or_else(gone)?;
        // One damaged record does not stop a rollback to another release.
        let unreadable = |fault| match fault {
            Fault::Manifest { key, why, .. } => no(format!("`{key}` cannot be read: {why}")),
            fault => fault,
        };
        let found: Option<ReleaseRecord> = self.get(&list).await.map_err(unreadable)?;
        let found = found.ok_or_else(gone)?;
        let (_, files) = self.files_of(&found.files).await.map_err(unreadable)?;
        Ok(files)
    }

    /// Gives up all earlier releases but the last `options.keep`, and deletes the objects that only
    /// they needed.
    pub async fn prune(
        &mut self,
        provenance: &Provenance,
        options: &PublishOptions,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Receipt, Fault> {
        let Some(release) = self.manifest.release.clone() else {
            return Ok(Receipt::default());
        };
        let wanted = copied_files(&self.files);
        let plan = plan(&snapshot(self), &wanted, release.number, options.keep);
        let history = first_releases(&self.manifest.history, options.keep);
        // A replaced record goes with the next release, so it is no reason for a change of its own.
        let is_list =
            |action: &Action| action.reason == Reason::Expired && action.key.starts_with(RELEASES);
        if plan.actions.iter().all(is_list) && history == self.manifest.history {
            return Ok(Receipt {
                release: Some(release),
                is_idle: true,
                ..Receipt::default()
            });
        }
        let source_release = release.number;
        carry_out(
            self,
            PlannedChange {
                wanted,
                release,
                history,
                plan,
                source_release,
            },
            &provenance.by,
            options,
            watch,
        )
        .await
    }
}

fn cannot_be_up(number: u64, why: String) -> Fault {
    Fault::Release { number, why }
}

/// All files, with the place as the source of their bytes.
fn copied_files(files: &Files) -> std::collections::BTreeMap<String, WantedFile> {
    let wanted = |entry: &RemoteFile| WantedFile {
        entry: entry.clone(),
        source: ByteSource::Kept,
    };
    files
        .iter()
        .map(|(key, entry)| (key.clone(), wanted(entry)))
        .collect()
}
