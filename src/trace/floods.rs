//! Nearly all documents of a kind may have the same finding. One finding about the tree replaces
//! those.

use std::collections::{BTreeMap, BTreeSet};

use super::Trace;
use super::model::ArtifactKind;
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic, Severity, ShownPaths};
use crate::site::Site;

/// The smallest number of documents whose findings are gathered ...
const LEAST: usize = 10;
/// ... and their smallest share of the kind, in tenths.
const OF_TEN: usize = 9;

/// Replaces the findings of a code that nearly all documents of a kind have with one finding about
/// the tree. Only findings about the chain are gathered: each broken link is a separate mistake.
pub fn gathered(
    findings: Vec<(Severity, Diagnostic)>,
    trace: &Trace,
    site: &Site,
    paths: &ShownPaths,
) -> Vec<(Severity, Diagnostic)> {
    let of_chain = findings
        .iter()
        .filter(|(_, finding)| finding.code.is_about_the_chain() && finding.place.is_some());
    if of_chain.count() < LEAST {
        return findings;
    }
    let owners = Owners::of(trace, site);
    let subjects: Vec<Option<Subject>> = findings
        .iter()
        .map(|(_, finding)| owners.about(finding))
        .collect();
    let floods = floods(&findings, &subjects, trace);
    let mut left = Vec::with_capacity(findings.len());
    let mut told = BTreeSet::new();
    for ((severity, finding), subject) in findings.into_iter().zip(subjects) {
        let flood = subject.and_then(|subject| {
            let flood = (finding.code, subject.kind);
            Some((flood, *floods.get(&flood)?))
        });
        match flood {
            None => left.push((severity, finding)),
            Some((flood, count)) if told.insert(flood) => {
                let (_, kind) = flood;
                let all = trace.documents(kind).count();
                let first = finding.place.as_ref().map(|place| paths.of_line(place));
                left.push((severity, of_tree((finding.code, kind), (count, all), first)));
            }
            Some(_) => {}
        }
    }
    // Findings without a place come first.
    left.sort_by_key(|(_, finding)| finding.place.is_some());
    left
}

/// The codes that nearly all documents of a kind have, with the number of those documents.
fn floods(
    findings: &[(Severity, Diagnostic)],
    subjects: &[Option<Subject>],
    trace: &Trace,
) -> BTreeMap<(Code, DocKind), usize> {
    let mut hit: BTreeMap<(Code, DocKind), BTreeSet<usize>> = BTreeMap::new();
    for ((_, finding), subject) in findings.iter().zip(subjects) {
        if let Some(Subject { kind, artifact }) = subject {
            let documents = hit.entry((finding.code, *kind)).or_default();
            documents.insert(*artifact);
        }
    }
    let counts = hit
        .into_iter()
        .map(|(flood, documents)| (flood, documents.len()));
    counts
        .filter(|((_, kind), count)| {
            *count >= LEAST && count * 10 >= trace.documents(*kind).count() * OF_TEN
        })
        .collect()
}

/// The finding about the tree that replaces `count` others.
fn of_tree(
    (code, kind): (Code, DocKind),
    (count, all): (usize, usize),
    first: Option<String>,
) -> Diagnostic {
    let what = code.summary();
    let name = kind.title().to_lowercase();
    let message = format!("{count} of {all} documents of the kind {name}: {what}");
    let first = first.map(|first| format!("`{first}` is the first; "));
    let help = format!(
        "{}`[checks] {} = \"allow\"` turns this check off",
        first.unwrap_or_default(),
        code.name()
    );
    // The number of documents is no part of the finding's identity.
    Diagnostic::of(code, None, message)
        .help(help)
        .formerly(format!("nearly all of the kind `{name}`"))
}

/// The document that a finding is about.
#[derive(Clone, Copy)]
struct Subject {
    kind: DocKind,
    /// The artifact's number in the trace.
    artifact: usize,
}

/// The documents on each page.
struct Owners<'t> {
    trace: &'t Trace,
    site: &'t Site,
}

impl<'t> Owners<'t> {
    fn of(trace: &'t Trace, site: &'t Site) -> Self {
        Self { trace, site }
    }

    /// The document, or the part of a document, that a finding about the chain belongs to.
    fn about(&self, finding: &Diagnostic) -> Option<Subject> {
        let place = finding
            .place
            .as_ref()
            .filter(|_| finding.code.is_about_the_chain())?;
        let on_page = self.trace.on_page(self.site.page_of(&place.file)?);
        let artifact = |at: &&usize| &self.trace.artifacts[**at];
        let begins = |at: &&usize| artifact(at).place == *place;
        let is_whole = |at: &&usize| artifact(at).anchor.is_none();
        let at = on_page
            .iter()
            .find(begins)
            .or_else(|| on_page.iter().find(is_whole))?;
        let ArtifactKind::Document(kind) = self.trace.artifacts[*at].kind else {
            return None;
        };
        Some(Subject {
            kind,
            artifact: *at,
        })
    }
}
