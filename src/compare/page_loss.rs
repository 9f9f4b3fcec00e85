//! The losses of a page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address;
use super::around::{Around, NameCounts, missing};
use super::html_page::HtmlPage;

/// A page of the old site, and what of it is not on the new one.
#[derive(Debug, Serialize)]
pub struct PageLoss {
    /// Its address, below the root of the site.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The address of the page that has its text now; `None` if there is none.
    pub now_at: Option<String>,
    /// The title there, if it is another.
    pub now_called: Option<String>,
    /// The ids that are gone, in the order of the old page.
    pub anchors: Vec<LostAnchor>,
    /// Its words.
    pub words: LostShare,
    /// Its images.
    pub images: LostShare,
    /// Its tables.
    pub tables: LostShare,
    /// Its code blocks.
    pub code: LostShare,
    /// The file of the old page.
    #[serde(skip)]
    pub file: String,
    /// The file of the page that has its text now.
    #[serde(skip)]
    pub now_file: Option<String>,
}

/// An id that is gone from a page.
#[derive(Debug, Serialize)]
pub struct LostAnchor {
    /// The id.
    pub id: String,
    /// The id of the heading with the same text.
    pub now: Option<String>,
}

/// The parts of a kind that a page had, and those of them that are gone.
#[derive(Debug, Default, Serialize)]
pub struct LostShare {
    /// The number that the old page had.
    pub had: usize,
    /// The number that is gone.
    pub lost: usize,
    /// The first of those that are gone, if they have names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<String>,
}

/// The most names of lost parts.
const NAMED: usize = 12;

impl PageLoss {
    /// Compares an old page with its counterpart, each with its path. A redirect leads readers on:
    /// the page has lost nothing. `around` is no part of the old page's text.
    pub fn of(path: &str, old: &HtmlPage, new: Option<(&str, &HtmlPage)>, around: &Around) -> Self {
        let is_redirect = new.is_some_and(|(_, page)| page.leads_to.is_some());
        let page = new.map(|(_, page)| page).filter(|_| !is_redirect);
        let had = &old.text;
        let [words, images, tables, code] = match page.map(|page| &page.text) {
            Some(has) => [
                LostShare::of_names(&had.words, &has.words, &around.words),
                LostShare::of_names(&had.images, &has.images, &around.images),
                LostShare::of_number(had.tables, has.tables),
                LostShare::of_number(had.code, has.code),
            ],
            None => [had.words.len(), had.images.len(), had.tables, had.code]
                .map(|had| LostShare::of_number(had, if is_redirect { had } else { 0 })),
        };
        let now_called = page.map(|page| &page.title);
        Self {
            address: address(path).to_owned(),
            title: old.title.clone(),
            now_at: new.map(|(path, _)| address(path).to_owned()),
            now_called: now_called.filter(|title| **title != old.title).cloned(),
            anchors: page.map(|page| lost_anchors(old, page)).unwrap_or_default(),
            words,
            images,
            tables,
            code,
            file: path.to_owned(),
            now_file: new.map(|(path, _)| path.to_owned()),
        }
    }

    /// Returns whether the page's text is at another address.
    pub fn has_moved(&self) -> bool {
        self.now_at.as_ref().is_some_and(|now| *now != self.address)
    }
}

/// The ids of an old page's text that the new page does not have.
fn lost_anchors(old: &HtmlPage, new: &HtmlPage) -> Vec<LostAnchor> {
    let by_text: BTreeMap<&str, &str> = new
        .ids
        .iter()
        .rev()
        .filter_map(|(id, text)| Some((text.as_deref()?, id.as_str())))
        .collect();
    let gone = old
        .text
        .anchors
        .iter()
        .filter(|id| !new.ids.contains_key(*id));
    let lost = gone.map(|id| {
        let heading = old.ids.get(id).and_then(Option::as_deref);
        let same = heading.and_then(|text| by_text.get(text)).copied();
        LostAnchor {
            id: id.clone(),
            now: same.map(str::to_owned),
        }
    });
    lost.collect()
}

impl LostShare {
    fn of_number(had: usize, has: usize) -> Self {
        Self {
            had,
            lost: had.saturating_sub(has),
            first: Vec::new(),
        }
    }

    /// The losses among parts with names, each counted as often as it stood there, without those
    /// that are `around` the text.
    fn of_names(had: &[String], has: &[String], around: &NameCounts) -> Self {
        let mut lost = missing(had, has);
        let mut number = had.len();
        for (name, count) in &mut lost {
            let outside = around.get(*name).copied().unwrap_or_default().min(*count);
            *count -= outside;
            number -= outside;
        }
        let mut share = Self::of_number(number, number - lost.values().sum::<usize>());
        for name in had {
            let left = lost.get_mut(name.as_str()).filter(|left| **left > 0);
            if let Some(left) = left.filter(|_| share.first.len() < NAMED) {
                *left -= 1;
                share.first.push(name.clone());
            }
        }
        share
    }

    /// The sum of two.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            had: self.had + other.had,
            lost: self.lost + other.lost,
            first: Vec::new(),
        }
    }
}
