//! Ids and days that only the whole tree settles.

use std::collections::{HashMap, HashSet};

use super::{Register, folder_of};
use crate::parse::slug;
use crate::trace::dates::Order;

/// An order of day and month is the tree's if so many times more days are written in it than in
/// the other.
const MUCH_MORE: usize = 9;

impl Register<'_> {
    /// A tracker's item that several stories claim names one of them; the others are
    /// named by their headings. Which one does not depend on the state of their work.
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

    /// Where decisions are numbered in several series, those with words before their numbers are
    /// named with them: `decision/team-adr-0007`; and with their folders where a series has a
    /// number in several.
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

    /// Names decisions by their series. Returns the folders of each id.
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

    /// Adds their folder to ids that several folders have.
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

    /// Days that could be two, `5/6/2021`, where the tree's other days show what stands first.
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

    /// The order in which nearly all days of the tree are written.
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
