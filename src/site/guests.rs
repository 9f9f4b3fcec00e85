//! Pages that the content map puts into another folder than their own.

use std::collections::{BTreeMap, HashSet};

use super::Site;
use super::tabs::Shows;
use super::tree::{Folder, Item};
use crate::address::split;

/// The pages that stand in another folder than their own, by number: those that the content map
/// puts there, and that are in no navigation where they lie. A page beside the start page need not
/// be left out there: a tab that has it is enough.
pub fn of(site: &Site) -> BTreeMap<usize, String> {
    let mut placed = Vec::new();
    let mut at_home = HashSet::new();
    visit(&site.tree, &mut |folder, item| match item {
        Item::Page(at) => _ = at_home.insert(*at),
        Item::Named(at, _) if split(&site.pages[*at].path).0 == folder.path => {
            _ = at_home.insert(*at)
        }
        Item::Named(at, _) => placed.push((*at, folder.path.clone())),
        Item::Folder(inner) => at_home.extend(inner.index),
        Item::Link(..) => {}
    });
    let mut guests = BTreeMap::new();
    let has_choice = site.tabs.len() > 1;
    for (at, folder) in placed
        .into_iter()
        .filter(|(at, _)| site.tree.index != Some(*at))
    {
        let own_tab = site
            .tab_at(&site.pages[at].path)
            .filter(|tab| site.tabs[*tab].shows != Shows::Start);
        let is_settled = at_home.contains(&at) && (!has_choice || own_tab.is_some());
        if !is_settled && (!has_choice || site.tab_at(&folder).is_some()) {
            guests.entry(at).or_insert(folder);
        }
    }
    guests
}

/// Calls for each item of a folder and of those below it, in order.
fn visit<'t>(folder: &'t Folder, call: &mut impl FnMut(&'t Folder, &'t Item)) {
    for item in &folder.items {
        call(folder, item);
        if let Item::Folder(inner) = item {
            visit(inner, call);
        }
    }
}

impl Site {
    /// Where a page stands in the navigation, as a path below the docs folder: its own, or that of
    /// the folder that the content map puts it in.
    pub fn place_of(&self, page: usize) -> &str {
        self.guests.get(&page).unwrap_or(&self.pages[page].path)
    }
}
