//! Answers from an index on disk, with Tantivy's own queries.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tantivy::collector::TopDocs;
use tantivy::index::SegmentId;
use tantivy::{DocId, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader};

use super::asked::asked;
use super::expand::{self, Forms};
use super::fault::IndexFault;
use super::fields::{IndexFields, tokenizers};
use super::hit::{HitReader, SearchHit};
use super::index::FOLDER;
use super::lookup::Lookup;
use super::page_list::{self, ListedPage};
use super::query::Query;
use super::read_only_folder::ReadOnlyFolder;

/// The index of a built site.
pub struct SiteIndex {
    site: PathBuf,
    searcher: Searcher,
    fields: IndexFields,
    forms: Forms,
    /// The pages of each segment.
    pages: Vec<Vec<ListedPage>>,
}

impl SiteIndex {
    /// Opens the index of a built site.
    pub fn open(site: &Path) -> Result<Self, IndexFault> {
        let folder = site.join(FOLDER);
        if !folder.join("meta.json").is_file() {
            return Err(IndexFault::missing(site));
        }
        let (fields, searcher) =
            open_index(&folder).map_err(|why| IndexFault::damaged(site, why))?;
        let read = |file| std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        let lacks = |file| IndexFault::damaged(site, format!("`{file}` is missing or damaged"));
        let forms = Forms::read(&read(expand::FILE)).ok_or_else(|| lacks(expand::FILE))?;
        let pages = page_list::read(&read(page_list::FILE));
        let pages = pages.ok_or_else(|| lacks(page_list::FILE))?;
        Ok(Self {
            site: site.to_owned(),
            searcher,
            fields,
            forms,
            pages,
        })
    }

    /// Answers a query with no more than `limit` sections, best first.
    pub fn ask(&self, text: &str, limit: usize) -> Result<Vec<SearchHit>, IndexFault> {
        let lookup = Lookup {
            searcher: &self.searcher,
            fields: &self.fields,
            forms: &self.forms,
        };
        let Some(asked) = asked(&lookup, &Query::read(text)) else {
            return Ok(Vec::new());
        };
        let orders = if asked.is_list {
            self.orders()
        } else {
            HashMap::new()
        };
        let score = move |segment: &SegmentReader| ranked(segment, &orders);
        let collector = TopDocs::with_limit(limit.max(1)).tweak_score(score);
        let found = self
            .searcher
            .search(&asked.query, &collector)
            .map_err(|error| IndexFault::damaged(&self.site, error))?;
        let reader = HitReader {
            site: &self.site,
            searcher: &self.searcher,
            pages: &self.pages,
            terms: &asked.terms,
        };
        found
            .into_iter()
            .map(|((score, _), at)| reader.found(score, at))
            .collect()
    }

    /// The places in the site of each segment's pages.
    fn orders(&self) -> HashMap<SegmentId, Vec<u32>> {
        let segments = self.searcher.segment_readers().iter();
        let order = |(segment, pages): (&SegmentReader, &Vec<ListedPage>)| {
            let orders = pages.iter().map(|page| page.order).collect();
            (segment.segment_id(), orders)
        };
        segments.zip(&self.pages).map(order).collect()
    }
}

/// The scores of a segment's sections, as their pages count, and for equal ones their pages' places
/// in the site: the first is the greatest.
fn ranked(
    segment: &SegmentReader,
    orders: &HashMap<SegmentId, Vec<u32>>,
) -> impl Fn(DocId, f32) -> (f32, Reverse<u32>) + use<> {
    let boosts = segment.fast_fields().f64("boost").ok();
    let numbers = segment.fast_fields().u64("number").ok();
    let order = orders.get(&segment.segment_id());
    let order = order.cloned().unwrap_or_default();
    move |document, score: f32| {
        let boost = boosts.as_ref().and_then(|boosts| boosts.first(document));
        let number = numbers.as_ref().and_then(|numbers| numbers.first(document));
        let place = number.and_then(|number| order.get(number as usize));
        let score = rounded(score * boost.unwrap_or(1.0) as f32);
        (score, Reverse(place.copied().unwrap_or(0)))
    }
}

/// Opens an index; an error says what is wrong with it.
fn open_index(folder: &Path) -> Result<(IndexFields, Searcher), String> {
    let directory = ReadOnlyFolder::open(folder).map_err(|error| error.to_string())?;
    let mut index = Index::open(directory).map_err(|error| error.to_string())?;
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
