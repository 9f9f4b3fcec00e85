//! The tags of a site and the pages that have them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::SitePage;
use super::tree::natural_key;
use crate::parse::slug;

/// A tag and its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteTag {
    /// As written in front matter.
    pub name: String,
    /// Its part of an address, unique.
    pub slug: String,
    /// The pages that have it, by number.
    pub pages: Vec<usize>,
}

/// All tags, in natural order.
pub fn of(pages: &[SitePage]) -> Vec<SiteTag> {
    let mut by_name: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for name in page.page.front.list("tags") {
            let pages = by_name.entry((natural_key(&name), name)).or_default();
            if pages.last() != Some(&at) {
                pages.push(at);
            }
        }
    }
    let mut slugs = TagSlugs::default();
    by_name
        .into_iter()
        .map(|((_, name), pages)| SiteTag {
            slug: slugs.unique(&name),
            name,
            pages,
        })
        .collect()
}

/// The slugs that tags have so far.
#[derive(Default)]
struct TagSlugs {
    taken: HashSet<String>,
    /// Of each slug that several tags would have, the number that is tried next.
    next: HashMap<String, usize>,
}

impl TagSlugs {
    /// A slug for a name, which no other tag gets: `api`, `api-2`.
    fn unique(&mut self, name: &str) -> String {
        let base = Some(slug(name))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "tag".to_owned());
        let number = self.next.entry(base.clone()).or_insert(1);
        loop {
            let slug = if *number == 1 {
                base.clone()
            } else {
                format!("{base}-{number}")
            };
            *number += 1;
            if self.taken.insert(slug.clone()) {
                return slug;
            }
        }
    }
}
