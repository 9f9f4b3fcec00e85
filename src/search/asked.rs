//! A whole query in Tantivy's terms.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::fields::{OPENS, SECTION};
use super::lookup::{Asked, Lookup, Where};
use super::names::{self, Sought};
use super::query::{Filter, Need, Query, QueryFilter};
use super::reshaped::Reshaped;

/// Each further word that a section has adds this part of the section's score.
pub const TOGETHER: f32 = 1.0;

/// The score of a page, or of another section, whose name is just the query: for each word and each
/// part of the query, shared by all of that name.
pub const PAGE_NAMED: f32 = 100.0;
pub const SECTION_NAMED: f32 = 50.0;

type Clauses = Vec<(Occur, Asked)>;

/// A query, ready to be asked.
pub struct AskedQuery {
    /// The query for Tantivy.
    pub query: BooleanQuery,
    /// All terms that it looks for.
    pub terms: HashSet<String>,
    /// True for a query without words: its sections are listed in the order of the site.
    pub is_list: bool,
}

/// The parts of a query as clauses.
#[derive(Default)]
struct PartClauses {
    /// Each part, in any field.
    anywhere: Clauses,
    /// Each part that is not refused, in the section's own fields.
    own: Clauses,
    /// The terms that they look for.
    terms: HashSet<String>,
}

/// The query in Tantivy's terms. Returns `None` for a query that asks for nothing.
pub fn asked(lookup: &Lookup, query: &Query) -> Option<AskedQuery> {
    let PartClauses {
        mut anywhere,
        mut own,
        terms,
    } = PartClauses::of(lookup, query);
    let has_words = !own.is_empty();
    if !has_words {
        if query.parts.is_empty() && query.filters.is_empty() {
            return None;
        }
        // Without words, pages and artifacts are found, not each of their sections.
        let opens = lookup.term(lookup.fields.filters, OPENS);
        anywhere.push((Occur::Must, Box::new(ConstScoreQuery::new(opens, 1.0))));
    }
    let mut any = copies(&anywhere);
    if has_words && let Some(named) = named(lookup, query) {
        any.push((Occur::Should, named.box_clone()));
        own.push((Occur::Should, named));
    }
    let any = BooleanQuery::new(any);
    let mut all: Clauses = vec![(Occur::Must, Box::new(any))];
    if !own.is_empty() {
        let own = BooleanQuery::new(own);
        all.push((Occur::Must, unscored(Box::new(own))));
    }
    all.extend(together(anywhere));
    all.extend(filters(lookup, query));
    Some(AskedQuery {
        query: BooleanQuery::new(all),
        terms,
        is_list: !has_words,
    })
}

/// A query that chooses among results and adds nothing to their scores.
fn unscored(query: Asked) -> Asked {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

impl PartClauses {
    fn of(lookup: &Lookup, query: &Query) -> Self {
        let mut clauses = Self::default();
        for part in &query.parts {
            let meant = lookup.meant(part);
            let asked = lookup.part(part, &meant, Where::Anywhere);
            if part.need == Need::Refused {
                // Tantivy asks what is excluded for documents before its first, which a phrase
                // asserts not to be.
                let asked = Box::new(Reshaped::new(asked, |score| score));
                clauses.anywhere.push((Occur::MustNot, asked));
                continue;
            }
            let occur = match part.need {
                Need::Asked => Occur::Must,
                _ => Occur::Should,
            };
            clauses.anywhere.push((occur, asked));
            let own = lookup.part(part, &meant, Where::Own);
            clauses.own.push((Occur::Should, own));
            let words = part.words.iter();
            let words = words.map(|word| word.term.clone());
            clauses.terms.extend(words);
            let meant = meant.terms.into_iter();
            let meant = meant.map(|meant| meant.term);
            clauses.terms.extend(meant);
        }
        clauses
    }
}

/// Sections with more of the words count more: each word beyond the first adds the score of all of
/// them once more.
fn together(mut clauses: Clauses) -> Clauses {
    clauses.retain(|(occur, _)| *occur == Occur::Should);
    let so_many = |count| {
        let clauses = copies(&clauses);
        let together = BooleanQuery::with_minimum_required_clauses(clauses, count);
        let together = BoostQuery::new(Box::new(together), TOGETHER);
        let together: Asked = Box::new(together);
        (Occur::Should, together)
    };
    let counts = 2..=clauses.len();
    counts.map(so_many).collect()
}

/// The pages and sections whose name is the query.
fn named(lookup: &Lookup, query: &Query) -> Option<Asked> {
    let parts = query.parts.iter();
    let parts = parts.filter(|part| part.need != Need::Refused);
    let words: usize = parts.clone().map(|part| part.words.len()).sum();
    let times = (parts.count() * words) as f32;
    let Sought { whole, number } = names::sought(&query.name)?;
    let page = called(lookup, &whole, PAGE_NAMED * times);
    let of_section = format!("{SECTION}{whole}");
    let section = called(lookup, &of_section, SECTION_NAMED * times);
    let number = match number {
        Some(number) if page.is_none() => called(lookup, &number, PAGE_NAMED * times),
        _ => None,
    };
    let named = [page, section, number].into_iter().flatten();
    let clauses: Clauses = named.map(|named| (Occur::Should, named)).collect();
    if clauses.is_empty() {
        return None;
    }
    Some(Box::new(BooleanQuery::new(clauses)))
}

/// The sections that have a name, which share its score. Returns `None` if no section has it.
fn called(lookup: &Lookup, name: &str, worth: f32) -> Option<Asked> {
    let term = Term::from_field_text(lookup.fields.filters, name);
    let count = lookup.searcher.doc_freq(&term).unwrap_or_default();
    if count == 0 {
        return None;
    }
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    let worth_of_each = worth / count as f32;
    let query = ConstScoreQuery::new(Box::new(query), worth_of_each);
    Some(Box::new(query))
}

/// The filters. One of those of the same name has to hold, for every name.
fn filters(lookup: &Lookup, query: &Query) -> Clauses {
    let mut clauses = Clauses::new();
    for kind in Filter::ALL {
        let mut refused = Vec::new();
        let mut asked = Vec::new();
        for filter in &query.filters {
            if filter.filter != kind {
                continue;
            }
            match filter.need {
                Need::Refused => refused.push(filter),
                _ => asked.push(filter),
            }
        }
        if !asked.is_empty() {
            let asked = any_of(lookup, &asked);
            clauses.push((Occur::Must, unscored(asked)));
        }
        if !refused.is_empty() {
            clauses.push((Occur::MustNot, any_of(lookup, &refused)));
        }
    }
    clauses
}

fn any_of(lookup: &Lookup, filters: &[&QueryFilter]) -> Asked {
    let field = lookup.fields.filters;
    let term = |filter: &&QueryFilter| {
        let term = filter.filter.term(&filter.value);
        Term::from_field_text(field, &term)
    };
    let terms = filters.iter().map(term).collect();
    Box::new(BooleanQuery::new_multiterms_query(terms))
}

fn copies(clauses: &Clauses) -> Clauses {
    clauses
        .iter()
        .map(|(occur, query)| (*occur, query.box_clone()))
        .collect()
}
