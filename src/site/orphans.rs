//! Pages that no navigation leads to, or no tab has, though nobody hid them.

use std::collections::{BTreeMap, HashSet};

use super::Site;
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::source::Source;

const HELP: &str = "name it in an `order` of the content map or put `\"...\"` there for the rest, give its folder a tab, or set `hidden`";

/// Finds the pages that are left out: by an `order` without `"..."`, or since
/// no tab has their folder. `sources` are the pages' files, in their order.
pub fn find(site: &Site, sources: &[Source]) -> Vec<Diagnostic> {
    let listed: HashSet<usize> = site.in_order().into_iter().collect();
    let pages = site.pages.iter().zip(sources).enumerate();
    let orphans = pages.filter(|(at, (page, _))| {
        let reached = listed.contains(at) && site.is_in_a_tab(site.place_of(*at));
        !(reached || page.hidden || site.tree.index == Some(*at))
    });
    let finding = |page: &super::SitePage, source: &Source| {
        let message = format!("`{}` stands in no navigation", page.path);
        Diagnostic::new(Code::OrphanPage, source.place(0..0), message).help(HELP)
    };
    orphans
        .map(|(_, (page, source))| finding(page, source))
        .collect()
}

/// Says once how many pages are in none of the content map's tabs, and where they lie. The name of
/// the site leads to the start page.
pub fn untabbed(site: &Site, map: &ContentMap) -> Option<Diagnostic> {
    if map.tabs.is_empty() {
        return None;
    }
    let is_left_out = |at: &usize| {
        let page = &site.pages[*at];
        !page.hidden && site.tree.index != Some(*at) && site.tab_at(site.place_of(*at)).is_none()
    };
    let left_out: Vec<usize> = (0..site.pages.len()).filter(is_left_out).collect();
    if left_out.is_empty() {
        return None;
    }
    let mut by_top: BTreeMap<&str, usize> = BTreeMap::new();
    for at in &left_out {
        let path = &site.pages[*at].path;
        *by_top
            .entry(path.find('/').map_or("", |slash| &path[..slash]))
            .or_default() += 1;
    }
    let mut tops: Vec<(&str, usize)> = by_top.into_iter().collect();
    tops.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let in_words = |(top, count): &(&str, usize)| match *top {
        "" => format!("{count} beside the start page"),
        top => format!("{count} in `{top}/`"),
    };
    let mut where_from: Vec<String> = tops.iter().take(SHOWN).map(in_words).collect();
    if tops.len() > SHOWN {
        where_from.push(format!(
            "{} elsewhere",
            tops[SHOWN..].iter().map(|(_, count)| count).sum::<usize>()
        ));
    }
    let message = match left_out.len() {
        1 => format!("`{}` is in no tab", site.pages[left_out[0]].path),
        count => format!("{count} pages are in no tab: {}", where_from.join(", ")),
    };
    let path = match tops[0].0 {
        "" => "index.md",
        top => top,
    };
    let help = format!(
        "write `[[tab]]` with `path = \"{path}\"`, name them in the `order` of a tab or a folder, or set `hidden`"
    );
    Some(Diagnostic::of(Code::UntabbedPages, None, message).help(help))
}

/// Folders that a message names.
const SHOWN: usize = 3;

impl Site {
    /// Whether the header leads to the folder of a path. Pages of the docs
    /// folder stand beside the start page, and so do folders where there is no
    /// choice of tabs.
    fn is_in_a_tab(&self, path: &str) -> bool {
        self.tabs.len() < 2 || !path.contains('/') || self.tab_at(path).is_some()
    }
}
