//! Pages that no navigation leads to, or no tab has, though nobody hid them.

use std::collections::{BTreeMap, HashSet};

use super::{Site, SitePage};
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};

const HELP: &str = "name it in an `order` of the content map or put `\"...\"` there for the \
                    rest, give its folder a tab, or set `hidden`";

/// Finds the pages that are left out: by an `order` without `"..."`, or since
/// no tab has their folder.
pub fn find(site: &Site) -> Vec<Diagnostic> {
    let listed: HashSet<usize> = site.in_order().into_iter().collect();
    let pages = site.pages.iter().enumerate();
    let orphans = pages.filter(|(at, page)| {
        let reached = listed.contains(at) && site.is_in_a_tab(site.place_of(*at));
        !(reached || page.hidden || site.tree.index == Some(*at))
    });
    let finding = |page: &SitePage| {
        let message = format!("`{}` stands in no navigation", page.path);
        Diagnostic::new(Code::OrphanPage, page.page.source().place(0..0), message).help(HELP)
    };
    orphans.map(|(_, page)| finding(page)).collect()
}

/// Folders that a message names.
const SHOWN: usize = 3;

/// Says once how many pages are in none of the content map's tabs, and where they lie. The name of
/// the site leads to the start page.
pub fn untabbed(site: &Site, map: &ContentMap) -> Option<Diagnostic> {
    if map.tabs.is_empty() {
        return None;
    }
    let left_out: Vec<&str> = (0..site.pages.len())
        .filter(|&at| site.is_in_no_tab(at))
        .map(|at| site.pages[at].path.as_str())
        .collect();
    let tops = top_folders(&left_out);
    let (fullest, _) = tops.first()?;
    let message = match &left_out[..] {
        [path] => format!("`{path}` is in no tab"),
        paths => format!("{} pages are in no tab: {}", paths.len(), in_words(&tops)),
    };
    let path = match *fullest {
        "" => "index.md",
        top => top,
    };
    let help = format!(
        "write `[[tab]]` with `path = \"{path}\"`, name them in the `order` of a tab or a folder, or \
         set `hidden`"
    );
    Some(Diagnostic::of(Code::UntabbedPages, None, message).help(help))
}

/// The top folders of paths (empty for a page beside the start page) and how many of the paths each
/// has, the fullest first.
fn top_folders<'p>(paths: &[&'p str]) -> Vec<(&'p str, usize)> {
    let mut by_top: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        let top = path.find('/').map_or("", |slash| &path[..slash]);
        *by_top.entry(top).or_default() += 1;
    }
    let mut tops: Vec<(&str, usize)> = by_top.into_iter().collect();
    tops.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tops
}

/// "12 in `guide/`, 3 beside the start page": the fullest of the top folders, and the rest as one.
fn in_words(tops: &[(&str, usize)]) -> String {
    let in_words = |(top, count): &(&str, usize)| match *top {
        "" => format!("{count} beside the start page"),
        top => format!("{count} in `{top}/`"),
    };
    let mut parts: Vec<String> = tops.iter().take(SHOWN).map(in_words).collect();
    if let Some(others @ [_, ..]) = tops.get(SHOWN..) {
        let count: usize = others.iter().map(|(_, count)| count).sum();
        parts.push(format!("{count} elsewhere"));
    }
    parts.join(", ")
}

impl Site {
    /// Whether no tab has a page, by its number, that a tab ought to have.
    fn is_in_no_tab(&self, at: usize) -> bool {
        !self.pages[at].hidden
            && self.tree.index != Some(at)
            && self.tab_at(self.place_of(at)).is_none()
    }

    /// Whether the header leads to the folder of a path. Pages of the docs
    /// folder stand beside the start page, and so do folders where there is no
    /// choice of tabs.
    fn is_in_a_tab(&self, path: &str) -> bool {
        self.tabs.len() < 2 || !path.contains('/') || self.tab_at(path).is_some()
    }
}
