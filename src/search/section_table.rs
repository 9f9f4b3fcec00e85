//! The sections of an index by number: those of each segment behind those of the one before.

use tantivy::{DocAddress, Searcher, SegmentReader};

use super::page_list::{FILE, ListedPage};

/// The sections of an index, and the pages that they are of.
pub struct SectionTable {
    /// The sections, by number.
    pub sections: Vec<SectionRow>,
    /// The place of each page in the site, by the page's number here.
    pub places: Vec<u32>,
    /// The number of each segment's first section.
    starts: Vec<usize>,
}

/// A section of an index.
pub struct SectionRow {
    /// The number of its page, in the order of the index.
    pub page: usize,
    /// True for the first section of a page, which has the fields of the page as a whole.
    pub opens_page: bool,
    /// The factor of its score.
    pub boost: f32,
}

impl SectionTable {
    /// Reads the sections of an index; `pages` are those of each segment. An error says what is
    /// wrong with them.
    pub fn read(searcher: &Searcher, pages: &[Vec<ListedPage>]) -> Result<Self, String> {
        let mut table = Self {
            sections: Vec::new(),
            places: Vec::new(),
            starts: Vec::new(),
        };
        let mut pages = pages.iter();
        for segment in searcher.segment_readers() {
            let pages = pages.next().map_or(&[][..], Vec::as_slice);
            let added = table.add(segment, pages.len());
            if !added.map_err(|error| error.to_string())? {
                return Err(format!("`{FILE}` lacks a page"));
            }
            table.places.extend(pages.iter().map(|page| page.order));
        }
        Ok(table)
    }

    /// Adds the sections of a segment with so many pages. Returns `false` if one is of no page.
    fn add(&mut self, segment: &SegmentReader, count: usize) -> tantivy::Result<bool> {
        let first_page = self.places.len();
        self.starts.push(self.sections.len());
        let values = segment.fast_fields();
        let (pages, numbers) = (values.u64("number")?, values.u64("section")?);
        let boosts = values.f64("boost")?;
        for document in 0..segment.max_doc() {
            let page = pages.first(document).unwrap_or_default() as usize;
            if page >= count {
                return Ok(false);
            }
            self.sections.push(SectionRow {
                page: first_page + page,
                opens_page: numbers.first(document) == Some(0),
                boost: boosts.first(document).unwrap_or(1.0) as f32,
            });
        }
        Ok(true)
    }

    /// The number of a segment's first section.
    pub fn start(&self, segment: usize) -> usize {
        self.starts[segment]
    }

    /// The place of a section in the index.
    pub fn address(&self, section: usize) -> DocAddress {
        let segment = self.starts.partition_point(|start| *start <= section) - 1;
        DocAddress::new(segment as u32, (section - self.starts[segment]) as u32)
    }
}
