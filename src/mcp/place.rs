//! The place in the docs that an id, an address or a path names.

use super::library::Library;
use super::lines::one_line;
use super::named_pages::{NamedFile, decoded};
use crate::diag::suggest;
use crate::fault::Trouble;
use crate::trace::{Artifact, ArtifactKind};

/// The most names that a message lists.
const LISTED: usize = 5;

/// A page, a part of it, or an artifact outside the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocPlace {
    /// The page's number; `None` for an artifact outside the site.
    pub page: Option<usize>,
    /// The id of the element that it starts at; `None` for the whole page.
    pub anchor: Option<String>,
    /// The number of the artifact that it is.
    pub artifact: Option<usize>,
}

impl Library {
    /// The place that a program names: by the id of an artifact or a tracker's item, by an address,
    /// or by the path of a file. The fault names the nearest.
    pub fn find(&self, name: &str) -> Result<DocPlace, Trouble> {
        let name = name.trim().trim_matches('`');
        let trace = &self.catalogue.trace;
        if let Some(at) = trace.find(name).or_else(|| trace.find_former(name)) {
            return Ok(self.place_of(at));
        }
        let named = self.of_file(name).or_else(|| self.addressed(name));
        if let Some(place) = named {
            return Ok(place);
        }
        match self.called(name).as_slice() {
            [] => Err(self.unknown(name)),
            [one] => Ok(self.place_of(*one)),
            several => Err(self.ambiguous(name, several)),
        }
    }

    /// The place of a file's path, from the repository's root or from the docs folder.
    fn of_file(&self, name: &str) -> Option<DocPlace> {
        let named = NamedFile::of(name);
        let whole = NamedFile {
            path: name,
            line: None,
        };
        for NamedFile { path, line } in [whole, named] {
            let pages = self.paths.in_repository(&self.catalogue, path);
            let pages = if pages.is_empty() {
                self.paths.in_docs(path)
            } else {
                pages
            };
            if let Some(&page) = pages.first() {
                return Some(self.place_at(page, line));
            }
        }
        None
    }

    /// The place of a line of a page; that of the page without one.
    fn place_at(&self, page: usize, line: Option<u64>) -> DocPlace {
        let document = || self.catalogue.trace.document_of(page);
        let artifact = match line {
            Some(line) => self.artifact_at(page, line),
            None => document(),
        };
        let anchor = artifact.and_then(|at| self.artifact(at).anchor.clone());
        DocPlace {
            page: Some(page),
            anchor,
            artifact,
        }
    }

    /// The artifact that a line of a page belongs to: a part of it, or else its document.
    pub fn artifact_at(&self, page: usize, line: u64) -> Option<usize> {
        let trace = &self.catalogue.trace;
        let has_line = |at: &usize| {
            let artifact = &trace.artifacts[*at];
            let last = artifact.last_line.unwrap_or(u32::MAX);
            let lines = u64::from(artifact.place.line)..=u64::from(last);
            artifact.anchor.is_some() && lines.contains(&line)
        };
        let mut parts = trace.on_page(page).iter().copied().rev();
        parts.find(has_line).or_else(|| trace.document_of(page))
    }

    /// The place of an artifact.
    pub fn place_of(&self, at: usize) -> DocPlace {
        let artifact = &self.catalogue.trace.artifacts[at];
        DocPlace {
            page: artifact.page,
            anchor: artifact.anchor.clone(),
            artifact: Some(at),
        }
    }

    /// The place of an address.
    fn addressed(&self, name: &str) -> Option<DocPlace> {
        let (path, anchor) = match name.split_once('#') {
            Some((path, anchor)) => (path, Some(decoded(anchor)).filter(|id| !id.is_empty())),
            None => (name, None),
        };
        let page = self.paths.at_address(&self.catalogue, path)?;
        let artifact = match &anchor {
            Some(anchor) => self.artifact_at_anchor(page, anchor),
            None => self.catalogue.trace.document_of(page),
        };
        Some(DocPlace {
            page: Some(page),
            anchor,
            artifact,
        })
    }

    /// The artifact that starts at an element of a page.
    fn artifact_at_anchor(&self, page: usize, anchor: &str) -> Option<usize> {
        let on_page = self.catalogue.trace.on_page(page);
        on_page
            .iter()
            .copied()
            .find(|at| self.artifact(*at).anchor.as_deref() == Some(anchor))
    }

    /// The artifacts that go by another name; documents before what only mentions them.
    fn called(&self, name: &str) -> Vec<usize> {
        for is_called in [has_url, has_tracker, has_ending, has_number, has_title] {
            let mut called = Vec::new();
            for (at, artifact) in self.catalogue.trace.artifacts.iter().enumerate() {
                if is_called(artifact, name) {
                    called.push(at);
                }
            }
            let is_document = |at: &usize| {
                let kind = self.artifact(*at).kind;
                matches!(kind, ArtifactKind::Document(_))
            };
            if called.iter().any(is_document) {
                called.retain(is_document);
            }
            if !called.is_empty() {
                return called;
            }
        }
        Vec::new()
    }

    fn ambiguous(&self, name: &str, artifacts: &[usize]) -> Trouble {
        let ids = artifacts.iter().take(LISTED);
        let ids: Vec<String> = ids
            .map(|at| format!("`{}`", self.artifact(*at).id))
            .collect();
        let name = one_line(name);
        let message = format!("`{name}` is the name of {} artifacts", artifacts.len());
        Trouble::new(message).help(format!("name one of {}", ids.join(", ")))
    }

    fn unknown(&self, name: &str) -> Trouble {
        let short = one_line(name);
        let mut names = Vec::new();
        for artifact in &self.catalogue.trace.artifacts {
            names.push(artifact.id.as_str());
        }
        for page in &self.catalogue.pages {
            names.push(page.route.as_str());
        }
        names.retain(|name| !name.is_empty());
        let near = suggest(&short, names);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`search` finds ids and addresses".to_owned(),
        };
        Trouble::new(format!("nothing is called `{short}`")).help(help)
    }

    fn artifact(&self, at: usize) -> &Artifact {
        &self.catalogue.trace.artifacts[at]
    }
}

/// Returns whether an artifact outside the site has an address.
fn has_url(artifact: &Artifact, address: &str) -> bool {
    artifact.url.as_deref() == Some(address)
}

/// Returns whether an artifact of the site belongs to an item of a tracker.
fn has_tracker(artifact: &Artifact, id: &str) -> bool {
    let mut trackers = artifact.trackers.iter();
    artifact.page.is_some() && trackers.any(|own| own.eq_ignore_ascii_case(id))
}

/// Returns whether a name is an artifact's id in other letters, or its last part: `0014`.
fn has_ending(artifact: &Artifact, name: &str) -> bool {
    let own = artifact.id.as_str();
    let last = own.rsplit('/').next().unwrap_or(own);
    own.eq_ignore_ascii_case(name) || last.eq_ignore_ascii_case(name)
}

/// Returns whether people cite a decision by a name: `ADR 14`, `adr-0014`, `#14`.
fn has_number(artifact: &Artifact, name: &str) -> bool {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let word = &name[..name.len() - digits.len()];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word.to_lowercase();
    if !["", "adr", "decision"].contains(&word.as_str()) {
        return false;
    }
    let Ok(number) = digits.parse() else {
        return false;
    };
    artifact.decision_number() == Some(number)
}

fn has_title(artifact: &Artifact, name: &str) -> bool {
    artifact.title.eq_ignore_ascii_case(name)
}
