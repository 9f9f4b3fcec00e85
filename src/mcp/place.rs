//! The place in the docs that an id, an address or a path names.

use super::library::Library;
use super::lines::one_line;
use super::named_pages::{NamedFile, decoded};
use crate::diag::suggest;
use crate::fault::Trouble;
use crate::trace::Artifact;

/// The most names that a message lists.
const LISTED: usize = 5;

/// A page, a part of it, or an artifact outside the site.
#[derive(Debug, Clone)]
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
        match trace.called(name).as_slice() {
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
