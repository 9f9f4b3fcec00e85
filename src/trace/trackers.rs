//! Ids of tracker items: only those of configured teams, for `SHA-256` and
//! `ISO-8601` look like ids too.

use crate::content_map::ContentMap;

/// The team keys of all trackers.
pub struct Trackers {
    teams: Vec<String>,
    labels: Vec<String>,
}

impl Trackers {
    /// The trackers of a content map.
    pub fn of(map: &ContentMap) -> Self {
        let teams = map.trackers.values().flat_map(|tracker| tracker.teams.iter().cloned()).collect();
        let labels = map.trackers.keys().map(|name| format!("{} issue", name.to_lowercase())).collect();
        Self { teams, labels }
    }

    /// The address of an item in its tracker.
    pub fn address(map: &ContentMap, id: &str) -> Option<String> {
        let team = id.split_once('-')?.0;
        let tracker = map.trackers.values().find(|tracker| tracker.teams.iter().any(|known| known == team))?;
        Some(tracker.issue.replace("{id}", id))
    }

    /// All ids in a text, in order.
    pub fn ids(&self, text: &str) -> Vec<String> {
        let mut ids = Vec::new();
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
            let Some((team, number)) = word.split_once('-') else { continue };
            let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            if numbered && self.teams.iter().any(|known| known == team) && !ids.iter().any(|id| id == word) {
                ids.push(word.to_owned());
            }
        }
        ids
    }

    /// The ids behind a label: `Linear issue: IPT-106, IPT-107`.
    pub fn labelled(&self, text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        let at = self.labels.iter().find_map(|label| {
            let found = lower.find(label.as_str())? + label.len();
            // `to_lowercase` may move bytes: the label is looked up again in the text itself.
            text.get(found..).filter(|_| lower.len() == text.len()).map(|_| found)
        });
        let Some(at) = at else { return Vec::new() };
        let rest = text[at..].trim_start_matches('s').trim_start();
        let Some(rest) = rest.strip_prefix(':') else { return Vec::new() };
        // Only what follows the label directly: ids, commas, `and`.
        let mut ids = Vec::new();
        for word in rest.split([' ', ',', '\n', '/']).filter(|word| !word.is_empty() && *word != "and") {
            match self.ids(word).first() {
                Some(id) => ids.push(id.clone()),
                None => break,
            }
        }
        ids
    }
}
