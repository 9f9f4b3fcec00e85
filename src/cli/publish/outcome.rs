//! What came of `bf-docs publish`, for people and for programs.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::invalidate::Told;
use super::project::Trouble;
use super::{Shown, count, data, talk};
use crate::publish::{Action, Difference, Place, Plan, Receipt, Release, Remote};

/// How it is shown.
pub struct Outcome<'c> {
    /// As text or as JSON.
    pub format: Shown,
    /// The place.
    pub place: &'c Place,
    /// The file of a short summary in Markdown, where one is asked for.
    pub summary: Option<&'c Path>,
}

impl Outcome<'_> {
    /// Shows what would be done.
    pub fn planned(&self, plan: &Plan) -> ExitCode {
        match self.format {
            Shown::Json => data(&format!(
                "{:#}\n",
                json!({ "version": 1, "actions": plan.actions })
            )),
            Shown::Text => {
                talk(&format!("{} to do\n", count(plan.actions.len(), "thing")));
                let line = |action: &Action| {
                    let key = action.key.escape_debug();
                    format!(
                        "{:<6} {key}  ({})\n",
                        action.step.verb(),
                        action.reason.clause()
                    )
                };
                data(&plan.actions.iter().map(line).collect::<String>())
            }
        }
    }

    /// Names the releases that are kept.
    pub fn releases(&self, remote: &Remote) -> ExitCode {
        let releases = remote.list();
        self.talk_of_state(remote);
        match self.format {
            Shown::Json => data(&format!(
                "{:#}\n",
                json!({ "version": 1, "releases": releases, "unfinished": remote.holder() })
            )),
            Shown::Text => data(
                &releases
                    .iter()
                    .map(|release| format!("{}\n", line(release)))
                    .collect::<String>(),
            ),
        }
    }

    /// Says what differs; exit 1 where something does, or where there is nothing to compare with.
    pub fn verified(&self, remote: &Remote, differences: &[Difference]) -> ExitCode {
        match self.format {
            Shown::Json => {
                let (release, unfinished) = (remote.list().into_iter().next(), remote.holder());
                let of = json!({
                    "version": 1, "release": release, "unfinished": unfinished, "differences": differences,
                });
                answer(of, None);
            }
            Shown::Text => list(differences),
        }
        self.compared(remote, differences)
    }

    /// Says what was sent again, and what still differs.
    pub fn repaired(
        &self,
        remote: &Remote,
        receipt: &Receipt,
        left: &[Difference],
        told: Option<&Told>,
    ) -> (ExitCode, Result<(), Trouble>) {
        let did = format!(
            "sent {} again, {} left",
            count(how_many(&receipt.actions, "write"), "file"),
            count(left.len(), "difference")
        );
        talk(&format!("{did}\n"));
        match self.format {
            Shown::Json => {
                _ = answer(
                    json!({ "version": 1, "receipt": receipt, "differences": left }),
                    told,
                )
            }
            Shown::Text => list(left),
        }
        let code = self.compared(remote, left);
        let code = told
            .and_then(|told| told.say("the files are sent"))
            .unwrap_or(code);
        (code, self.summarise(&did, receipt, told))
    }

    fn compared(&self, remote: &Remote, differences: &[Difference]) -> ExitCode {
        let is_empty = self.talk_of_state(remote);
        match differences.len() {
            0 if is_empty => {}
            0 => talk("all is as the manifest says\n"),
            number => talk(&format!(
                "{} from the manifest\n",
                count(number, "difference")
            )),
        }
        ExitCode::from(u8::from(is_empty || !differences.is_empty()))
    }

    /// Says where nothing is published, and where a publish has not ended; whether the former.
    fn talk_of_state(&self, remote: &Remote) -> bool {
        let is_empty = remote.list().is_empty();
        if is_empty {
            talk(&format!("nothing is published at {}\n", self.place));
        }
        if let Some(holder) = remote.holder() {
            talk(&format!("{holder}\n"));
        }
        is_empty
    }

    /// Says what was done.
    pub fn changed(
        &self,
        receipt: &Receipt,
        told: Option<&Told>,
    ) -> (ExitCode, Result<(), Trouble>) {
        let Some(release) = &receipt.release else {
            talk(&format!("nothing is published at {}\n", self.place));
            return (self.shown(receipt, told), Ok(()));
        };
        let up = format!("release {} is up at {}", release.number, self.place);
        let done = |verb: &str| how_many(&receipt.actions, verb);
        let deleted = if receipt.left.is_some() {
            0
        } else {
            done("delete")
        };
        let did = match receipt.is_idle {
            true => format!("{up}: nothing to do"),
            false if told.is_some() && receipt.actions.is_empty() => up.clone(),
            false => format!(
                "{up}: {} written ({} sent), {} kept, {} deleted",
                count(done("write"), "file"),
                size(receipt.sent),
                done("keep"),
                deleted,
            ),
        };
        talk(&format!("{did}\n"));
        for file in &receipt.lost {
            let file = file.escape_debug();
            talk(&format!(
                "warning: somebody had changed `{file}`: releases that had it cannot be put up again as they were\n"
            ));
        }
        let shown = self.shown(receipt, told);
        for file in &receipt.damaged {
            let file = file.escape_debug();
            talk(&format!(
                "warning: somebody had changed or deleted `{file}`, and it still is so: build that commit, and `bf-docs publish repair` sends it again\n"
            ));
        }
        let shown = if receipt.damaged.is_empty() {
            shown
        } else {
            ExitCode::FAILURE
        };
        let code = told.and_then(|told| told.say(&up)).unwrap_or(shown);
        (code, self.summarise(&did, receipt, told))
    }

    fn shown(&self, receipt: &Receipt, told: Option<&Told>) -> ExitCode {
        match self.format {
            Shown::Json => answer(json!({ "version": 1, "receipt": receipt }), told),
            Shown::Text => ExitCode::SUCCESS,
        }
    }

    /// Writes the summary that a pipeline shows, where one is asked for.
    fn summarise(&self, did: &str, receipt: &Receipt, told: Option<&Told>) -> Result<(), Trouble> {
        match (self.summary, &receipt.release) {
            (Some(path), Some(release)) => write_summary(path, did, release, told),
            _ => Ok(()),
        }
    }
}

/// How many actions do this to a file.
pub fn how_many(actions: &[Action], verb: &str) -> usize {
    actions
        .iter()
        .filter(|action| action.step.verb() == verb)
        .count()
}

fn list(differences: &[Difference]) {
    let line = |difference: &Difference| {
        let what = match difference {
            Difference::Missing(_) => "is not there",
            Difference::Changed(_) => "has other bytes",
            Difference::Headers(_) => "is served with other headers",
            Difference::MissingKept(_) => "is not there, and bf-docs needs it",
            Difference::ChangedKept(_) => "has other bytes, and an earlier release needs it",
            Difference::Stranger(_) => "is not ours",
        };
        format!("{} {what}\n", difference.key().escape_debug())
    };
    data(&differences.iter().map(line).collect::<String>());
}

/// A release in a line.
fn line(release: &Release) -> String {
    let again = release
        .again
        .map(|number| format!(", release {number} again"))
        .unwrap_or_default();
    let commit = release.commit.as_ref().map(|commit| {
        format!(
            ", commit {}",
            commit.get(..12).unwrap_or(commit).escape_debug()
        )
    });
    format!(
        "release {}{again}: {} by {}{}, {} ({})",
        release.number,
        release.published_at(),
        release.by.escape_debug(),
        commit.unwrap_or_default(),
        count(release.count, "file"),
        size(release.bytes),
    )
}

/// Shows what was done as JSON, with what a distribution was told.
fn answer(mut answer: Value, told: Option<&Told>) -> ExitCode {
    if let Some(told) = told {
        answer["invalidation"] = told.json();
    }
    data(&format!("{answer:#}\n"))
}

fn write_summary(
    path: &Path,
    did: &str,
    release: &Release,
    told: Option<&Told>,
) -> Result<(), Trouble> {
    let told = told.map(Told::markdown).unwrap_or_default();
    let markdown = format!("### Published\n\n- {did}\n- {}\n{told}", line(release));
    std::fs::write(path, markdown)
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
