//! The state of work, from the chain.

use serde::Serialize;

use crate::content_map::DocKind;
use crate::trace::{ArtifactKind, Relation, Status, Trace};

/// The state of work.
#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkState {
    /// Published release notes deliver it.
    Delivered,
    /// The notes of the next release deliver it.
    InRelease,
    /// It is being worked on.
    Active,
    /// It has not begun.
    Planned,
    /// A decision that another one replaces.
    Superseded,
    /// Its folder is archived, and no release notes deliver it.
    Archived,
    /// No document says.
    Unknown,
}

impl WorkState {
    /// The name in JSON and for readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::InRelease => "in-release",
            Self::Active => "active",
            Self::Planned => "planned",
            Self::Superseded => "superseded",
            Self::Archived => "archived",
            Self::Unknown => "unknown",
        }
    }

    /// The state of an artifact; `None` for one that is no work, such as a decision in force.
    pub fn of(trace: &Trace, at: usize) -> Option<Self> {
        match trace.artifacts[at].kind {
            ArtifactKind::ReleaseEntry if trace.is_published(at) => Some(Self::Delivered),
            ArtifactKind::ReleaseEntry => Some(Self::InRelease),
            ArtifactKind::Document(DocKind::Story) => {
                let is_noted = trace.into(at, Relation::Delivers).next().is_some();
                match () {
                    () if trace.is_delivered(at) => Some(Self::Delivered),
                    () if is_noted => Some(Self::InRelease),
                    () => Self::of_status(trace, at),
                }
            }
            ArtifactKind::Document(DocKind::Challenge | DocKind::Specification) => {
                let facts = trace.work_facts(at);
                let is_whole = facts.delivered == facts.stories.len() && facts.delivered > 0;
                if is_whole {
                    return Some(Self::Delivered);
                }
                Self::of_status(trace, at)
            }
            _ => Self::of_status(trace, at),
        }
    }

    fn of_status(trace: &Trace, at: usize) -> Option<Self> {
        match trace.artifacts[at].status? {
            Status::Backlog => Some(Self::Planned),
            Status::Active => Some(Self::Active),
            Status::Archived => Some(Self::Archived),
            Status::Superseded => Some(Self::Superseded),
            Status::Unknown => Some(Self::Unknown),
            _ => None,
        }
    }
}
