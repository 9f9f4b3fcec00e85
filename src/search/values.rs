//! The values that pages are chosen and ranked by, and the values of each page.

use std::collections::BTreeSet;

use super::numbers::NumberedPages;
use super::search_page::{SearchPage, SearchSection};
use super::table::{FactChange, PageRow};
use super::texts;

/// The values of a site, each once.
pub struct Values {
    /// The kinds of artifacts, in order.
    pub kinds: Vec<String>,
    /// Their statuses, in order.
    pub statuses: Vec<String>,
    /// The top folders, in order.
    pub places: Vec<String>,
    /// The folders in order: the top folder of each, and the titles of the folders that it is in
    /// and of its own.
    folders: Vec<(String, Vec<String>)>,
    /// The tags, in order.
    pub tags: Vec<String>,
    /// The factors of pages' scores, from the least on.
    pub boosts: Vec<f64>,
}

impl Values {
    /// The values of these pages.
    pub fn of(pages: &[SearchPage]) -> Self {
        let sections = || pages.iter().flat_map(|page| &page.sections);
        let of_pages = pages.iter().map(|page| page.boost);
        let mut boosts: Vec<f64> = of_pages.chain([1.0]).collect();
        boosts.sort_by(f64::total_cmp);
        boosts.dedup();
        Self {
            kinds: once(sections().filter_map(|section| section.kind.as_deref())),
            statuses: once(sections().filter_map(|section| section.status.as_deref())),
            places: once(pages.iter().map(|page| page.place.as_str())),
            folders: {
                let folders: BTreeSet<_> = pages.iter().map(folder).collect();
                folders.into_iter().collect()
            },
            tags: once(
                pages
                    .iter()
                    .flat_map(|page| page.tags.iter().map(String::as_str)),
            ),
            boosts,
        }
    }

    /// The facts about each page. `norms` are the lengths of its title and of all of it.
    pub fn facts<'v>(
        &'v self,
        pages: &'v [SearchPage],
        norms: impl Iterator<Item = [u8; 2]> + 'v,
    ) -> impl Iterator<Item = PageRow> + 'v {
        let facts = move |(page, [title, length]): (&SearchPage, [u8; 2])| PageRow {
            title,
            length,
            shift: texts::shift(page),
            boost: self.boost(page),
            folder: self.folder(page),
            tags: page
                .tags
                .iter()
                .map(|tag| number(&self.tags, tag))
                .collect(),
            changes: self.changes(page),
        };
        pages.iter().zip(norms).map(facts)
    }

    /// The number of each page's folder, by the page's number.
    pub fn folders_of(&self, numbered: &NumberedPages) -> Vec<u32> {
        let numbers = &numbered.numbers;
        let count = numbers.last().map_or(0, |last| *last as usize + 1);
        let mut folders = vec![0; count];
        for (number, page) in numbers.iter().zip(&numbered.pages) {
            folders[*number as usize] = self.folder(page);
        }
        folders
    }

    /// The number of each folder's top folder.
    pub fn places_of_folders(&self) -> Vec<u32> {
        let places = self.folders.iter();
        places
            .map(|(place, _)| number(&self.places, place))
            .collect()
    }

    fn folder(&self, page: &SearchPage) -> u32 {
        let found = self.folders.binary_search(&folder(page));
        found.unwrap_or(0) as u32
    }

    fn boost(&self, page: &SearchPage) -> u32 {
        let same = |boost: &f64| boost.total_cmp(&page.boost);
        let found = self.boosts.binary_search_by(same);
        found.unwrap_or(0) as u32
    }

    fn changes(&self, page: &SearchPage) -> Vec<FactChange> {
        let mut before = (0, 0);
        let mut changes = Vec::new();
        for (number, section) in page.sections.iter().enumerate() {
            let facts = self.kind_and_status(section);
            if section.opens || facts != before {
                before = facts;
                let (kind, status) = facts;
                changes.push(FactChange {
                    section: number as u32,
                    kind,
                    status,
                    opens: section.opens,
                });
            }
        }
        changes
    }

    fn kind_and_status(&self, section: &SearchSection) -> (u32, u32) {
        let kind = section.kind.as_deref();
        let kind = kind.map_or(0, |kind| number(&self.kinds, kind));
        let status = section.status.as_deref();
        let status = status.map_or(0, |status| number(&self.statuses, status));
        (kind, status)
    }
}

fn folder(page: &SearchPage) -> (String, Vec<String>) {
    (page.place.clone(), page.folders.clone())
}

/// The number of a value in a list, from 1; 0 if the list has it not.
fn number(values: &[String], value: &str) -> u32 {
    values
        .binary_search(&value.to_lowercase())
        .map_or(0, |at| at as u32 + 1)
}

/// In lower case, as they are asked for.
fn once<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    let values: BTreeSet<String> = values.map(str::to_lowercase).collect();
    values.into_iter().collect()
}
