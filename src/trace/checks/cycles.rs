//! Artifacts that depend on or supersede themselves.

use super::Checks;
use crate::diag::Code;
use crate::trace::model::Relation;

impl Checks<'_> {
    pub fn cycles(&mut self) {
        let of = [
            (Relation::DependsOn, Code::DependencyCycle),
            (Relation::Supersedes, Code::SupersessionCycle),
        ];
        for (relation, code) in of {
            for cycle in self.trace.cycles(relation) {
                let first = cycle[0];
                let names: Vec<&str> = cycle
                    .iter()
                    .chain([&first])
                    .map(|at| self.trace.artifacts[*at].title.as_str())
                    .collect();
                let message = format!(
                    "{} itself: {}",
                    relation.name().replace('-', " "),
                    names.join(" → ")
                );
                self.find(code, first, message, "take out one of these relations");
            }
        }
    }
}
