//! Ids of tracker items. Only configured teams count, because `SHA-256` and `ISO-8601` look like
//! ids, too.

use crate::content_map::ContentMap;

/// The team keys of all trackers.
pub struct Trackers {
    teams: Vec<String>,
    labels: Vec<String>,
}

impl Trackers {
    /// Reads the trackers of a content map.
    pub fn of(map: &ContentMap) -> Self {
        let teams = map
            .trackers
            .values()
            .flat_map(|tracker| tracker.teams.iter().cloned())
            .collect();
        let labels = map
            .trackers
            .keys()
            .map(|name| format!("{} issue", name.to_ascii_lowercase()))
            .collect();
        Self { teams, labels }
    }

    /// The keys of all teams, and all labels, one per line.
    pub fn names(&self) -> [String; 2] {
        [&self.teams, &self.labels].map(|names| names.join("\n"))
    }

    /// Returns whether any team is configured. If not, no text needs to be searched.
    pub fn are_configured(&self) -> bool {
        !self.teams.is_empty()
    }

    /// The address of an item in its tracker.
    pub fn address(map: &ContentMap, id: &str) -> Option<String> {
        let team = id.split_once('-')?.0;
        let tracker = map
            .trackers
            .values()
            .find(|tracker| tracker.teams.iter().any(|known| known == team))?;
        Some(tracker.issue.replace("{id}", id))
    }

    /// All ids in a text, in order.
    pub fn ids(&self, text: &str) -> Vec<String> {
        self.found(text)
            .into_iter()
            .map(|(_, id)| id.to_owned())
            .collect()
    }

    /// All ids in a text, each once, with the byte that they start at.
    pub fn found<'t>(&self, text: &'t str) -> Vec<(usize, &'t str)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        if self.teams.is_empty() {
            return found;
        }
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')) {
            let Some((team, number)) = word.split_once('-') else {
                continue;
            };
            let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            let is_new = || !found.iter().any(|(_, id)| *id == word);
            if numbered && self.teams.iter().any(|known| known == team) && is_new() {
                found.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
            }
        }
        found
    }

    /// The ids after a label: `Linear issue: IPT-106, IPT-107`.
    pub fn labelled(&self, text: &str) -> Vec<String> {
        let lower = text.to_ascii_lowercase();
        let mut ids = Vec::new();
        for label in &self.labels {
            let behind = lower
                .match_indices(label.as_str())
                .map(|(at, _)| &text[at + label.len()..]);
            for id in behind.flat_map(|rest| self.listed(rest)) {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    /// The ids directly after a label in its line: a colon, then ids or addresses of items, with
    /// commas or `and` between them.
    fn listed(&self, rest: &str) -> Vec<String> {
        let line = rest
            .trim_start_matches('s')
            .trim_start()
            .lines()
            .next()
            .unwrap_or_default();
        let Some(list) = line.strip_prefix(':') else {
            return Vec::new();
        };
        let list = list.split(". ").next().unwrap_or_default();
        let words = list
            .split([' ', ','])
            .filter(|word| !word.is_empty() && *word != "and");
        words
            .map(|word| self.ids(word))
            .take_while(|ids| !ids.is_empty())
            .flatten()
            .collect()
    }
}
