//! Output of plans, releases and receipts, for people and for programs.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::edge_report;
use super::lines::{how_many, release_line, size};
use crate::cli::{AnswerFormat, Trouble, count, data, talk};
use crate::publish::{Action, EdgeReport, PlaceState, Plan, Receipt, Release, StorePlace};

/// Prints the outcome of a call.
pub struct Printer<'c> {
    /// The format: text or JSON.
    pub format: AnswerFormat,
    /// The place of the call.
    pub place: &'c StorePlace,
    /// The file for a short summary in Markdown, if one is asked for.
    pub summary: Option<&'c Path>,
}

impl Printer<'_> {
    /// Prints a plan.
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

    /// Lists the releases that are kept.
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

    /// Says if nothing is published, and if a publish has not ended. Returns true if nothing is
    /// published.
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

    /// Reports a change.
    pub fn changed(
        &self,
        receipt: &Receipt,
        edge: Option<&EdgeReport>,
    ) -> (ExitCode, Result<(), Trouble>) {
        let Some(release) = &receipt.release else {
            talk(&format!("nothing is published at {}\n", self.place));
            return (self.shown(receipt, edge), Ok(()));
        };
        let up = format!("release {} is up at {}", release.number, self.place);
        let did = did(&up, receipt, edge);
        talk(&format!("{did}\n"));
        warn_of_the_lost(receipt);
        let shown = self.shown(receipt, edge);
        warn_of_the_damaged(receipt);
        let shown = if receipt.damaged.is_empty() {
            shown
        } else {
            ExitCode::FAILURE
        };
        let code = edge
            .and_then(|edge| edge_report::say(edge, &up))
            .unwrap_or(shown);
        (code, self.summarise(&did, receipt, edge))
    }

    fn shown(&self, receipt: &Receipt, edge: Option<&EdgeReport>) -> ExitCode {
        match self.format {
            AnswerFormat::Json => answer(json!({ "version": 1, "receipt": receipt }), edge),
            AnswerFormat::Text => ExitCode::SUCCESS,
        }
    }

    /// Writes the summary that a pipeline shows, if one is asked for.
    pub fn summarise(
        &self,
        did: &str,
        receipt: &Receipt,
        edge: Option<&EdgeReport>,
    ) -> Result<(), Trouble> {
        match (self.summary, &receipt.release) {
            (Some(path), Some(release)) => write_summary(path, did, release, edge),
            _ => Ok(()),
        }
    }
}

/// The change in a line; `up` names the release that is up.
fn did(up: &str, receipt: &Receipt, edge: Option<&EdgeReport>) -> String {
    if receipt.is_idle {
        return format!("{up}: nothing to do");
    }
    if edge.is_some() && receipt.actions.is_empty() {
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

/// Warns that nobody knows whether everybody may read from the bucket.
pub fn warn_of_unknown_privacy() {
    talk(
        "warning: the bucket may be public: `s3:GetBucketPolicy` and \
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
            "warning: somebody had changed or deleted `{file}`, and the rollback left it so: build that \
             commit, and `bf-docs publish repair` sends it again\n"
        ));
    }
}

/// Prints an answer as JSON, with the report of its distribution.
pub fn answer(mut answer: Value, edge: Option<&EdgeReport>) -> ExitCode {
    if let Some(edge) = edge {
        answer["invalidation"] = edge_report::json(edge);
    }
    data(&format!("{answer:#}\n"))
}

fn write_summary(
    path: &Path,
    did: &str,
    release: &Release,
    edge: Option<&EdgeReport>,
) -> Result<(), Trouble> {
    let edge = edge.map(edge_report::markdown).unwrap_or_default();
    let markdown = format!(
        "### Published\n\n- {did}\n- {}\n{edge}",
        release_line(release)
    );
    std::fs::write(path, markdown)
        .map_err(|error| Trouble::new(format!("cannot write `{}`: {error}", path.display())))
}
