//! The ids of a page, and the ids that other tools give its headings.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::body::Page;
use crate::content_map::SlugRule;
use crate::parse::Slugs;

/// The parts of a page that a link can lead to.
#[derive(Debug)]
pub struct Anchors<'p> {
    page: &'p Page,
    ids: HashSet<&'p str>,
    /// The id by its normalized name (see [`plain`]); `None` if several match. It is filled when a
    /// link first names an unknown id.
    named: OnceLock<HashMap<String, Option<&'p str>>>,
}

/// The destination of a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor<'p> {
    /// An id of the page.
    Id(&'p str),
    /// One of several headings, which cannot be told apart.
    Several,
    /// No part of the page.
    Nothing,
}

impl<'p> Anchors<'p> {
    /// The anchors of a page.
    pub fn of(page: &'p Page) -> Self {
        let ids = page
            .headings
            .iter()
            .map(|heading| &heading.id)
            .chain(&page.ids)
            .map(String::as_str)
            .collect();
        Self {
            page,
            ids,
            named: OnceLock::new(),
        }
    }

    /// The destination of a fragment (not percent-encoded): an id; or else an id in another case,
    /// or the only heading that has this id on GitHub or GitLab.
    pub fn find(&self, fragment: &str) -> Anchor<'p> {
        if let Some(id) = self.ids.get(fragment) {
            return Anchor::Id(id);
        }
        match self
            .named
            .get_or_init(|| self.names())
            .get(&plain(fragment))
        {
            Some(Some(id)) => Anchor::Id(id),
            Some(None) => Anchor::Several,
            None => Anchor::Nothing,
        }
    }

    fn names(&self) -> HashMap<String, Option<&'p str>> {
        let mut named: HashMap<String, Option<&'p str>> = HashMap::new();
        let mut add = |name: &str, id: &'p str| {
            let known = named.entry(plain(name)).or_insert(Some(id));
            *known = known.filter(|known| *known == id);
        };
        for id in &self.ids {
            add(id, id);
        }
        for rule in [SlugRule::Github, SlugRule::Gitlab] {
            let mut slugs = Slugs::of(rule, HashSet::new());
            for heading in &self.page.headings {
                add(&slugs.next(heading.slug_text()), &heading.id);
            }
        }
        named
    }
}

/// Normalizes a name for comparison: lower case, composed, and without the variation selectors of
/// emoji, which GitHub drops.
fn plain(name: &str) -> String {
    let seen = name
        .chars()
        .filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}'));
    seen.flat_map(char::to_lowercase).nfc().collect()
}
