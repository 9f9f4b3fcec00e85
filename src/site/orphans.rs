//! Pages that are in no navigation or no tab, although no setting hides them.

use std::collections::{BTreeMap, HashSet};

use super::{Site, SitePage};
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};

const HELP: &str = "name it in an `order` of the content map or put `\"...\"` there for the \
                    rest, give its folder a tab, or set `hidden`";

/// Finds the pages that are left out: by an `order` without `"..."`, or because no tab has their
/// folder.
pub fn find(site: &Site) -> Vec<Diagnostic> {
    let listed: HashSet<usize> = site.in_order().into_iter().collect();
    let mut findings = Vec::new();
    for (at, page) in site.pages.iter().enumerate() {
        let is_start = site.tree.index == Some(at);
        let is_reached = listed.contains(&at) && site.is_in_a_tab(site.place_of(at));
        if !is_start && !is_reached && !page.hidden {
            findings.push(orphan(page));
        }
    }
    findings
}

fn orphan(page: &SitePage) -> Diagnostic {
    let message = format!("`{}` stands in no navigation", page.path);
    let place = page.page.source().place(0..0);
    Diagnostic::new(Code::OrphanPage, place, message).help(HELP)
}

/// The number of folders that a message names.
const SHOWN: usize = 3;

/// One finding with the number of pages that are in none of the content map's tabs, and their
/// folders. The start page is never counted: the site's name links to it.
pub fn untabbed(site: &Site, map: &ContentMap) -> Option<Diagnostic> {
    if map.tabs.is_empty() {
        return None;
    }
    // The pages of an only tab are the whole navigation.
    let listed: Option<HashSet<usize>> = map
        .only_pages()
        .map(|_| site.in_order().into_iter().collect());
    let is_left_out = |at: usize| match &listed {
        Some(listed) => site.should_have_a_tab(at) && !listed.contains(&at),
        None => site.should_have_a_tab(at) && site.tab_at(site.place_of(at)).is_none(),
    };
    let left_out = (0..site.pages.len()).filter(|at| is_left_out(*at));
    let left_out: Vec<&str> = left_out.map(|at| site.pages[at].path.as_str()).collect();
    let tops = top_folders(&left_out);
    let fullest = tops.first()?;
    let message = match &left_out[..] {
        [path] => format!("`{path}` is in no tab"),
        paths => {
            let count = paths.len();
            let folders = in_words(&tops);
            format!("{count} pages are in no tab: {folders}")
        }
    };
    let path = match fullest.name {
        "" => "index.md",
        top => top,
    };
    let help = format!(
        "write `[[tab]]` with `path = \"{path}\"`, name them in the `order` of a tab or a folder, or \
         set `hidden`"
    );
    Some(Diagnostic::of(Code::UntabbedPages, None, message).help(help))
}

/// The top folders of paths, with the number of the paths in each, the fullest first. A page beside
/// the start page has the empty folder.
fn top_folders<'p>(paths: &[&'p str]) -> Vec<TopFolder<'p>> {
    let mut by_top: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        let top = match path.split_once('/') {
            Some((top, _)) => top,
            None => "",
        };
        *by_top.entry(top).or_default() += 1;
    }
    let tops = by_top.into_iter();
    let mut tops: Vec<TopFolder> = tops
        .map(|(name, pages)| TopFolder { name, pages })
        .collect();
    tops.sort_by_key(|top| std::cmp::Reverse(top.pages));
    tops
}

/// A top folder of the docs; the docs folder itself has an empty name.
struct TopFolder<'p> {
    name: &'p str,
    /// The number of its pages that are left out.
    pages: usize,
}

impl TopFolder<'_> {
    fn in_words(&self) -> String {
        let Self { name, pages } = self;
        match *name {
            "" => format!("{pages} beside the start page"),
            top => format!("{pages} in `{top}/`"),
        }
    }
}

/// The message's list: "12 in `guide/`, 3 beside the start page". It names the fullest folders and
/// counts the rest together.
fn in_words(tops: &[TopFolder]) -> String {
    let shown = tops.iter().take(SHOWN);
    let mut parts: Vec<String> = shown.map(TopFolder::in_words).collect();
    let others = tops.iter().skip(SHOWN);
    let count: usize = others.map(|top| top.pages).sum();
    if count > 0 {
        parts.push(format!("{count} elsewhere"));
    }
    parts.join(", ")
}

impl Site {
    /// Returns whether a page, by its number, belongs into a tab: it is neither hidden nor the
    /// start page.
    fn should_have_a_tab(&self, at: usize) -> bool {
        !self.pages[at].hidden && self.tree.index != Some(at)
    }

    /// Returns whether the header leads to the folder of a path. Pages of the docs folder are
    /// beside the start page. So are folders on a site with a single tab.
    fn is_in_a_tab(&self, path: &str) -> bool {
        self.tabs.len() < 2 || !path.contains('/') || self.tab_at(path).is_some()
    }
}
