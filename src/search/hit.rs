//! The sections that are found, as they are shown.

use std::collections::HashSet;
use std::ops::Range;

use tantivy::{DocAddress, Searcher};

use super::excerpt::{Wanted, excerpt};
use super::fault::IndexFault;
use super::index_files::IndexFiles;
use super::language::Language;
use super::page_list::{self, ListedPage};
use super::texts::{self, Chunk, ShownSection};

/// A section that was found.
#[derive(Debug, Clone)]
pub struct SearchHit {
    /// The address from the site's root: the page's route, and `#heading`.
    pub route: String,
    /// The page's title.
    pub title: String,
    /// The page's file, from the docs folder.
    pub file: String,
    /// The line in that file, from 1.
    pub line: u64,
    /// The folders, the page and the headings that it stands in.
    pub breadcrumb: Vec<String>,
    /// The section.
    pub section: ShownSection<'static>,
    /// The score; greater is better, and only comparable within an answer.
    pub score: f32,
    /// The part of its text that shows why it was found.
    pub excerpt: String,
    /// The words of the query, in bytes of the excerpt.
    pub marks: Vec<Range<usize>>,
}

/// Reads the sections of an answer.
pub struct HitReader<'l> {
    /// The files of the index.
    pub files: &'l IndexFiles,
    /// The site's index.
    pub searcher: &'l Searcher,
    /// The pages of each segment.
    pub pages: &'l [Vec<ListedPage>],
    /// The terms that are looked for.
    pub terms: &'l HashSet<String>,
    /// The language of the site.
    pub language: Language,
}

/// The place of a section.
struct SectionPlace {
    /// The page's number in its segment.
    page: u64,
    /// The section's number in the page.
    section: u64,
    /// The number of the page's file that shows it.
    chunk: u64,
    /// The line in the docs' file, from 1.
    line: u64,
}

impl HitReader<'_> {
    /// A section as it is shown.
    pub fn found(&self, score: f32, at: DocAddress) -> Result<SearchHit, IndexFault> {
        let place = self.place(at)?;
        let pages = self.pages.get(at.segment_ord as usize);
        let page = pages.and_then(|pages| pages.get(place.page as usize));
        let ListedPage { number, file, .. } = page.ok_or_else(|| {
            let why = format!("`{}` lacks a page", page_list::FILE);
            self.damaged(why)
        })?;
        let name = texts::name(*number, place.chunk);
        let missing = || self.damaged(format!("`{name}` is missing or damaged"));
        let Chunk {
            route,
            title,
            folders,
            first,
            sections,
        } = self.chunk(&name).ok_or_else(missing)?;
        let section = (place.section as usize)
            .checked_sub(first)
            .and_then(|at| sections.into_iter().nth(at))
            .ok_or_else(missing)?;
        let shown = excerpt(
            &section.text,
            &section.code,
            &Wanted {
                terms: self.terms,
                language: self.language,
            },
        );
        Ok(SearchHit {
            route: address(&route, &section),
            breadcrumb: breadcrumb(&folders, &title, &section),
            title: title.into_owned(),
            file: file.clone(),
            line: place.line,
            section,
            score,
            excerpt: shown.text,
            marks: shown.marks,
        })
    }

    /// The line of a section in its file, from 1.
    pub fn line(&self, at: DocAddress) -> Result<u64, IndexFault> {
        Ok(self.place(at)?.line)
    }

    fn place(&self, at: DocAddress) -> Result<SectionPlace, IndexFault> {
        let numbers = self.searcher.segment_reader(at.segment_ord).fast_fields();
        let number = |field: &str| {
            let column = numbers.u64(field).map_err(|error| self.damaged(error))?;
            column
                .first(at.doc_id)
                .ok_or_else(|| self.damaged(format!("a section has no {field}")))
        };
        Ok(SectionPlace {
            page: number("number")?,
            section: number("section")?,
            chunk: number("chunk")?,
            line: number("line")?,
        })
    }

    fn chunk(&self, name: &str) -> Option<Chunk<'static>> {
        texts::read(&self.files.bytes(name)?)
    }

    fn damaged(&self, why: impl ToString) -> IndexFault {
        IndexFault::damaged(self.files.site(), why)
    }
}

fn address(route: &str, section: &ShownSection) -> String {
    if section.id.is_empty() {
        route.to_owned()
    } else {
        format!("{route}#{}", section.id)
    }
}

/// The page is above its sections, but for the first, which is the page.
fn breadcrumb(folders: &[String], title: &str, section: &ShownSection) -> Vec<String> {
    let mut breadcrumb = folders.to_vec();
    if !section.id.is_empty() {
        breadcrumb.push(title.to_owned());
    }
    breadcrumb.extend(section.above.iter().cloned());
    breadcrumb
}
