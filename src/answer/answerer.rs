//! The answer to a question.

use serde::Serialize;

use super::found::{PASSAGES, PassageFinder, PassageResult};
use super::passage::Passage;
use super::question::{Asked, Question};
use super::related::{AnswerRelation, blocked, related, undelivered};
use super::state::WorkState;
use super::subject::{AskedSubject, SubjectFinder};
use crate::catalogue::Catalogue;
use crate::search::{IndexFault, SearchHit, SiteIndex};
use crate::source::Place;
use crate::trace::{Direction, Neighbour, Relation, Trace};
use Direction::{In, Out};
use Relation::{ConstrainedBy, Delivers, DependsOn, GatedBy, Supersedes, TrackedBy};

/// The version of an answer as JSON.
const VERSION: u32 = 1;

/// The share of a question's words, by their weight, that the best passage must have. Measured on
/// the questions in `tests/questions`: see `docs/decisions/0046`.
const COVERED: f32 = 0.5;

/// The relations, and the nearest pages, that an answer lists at most.
const RELATIONS: usize = 50;
const NEAREST: usize = 3;

/// An answer.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocsAnswer {
    /// The version of this format.
    pub version: u32,
    /// The question, in one line.
    pub question: String,
    /// True if the site does not answer it: there are no passages then.
    pub refused: bool,
    /// The state of the work that is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<WorkState>,
    /// The passages that answer it, best first.
    pub passages: Vec<Passage>,
    /// The relations that answer it.
    pub relations: Vec<AnswerRelation>,
    /// The nearest sections, for a question that is refused.
    pub nearest: Vec<NearPage>,
}

/// A section that is near to a question.
#[derive(Serialize)]
pub struct NearPage {
    /// The titles of the page and its headings.
    pub heading: Vec<String>,
    /// The address from the site's root.
    pub route: String,
}

/// Answers questions about a site.
#[derive(Clone, Copy)]
pub struct Answerer<'d> {
    /// The pages and the chain.
    pub catalogue: &'d Catalogue,
    /// The search.
    pub index: &'d SiteIndex,
}

/// An answer, unless the index is damaged.
pub type AnswerResult = Result<DocsAnswer, IndexFault>;
type PartsResult = Result<AnswerParts, IndexFault>;

/// The parts of an answer from relations.
#[derive(Default)]
struct AnswerParts {
    state: Option<WorkState>,
    passages: Vec<Passage>,
    relations: Vec<AnswerRelation>,
}

impl Answerer<'_> {
    /// Answers a question.
    pub fn ask(&self, question: &str) -> AnswerResult {
        let question = Question::read(question);
        let Answerer { catalogue, index } = *self;
        let finder = SubjectFinder { catalogue, index };
        let parts = match (question.asked, finder.find(&question)) {
            (Asked::Blocked, AskedSubject::Words) => self.statements(&blocked(self.trace()))?,
            (_, AskedSubject::Artifacts(found)) => self.of_all(&question, &found)?,
            (Asked::Owner, AskedSubject::Words) | (Asked::Anything, _) => {
                return self.passages(&question);
            }
            (Asked::Delivery, AskedSubject::Words) if !self.trace().is_governed() => {
                return self.passages(&question);
            }
            (Asked::Delivery, _) => AnswerParts {
                state: Some(WorkState::Unknown),
                ..AnswerParts::default()
            },
            (_, AskedSubject::Unknown) => AnswerParts::default(),
            (_, AskedSubject::Words) => return self.passages(&question),
        };
        match parts.passages.is_empty() {
            false => Ok(answer(&question, parts)),
            true if question.asked == Asked::Owner => self.passages(&question),
            true => self.refusal(&question, parts.state),
        }
    }

    /// The answer from passages.
    fn passages(&self, question: &Question) -> AnswerResult {
        let found = self.finder().find(question)?;
        // A passage that names the owner has all of the subject.
        let is_covered = found.coverage >= COVERED || question.asked == Asked::Owner;
        if found.passages.is_empty() || !is_covered {
            return Ok(refused(question, None, &found.sections));
        }
        let passages = self.with_successors(found.passages)?;
        let parts = AnswerParts {
            passages,
            ..AnswerParts::default()
        };
        Ok(answer(question, parts))
    }

    /// Passages, and behind one of a decision that is superseded the title of what holds now.
    fn with_successors(&self, passages: Vec<Passage>) -> Result<Vec<Passage>, IndexFault> {
        let mut all: Vec<Passage> = Vec::new();
        for passage in passages {
            let successor = passage.superseded_by.clone();
            all.push(passage);
            let successor = successor.and_then(|id| self.trace().find(&id));
            let Some(successor) = successor else { continue };
            let title = self.title(successor)?;
            all.extend(title.filter(|title| all.iter().all(|known| known.file != title.file)));
        }
        all.truncate(PASSAGES);
        Ok(all)
    }

    fn refusal(&self, question: &Question, state: Option<WorkState>) -> AnswerResult {
        let found = self.finder().find(question)?;
        Ok(refused(question, state, &found.sections))
    }

    /// The answer from the relations of artifacts of the same name.
    fn of_all(&self, question: &Question, found: &[usize]) -> PartsResult {
        let mut all = AnswerParts::default();
        let mut states = Vec::new();
        for &at in found {
            let parts = self.of(question.asked, at)?;
            states.extend(parts.state);
            all.passages.extend(parts.passages);
            all.relations.extend(parts.relations);
        }
        states.dedup();
        // Several with one name and different states have no state together.
        all.state = match states.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => Some(WorkState::Unknown),
        };
        all.passages.truncate(PASSAGES);
        all.relations.truncate(RELATIONS);
        Ok(all)
    }

    /// The answer from the relations of an artifact.
    fn of(&self, asked: Asked, at: usize) -> PartsResult {
        match asked {
            Asked::Delivery => self.delivery(at),
            Asked::Standing => self.standing(at),
            Asked::Rest => self.rest(at),
            Asked::Owner => self.owner(at),
            Asked::Successor => self.successor(at),
            Asked::Governing => self.governing(at),
            Asked::Flag => self.statements(&self.flags(at)),
            Asked::Blocked | Asked::Needs => self.linked(at, DependsOn, Out),
            Asked::NeededBy => self.linked(at, DependsOn, In),
            Asked::Follows => self.linked(at, ConstrainedBy, Out),
            Asked::FollowedBy => self.linked(at, ConstrainedBy, In),
            Asked::Anything => Ok(AnswerParts::default()),
        }
    }

    fn linked(&self, at: usize, relation: Relation, direction: Direction) -> PartsResult {
        self.statements(&related(self.trace(), at, relation, direction))
    }

    fn delivery(&self, at: usize) -> PartsResult {
        let trace = self.trace();
        let mut parts = AnswerParts {
            state: WorkState::of(trace, at),
            ..AnswerParts::default()
        };
        let mut entries: Vec<usize> = trace.into(at, Delivers).collect();
        entries.sort_by_key(|entry| !trace.is_published(*entry));
        if trace.releases.contains_key(&at) {
            entries.push(at);
        }
        let mut titles = Vec::new();
        for entry in entries {
            let place = &trace.artifacts[entry].place;
            parts.passages.extend(self.stated(place)?);
            parts.relations.push(self.to("delivered-in", entry));
            if let Some(release) = trace.releases.get(&entry) {
                parts.relations.push(self.to("released-in", *release));
                titles.extend(self.title(*release)?);
            }
        }
        parts.passages.extend(titles);
        for flag in self.flags(at) {
            parts.relations.push(self.to(flag.relation(), flag.other));
        }
        parts.passages.truncate(PASSAGES - 1);
        let own = self.own(at)?;
        parts
            .passages
            .extend(own.filter(|_| !trace.releases.contains_key(&at)));
        Ok(parts)
    }

    /// The standing of a decision: the statement of its status, or of its successor.
    fn standing(&self, at: usize) -> PartsResult {
        let mut parts = self.successor(at)?;
        parts.state = WorkState::of(self.trace(), at);
        if parts.passages.is_empty() {
            let artifact = &self.trace().artifacts[at];
            let status = artifact.status.map_or("", |status| status.name());
            let said = self.finder().stated(&artifact.place, status)?;
            parts.passages.extend(said);
        }
        Ok(parts)
    }

    fn rest(&self, at: usize) -> PartsResult {
        let mut parts = AnswerParts {
            state: WorkState::of(self.trace(), at),
            ..AnswerParts::default()
        };
        for story in undelivered(self.trace(), at) {
            parts.relations.push(self.to("refined-by", story));
            if parts.passages.len() < PASSAGES {
                parts.passages.extend(self.own(story)?);
            }
        }
        Ok(parts)
    }

    fn owner(&self, at: usize) -> PartsResult {
        let artifact = &self.trace().artifacts[at];
        let Some(owner) = &artifact.owner else {
            return Ok(AnswerParts::default());
        };
        let said = self.finder().stated(&artifact.place, owner)?;
        Ok(AnswerParts {
            passages: said.into_iter().collect(),
            relations: vec![AnswerRelation::owner(owner)],
            state: None,
        })
    }

    fn successor(&self, at: usize) -> PartsResult {
        let newer = related(self.trace(), at, Supersedes, In);
        let mut parts = self.statements(&newer)?;
        for by in newer {
            parts.passages.extend(self.title(by.other)?);
        }
        parts.passages.truncate(PASSAGES);
        Ok(parts)
    }

    fn governing(&self, at: usize) -> PartsResult {
        let mut parts = AnswerParts::default();
        for above in self.trace().above(at) {
            parts.relations.push(self.to("follows-from", above));
            parts.passages.extend(self.title(above)?);
        }
        parts.passages.truncate(PASSAGES);
        Ok(parts)
    }

    /// The flags in front of an artifact or of the entries that deliver it.
    fn flags(&self, at: usize) -> Vec<Neighbour<'_>> {
        let trace = self.trace();
        let mut flags = related(trace, at, GatedBy, Out);
        for entry in trace.into(at, Delivers) {
            flags.extend(related(trace, entry, GatedBy, Out));
        }
        flags
    }

    /// The statements of relations, and the artifacts at their other ends.
    fn statements(&self, relations: &[Neighbour<'_>]) -> PartsResult {
        let mut parts = AnswerParts::default();
        for near in relations.iter().take(RELATIONS) {
            let relation = self.to(near.relation(), near.other);
            parts.relations.push(relation);
            if parts.passages.len() < PASSAGES {
                let said = self.stated(&near.edge.place)?;
                parts.passages.extend(said);
            }
        }
        Ok(parts)
    }

    /// The words of an artifact about itself: its tracker's item, or else its heading.
    fn own(&self, at: usize) -> PassageResult {
        let tracked = related(self.trace(), at, TrackedBy, Out);
        match tracked.first() {
            Some(near) => self.stated(&near.edge.place),
            None => self.title(at),
        }
    }

    fn title(&self, at: usize) -> PassageResult {
        let artifact = &self.trace().artifacts[at];
        self.finder().heading(&artifact.place)
    }

    fn stated(&self, place: &Place) -> PassageResult {
        self.finder().stated(place, &place.excerpt)
    }

    fn to(&self, relation: &'static str, at: usize) -> AnswerRelation {
        AnswerRelation::to(self.catalogue, relation, at)
    }

    fn finder(&self) -> PassageFinder<'_> {
        let Answerer { catalogue, index } = *self;
        PassageFinder { catalogue, index }
    }

    fn trace(&self) -> &Trace {
        &self.catalogue.trace
    }
}

fn answer(question: &Question, parts: AnswerParts) -> DocsAnswer {
    DocsAnswer {
        version: VERSION,
        question: question.text.clone(),
        state: parts.state,
        passages: parts.passages,
        relations: parts.relations,
        ..DocsAnswer::default()
    }
}

fn refused(question: &Question, state: Option<WorkState>, sections: &[SearchHit]) -> DocsAnswer {
    let nearest = sections.iter().take(NEAREST).map(|hit| NearPage {
        heading: [&hit.breadcrumb[..], &[hit.section.heading.to_string()]].concat(),
        route: hit.route.clone(),
    });
    DocsAnswer {
        version: VERSION,
        question: question.text.clone(),
        refused: true,
        state,
        nearest: nearest.collect(),
        ..DocsAnswer::default()
    }
}
