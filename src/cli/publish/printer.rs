//! Plans, releases and receipts, for people and for programs.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::edge_report;
use super::lines::{how_many, release_line, size};
use crate::cli::{AnswerFormat, Trouble, count, data, talk};
use crate::publish::{Action, EdgeReport, Place, PlaceState, Plan, Receipt, Release};

/// Shows what came of a call.
pub struct Printer<'c> {
    /// As text or as JSON.
    pub format: AnswerFormat,
    /// The place that the call was about.
    pub place: &'c Place,
    /// The file of a short summary in Markdown, where one is asked for.
    pub summary: Option<&'c Path>,
}

impl Printer<'_> {
    /// Shows what would be done.
    pub fn planned(&self, plan: &Plan) -> ExitCode {
        match self.format {
            AnswerFormat::Json => data(&format!(
                "{:#}\n",
                json!({ "version": 1, "actions": plan.actions })
            )),
            AnswerFormat::Text => {
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
    pub fn releases(&self, state: &PlaceState) -> ExitCode {
        let PlaceState { releases, holder } = state;
        self.talk_of_state(state);
        match self.format {
            AnswerFormat::Json => data(&format!(
                "{:#}\n",
                json!({ "version": 1, "releases": releases, "unfinished": holder })
            )),
            AnswerFormat::Text => data(
                &releases
                    .iter()
                    .map(|release| format!("{}\n", release_line(release)))
                    .collect::<String>(),
            ),
        }
    }

    /// Says where nothing is published, and where a publish has not ended; whether the former.
    pub fn talk_of_state(&self, state: &PlaceState) -> bool {
        let is_empty = state.releases.is_empty();
        if is_empty {
            talk(&format!("nothing is published at {}\n", self.place));
        }
        if let Some(holder) = &state.holder {
            talk(&format!("{holder}\n"));
        }
        is_empty
    }

    /// Says what was done.
    pub fn changed(
        &self,
        receipt: &Receipt,
        told: Option<&EdgeReport>,
    ) -> (ExitCode, Result<(), Trouble>) {
        let Some(release) = &receipt.release else {
            talk(&format!("nothing is published at {}\n", self.place));
            return (self.shown(receipt, told), Ok(()));
        };
        let up = format!("release {} is up at {}", release.number, self.place);
        let did = did(&up, receipt, told);
        talk(&format!("{did}\n"));
        warn_of_the_lost(receipt);
        let shown = self.shown(receipt, told);
        warn_of_the_damaged(receipt);
        let shown = if receipt.damaged.is_empty() {
            shown
        } else {
            ExitCode::FAILURE
        };
        let code = told
            .and_then(|told| edge_report::say(told, &up))
            .unwrap_or(shown);
        (code, self.summarise(&did, receipt, told))
    }

    fn shown(&self, receipt: &Receipt, told: Option<&EdgeReport>) -> ExitCode {
        match self.format {
            AnswerFormat::Json => answer(json!({ "version": 1, "receipt": receipt }), told),
            AnswerFormat::Text => ExitCode::SUCCESS,
        }
    }

    /// Writes the summary that a pipeline shows, where one is asked for.
    pub fn summarise(
        &self,
        did: &str,
        receipt: &Receipt,
        told: Option<&EdgeReport>,
    ) -> Result<(), Trouble> {
        match (self.summary, &receipt.release) {
            (Some(path), Some(release)) => write_summary(path, did, release, told),
            _ => Ok(()),
        }
    }
}

/// What was done, in a line; `up` says which release is up.
fn did(up: &str, receipt: &Receipt, told: Option<&EdgeReport>) -> String {
    if receipt.is_idle {
        return format!("{up}: nothing to do");
    }
    if told.is_some() && receipt.actions.is_empty() {
        return up.to_owned();
    }
    let done = |verb: &str| how_many(&receipt.actions, verb);
    let deleted = match receipt.left {
        Some(_) => 0,
        None => done("delete"),
    };
    format!(
        "{up}: {} written ({} sent), {} kept, {deleted} deleted",
        count(done("write"), "file"),
        size(receipt.sent),
        done("keep"),
    )
}

/// Says that it cannot be known whether everybody may read from the bucket.
pub fn warn_of_unknown_privacy() {
    talk(
        "warning: nobody knows whether the bucket is public: `s3:GetBucketPolicy` and \
         `s3:GetBucketPolicyStatus` are not allowed\n",
    );
}

fn warn_of_the_lost(receipt: &Receipt) {
    for file in &receipt.lost {
        let file = file.escape_debug();
        talk(&format!(
            "warning: somebody had changed `{file}`: releases that had it cannot be put up again \
             as they were\n"
        ));
    }
}

fn warn_of_the_damaged(receipt: &Receipt) {
    for file in &receipt.damaged {
        let file = file.escape_debug();
        talk(&format!(
            "warning: somebody had changed or deleted `{file}`, and it still is so: build that \
             commit, and `bf-docs publish repair` sends it again\n"
        ));
    }
}

/// Shows what was done as JSON, with what a distribution was told.
pub fn answer(mut answer: Value, told: Option<&EdgeReport>) -> ExitCode {
    if let Some(told) = told {
        answer["invalidation"] = edge_report::json(told);
    }
    data(&format!("{answer:#}\n"))
}

fn write_summary(
    path: &Path,
    did: &str,
    release: &Release,
    told: Option<&EdgeReport>,
) -> Result<(), Trouble> {
    let told = told.map(edge_report::markdown).unwrap_or_default();
    let markdown = format!(
        "### Published\n\n- {did}\n- {}\n{told}",
        release_line(release)
    );
    std::fs::write(path, markdown)
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}
