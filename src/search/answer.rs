//! Answers from an index on disk, with Tantivy's own queries.

use std::path::{Path, PathBuf};

use tantivy::collector::TopDocs;
use tantivy::{DocId, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader};

use super::asked::{AskedQuery, asked};
use super::expand::{self, Forms};
use super::fault::IndexFault;
use super::fields::{IndexFields, tokenizers};
use super::hit::{HitReader, SearchHit};
use super::index::{FOLDER, PAGES};
use super::lookup::Lookup;
use super::query::Query;
use super::read_only_folder::ReadOnlyFolder;

/// The index of a built site.
pub struct SiteIndex {
    site: PathBuf,
    searcher: Searcher,
    fields: IndexFields,
    forms: Forms,
    /// The pages' files, from the docs folder: those of each segment.
    files: Vec<Vec<String>>,
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
        let Some(forms) = forms(&folder) else {
            let why = format!("`{}` is missing or damaged", expand::FILE);
            return Err(IndexFault::damaged(site, why));
        };
        Ok(Self {
            site: site.to_owned(),
            searcher,
            fields,
            forms,
            files: files(&folder),
        })
    }

    /// Answers a query with no more than `limit` sections, best first.
    pub fn ask(&self, text: &str, limit: usize) -> Result<Vec<SearchHit>, IndexFault> {
        let lookup = Lookup {
            searcher: &self.searcher,
            fields: &self.fields,
            forms: &self.forms,
        };
        let Some(AskedQuery { query, terms }) = asked(&lookup, &Query::read(text)) else {
            return Ok(Vec::new());
        };
        let collector = TopDocs::with_limit(limit.max(1)).tweak_score(boosted);
        let found = self
            .searcher
            .search(&query, &collector)
            .map_err(|error| IndexFault::damaged(&self.site, error))?;
        let reader = HitReader {
            site: &self.site,
            searcher: &self.searcher,
            files: &self.files,
            terms: &terms,
        };
        found
            .into_iter()
            .map(|(score, at)| reader.found(score, at))
            .collect()
    }
}

fn forms(folder: &Path) -> Option<Forms> {
    let path = folder.join(expand::FILE);
    let text = std::fs::read_to_string(path).ok()?;
    Forms::read(&text)
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

/// The pages' files, as [`PAGES`] has them.
fn files(folder: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(PAGES)).unwrap_or_default();
    text.split("\n\n")
        .map(|files| files.lines().map(str::to_owned).collect())
        .collect()
}

/// The scores of a segment's sections, as their pages count.
fn boosted(segment: &SegmentReader) -> impl Fn(DocId, f32) -> f32 + use<> {
    let boosts = segment.fast_fields().f64("boost").ok();
    move |document, score: f32| {
        let boost = boosts
            .as_ref()
            .and_then(|boosts| boosts.first(document))
            .unwrap_or(1.0);
        rounded(score * boost as f32)
    }
}

/// Bits of a score that are rounded away.
pub const ROUNDED: u32 = 11;

/// A score to about four digits. What the order of an addition decides is no reason to
/// rank one section above another: the first in the site is first then, everywhere.
fn rounded(score: f32) -> f32 {
    f32::from_bits((score.to_bits() + (1 << (ROUNDED - 1))) & !((1 << ROUNDED) - 1))
}
