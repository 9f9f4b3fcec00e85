//! The passages of a site that have the words of a question.

use std::collections::HashSet;

use super::cut::{SectionPiece, pieces};
use super::forms::{OWNED, OWNER_COLUMNS};
use super::passage::Passage;
use super::question::{Asked, Question};
use crate::catalogue::Catalogue;
use crate::search::{IndexFault, SearchHit, SiteIndex};
use crate::source::Place;

/// The sections that passages are taken from.
const SECTIONS: usize = 20;

/// The share of a word's weight that counts if it stands in the line above, or in a heading.
const LEAD: f32 = 0.7;
const HEADING: f32 = 0.6;

/// The weight of a section's place in the search beside the share of words that a passage has.
const RANK: f32 = 0.5;

/// The shares of the words of a subject that a piece about it has itself, and with the line above.
const HALF: f32 = 0.5;
const ALL: f32 = 0.99;

/// The passages of a section that are shown, at most.
const OF_SECTION: usize = 2;

/// The passages of an answer, at most.
pub const PASSAGES: usize = 3;

/// The passages that were found, best first, and how well the best covers the question: the share
/// of its words by their weight, between 0 and 1.
#[derive(Default)]
pub struct FoundPassages {
    /// The passages.
    pub passages: Vec<Passage>,
    /// The share of the words that the best has.
    pub coverage: f32,
    /// The sections that were looked at, best first.
    pub sections: Vec<SearchHit>,
}

/// A passage, if the index has its section.
pub type PassageResult = Result<Option<Passage>, IndexFault>;

/// Finds passages.
#[derive(Clone, Copy)]
pub struct PassageFinder<'d> {
    /// The facts of pages.
    pub catalogue: &'d Catalogue,
    /// The sections of the site.
    pub index: &'d SiteIndex,
}

/// A piece that may answer.
struct Candidate<'h> {
    hit: &'h SearchHit,
    piece: SectionPiece<'h>,
    coverage: f32,
    score: f32,
}

impl PassageFinder<'_> {
    /// The passages that have the words of a question.
    pub fn find(&self, question: &Question) -> Result<FoundPassages, IndexFault> {
        let wanted = WeighedWords::of(self.index, &question.content());
        let query = plain(&question.content());
        if wanted.words.is_empty() || query.trim().is_empty() {
            return Ok(FoundPassages::default());
        }
        let sections = self.index.ask(&query, SECTIONS)?;
        let mut candidates = self.candidates(&sections, &wanted);
        if question.asked == Asked::Owner {
            candidates.retain(|candidate| self.names_owner(candidate, question));
        }
        leave_out_summaries(&mut candidates);
        candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
        let mut found = FoundPassages {
            coverage: candidates.first().map_or(0.0, |best| best.coverage),
            ..FoundPassages::default()
        };
        for candidate in &candidates {
            let passage = Passage::of(candidate.hit, candidate.piece, self.catalogue);
            let same = found
                .passages
                .iter()
                .filter(|known| known.route == passage.route);
            if found.passages.len() < PASSAGES && same.count() < OF_SECTION {
                found.passages.push(self.marked(passage, &wanted));
            }
        }
        found.sections = sections;
        Ok(found)
    }

    /// The statement at a place: the piece of its section that has most words of a line, as the
    /// source writes it.
    pub fn stated(&self, place: &Place, source: &str) -> PassageResult {
        let wanted = WeighedWords::of(self.index, source);
        let Some(hit) = self.section(place)? else {
            return Ok(None);
        };
        let mut best = (0.0, heading(&hit));
        for piece in pieces(&hit) {
            let share = wanted.share(&self.terms(piece.text));
            // The piece that has least else is the statement.
            let score = share * share / (piece.text.len() as f32 + 40.0);
            if score > best.0 {
                best = (score, piece);
            }
        }
        let passage = Passage::of(&hit, best.1, self.catalogue);
        Ok(Some(Passage {
            line: place.line.into(),
            ..passage
        }))
    }

    /// The heading of the section with a place, as a passage.
    pub fn heading(&self, place: &Place) -> PassageResult {
        let Some(hit) = self.section(place)? else {
            return Ok(None);
        };
        let piece = heading(&hit);
        Ok(Some(Passage::of(&hit, piece, self.catalogue)))
    }

    fn section(&self, place: &Place) -> Result<Option<SearchHit>, IndexFault> {
        let line = place.line.into();
        self.index.section_at(place.file.path(), line)
    }

    fn candidates<'h>(
        &self,
        sections: &'h [SearchHit],
        wanted: &WeighedWords,
    ) -> Vec<Candidate<'h>> {
        let top = sections
            .first()
            .map_or(1.0, |hit| hit.score.max(f32::MIN_POSITIVE));
        let mut candidates = Vec::new();
        for hit in sections {
            let mut above = self.terms(&hit.breadcrumb.join(" "));
            above.extend(self.terms(&hit.section.heading));
            for piece in pieces(hit) {
                let (own, lead) = (self.terms(piece.text), self.terms(piece.lead));
                let coverage = wanted.covered(|term| match () {
                    () if own.contains(term) => 1.0,
                    () if lead.contains(term) => LEAD,
                    () if above.contains(term) => HEADING,
                    () => 0.0,
                });
                candidates.push(Candidate {
                    hit,
                    piece,
                    coverage,
                    score: coverage + RANK * hit.score / top,
                });
            }
        }
        candidates
    }

    /// Returns whether a piece names the owner of a question's subject: itself, or in a column for
    /// owners.
    fn names_owner(&self, candidate: &Candidate<'_>, question: &Question) -> bool {
        let subject = WeighedWords::of(self.index, &question.subject());
        let own = self.terms(candidate.piece.text);
        let mut said = own.clone();
        said.extend(self.terms(candidate.piece.lead));
        let mut owned = self.terms(OWNED);
        owned.extend(self.terms(OWNER_COLUMNS));
        let is_about = subject.share(&own) >= HALF && subject.share(&said) >= ALL;
        is_about && !said.is_disjoint(&owned)
    }

    fn marked(&self, passage: Passage, wanted: &WeighedWords) -> Passage {
        let words = self.index.words(&passage.text).into_iter();
        let marks = words.filter(|word| wanted.has(&word.term));
        let marks = marks.map(|word| word.range).collect();
        Passage { marks, ..passage }
    }

    fn terms(&self, text: &str) -> HashSet<String> {
        let words = self.index.words(text).into_iter();
        words.map(|word| word.term).collect()
    }
}

/// The words that are looked for, and how much each says.
struct WeighedWords {
    words: Vec<(String, f32)>,
}

impl WeighedWords {
    fn of(index: &SiteIndex, text: &str) -> Self {
        let mut wanted = Self { words: Vec::new() };
        for word in index.words(text) {
            if !wanted.has(&word.term) {
                let weight = index.rarity(&word.term);
                wanted.words.push((word.term, weight));
            }
        }
        wanted
    }

    fn has(&self, term: &str) -> bool {
        let mut words = self.words.iter();
        words.any(|(known, _)| known == term)
    }

    /// The share of the words, by their weight, that is covered; `cover` says how well one is.
    fn covered(&self, cover: impl Fn(&str) -> f32) -> f32 {
        let (mut covered, mut whole) = (0.0, 0.0);
        for (term, weight) in &self.words {
            covered += weight * cover(term);
            whole += weight;
        }
        covered / f32::max(whole, f32::MIN_POSITIVE)
    }

    fn share(&self, terms: &HashSet<String>) -> f32 {
        self.covered(|term| f32::from(u8::from(terms.contains(term))))
    }
}

/// Leaves out what the section above all headings has from a section below one: the summary of a
/// page can be its first paragraph.
fn leave_out_summaries(candidates: &mut Vec<Candidate<'_>>) {
    let key = |candidate: &Candidate<'_>| {
        let Candidate { hit, piece, .. } = candidate;
        (hit.file.clone(), piece.text.to_owned())
    };
    let is_below = |candidate: &&Candidate<'_>| !candidate.hit.section.id.is_empty();
    let below: HashSet<_> = candidates.iter().filter(is_below).map(key).collect();
    candidates.retain(|candidate| is_below(&candidate) || !below.contains(&key(candidate)));
}

/// A section's heading as a piece of it.
fn heading(hit: &SearchHit) -> SectionPiece<'_> {
    SectionPiece {
        lead: "",
        text: &hit.section.heading,
    }
}

/// A text without the signs that the search reads as operators.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for word in text.split([' ', '"', ':']) {
        plain.push_str(word.trim_start_matches(['-', '+']));
        plain.push(' ');
    }
    plain
}
