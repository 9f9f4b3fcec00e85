//! The checks of the chain.

mod values;
mod identities;
mod numbers;
mod decisions;
mod supersessions;
mod cycles;
mod work;
mod releases;

use super::Trace;
use super::model::{Artifact, ArtifactKind};
use super::register::Register;
use super::relations::Supersessions;
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic, ShownPaths};
use crate::site::SitePage;

/// Returns the findings about artifacts and their relations. `supersessions` holds each statement
/// that a decision supersedes another, with the file that states it.
pub fn check(
    register: &Register<'_>,
    trace: &Trace,
    supersessions: &Supersessions,
    paths: &ShownPaths,
) -> Vec<Diagnostic> {
    let mut checks = Checks {
        register,
        trace,
        supersessions,
        paths,
        found: Vec::new(),
    };
    checks.kinds();
    checks.impossible_days();
    checks.identities();
    checks.titles();
    checks.gaps();
    checks.decisions();
    checks.supersessions();
    checks.retired_targets();
    checks.cycles();
    checks.stories();
    checks.story_files();
    checks.specifications();
    checks.dates();
    checks.releases();
    checks.audiences();
    checks.found
}

struct Checks<'c> {
    register: &'c Register<'c>,
    trace: &'c Trace,
    supersessions: &'c Supersessions,
    paths: &'c ShownPaths,
    found: Vec<Diagnostic>,
}

impl<'c> Checks<'c> {
    /// Adds a finding at the start of an artifact.
    fn find(&mut self, code: Code, at: usize, message: String, help: &str) {
        let place = self.trace.artifacts[at].place.clone();
        self.found
            .push(Diagnostic::new(code, place, message).help(help));
    }

    fn page(&self, artifact: &Artifact) -> Option<&'c SitePage> {
        artifact.page.map(|page| &self.register.site.pages[page])
    }

    /// The path of an artifact's page; empty for an artifact outside the site.
    fn path(&self, artifact: &Artifact) -> &'c str {
        self.page(artifact).map_or("", |page| &page.path)
    }
}

/// An artifact's name in messages: `decision 0014`, or its title.
fn name(artifact: &Artifact) -> String {
    match (artifact.kind, artifact.decision_number()) {
        (ArtifactKind::Document(DocKind::Decision), Some(number)) => {
            format!("decision {number:04}")
        }
        _ => format!("`{}`", artifact.title),
    }
}
