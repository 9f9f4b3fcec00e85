//! The facts that every answer shows of a page or an artifact.

use serde_json::{Map, Value};

use super::library::Library;
use super::lines::one_line;
use super::place::DocPlace;
use crate::address::fragment;
use crate::trace::Status;

/// The facts of a place.
#[derive(Debug, Clone, Default)]
pub struct PlaceFacts {
    /// The artifact's id, if it is one.
    id: Option<String>,
    /// The address.
    address: Option<String>,
    /// The title.
    title: String,
    kind: Option<String>,
    status: Option<String>,
    /// The id of the decision that holds in its place.
    superseded_by: Option<String>,
    /// The day of the last change.
    updated: Option<String>,
    /// The file in the repository, with the line.
    file: Option<String>,
}

impl Library {
    /// The facts of a place.
    pub fn facts(&self, place: &DocPlace) -> PlaceFacts {
        let trace = &self.catalogue.trace;
        let mut facts = PlaceFacts::default();
        if let Some(at) = place.page {
            let page = &self.catalogue.pages[at];
            let anchor = place.anchor.as_ref();
            let tail = anchor.map_or(String::new(), |id| format!("#{}", fragment(id)));
            facts = PlaceFacts {
                address: Some(format!("{}{tail}", self.catalogue.address(&page.route))),
                title: one_line(&page.title),
                kind: page.kind.clone(),
                status: page.status.clone(),
                superseded_by: page.superseded_by.clone(),
                updated: page.updated.clone(),
                file: Some(format!("{}{}", self.catalogue.docs, page.file)),
                ..facts
            };
        }
        if let Some(at) = place.artifact {
            let artifact = &trace.artifacts[at];
            let successor = trace
                .is_retired(at)
                .then(|| trace.live_successor(at))
                .flatten();
            let line = |file: String| format!("{file}:{}", artifact.place.line);
            facts = PlaceFacts {
                id: Some(artifact.id.clone()),
                title: one_line(&artifact.title),
                kind: Some(artifact.kind.name().to_owned()),
                status: artifact.status.map(Status::name).map(str::to_owned),
                superseded_by: successor.map(|at| trace.artifacts[at].id.clone()),
                address: facts.address.or_else(|| artifact.url.clone()),
                file: facts.file.map(line),
                ..facts
            };
        }
        facts
    }
}

impl PlaceFacts {
    /// The same with another title.
    pub fn titled(self, title: &str) -> Self {
        Self {
            title: one_line(title),
            ..self
        }
    }

    /// The facts on a line: title, id, kind, status, successor, day and address.
    pub fn line(&self) -> String {
        let mut facts = Vec::new();
        if let Some(id) = &self.id {
            facts.push(format!("`{}`", one_line(id)));
        }
        facts.extend(self.kind.as_deref().map(one_line));
        facts.extend(self.status.as_deref().map(one_line));
        if let Some(successor) = &self.superseded_by {
            facts.push(format!("superseded by `{successor}`"));
        }
        if let Some(day) = &self.updated {
            facts.push(format!("updated {day}"));
        }
        let mut line = self.title.clone();
        if !facts.is_empty() {
            line.push_str(&format!(" ({})", facts.join(", ")));
        }
        let address = self.address.as_deref();
        line.push(' ');
        line.push_str(address.unwrap_or("outside the docs"));
        line
    }

    /// The file in the repository, with the line.
    pub fn file(&self) -> Option<String> {
        self.file.as_deref().map(one_line)
    }

    /// The facts as JSON, without those that are not known.
    pub fn value(&self) -> Map<String, Value> {
        let fields = [
            ("id", &self.id),
            ("address", &self.address),
            ("title", &Some(self.title.clone())),
            ("kind", &self.kind),
            ("status", &self.status),
            ("superseded_by", &self.superseded_by),
            ("updated", &self.updated),
            ("file", &self.file),
        ];
        let known = fields.into_iter().filter_map(|(name, value)| {
            let value = value.clone()?;
            Some((name.to_owned(), Value::from(value)))
        });
        known.collect()
    }
}
