//! The place in the docs that an id, an address or a path names.

use percent_encoding::percent_decode_str;

use super::library::Library;
use crate::diag::suggest;
use crate::fault::Trouble;
use crate::trace::Artifact;

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
        if let Some(place) = self.addressed(name) {
            return Ok(place);
        }
        match self.called(name).as_slice() {
            [] => Err(self.unknown(name)),
            [one] => Ok(self.place_of(*one)),
            several => Err(self.ambiguous(name, several)),
        }
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

    /// The place of an address or a path of a file.
    fn addressed(&self, name: &str) -> Option<DocPlace> {
        let (path, anchor) = match name.split_once('#') {
            Some((path, anchor)) => (path, Some(decoded(anchor)).filter(|id| !id.is_empty())),
            None => (name, None),
        };
        let page = *self.paths.get(&self.path_of(path))?;
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

    /// The path in the site, or in the repository, of an address as programs write it.
    fn path_of(&self, address: &str) -> String {
        let root = self.catalogue.root.as_str();
        let path = address.strip_prefix(root).unwrap_or(address);
        let path = path.strip_prefix(SCHEME).unwrap_or(path);
        let path = path.split('?').next().unwrap_or_default();
        let path = decoded(path.trim_start_matches("./"));
        let path = path.trim_matches('/');
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = without_line(path);
        path.trim_end_matches('/').to_owned()
    }

    /// The artifacts that go by another name.
    fn called(&self, name: &str) -> Vec<usize> {
        for is_called in [has_tracker, has_ending, has_title] {
            let mut called = Vec::new();
            for (at, artifact) in self.catalogue.trace.artifacts.iter().enumerate() {
                if is_called(artifact, name) {
                    called.push(at);
                }
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
        let message = format!("`{name}` is the name of {} artifacts", artifacts.len());
        Trouble::new(message).help(format!("name one of {}", ids.join(", ")))
    }

    fn unknown(&self, name: &str) -> Trouble {
        let short: String = name.chars().take(200).collect();
        let mut names = Vec::new();
        for artifact in &self.catalogue.trace.artifacts {
            names.push(artifact.id.as_str());
        }
        for page in &self.catalogue.pages {
            names.push(page.route.as_str());
        }
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

/// A path without the number of a line: findings name `docs/guide.md:12`.
fn without_line(path: &str) -> &str {
    let Some((file, line)) = path.rsplit_once(':') else {
        return path;
    };
    if line.bytes().all(|byte| byte.is_ascii_digit()) {
        file
    } else {
        path
    }
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

fn has_title(artifact: &Artifact, name: &str) -> bool {
    artifact.title.eq_ignore_ascii_case(name)
}

/// The scheme of the addresses of resources.
pub const SCHEME: &str = "docs:///";

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
