//! The old theme's own words on each page: "Was this page helpful?", a logo.

use std::collections::BTreeMap;

use super::html_page::{HtmlPage, ReadText};

/// Names, and how often each stands there.
pub type NameCounts = BTreeMap<String, usize>;

/// The names that are gone, and how many of each.
pub fn missing<'n>(had: &'n [String], has: &[String]) -> BTreeMap<&'n str, usize> {
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    for name in had {
        *lost.entry(name).or_default() += 1;
    }
    for name in has {
        if let Some(count) = lost.get_mut(name.as_str()) {
            *count = count.saturating_sub(1);
        }
    }
    lost.retain(|_, count| *count > 0);
    lost
}

/// Fewer pages tell nothing about what they have in common.
const LEAST_PAGES: usize = 6;

/// Words and images that most of the old pages have and their counterparts lack.
#[derive(Default)]
pub struct Around {
    /// The words, and how often each page has them.
    pub words: NameCounts,
    /// The names of images.
    pub images: NameCounts,
}

impl Around {
    /// Looks at the pages that are still at their address.
    pub fn of(old: &BTreeMap<String, HtmlPage>, new: &BTreeMap<&str, HtmlPage>) -> Self {
        let is_text = |page: &&HtmlPage| page.leads_to.is_none();
        let pairs = old.iter().filter_map(|(path, page)| {
            let counterpart = new.get(path.as_str()).filter(is_text)?;
            Some((Some(page).filter(is_text)?, counterpart))
        });
        let pairs: Vec<_> = pairs.collect();
        if pairs.len() < LEAST_PAGES {
            return Self::default();
        }
        Self {
            words: common(&pairs, |text| &text.words),
            images: common(&pairs, |text| &text.images),
        }
    }
}

/// The names that more than half of the pages have lost, each as often as the page that lost it
/// least.
fn common(pairs: &[(&HtmlPage, &HtmlPage)], part: fn(&ReadText) -> &[String]) -> NameCounts {
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (old, new) in pairs {
        for (name, count) in missing(part(&old.text), part(&new.text)) {
            let (pages, least) = found.entry(name).or_insert((0, count));
            *pages += 1;
            *least = count.min(*least);
        }
    }
    let common = found
        .into_iter()
        .filter(|(_, (pages, _))| pages * 2 > pairs.len());
    common
        .map(|(name, (_, least))| (name.to_owned(), least))
        .collect()
}
