//! The artifacts that a question is about.

use std::collections::BTreeSet;

use super::forms::{KINDS, is_kind};
use super::question::{Asked, Question};
use crate::catalogue::Catalogue;
use crate::content_map::DocKind;
use crate::search::SiteIndex;
use crate::trace::ArtifactKind;

/// The least share of a title's words that a question must have, and of the question's that the
/// title must have, by their weight.
const COVERED: f32 = 0.6;

/// The least difference between the shares of two titles that tells them apart, and the share that
/// makes a title the one that is asked for, whatever others there are.
const APART: f32 = 0.15;
const SAME: f32 = 0.95;

/// The subject of a question.
pub enum AskedSubject {
    /// Artifacts of the site: several if they have the same name.
    Artifacts(Vec<usize>),
    /// An id that no document has.
    Unknown,
    /// No artifact that is known.
    Words,
}

/// Finds the subject of questions.
#[derive(Clone, Copy)]
pub struct SubjectFinder<'d> {
    /// The artifacts.
    pub catalogue: &'d Catalogue,
    /// The weight of words.
    pub index: &'d SiteIndex,
}

impl SubjectFinder<'_> {
    /// The subject of a question about artifacts.
    pub fn find(&self, question: &Question) -> AskedSubject {
        if question.asked == Asked::Anything {
            return AskedSubject::Words;
        }
        match self.named(question) {
            Some(subject) => subject,
            None => match question.quoted() {
                Some(title) => self.titled(title, question),
                None => self.meant(question),
            },
        }
    }

    /// The artifacts that an id names: `IPT-106`, `decision 4`, `story/IPT-106`.
    fn named(&self, question: &Question) -> Option<AskedSubject> {
        let mut is_unknown = false;
        let words = &question.words;
        for (at, word) in words.iter().enumerate() {
            let is_counted = |next: &&String| is_kind(word) && is_number(next);
            let name = match words.get(at + 1).filter(is_counted) {
                Some(number) => format!("adr {number}"),
                None if is_id(word) => word.clone(),
                None => continue,
            };
            match self.catalogue.trace.called(&name) {
                found if found.is_empty() => is_unknown = true,
                found => return Some(AskedSubject::Artifacts(found)),
            }
        }
        is_unknown.then_some(AskedSubject::Unknown)
    }

    /// The artifacts with a title that is quoted; of several, those on the page that the rest of
    /// the question names.
    fn titled(&self, title: &str, question: &Question) -> AskedSubject {
        let wanted = self.terms(title);
        let mut found = Vec::new();
        for (at, artifact) in self.catalogue.trace.artifacts.iter().enumerate() {
            let own = self.terms(&artifact.title);
            let is_titled = wanted.is_subset(&own) && own.len() <= wanted.len() + 1;
            if is_titled && artifact.page.is_some() {
                found.push(at);
            }
        }
        let subject = question.subject();
        let rest = subject.replace(&title.to_lowercase(), "");
        let rest = self.terms(&rest);
        let nearness = |at: &usize| {
            let artifact = &self.catalogue.trace.artifacts[*at];
            let page = artifact.page.map(|page| &self.catalogue.pages[page]);
            let around = page.map_or(String::new(), |page| {
                format!("{} {}", page.route, page.title)
            });
            self.terms(&around).intersection(&rest).count()
        };
        let most = found.iter().map(nearness).max();
        found.retain(|at| Some(nearness(at)) == most);
        match found.is_empty() {
            true => AskedSubject::Unknown,
            false => AskedSubject::Artifacts(found),
        }
    }

    /// The artifact with a title that has the words of the question.
    fn meant(&self, question: &Question) -> AskedSubject {
        let asked = self.terms(&question.subject());
        let whole = self.weight(&asked);
        let kinds = self.terms(KINDS);
        let mut near: Vec<(f32, usize)> = Vec::new();
        for (at, artifact) in self.catalogue.trace.artifacts.iter().enumerate() {
            if artifact.page.is_none() || !is_about(question.asked, artifact.kind) {
                continue;
            }
            let mut title = self.terms(&artifact.title);
            title.retain(|term| !kinds.contains(term));
            let shared = title.intersection(&asked).cloned();
            let shared = self.weight(&shared.collect());
            let longer = f32::max(self.weight(&title), whole);
            let score = shared / longer.max(f32::MIN_POSITIVE);
            if score >= COVERED {
                near.push((score, at));
            }
        }
        near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        match near.as_slice() {
            [] => AskedSubject::Words,
            // The state of another story with nearly the same title would be a wrong answer.
            [(best, _), (next, _), ..] if best - next < APART && *best < SAME => {
                AskedSubject::Words
            }
            [(best, _), ..] => {
                let same = near.iter().take_while(|(score, _)| score == best);
                AskedSubject::Artifacts(same.map(|(_, at)| *at).collect())
            }
        }
    }

    fn terms(&self, text: &str) -> BTreeSet<String> {
        let words = self.index.words(text).into_iter();
        words.map(|word| word.term).collect()
    }

    fn weight(&self, terms: &BTreeSet<String>) -> f32 {
        let mut whole = 0.0;
        for term in terms {
            whole += self.index.rarity(term);
        }
        whole
    }
}

/// Returns whether a question can be about an artifact of a kind.
fn is_about(asked: Asked, kind: ArtifactKind) -> bool {
    let is_decision = kind == ArtifactKind::Document(DocKind::Decision);
    match asked {
        Asked::Standing | Asked::Successor | Asked::FollowedBy => is_decision,
        Asked::Delivery => {
            let is_work = matches!(
                kind,
                ArtifactKind::Document(
                    DocKind::Challenge | DocKind::Specification | DocKind::Story
                )
            );
            is_work || kind == ArtifactKind::ReleaseEntry
        }
        _ => matches!(kind, ArtifactKind::Document(_)),
    }
}

/// Returns whether a word is the id of an artifact or a tracker's item: `ipt-106`, `story/x`.
fn is_id(word: &str) -> bool {
    let is_item = word.rsplit_once('-').is_some_and(|(key, number)| {
        is_number(number) && !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic())
    });
    is_item || word.contains('/')
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
}
