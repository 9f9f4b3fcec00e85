//! Pages that no navigation leads to, though nobody hid them.

use std::collections::HashSet;

use super::Site;
use crate::diag::{Code, Diagnostic};
use crate::source::Source;

const HELP: &str = "name it in an `order` of the content map or put `\"...\"` there for the rest, give its folder a tab, or set `hidden`";

/// Finds the pages that are left out: by an `order` without `"..."`, or since
/// no tab has their folder. `sources` are the pages' files, in their order.
pub fn find(site: &Site, sources: &[Source]) -> Vec<Diagnostic> {
    let listed: HashSet<usize> = site.in_order().into_iter().collect();
    let pages = site.pages.iter().zip(sources).enumerate();
    let orphans = pages.filter(|(at, (page, _))| {
        let reached = listed.contains(at) && site.is_in_a_tab(&page.path);
        !(reached || page.hidden || site.tree.index == Some(*at))
    });
    let finding = |page: &super::SitePage, source: &Source| {
        let message = format!("`{}` stands in no navigation", page.path);
        Diagnostic::new(Code::OrphanPage, source.place(0..0), message).help(HELP)
    };
    orphans.map(|(_, (page, source))| finding(page, source)).collect()
}

impl Site {
    /// Whether the header leads to the folder of a path. Pages of the docs
    /// folder stand beside the start page, and so do folders where there is no
    /// choice of tabs.
    fn is_in_a_tab(&self, path: &str) -> bool {
        self.tabs.len() < 2 || !path.contains('/') || self.tab_of(path).is_some()
    }
}
