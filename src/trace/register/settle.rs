//! Ids and dates that depend on the whole tree.

use std::collections::{HashMap, HashSet};

use super::{Register, folder_of};
use crate::parse::slug;
use crate::trace::dates::Order;

/// The tree has an order of day and month if more than this many times as many dates use it as the
/// other order.
const MUCH_MORE: usize = 9;

impl Register<'_> {
    /// Settles the ids of stories that claim the same tracker item. One story keeps it in its id,
    /// and the others get ids from their headings. The choice does not depend on the state of their
    /// work.
    pub fn settle_ids(&mut self) {
        let mut holders: HashMap<&str, (&str, usize)> = HashMap::new();
        for (at, story) in &self.stories {
            let claim = (story.untracked_id.as_str(), *at);
            let holder = holders.entry(&story.artifact.id).or_insert(claim);
            *holder = claim.min(*holder);
        }
        for (at, story) in &self.stories {
            if holders[story.artifact.id.as_str()].1 != *at {
                self.artifacts[*at].id.clone_from(&story.untracked_id);
            }
        }
    }

    /// Adds the series to the ids of decisions in a tree with several series:
    /// `decision/team-adr-0007`. If several folders share such an id, the folder's name is added,
    /// too.
    pub fn settle_series(&mut self) {
        let series = self
            .artifacts
            .iter()
            .filter_map(|artifact| Some(&artifact.numbered.as_ref()?.series));
        self.has_series = series.collect::<HashSet<_>>().len() > 1;
        if self.has_series {
            let folders = self.name_by_series();
            self.name_by_folder(&folders);
        }
    }

    /// Adds the series to ids. Returns the folders of each id.
    fn name_by_series(&mut self) -> HashMap<String, HashSet<String>> {
        let mut folders: HashMap<String, HashSet<String>> = HashMap::new();
        for artifact in &mut self.artifacts {
            let Some(page) = artifact.page.map(|page| &self.site.pages[page]) else {
                continue;
            };
            let is_named = page.page.front.text("id").is_some_and(|id| !id.is_empty());
            let Some(numbered) = artifact.numbered.as_ref().filter(|_| !is_named) else {
                continue;
            };
            if !numbered.series.is_empty() {
                artifact.id = format!("decision/{}-{:04}", numbered.series, numbered.number);
            }
            folders
                .entry(artifact.id.clone())
                .or_default()
                .insert(folder_of(&page.path).to_owned());
        }
        folders
    }

    /// Adds the folder's name to ids that several folders share.
    fn name_by_folder(&mut self, folders: &HashMap<String, HashSet<String>>) {
        for artifact in &mut self.artifacts {
            let holders = folders.get(&artifact.id);
            let is_shared = holders.is_some_and(|folders| folders.len() > 1);
            if !is_shared {
                continue;
            }
            let Some(page) = artifact.page else {
                continue;
            };
            let folder = folder_of(&self.site.pages[page].path);
            let innermost = folder.rsplit('/').next();
            let folder = slug(innermost.unwrap_or_default());
            let number = artifact.id.trim_start_matches("decision/");
            artifact.id = format!("decision/{folder}-{number}");
        }
    }

    /// Settles ambiguous dates, such as `5/6/2021`, if the tree's other dates show the order of day
    /// and month.
    pub fn settle_days(&mut self) {
        let Some(order) = self.order_of_days() else {
            return;
        };
        for (at, said) in &self.said {
            let artifact = &mut self.artifacts[*at];
            let Some(page) = artifact.page.map(|page| &self.site.pages[page]) else {
                continue;
            };
            if let Some(day) = said.fields.day(&page.page.front, Some(order)) {
                artifact.date = Some(day);
            }
        }
    }

    /// The order of day and month in nearly all dates of the tree.
    fn order_of_days(&self) -> Option<Order> {
        let mut day_first = 0;
        let mut month_first = 0;
        for order in self.said.values().flat_map(|said| said.fields.orders()) {
            match order {
                Order::DayFirst => day_first += 1,
                Order::MonthFirst => month_first += 1,
            }
        }
        if day_first > month_first * MUCH_MORE {
            Some(Order::DayFirst)
        } else if month_first > day_first * MUCH_MORE {
            Some(Order::MonthFirst)
        } else {
            None
        }
    }
}
