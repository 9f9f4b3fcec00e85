//! Names of the content map that nothing in the tree has.

use super::builder::Builder;
use crate::address::split;
use crate::content_map::Tab;
use crate::diag::{Code, Diagnostic, suggest};
use crate::source::Place;

impl Builder<'_> {
    /// Tabs, folders and pages of the map that are not in the tree.
    pub fn unknown_names(&mut self) {
        let map = self.map;
        for (at, tab) in map.tabs.iter().enumerate() {
            self.check_tab(&at.to_string(), tab);
        }
        for path in map.folders.keys() {
            if !self.folders.contains_key(format!("{path}/").as_str()) && !path.is_empty() {
                self.unknown(map.key_place(&["folder", path]), path);
            }
        }
        for path in map.pages.keys() {
            if !self.leaves.iter().any(|leaf| leaf.path == path.as_str()) {
                self.unknown(map.key_place(&["page", path]), path);
            }
        }
    }

    /// A tab of the map; `at` is its number there.
    fn check_tab(&mut self, at: &str, tab: &Tab) {
        let map = self.map;
        if let Some(path) = &tab.path {
            self.check(path, map.value_place(&["tab", at, "path"]));
        }
        let has_folder = tab.path.as_ref().is_some_and(|path| {
            let is_page = self.leaves.iter().any(|leaf| leaf.path == path.as_str());
            !is_page || self.is_index_of(path, split(path).0)
        });
        if tab.order.is_some() && !has_folder {
            let place = map.key_place(&["tab", at, "order"]);
            let message = "a tab that is one page has no `order`";
            let help = "give the tab a folder as its `path`, or take `order` out";
            self.findings
                .push(Diagnostic::of(Code::InvalidValue, place, message).help(help));
        }
    }

    /// Looks for the page or folder at a path that stands at `place` in the content map.
    fn check(&mut self, path: &str, place: Option<Place>) {
        let known = path.is_empty()
            || self.folders.contains_key(format!("{path}/").as_str())
            || self.leaves.iter().any(|leaf| leaf.path == path);
        if !known {
            self.unknown(place, path);
        }
    }

    fn unknown(&mut self, place: Option<Place>, name: &str) {
        let message = format!("no page or folder is at `{name}`");
        self.findings
            .push(Diagnostic::of(Code::UnknownPage, place, message).help(self.near(name)));
    }

    /// What was meant by a path that nothing is at.
    pub fn near(&self, path: &str) -> String {
        let known = self
            .leaves
            .iter()
            .map(|leaf| leaf.path)
            .chain(self.folders.keys().map(|path| path.trim_end_matches('/')));
        suggest(path, known).map_or_else(
            || "mend the path, or take the entry out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    }
}
