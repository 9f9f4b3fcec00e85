//! The state of work: chains of challenges, challenges and specifications by status, stories.

use std::collections::{BTreeMap, BTreeSet};

use crate::content_map::DocKind;
use crate::trace::chain::ChainLink;
use crate::trace::{ArtifactKind, Relation, Status, Trace};

/// The size of a challenge's chain: each artifact counts once.
#[derive(Debug, Clone, Copy)]
pub struct ChainFacts {
    /// The challenge at the top.
    pub challenge: usize,
    /// Number of specifications.
    pub specifications: usize,
    /// Number of stories.
    pub stories: usize,
    /// Number of decisions.
    pub decisions: usize,
    /// Number of entries of release notes.
    pub release_entries: usize,
}

/// A challenge or a specification, and the progress of its stories.
#[derive(Debug, Clone)]
pub struct WorkFacts {
    /// The challenge or specification.
    pub document: usize,
    /// The specifications of a challenge, or the challenges of a specification.
    pub counterparts: Vec<usize>,
    /// The stories that refine the specification, or the challenge's specifications.
    pub stories: Vec<usize>,
    /// Number of these stories that a published release delivers.
    pub delivered: usize,
}

/// A story and its relations.
#[derive(Debug, Clone)]
pub struct StoryFacts {
    /// The number of the story's artifact.
    pub story: usize,
    /// The items that track it.
    pub trackers: Vec<usize>,
    /// The specifications that it refines.
    pub specifications: Vec<usize>,
    /// Number of acceptance criteria.
    pub criteria: usize,
    /// The stories that it depends on.
    pub depends_on: Vec<usize>,
    /// The release entries that deliver it.
    pub release_entries: Vec<usize>,
}

impl Trace {
    /// The chains of all challenges, in the order of the tree.
    pub fn chains(&self) -> Vec<ChainFacts> {
        let challenges = self.documents(DocKind::Challenge);
        challenges
            .map(|challenge| self.chain_facts(challenge))
            .collect()
    }

    fn chain_facts(&self, challenge: usize) -> ChainFacts {
        let mut parts = BTreeSet::new();
        collect(&self.chain(challenge), &mut parts);
        let count = |kind| {
            let of_kind = parts.iter().filter(|at| self.artifacts[**at].kind == kind);
            of_kind.count()
        };
        ChainFacts {
            challenge,
            specifications: count(ArtifactKind::Document(DocKind::Specification)),
            stories: count(ArtifactKind::Document(DocKind::Story)),
            decisions: count(ArtifactKind::Document(DocKind::Decision)),
            release_entries: count(ArtifactKind::ReleaseEntry),
        }
    }

    /// Challenges and specifications: active ones first, then by status and in the order of the
    /// tree.
    pub fn work(&self) -> Vec<WorkFacts> {
        let challenges = self.documents(DocKind::Challenge);
        let mut documents: Vec<usize> = challenges
            .chain(self.documents(DocKind::Specification))
            .collect();
        documents.sort_by_key(|at| {
            let status = self.artifacts[*at].status;
            status.map(|status| (status != Status::Active, status.name()))
        });
        let facts = documents.into_iter().map(|at| self.work_facts(at));
        facts.collect()
    }

    /// The progress of a challenge or a specification.
    pub fn work_facts(&self, document: usize) -> WorkFacts {
        let is_challenge = self.artifacts[document].is(DocKind::Challenge);
        let counterparts: Vec<usize> = if is_challenge {
            self.into(document, Relation::Satisfies).collect()
        } else {
            self.out(document, Relation::Satisfies).collect()
        };
        let specifications = if is_challenge {
            &counterparts[..]
        } else {
            &[document]
        };
        let stories: Vec<usize> = specifications
            .iter()
            .flat_map(|at| self.into(*at, Relation::Refines))
            .collect();
        let delivered = stories.iter().filter(|at| self.is_delivered(**at)).count();
        WorkFacts {
            document,
            counterparts,
            stories,
            delivered,
        }
    }

    /// All stories by specification, each after the stories that it depends on. Stories without a
    /// specification come last.
    pub fn stories(&self) -> Vec<StoryFacts> {
        let mut by_specification: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for at in self.documents(DocKind::Story) {
            let specification = self.out(at, Relation::Refines).next();
            by_specification.entry(specification).or_default().push(at);
        }
        let without = by_specification.remove(&None);
        let groups = by_specification.into_values().chain(without);
        let ordered = groups.flat_map(|stories| self.in_dependency_order(&stories));
        ordered.map(|story| self.story_facts(story)).collect()
    }

    fn story_facts(&self, story: usize) -> StoryFacts {
        StoryFacts {
            story,
            trackers: self.out(story, Relation::TrackedBy).collect(),
            specifications: self.out(story, Relation::Refines).collect(),
            criteria: self.criteria.get(&story).copied().unwrap_or_default(),
            depends_on: self.out(story, Relation::DependsOn).collect(),
            release_entries: self.into(story, Relation::Delivers).collect(),
        }
    }
}

/// Adds the artifacts of a chain.
fn collect(link: &ChainLink<'_>, found: &mut BTreeSet<usize>) {
    found.insert(link.artifact);
    for below in &link.below {
        collect(below, found);
    }
}
