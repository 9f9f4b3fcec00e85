//! Pages that the content map puts into another folder than their own.

use std::collections::{BTreeMap, HashSet};

use super::Site;
use super::tabs::{SiteTab, TabContent};
use super::tree::{FolderItem, NavFolder};
use crate::address::split;

/// The pages that are placed in another folder than their own, by number: the content map puts them
/// there, and their own folder does not show them. A page beside the start page counts even if it
/// is shown there, as long as no tab of its own has it.
pub fn of(site: &Site) -> BTreeMap<usize, String> {
    let mut placed = Vec::new();
    let mut at_home = HashSet::new();
    visit(&site.tree, &mut |folder, item| match item {
        FolderItem::Page(at) => {
            at_home.insert(*at);
        }
        FolderItem::Named(at, _) => {
            let (own_folder, _) = split(&site.pages[*at].path);
            if own_folder == folder.path {
                at_home.insert(*at);
            } else {
                placed.push((*at, folder.path.clone()));
            }
        }
        FolderItem::Folder(inner) => at_home.extend(inner.index),
        FolderItem::Link(..) => {}
    });
    let mut guests = BTreeMap::new();
    let has_choice = site.tabs.len() > 1;
    // The start page has a tab of its own, unless a section has it and no tab is the start page's.
    let is_start = |tab: &SiteTab| tab.shows == TabContent::Start;
    if !has_choice || site.tabs.iter().any(is_start) {
        placed.retain(|(at, _)| site.tree.index != Some(*at));
    }
    for (at, folder) in placed {
        let own_tab = site.tab_at(&site.pages[at].path);
        let has_own_tab = own_tab.is_some_and(|tab| site.tabs[tab].shows != TabContent::Start);
        let is_settled = at_home.contains(&at) && (!has_choice || has_own_tab);
        let may_be_guest = !has_choice || site.tab_at(&folder).is_some();
        if !is_settled && may_be_guest {
            guests.entry(at).or_insert(folder);
        }
    }
    guests
}

/// Calls `call` for each item of a folder and of those below it, in order.
fn visit<'t>(folder: &'t NavFolder, call: &mut impl FnMut(&'t NavFolder, &'t FolderItem)) {
    for item in &folder.items {
        call(folder, item);
        if let FolderItem::Folder(inner) = item {
            visit(inner, call);
        }
    }
}

impl Site {
    /// A page's place in the navigation, as a path below the docs folder: its own, or that of the
    /// folder that the content map puts it in.
    pub fn place_of(&self, page: usize) -> &str {
        self.guests.get(&page).unwrap_or(&self.pages[page].path)
    }
}
