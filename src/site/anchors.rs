//! The ids of a page, and what other tools call its headings.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::body::Page;
use crate::content_map::SlugRule;
use crate::parse::Slugs;

/// What a link can lead to on a page.
#[derive(Debug)]
pub struct Anchors<'p> {
    page: &'p Page,
    ids: HashSet<&'p str>,
    /// By name, as [`plain`] has it: the id, or nothing where several fit. Made when a link names
    /// what is no id.
    named: OnceLock<HashMap<String, Option<&'p str>>>,
}

/// What a fragment leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor<'p> {
    /// An id of the page.
    Id(&'p str),
    /// One of several headings: nobody knows which.
    Several,
    /// Nothing.
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

    /// What a fragment (not percent-encoded) leads to: an id; else an id in other letters, or the
    /// heading that GitHub or GitLab calls so, where that is one.
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

/// A name as it is compared: lower case, composed, and without the signs that choose how an emoji
/// looks, which GitHub leaves behind.
fn plain(name: &str) -> String {
    let seen = name
        .chars()
        .filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}'));
    seen.flat_map(char::to_lowercase).nfc().collect()
}
