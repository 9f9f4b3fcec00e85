//! Gaps in the numbers of decisions.

use std::collections::BTreeMap;

use super::Checks;
use crate::content_map::DocKind;
use crate::diag::Code;
use crate::trace::register::folder_of;

const BRING_BACK: &str = "numbers are used once and in order: restore the decision, as rejected \
                          if it was dropped, or allow the gap";

impl Checks<'_> {
    /// Reports the numbers that are missing between the lowest and the highest of a folder's
    /// decisions.
    pub fn gaps(&mut self) {
        let mut numbers: BTreeMap<(&str, &str), BTreeMap<u64, usize>> = BTreeMap::new();
        for at in self.trace.documents(DocKind::Decision) {
            let artifact = &self.trace.artifacts[at];
            if let Some(numbered) = &artifact.numbered {
                let folder = folder_of(self.path(artifact));
                numbers
                    .entry((folder, &numbered.series))
                    .or_default()
                    .insert(numbered.number, at);
            }
        }
        for decisions in numbers.into_values() {
            for ((before, _), (number, at)) in decisions.iter().zip(decisions.iter().skip(1)) {
                let (first, last) = (before + 1, number - 1);
                let missing = match last.checked_sub(first) {
                    None => continue,
                    Some(0) => format!("decision {first:04} is"),
                    Some(_) => format!("decisions {first:04} to {last:04} are"),
                };
                let message = format!("{missing} missing before this one");
                self.find(Code::DecisionGap, *at, message, BRING_BACK);
            }
        }
    }
}
