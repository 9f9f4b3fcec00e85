//! A site beside the one that another generator built from the same docs.
//!
//! **Enters:** the folder of the old site, and the new site in memory. **Leaves:** a
//! [`Comparison`]: for each old page its counterpart, and what a reader loses.
//! **Invariant:** the old site is only read. Addresses are compared, never requested.

mod html_page;
mod old_site;
mod likeness;
mod around;
mod page_loss;
mod findings;
mod redirects;
mod markdown;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

pub use old_site::{Fault, OldSite};
pub use page_loss::{LostAnchor, LostShare, PageLoss};

use crate::output::{Content, Output};
use around::Around;
use html_page::HtmlPage;
use likeness::Likeness;

/// The old site and the new one, page by page.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// The version of this format.
    version: u32,
    /// The pages of the old site, by address.
    pub pages: Vec<PageLoss>,
    /// Addresses of the old site at which nothing is any more: of redirects and of files that
    /// readers download.
    pub lost: Vec<String>,
    /// Redirects for the content map: an old address, and the file of the page that has its text
    /// now.
    pub redirects: BTreeMap<String, String>,
    /// The folder of the old site.
    #[serde(skip)]
    folder: String,
}

/// The new site.
pub struct NewSite<'s> {
    /// Its files.
    pub outputs: &'s [Output],
    /// The docs file of each page, by the path of its HTML: `guide/index.html`.
    pub sources: BTreeMap<String, String>,
}

/// Compares an old site with a new one.
pub fn compare(old: &OldSite, new: &NewSite<'_>) -> Comparison {
    let pages: BTreeMap<&str, HtmlPage> = new.outputs.par_iter().filter_map(html).collect();
    let files = new.outputs.iter().map(|output| output.path.as_str());
    let files = files.collect();
    let likeness = Likeness::of(&pages, &old.pages);
    let around = Around::of(&old.pages, &pages);
    let texts = old.texts();
    let moved = texts.iter().filter(|(path, _)| !pages.contains_key(path));
    let moved = likeness.counterparts(&moved.copied().collect::<Vec<_>>());
    let loss = |(path, page): (&str, &HtmlPage)| {
        let now = moved.get(path).copied().unwrap_or(path);
        let counterpart = pages.get(now).map(|new| (now, new));
        PageLoss::of(path, page, counterpart, &around)
    };
    let mut losses: Vec<PageLoss> = texts.into_par_iter().map(loss).collect();
    losses.sort_by(|one, other| one.address.cmp(&other.address));
    Comparison {
        version: 1,
        lost: redirects::lost(old, &files),
        redirects: redirects::proposed(&losses, old, &new.sources, &files),
        pages: losses,
        folder: old.folder.clone(),
    }
}

/// The path of a file of the new site and the page, if the file is one.
fn html(output: &Output) -> Option<(&str, HtmlPage)> {
    if !output.path.ends_with(".html") {
        return None;
    }
    let page = match &output.content {
        Content::Bytes(bytes) => HtmlPage::read(&String::from_utf8_lossy(bytes)),
        Content::File(file) => HtmlPage::read(&String::from_utf8_lossy(&std::fs::read(file).ok()?)),
    };
    Some((&output.path, page))
}

/// The address of a file below the root of a site: `guide/index.html` is served at `guide/`.
fn address(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}
