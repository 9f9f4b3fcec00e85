//! Answers from an index on disk, with Tantivy's own queries.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use tantivy::collector::TopDocs;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{Index, ReloadPolicy, Searcher, SegmentReader, TantivyDocument, Term};

use super::excerpt::excerpt;
use super::expand::expand;
use super::fields::Fields;
use super::index::FOLDER;
use super::query::{Filter, Need, Part, Query};
use super::sections::Shown;
use super::shelf::Shelf;

/// A query of Tantivy's.
type Asked = Box<dyn tantivy::query::Query>;

/// What each further word that a section has adds to its score, as a part of it.
const TOGETHER: f32 = 1.0;

/// What an index has to say to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The sections, best first.
    pub results: Vec<Found>,
}

/// A section that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The section.
    pub section: Shown,
    /// How well it fits; greater is better, and only comparable within an answer.
    pub score: f32,
    /// The part of its text that shows why, and what of it is marked (bytes).
    pub excerpt: String,
    /// What was looked for, in bytes of the excerpt.
    pub marks: Vec<Range<usize>>,
}

/// Why an index cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is none.
    #[error("there is no search index in `{}`\nhelp: build the site first: `bf-docs build`", site.display())]
    Missing {
        /// The built site.
        site: PathBuf,
    },
    /// It is of another version, or damaged.
    #[error("the search index in `{}` cannot be read: {why}\nhelp: build the site again", site.display())]
    Damaged {
        /// The built site.
        site: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

/// The index of a built site.
pub struct Library {
    site: PathBuf,
    searcher: Searcher,
    fields: Fields,
}

impl Library {
    /// Opens the index of a built site.
    pub fn open(site: &Path) -> Result<Self, Unreadable> {
        let folder = site.join(FOLDER);
        if !folder.join("meta.json").is_file() {
            return Err(Unreadable::Missing { site: site.to_owned() });
        }
        let damaged = |why: String| Unreadable::Damaged { site: site.to_owned(), why };
        let directory = Shelf::open(&folder).map_err(|error| damaged(error.to_string()))?;
        let index = Index::open(directory).map_err(|error| damaged(error.to_string()))?;
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(damaged("another version of bf-docs made it".to_owned()));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: tantivy::IndexReader = reader.map_err(|error| damaged(error.to_string()))?;
        Ok(Self { site: site.to_owned(), searcher: reader.searcher(), fields })
    }

    /// Answers a query with no more than `limit` sections.
    pub fn ask(&self, text: &str, limit: usize) -> Result<Answer, Unreadable> {
        let damaged =
            |error: tantivy::TantivyError| Unreadable::Damaged { site: self.site.clone(), why: error.to_string() };
        let query = Query::read(text);
        let (asked, terms) = self.built(&query);
        let Some(asked) = asked else { return Ok(Answer { results: Vec::new() }) };
        let collector = TopDocs::with_limit(limit.max(1)).tweak_score(|segment: &SegmentReader| {
            let boosts = segment.fast_fields().f64("boost").ok();
            move |document, score: f32| {
                let boost = boosts.as_ref().and_then(|boosts| boosts.first(document)).unwrap_or(1.0);
                score * boost as f32
            }
        });
        let found = self.searcher.search(&asked, &collector).map_err(damaged)?;
        let mut results = Vec::new();
        for (score, at) in found {
            let document: TantivyDocument = self.searcher.doc(at).map_err(damaged)?;
            let json = document.get_first(self.fields.shown).and_then(|value| value.as_str()).unwrap_or_default();
            let section: Shown = serde_json::from_str(json).unwrap_or_default();
            let shown = excerpt(&section.text, &terms);
            results.push(Found { section, score, excerpt: shown.text, marks: shown.marks });
        }
        Ok(Answer { results })
    }

    /// The query in Tantivy's terms, and all terms that it looks for.
    fn built(&self, query: &Query) -> (Option<BooleanQuery>, HashSet<String>) {
        let mut terms = HashSet::new();
        let mut clauses: Vec<(Occur, Asked)> = Vec::new();
        let mut is_open = false;
        for part in &query.parts {
            let occur = match part.need {
                Need::Wanted => Occur::Should,
                Need::Asked => Occur::Must,
                Need::Refused => Occur::MustNot,
            };
            is_open |= part.need != Need::Refused;
            clauses.push((occur, self.part(part, &mut terms)));
        }
        if !is_open {
            if query.parts.is_empty() && query.filters.is_empty() {
                return (None, terms);
            }
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let mut all = vec![(Occur::Must, Box::new(BooleanQuery::new(copies(&clauses))) as Asked)];
        // What has more of the words counts more: each word beyond the first is worth
        // as much again of all of them.
        let wanted: Vec<_> = clauses.into_iter().filter(|(occur, _)| *occur == Occur::Should).collect();
        for count in 2..=wanted.len() {
            let together = BooleanQuery::with_minimum_required_clauses(copies(&wanted), count);
            all.push((Occur::Should, Box::new(BoostQuery::new(Box::new(together), TOGETHER))));
        }
        all.extend(self.filters(query));
        (Some(BooleanQuery::new(all)), terms)
    }

    /// The filters: of one name any has to hold, of several names all.
    fn filters(&self, query: &Query) -> Vec<(Occur, Asked)> {
        let mut clauses: Vec<(Occur, Asked)> = Vec::new();
        for kind in [Filter::Kind, Filter::Status, Filter::Tag, Filter::Place] {
            let field = match kind {
                Filter::Kind => self.fields.kind,
                Filter::Status => self.fields.status,
                Filter::Tag => self.fields.tag,
                Filter::Place => self.fields.place,
            };
            let of_kind = query.filters.iter().filter(|(filter, ..)| *filter == kind);
            let (refused, asked): (Vec<_>, Vec<_>) = of_kind.partition(|(.., need)| *need == Need::Refused);
            let terms = |values: Vec<&(Filter, String, Need)>| -> Asked {
                let term = |(_, value, _): &(Filter, String, Need)| Term::from_field_text(field, value);
                Box::new(BooleanQuery::new_multiterms_query(values.into_iter().map(term).collect()))
            };
            if !asked.is_empty() {
                clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(terms(asked), 0.0))));
            }
            if !refused.is_empty() {
                clauses.push((Occur::MustNot, terms(refused)));
            }
        }
        clauses
    }

    /// A part: the best of what each of its terms is worth, summed over the fields.
    fn part(&self, part: &Part, terms: &mut HashSet<String>) -> Asked {
        if part.need == Need::Refused {
            let words = part.words.iter().map(|word| word.term.as_str()).collect::<Vec<_>>();
            return self.phrase(&words);
        }
        if let [word] = part.words.as_slice() {
            let expanded = expand(&self.searcher, &self.fields, word, part.open);
            terms.extend(expanded.iter().map(|(term, _)| term.clone()));
            let any = expanded.into_iter().map(|(term, worth)| self.anywhere(worth, |field| one(field, &term)));
            return Box::new(DisjunctionMaxQuery::new(any.collect()));
        }
        terms.extend(part.words.iter().map(|word| word.term.clone()));
        self.phrase(&part.words.iter().map(|word| word.term.as_str()).collect::<Vec<_>>())
    }

    /// Terms next to each other; one alone is a phrase too.
    fn phrase(&self, terms: &[&str]) -> Asked {
        self.anywhere(1.0, |field| match terms {
            [term] => one(field, term),
            _ if field == self.fields.page => Box::new(EmptyQuery),
            _ => {
                let terms = terms.iter().map(|term| Term::from_field_text(field, term));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        })
    }

    fn anywhere(&self, worth: f32, query: impl Fn(Field) -> Asked) -> Asked {
        let fields = self.fields.weighed().into_iter();
        let boosted = fields.map(|(field, weight)| {
            let boosted: Asked = Box::new(BoostQuery::new(query(field), weight * worth));
            (Occur::Should, boosted)
        });
        Box::new(BooleanQuery::new(boosted.collect()))
    }
}

fn copies(clauses: &[(Occur, Asked)]) -> Vec<(Occur, Asked)> {
    clauses.iter().map(|(occur, query)| (*occur, query.box_clone())).collect()
}

fn one(field: Field, term: &str) -> Asked {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs))
}
