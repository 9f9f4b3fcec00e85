//! Answers from an index, on disk or in memory.

use std::collections::HashSet;
use std::path::Path;

use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, Term};

use super::asked::{Answer, ask};
use super::expand::{self, Forms};
use super::fault::IndexFault;
use super::fields::{IndexFields, tokenizers};
use super::hit::{HitReader, SearchHit};
use super::index;
use super::index_files::IndexFiles;
use super::language::Language;
use super::lookup::Lookup;
use super::page_list::{self, ListedPage};
use super::proposals::nearest;
use super::query::Query;
use super::section_table::SectionTable;
use super::words::{Word, words};

/// The index of a site.
pub struct SiteIndex {
    files: IndexFiles,
    searcher: Searcher,
    fields: IndexFields,
    forms: Forms,
    /// The pages of each segment.
    pages: Vec<Vec<ListedPage>>,
    table: SectionTable,
}

impl SiteIndex {
    /// Opens the index of a built site.
    pub fn open(site: &Path) -> Result<Self, IndexFault> {
        Self::of(IndexFiles::Folder(site.to_owned()))
    }

    /// Opens an index.
    pub fn of(files: IndexFiles) -> Result<Self, IndexFault> {
        files.must_be_there()?;
        let site = files.site();
        let damaged = |why| IndexFault::damaged(site, why);
        let lacks = |file| damaged(format!("`{file}` is missing or damaged"));
        let (fields, searcher) = open_index(&files).map_err(damaged)?;
        let language = files.text(index::LANGUAGE);
        let language = language.ok_or_else(|| lacks(index::LANGUAGE))?;
        let language = Language::of(&language);
        let forms = files.text(expand::FILE);
        let forms = forms.and_then(|text| Forms::read(&text, language));
        let forms = forms.ok_or_else(|| lacks(expand::FILE))?;
        let pages = files.text(page_list::FILE);
        let pages = pages.and_then(|text| page_list::read(&text));
        let pages = pages.ok_or_else(|| lacks(page_list::FILE))?;
        let table = SectionTable::read(&searcher, &pages);
        let table = table.map_err(|error| damaged(error.to_string()))?;
        Ok(Self {
            files,
            searcher,
            fields,
            forms,
            pages,
            table,
        })
    }

    /// Answers a query with no more than `limit` sections, best first.
    pub fn ask(&self, text: &str, limit: usize) -> Result<Vec<SearchHit>, IndexFault> {
        let Some(answer) = self.answer(text)? else {
            return Ok(Vec::new());
        };
        let reader = self.reader(&answer.terms);
        let best = self.best(&answer, limit).into_iter();
        best.map(|(section, score)| reader.found(score, self.table.address(section)))
            .collect()
    }

    /// The section with a line of a file, from the docs folder; `None` if no page of the index has
    /// it.
    pub fn section_at(&self, file: &str, line: u64) -> Result<Option<SearchHit>, IndexFault> {
        let mut pages = self.pages.iter().flatten();
        let Some(page) = pages.position(|page| page.file == file) else {
            return Ok(None);
        };
        let terms = HashSet::new();
        let reader = self.reader(&terms);
        let mut nearest: Option<(u64, DocAddress)> = None;
        for (number, row) in self.table.sections.iter().enumerate() {
            if row.page != page {
                continue;
            }
            let at = self.table.address(number);
            let start = reader.line(at)?;
            let is_nearer = nearest.is_none_or(|(known, _)| start >= known);
            if nearest.is_none() || start <= line && is_nearer {
                nearest = Some((start, at));
            }
        }
        let found = nearest.map(|(_, at)| reader.found(0.0, at));
        found.transpose()
    }

    /// The words of a text, as the index has them.
    pub fn words(&self, text: &str) -> Vec<Word> {
        words(text, self.forms.language)
    }

    /// The weight of a term: the rarer it is among the site's sections, the more it says. Between 0
    /// and about 12; that of a word that no section has is the greatest.
    pub fn rarity(&self, term: &str) -> f32 {
        let of_body = Term::from_field_text(self.fields.body, term);
        let of_heading = Term::from_field_text(self.fields.heading, term);
        let count = |term: &Term| self.searcher.doc_freq(term).unwrap_or_default();
        let having = count(&of_body).max(count(&of_heading)) as f32;
        let all = self.table.sections.len() as f32;
        (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
    }

    /// Queries that find something, for one that finds nothing: the nearest first.
    pub fn proposals(&self, text: &str) -> Result<Vec<String>, IndexFault> {
        let mut proposals = Vec::new();
        for proposal in nearest(&self.lookup(), &Query::read(text, self.forms.language)) {
            let answer = self.answer(&proposal)?;
            if answer.is_some_and(|answer| !answer.found.is_empty()) {
                proposals.push(proposal);
            }
        }
        Ok(proposals)
    }

    fn reader<'l>(&'l self, terms: &'l HashSet<String>) -> HitReader<'l> {
        HitReader {
            files: &self.files,
            searcher: &self.searcher,
            pages: &self.pages,
            terms,
            language: self.forms.language,
        }
    }

    fn answer(&self, text: &str) -> Result<Option<Answer>, IndexFault> {
        let answer = ask(&self.lookup(), &Query::read(text, self.forms.language));
        answer.map_err(|error| IndexFault::damaged(self.files.site(), error))
    }

    fn lookup(&self) -> Lookup<'_> {
        Lookup {
            searcher: &self.searcher,
            fields: &self.fields,
            forms: &self.forms,
            table: &self.table,
        }
    }

    /// The best sections of an answer. Of those with the same score the first in the index is
    /// first; in a list the first in the site.
    fn best(&self, answer: &Answer, limit: usize) -> Vec<(usize, f32)> {
        let found = answer.found.iter();
        let mut found: Vec<(usize, f32)> = found
            .map(|(section, score)| (*section, rounded(*score)))
            .collect();
        let place = |section: usize| {
            let page = self.table.sections[section].page;
            answer.is_list.then(|| self.table.places[page])
        };
        found.sort_by(|(one, score), (other, others)| {
            let order = others.total_cmp(score);
            order.then_with(|| (place(*one), one).cmp(&(place(*other), other)))
        });
        found.truncate(limit.max(1));
        found
    }
}

/// Opens an index; an error says what is wrong with it.
fn open_index(files: &IndexFiles) -> Result<(IndexFields, Searcher), String> {
    let mut index = Index::open(files.directory()?).map_err(|error| error.to_string())?;
    index.set_tokenizers(tokenizers());
    let (schema, fields) = IndexFields::schema();
    if index.schema() != schema {
        return Err("another version of bf-docs made it".to_owned());
    }
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into();
    let reader: IndexReader = reader.map_err(|error: tantivy::TantivyError| error.to_string())?;
    Ok((fields, reader.searcher()))
}

/// Bits of a score that are rounded away.
pub const ROUNDED: u32 = 11;

/// A score to about four digits. What the order of an addition decides is no reason to
/// rank one section above another: the first in the index is first then, everywhere.
fn rounded(score: f32) -> f32 {
    f32::from_bits((score.to_bits() + (1 << (ROUNDED - 1))) & !((1 << ROUNDED) - 1))
}
