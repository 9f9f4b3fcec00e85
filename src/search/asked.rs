//! A whole query: the score of each section.

use std::collections::HashSet;

use super::evidence::Evidence;
use super::fields::{OPENS, SECTION};
use super::lookup::Lookup;
use super::names::{self, Sought};
use super::query::{Filter, Need, Query, QueryFilter};

/// Each further word that a section has adds this part of the section's score.
pub const TOGETHER: f32 = 1.0;

/// A word that only the rest of a section's page has counts so much of a further word.
pub const ELSEWHERE: f32 = 0.7;

/// The factor of the first section of a page: where two sections say the same, a reader begins at
/// the page's start.
pub const OPENING: f32 = 1.2;

/// The score of a page, or of another section, whose name is just the query: for each word and each
/// part of the query, shared by all of that name.
pub const PAGE_NAMED: f32 = 100.0;
pub const SECTION_NAMED: f32 = 50.0;

/// The answer to a query.
pub struct Answer {
    /// The sections that are found, by number, each with its score.
    pub found: Vec<(usize, f32)>,
    /// All terms that were looked for.
    pub terms: HashSet<String>,
    /// True for a query without words: its sections are listed in the order of the site.
    pub is_list: bool,
}

/// Asks a query. Returns `None` for a query that asks for nothing.
pub fn ask(lookup: &Lookup, query: &Query) -> tantivy::Result<Option<Answer>> {
    if query.parts.is_empty() && query.filters.is_empty() {
        return Ok(None);
    }
    let mut terms = HashSet::new();
    let mut parts = Vec::new();
    for (part, found) in query.parts.iter().zip(lookup.parts(&query.parts)?) {
        if part.need != Need::Refused {
            terms.extend(found.terms);
        }
        parts.push((part.need, found.evidence));
    }
    let is_list = parts.iter().all(|(need, _)| *need == Need::Refused);
    let sections = Sections { lookup, parts };
    let mut scores = if is_list {
        sections.opening()?
    } else {
        sections.scores(&named(lookup, query)?)
    };
    filter(lookup, query, &mut scores)?;
    let found = scores.into_iter().enumerate();
    let found = found.filter_map(|(section, score)| Some((section, score?)));
    Ok(Some(Answer {
        found: found.collect(),
        terms,
        is_list,
    }))
}

/// The score of each section, or nothing for one that is not found.
type Scores = Vec<Option<f32>>;

/// The sections of a site, and what each part of a query says of them.
struct Sections<'l> {
    lookup: &'l Lookup<'l>,
    parts: Vec<(Need, Evidence)>,
}

impl Sections<'_> {
    /// The sections that have words of the query; `named` is what their names add.
    fn scores(&self, named: &[f32]) -> Scores {
        let score = |section| {
            let score = self.score(section);
            let is_found = score.is_some() || named[section] > 0.0 && !self.is_left_out(section);
            is_found.then(|| self.boost(section) * (score.unwrap_or_default() + named[section]))
        };
        (0..self.lookup.table.sections.len()).map(score).collect()
    }

    /// The score of a section for the query's parts, if it has one of them itself.
    fn score(&self, section: usize) -> Option<f32> {
        let row = &self.lookup.table.sections[section];
        let is_own =
            |(need, evidence): &(Need, Evidence)| *need != Need::Refused && evidence.own[section];
        if self.is_left_out(section) || !self.parts.iter().any(is_own) {
            return None;
        }
        let (mut asked, mut wanted, mut matched) = (0.0, 0.0, 0.0);
        for (need, evidence) in &self.parts {
            let (own, of_page) = (evidence.sections[section], evidence.pages[row.page]);
            match need {
                Need::Refused => {}
                Need::Asked => asked += own + of_page,
                Need::Wanted => {
                    wanted += own + of_page;
                    matched += match () {
                        () if own > 0.0 => 1.0,
                        () if of_page > 0.0 => ELSEWHERE,
                        () => 0.0,
                    };
                }
            }
        }
        let together = 1.0 + TOGETHER * (matched - 1.0_f32).max(0.0);
        let opening = if row.opens_page { OPENING } else { 1.0 };
        Some((asked + wanted * together) * opening)
    }

    /// Returns whether a section has a part that is refused, or lacks one that is asked for.
    fn is_left_out(&self, section: usize) -> bool {
        let row = &self.lookup.table.sections[section];
        let mut parts = self.parts.iter();
        parts.any(|(need, evidence)| {
            let of_page = row.opens_page && evidence.pages[row.page] > 0.0;
            let has = of_page || evidence.sections[section] > 0.0;
            match need {
                Need::Refused => has,
                Need::Asked => !has,
                Need::Wanted => false,
            }
        })
    }

    /// The sections where a page or an artifact opens: a query without words does not find each of
    /// their sections.
    fn opening(&self) -> tantivy::Result<Scores> {
        let mut scores = vec![None; self.lookup.table.sections.len()];
        for section in self.lookup.having(self.lookup.fields.filters, OPENS)? {
            scores[section] = (!self.is_left_out(section)).then(|| self.boost(section));
        }
        Ok(scores)
    }

    fn boost(&self, section: usize) -> f32 {
        self.lookup.table.sections[section].boost
    }
}

/// The scores of sections for their names: of those whose name is the query.
fn named(lookup: &Lookup, query: &Query) -> tantivy::Result<Vec<f32>> {
    let mut scores = vec![0.0; lookup.table.sections.len()];
    let parts = query.parts.iter();
    let parts = parts.filter(|part| part.need != Need::Refused);
    let words: usize = parts.clone().map(|part| part.words.len()).sum();
    let times = (parts.count() * words) as f32;
    let Some(Sought { whole, number }) = names::sought(&query.name) else {
        return Ok(scores);
    };
    // The sections that have a name share its score.
    let mut share = |name: &str, worth: f32| -> tantivy::Result<bool> {
        let called = lookup.having(lookup.fields.filters, name)?;
        for section in &called {
            scores[*section] += worth / called.len() as f32;
        }
        Ok(!called.is_empty())
    };
    let is_page = share(&whole, PAGE_NAMED * times)?;
    share(&format!("{SECTION}{whole}"), SECTION_NAMED * times)?;
    if let Some(number) = number.filter(|_| !is_page) {
        share(&number, PAGE_NAMED * times)?;
    }
    Ok(scores)
}

/// Leaves out what a query's filters leave out. One of those of the same name has to hold, for
/// every name.
fn filter(lookup: &Lookup, query: &Query, scores: &mut Scores) -> tantivy::Result<()> {
    for kind in Filter::ALL {
        let of_kind = query.filters.iter().filter(|filter| filter.filter == kind);
        let (refused, asked): (Vec<&QueryFilter>, Vec<&QueryFilter>) =
            of_kind.partition(|filter| filter.need == Need::Refused);
        if !asked.is_empty() {
            let holds = holding(lookup, &asked)?;
            keep(scores, |section| holds[section]);
        }
        if !refused.is_empty() {
            let holds = holding(lookup, &refused)?;
            keep(scores, |section| !holds[section]);
        }
    }
    Ok(())
}

fn keep(scores: &mut Scores, is_kept: impl Fn(usize) -> bool) {
    for (section, score) in scores.iter_mut().enumerate() {
        *score = score.filter(|_| is_kept(section));
    }
}

/// The sections that one of some filters holds for.
fn holding(lookup: &Lookup, filters: &[&QueryFilter]) -> tantivy::Result<Vec<bool>> {
    let mut holds = vec![false; lookup.table.sections.len()];
    for filter in filters {
        let term = filter.filter.term(&filter.value);
        for section in lookup.having(lookup.fields.filters, &term)? {
            holds[section] = true;
        }
    }
    Ok(holds)
}
