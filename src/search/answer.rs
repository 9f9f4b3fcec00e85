//! Answers from an index on disk, with Tantivy's own queries.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, SegmentReader, Term};

use super::excerpt::excerpt;
use super::expand::{self, COMPLETED, Forms, Meaning};
use super::fields::{Fields, OPENS, SECTION, tokenizers};
use super::index::{FOLDER, PAGES};
use super::names::{self, Sought};
use super::query::{Filter, Need, Part, Query};
use super::reshaped::Reshaped;
use super::shelf::Shelf;
use super::texts::{self, Chunk, Shown};
use super::words::Word;

/// A query of Tantivy's.
type Asked = Box<dyn tantivy::query::Query>;

/// What each further word that a section has adds to its score, as a part of it.
const TOGETHER: f32 = 1.0;

/// What it adds that a page, or another section, is called just what was asked for: for each word
/// and each part of the query, shared by all that are called so.
const PAGE_NAMED: f32 = 100.0;
const SECTION_NAMED: f32 = 50.0;

/// What it adds that a word stands there as it is typed. What only begins with it is worth less
/// than that, whatever it is worth otherwise; half as much where that is [`HALF`].
const TYPED: f32 = 5.0;
const HALF: f32 = 10.0;

fn typed(score: f32) -> f32 {
    score + TYPED
}

fn begun(score: f32) -> f32 {
    TYPED * score / (score + HALF)
}

/// A section that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its address from the site's root: the page's route, and `#heading`.
    pub route: String,
    /// What its page is called.
    pub title: String,
    /// The page's file, from the docs folder.
    pub file: String,
    /// Where it starts there, from 1.
    pub line: u64,
    /// The folders, the page and the headings that it stands in.
    pub breadcrumb: Vec<String>,
    /// The section.
    pub section: Shown<'static>,
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
    forms: Forms,
    /// The pages' files, from the docs folder: those of each segment.
    files: Vec<Vec<String>>,
}

impl Library {
    /// Opens the index of a built site.
    pub fn open(site: &Path) -> Result<Self, Unreadable> {
        let folder = site.join(FOLDER);
        if !folder.join("meta.json").is_file() {
            return Err(Unreadable::Missing {
                site: site.to_owned(),
            });
        }
        let damaged = |why: String| Unreadable::Damaged {
            site: site.to_owned(),
            why,
        };
        let directory = Shelf::open(&folder).map_err(|error| damaged(error.to_string()))?;
        let mut index = Index::open(directory).map_err(|error| damaged(error.to_string()))?;
        index.set_tokenizers(tokenizers());
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(damaged("another version of bf-docs made it".to_owned()));
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into();
        let reader: tantivy::IndexReader = reader.map_err(|error| damaged(error.to_string()))?;
        let forms = std::fs::read_to_string(folder.join(expand::FILE))
            .ok()
            .and_then(|text| Forms::read(&text));
        let files = std::fs::read_to_string(folder.join(PAGES)).unwrap_or_default();
        let files = files
            .split("\n\n")
            .map(|files| files.lines().map(str::to_owned).collect())
            .collect();
        let forms =
            forms.ok_or_else(|| damaged(format!("`{}` is missing or damaged", expand::FILE)))?;
        Ok(Self {
            site: site.to_owned(),
            searcher: reader.searcher(),
            fields,
            forms,
            files,
        })
    }

    /// Answers a query with no more than `limit` sections, best first.
    pub fn ask(&self, text: &str, limit: usize) -> Result<Vec<Found>, Unreadable> {
        let damaged = |error: tantivy::TantivyError| self.damaged(error.to_string());
        let query = Query::read(text);
        let (asked, terms) = self.built(&query);
        let Some(asked) = asked else {
            return Ok(Vec::new());
        };
        let collector = TopDocs::with_limit(limit.max(1)).tweak_score(|segment: &SegmentReader| {
            let boosts = segment.fast_fields().f64("boost").ok();
            move |document, score: f32| {
                let boost = boosts
                    .as_ref()
                    .and_then(|boosts| boosts.first(document))
                    .unwrap_or(1.0);
                rounded(score * boost as f32)
            }
        });
        let found = self.searcher.search(&asked, &collector).map_err(damaged)?;
        found
            .into_iter()
            .map(|(score, at)| self.found(score, at, &terms))
            .collect()
    }

    /// A section as it is shown.
    fn found(
        &self,
        score: f32,
        at: DocAddress,
        terms: &HashSet<String>,
    ) -> Result<Found, Unreadable> {
        let numbers = self.searcher.segment_reader(at.segment_ord).fast_fields();
        let number = |field: &str| {
            let column = numbers
                .u64(field)
                .map_err(|error| self.damaged(error.to_string()))?;
            column
                .first(at.doc_id)
                .ok_or_else(|| self.damaged(format!("a section has no {field}")))
        };
        let (page, section, chunk) = (number("number")?, number("section")?, number("chunk")?);
        let line = number("line")?;
        let (before, own) = self.files.split_at(at.segment_ord as usize);
        let before: usize = before.iter().map(Vec::len).sum();
        let name = texts::name(before as u64 + page, chunk);
        let missing = || self.damaged(format!("`{name}` is missing or damaged"));
        let file = std::fs::read(self.site.join(&name))
            .ok()
            .and_then(|bytes| texts::read(&bytes));
        let Chunk {
            route,
            title,
            folders,
            first,
            sections,
        } = file.ok_or_else(missing)?;
        let at = (section as usize).checked_sub(first);
        let section = at
            .and_then(|at| sections.into_iter().nth(at))
            .ok_or_else(missing)?;
        let file = own
            .first()
            .and_then(|files| files.get(page as usize))
            .cloned()
            .ok_or_else(missing)?;
        let shown = excerpt(&section.text, &section.code, terms);
        let title = title.into_owned();
        let mut breadcrumb = folders.into_owned();
        if !section.id.is_empty() {
            breadcrumb.push(title.clone());
        }
        breadcrumb.extend(section.above.iter().cloned());
        let route = if section.id.is_empty() {
            route.into_owned()
        } else {
            format!("{route}#{}", section.id)
        };
        Ok(Found {
            route,
            title,
            file,
            line,
            breadcrumb,
            section,
            score,
            excerpt: shown.text,
            marks: shown.marks,
        })
    }

    fn damaged(&self, why: String) -> Unreadable {
        Unreadable::Damaged {
            site: self.site.clone(),
            why,
        }
    }

    /// The query in Tantivy's terms, and all terms that it looks for.
    fn built(&self, query: &Query) -> (Option<BooleanQuery>, HashSet<String>) {
        let mut terms = HashSet::new();
        let mut clauses: Vec<(Occur, Asked)> = Vec::new();
        let mut own: Vec<(Occur, Asked)> = Vec::new();
        for part in &query.parts {
            let meant = self.meant(part);
            let occur = match part.need {
                Need::Wanted => Occur::Should,
                Need::Asked => Occur::Must,
                Need::Refused => Occur::MustNot,
            };
            if part.need != Need::Refused {
                terms.extend(part.words.iter().map(|word| word.term.clone()));
                terms.extend(meant.terms.iter().map(|(term, _)| term.clone()));
                own.push((Occur::Should, self.part(part, &meant, Where::Own)));
            }
            let asked = self.part(part, &meant, Where::Anywhere);
            // Tantivy asks what is excluded for documents before its first, which a phrase asserts
            // not to be.
            let asked = if part.need == Need::Refused {
                Box::new(Reshaped::new(asked, |score| score))
            } else {
                asked
            };
            clauses.push((occur, asked));
        }
        let named = if own.is_empty() {
            None
        } else {
            self.named(query)
        };
        if own.is_empty() {
            if query.parts.is_empty() && query.filters.is_empty() {
                return (None, terms);
            }
            // Without words, pages and artifacts are found, not each of their sections.
            let opens = self.term(self.fields.filters, OPENS);
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(opens, 1.0))));
        }
        let mut all = copies(&clauses);
        all.extend(named.iter().map(|named| (Occur::Should, named.box_clone())));
        let mut all = vec![(Occur::Must, Box::new(BooleanQuery::new(all)) as Asked)];
        own.extend(named.map(|named| (Occur::Should, named)));
        if !own.is_empty() {
            all.push((
                Occur::Must,
                Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(own)), 0.0)),
            ));
        }
        // What has more of the words counts more: each word beyond the first is worth
        // as much again of all of them.
        let wanted: Vec<_> = clauses
            .into_iter()
            .filter(|(occur, _)| *occur == Occur::Should)
            .collect();
        for count in 2..=wanted.len() {
            let together = BooleanQuery::with_minimum_required_clauses(copies(&wanted), count);
            all.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(together), TOGETHER)),
            ));
        }
        all.extend(self.filters(query));
        (Some(BooleanQuery::new(all)), terms)
    }

    /// What is called just as the query is.
    fn named(&self, query: &Query) -> Option<Asked> {
        let parts = query.parts.iter().filter(|part| part.need != Need::Refused);
        let (parts, words) = parts.fold((0, 0), |(parts, words), part| {
            (parts + 1, words + part.words.len())
        });
        let mut clauses: Vec<(Occur, Asked)> = Vec::new();
        let mut add = |name: &str, worth: f32| {
            let term = Term::from_field_text(self.fields.filters, name);
            let count = self.searcher.doc_freq(&term).unwrap_or_default();
            if count > 0 {
                let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
                let worth = worth * (parts * words) as f32 / count as f32;
                clauses.push((Occur::Should, Box::new(ConstScoreQuery::new(query, worth))));
            }
            count > 0
        };
        let Sought { whole, number } = names::sought(&query.name)?;
        let is_page = add(&whole, PAGE_NAMED);
        add(&format!("{SECTION}{whole}"), SECTION_NAMED);
        if let Some(number) = number.filter(|_| !is_page) {
            add(&number, PAGE_NAMED);
        }
        if clauses.is_empty() {
            None
        } else {
            Some(Box::new(BooleanQuery::new(clauses)))
        }
    }

    /// The filters: of one name any has to hold, of several names all.
    fn filters(&self, query: &Query) -> Vec<(Occur, Asked)> {
        let mut clauses: Vec<(Occur, Asked)> = Vec::new();
        for kind in Filter::ALL {
            let of_kind = query.filters.iter().filter(|(filter, ..)| *filter == kind);
            let (refused, asked): (Vec<_>, Vec<_>) =
                of_kind.partition(|(.., need)| *need == Need::Refused);
            let terms = |values: Vec<&(Filter, String, Need)>| -> Asked {
                let term = |(filter, value, _): &(Filter, String, Need)| {
                    Term::from_field_text(self.fields.filters, &filter.term(value))
                };
                Box::new(BooleanQuery::new_multiterms_query(
                    values.into_iter().map(term).collect(),
                ))
            };
            if !asked.is_empty() {
                clauses.push((
                    Occur::Must,
                    Box::new(ConstScoreQuery::new(terms(asked), 0.0)),
                ));
            }
            if !refused.is_empty() {
                clauses.push((Occur::MustNot, terms(refused)));
            }
        }
        clauses
    }

    /// What the last word of a part can mean; of a phrase that is not open, nothing.
    fn meant(&self, part: &Part) -> Meaning {
        match part.words.as_slice() {
            [word] if part.need != Need::Refused => {
                self.forms.expand(word, part.open, self.is_known(word))
            }
            [.., last] if part.open => self.forms.expand(last, true, self.is_known(last)),
            _ => Meaning::default(),
        }
    }

    /// Whether a word is anywhere, whatever its ending.
    fn is_known(&self, word: &Word) -> bool {
        let has = |field| {
            self.searcher
                .doc_freq(&Term::from_field_text(field, &word.term))
                .unwrap_or_default()
                > 0
        };
        self.fields.weighed().iter().any(|(field, _)| has(*field))
    }

    /// A part: the best of what it can mean.
    fn part(&self, part: &Part, meant: &Meaning, place: Where) -> Asked {
        match part.words.split_last() {
            Some((_, [])) if part.need != Need::Refused => match meant.terms.split_first() {
                Some((own, begun)) if meant.is_written && !begun.is_empty() => first(
                    self.word(std::slice::from_ref(own), 1.0, place),
                    self.word(begun, 1.0, place),
                ),
                _ => self.word(&meant.terms, 1.0, place),
            },
            // `bf-manage-c` is being typed: the words so far next to each other, and what the
            // last may become anywhere.
            Some((_, before)) if part.open => {
                let whole = self.phrase(&part.words, place);
                let last = self.word(&meant.terms, COMPLETED, Where::Anywhere);
                let so_far = vec![
                    (Occur::Must, self.phrase(before, place)),
                    (Occur::Must, last),
                ];
                let so_far = Box::new(BooleanQuery::new(so_far));
                let is_there = self
                    .searcher
                    .search(&whole, &Count)
                    .is_ok_and(|count| count > 0);
                if is_there {
                    first(whole, so_far)
                } else {
                    so_far
                }
            }
            _ => self.phrase(&part.words, place),
        }
    }

    /// A word: the best of what it can mean.
    fn word(&self, meant: &[(String, f32)], worth: f32, place: Where) -> Asked {
        let any = meant
            .iter()
            .map(|(term, of)| self.sum(of * worth, place, |field| self.term(field, term)));
        Box::new(DisjunctionMaxQuery::new(any.collect()))
    }

    /// Words next to each other; one alone is a phrase too.
    fn phrase(&self, words: &[Word], place: Where) -> Asked {
        self.sum(1.0, place, |field| match words {
            [word] => self.term(field, &word.term),
            _ if !self.fields.has_phrases(field) => Box::new(EmptyQuery),
            _ => {
                let terms = words
                    .iter()
                    .map(|word| Term::from_field_text(field, &word.term));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        })
    }

    /// A term in a field.
    fn term(&self, field: Field, term: &str) -> Asked {
        let counts = if self.fields.counts(field) {
            IndexRecordOption::WithFreqs
        } else {
            IndexRecordOption::Basic
        };
        Box::new(TermQuery::new(Term::from_field_text(field, term), counts))
    }

    /// The same in each field, as it is weighed.
    fn sum(&self, worth: f32, place: Where, query: impl Fn(Field) -> Asked) -> Asked {
        let fields = self.fields.weighed().into_iter();
        let fields =
            fields.filter(|(field, _)| place == Where::Anywhere || *field != self.fields.above);
        let boosted = fields.map(|(field, weight)| {
            let boosted: Asked = Box::new(BoostQuery::new(query(field), weight * worth));
            (Occur::Should, boosted)
        });
        Box::new(BooleanQuery::new(boosted.collect()))
    }
}

/// Where a word has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In any field.
    Anywhere,
    /// In the section itself: what is above it only says more about it.
    Own,
}

/// What is as it was typed, and behind all of that, what only begins so.
fn first(whole: Asked, begins: Asked) -> Asked {
    let [whole, begins]: [Asked; 2] = [
        Box::new(Reshaped::new(whole, typed)),
        Box::new(Reshaped::new(begins, begun)),
    ];
    Box::new(DisjunctionMaxQuery::new(vec![whole, begins]))
}

fn copies(clauses: &[(Occur, Asked)]) -> Vec<(Occur, Asked)> {
    clauses
        .iter()
        .map(|(occur, query)| (*occur, query.box_clone()))
        .collect()
}

/// A score to about four digits. What the order of an addition decides is no reason to
/// rank one section above another: the first in the site is first then, everywhere.
fn rounded(score: f32) -> f32 {
    f32::from_bits((score.to_bits() + (1 << 10)) & !((1 << 11) - 1))
}
