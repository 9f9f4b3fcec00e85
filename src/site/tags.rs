//! The tags of a site and the pages that have them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::SitePage;
use super::tree::natural_key;
use crate::parse::slug;

/// A tag and its pages.
#[derive(Debug, Clone)]
pub struct SiteTag {
    /// The tag as front matter writes it.
    pub name: String,
    /// The unique part of the tag's address.
    pub slug: String,
    /// The numbers of its pages.
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

/// The slugs that are taken so far.
#[derive(Default)]
struct TagSlugs {
    taken: HashSet<String>,
    /// The next number to try, for each slug that several tags want.
    next: HashMap<String, usize>,
}

impl TagSlugs {
    /// A slug for a name that no other tag has: `api`, `api-2`.
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
