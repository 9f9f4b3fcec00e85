//! The relations that answer a question, and the statements of documents that they stand in.

use serde::Serialize;

use super::state::WorkState;
use crate::catalogue::Catalogue;
use crate::content_map::DocKind;
use crate::trace::{Direction, Neighbour, Relation, Status, Trace};

/// A relation of what a question is about.
#[derive(Serialize)]
pub struct AnswerRelation {
    /// Its name, seen from there: `delivered-in`; `owner` for the name of one.
    pub relation: &'static str,
    /// The id of the artifact at its other end.
    pub id: Option<String>,
    /// The artifact's title, or the owner's name.
    pub title: String,
    /// The artifact's kind.
    pub kind: Option<&'static str>,
    /// The artifact's status.
    pub status: Option<&'static str>,
    /// The state of the artifact, if it is work.
    pub state: Option<WorkState>,
    /// The audience of an entry of release notes.
    pub audience: Option<String>,
    /// The artifact's address from the site's root.
    pub route: Option<String>,
}

impl AnswerRelation {
    /// A relation to an artifact.
    pub fn to(catalogue: &Catalogue, relation: &'static str, at: usize) -> Self {
        let artifact = &catalogue.trace.artifacts[at];
        let page = artifact.page.map(|page| &catalogue.pages[page]);
        let anchor = artifact.anchor.as_ref();
        let anchor = anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
        Self {
            relation,
            id: Some(artifact.id.clone()),
            title: artifact.title.clone(),
            kind: Some(artifact.kind.name()),
            status: artifact.status.map(Status::name),
            state: WorkState::of(&catalogue.trace, at),
            audience: artifact.entry.as_ref().map(|entry| entry.audience.clone()),
            route: page.map(|page| format!("{}{anchor}", page.route)),
        }
    }

    /// The owner of an artifact.
    pub fn owner(name: &str) -> Self {
        Self {
            relation: "owner",
            id: None,
            title: name.to_owned(),
            kind: None,
            status: None,
            state: None,
            audience: None,
            route: None,
        }
    }
}

/// The neighbours of an artifact by a relation.
pub fn related(
    trace: &Trace,
    at: usize,
    relation: Relation,
    direction: Direction,
) -> Vec<Neighbour<'_>> {
    let neighbours = trace.neighbours(at);
    let is_asked = |near: &Neighbour<'_>| near.edge.relation == relation;
    let related = neighbours.filter(|near| near.direction == direction);
    related.filter(is_asked).collect()
}

/// The stories below an artifact that no published release delivers.
pub fn undelivered(trace: &Trace, at: usize) -> Vec<usize> {
    let artifact = &trace.artifacts[at];
    let mut stories = match artifact.is(DocKind::Story) {
        true => vec![at],
        false => trace.work_facts(at).stories,
    };
    stories.retain(|story| !trace.is_delivered(*story));
    stories
}

/// The stories that wait for a story that no published release delivers, seen from that story.
pub fn blocked(trace: &Trace) -> Vec<Neighbour<'_>> {
    let mut found = Vec::new();
    for story in trace.documents(DocKind::Story) {
        if trace.is_delivered(story) {
            continue;
        }
        let waiting = related(trace, story, Relation::DependsOn, Direction::In);
        found.extend(waiting);
    }
    found.retain(|near| !trace.is_delivered(near.other));
    found
}
