//! Differences between a place and its manifest, for people and for programs.

use std::process::ExitCode;

use serde_json::json;

use super::edge_report;
use super::lines::how_many;
use super::printer::{Printer, answer};
use crate::cli::{AnswerFormat, Trouble, count, data, talk};
use crate::publish::{Difference, Inspection, Outcome, PlaceState};

impl Printer<'_> {
    /// Reports the differences. Exit 1 if there are any, or if nothing is published.
    pub fn verified(&self, inspection: &Inspection) -> ExitCode {
        let Inspection {
            differences, state, ..
        } = inspection;
        match self.format {
            AnswerFormat::Json => {
                let (release, unfinished) = (state.releases.first(), &state.holder);
                let of = json!({
                    "version": 1, "release": release, "unfinished": unfinished, "differences": differences,
                });
                answer(of, None);
            }
            AnswerFormat::Text => list(differences),
        }
        self.compared(state, differences)
    }

    /// Reports the files that were sent again, and the remaining differences.
    pub fn repaired(
        &self,
        outcome: &Outcome,
        left: &[Difference],
    ) -> (ExitCode, Result<(), Trouble>) {
        let (receipt, told) = (&outcome.receipt, outcome.edge.as_ref());
        let did = format!(
            "sent {} again, {} left",
            count(how_many(&receipt.actions, "write"), "file"),
            count(left.len(), "difference")
        );
        talk(&format!("{did}\n"));
        match self.format {
            AnswerFormat::Json => {
                _ = answer(
                    json!({ "version": 1, "receipt": receipt, "differences": left }),
                    told,
                )
            }
            AnswerFormat::Text => list(left),
        }
        let code = self.compared(&outcome.state, left);
        let code = told
            .and_then(|told| edge_report::say(told, "the files are sent"))
            .unwrap_or(code);
        (code, self.summarise(&did, receipt, told))
    }

    fn compared(&self, state: &PlaceState, differences: &[Difference]) -> ExitCode {
        let is_empty = self.talk_of_state(state);
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
}

/// Names each file that differs, and the difference.
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
