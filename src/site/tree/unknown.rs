//! Names in the content map that match nothing in the tree.

use super::builder::Builder;
use crate::address::split;
use crate::content_map::TabSettings;
use crate::diag::{Code, Diagnostic, suggest};
use crate::source::Place;

impl Builder<'_> {
    /// Finds tabs, folders and pages of the map that are not in the tree.
    pub fn unknown_names(&mut self) {
        let map = self.map;
        for (at, tab) in map.tabs.iter().enumerate() {
            self.check_tab(&at.to_string(), tab);
        }
        for path in map.folders.keys() {
            if !path.is_empty() && !self.is_folder(path) {
                let place = map.key_place(&["folder", path]);
                self.unknown(place, path);
            }
        }
        let site = &map.site;
        let css = site.css.iter().enumerate();
        let css = css.map(|(at, path)| (vec!["css".to_owned(), at.to_string()], path));
        let images = [("logo", &site.logo), ("favicon", &site.favicon)];
        let images = images.into_iter().filter_map(|(key, path)| {
            let path = path.as_ref()?;
            Some((vec![key.to_owned()], path))
        });
        for (keys, path) in css.chain(images) {
            self.check_file(&keys, path);
        }
        for path in map.pages.keys() {
            if !self.is_page(path) {
                let place = map.key_place(&["page", path]);
                self.unknown(place, path);
            }
        }
    }

    /// Checks a tab of the map; `at` is its number there.
    fn check_tab(&mut self, at: &str, tab: &TabSettings) {
        let map = self.map;
        if let Some(path) = &tab.path {
            self.check(path, map.value_place(&["tab", at, "path"]));
        }
        let has_folder = tab.path.as_ref().is_some_and(|path| {
            let (folder, _) = split(path);
            !self.is_page(path) || self.is_index_of(path, folder)
        });
        if tab.order.is_some() && !has_folder {
            let place = map.key_place(&["tab", at, "order"]);
            let message = "a tab that is one page has no `order`";
            let help = "give the tab a folder as its `path`, or take `order` out";
            let finding = Diagnostic::of(Code::InvalidValue, place, message);
            self.findings.push(finding.help(help));
        }
    }

    /// Checks that a page or folder has the path that the content map has at `place`.
    fn check(&mut self, path: &str, place: Option<Place>) {
        let is_known = path.is_empty() || self.is_folder(path) || self.is_page(path);
        if !is_known {
            self.unknown(place, path);
        }
    }

    /// Checks that the site has a file that a key of `[site]` names.
    fn check_file(&mut self, keys: &[String], path: &str) {
        if self
            .places
            .holder(path)
            .is_none_or(|(taken, _)| taken != path)
        {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let place = self.map.value_place(&[&["site"], &keys[..]].concat());
            let message = format!("no file is at `{path}`");
            let finding = Diagnostic::of(Code::UnknownPage, place, message);
            let help = "write the path from the docs folder, or take the entry out";
            self.findings.push(finding.help(help));
        }
    }

    fn is_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.folders.contains_key(folder.as_str())
    }

    fn is_page(&self, path: &str) -> bool {
        self.leaves.iter().any(|leaf| leaf.path == path)
    }

    fn unknown(&mut self, place: Option<Place>, name: &str) {
        let message = format!("no page or folder is at `{name}`");
        let finding = Diagnostic::of(Code::UnknownPage, place, message);
        let help = self.near(name);
        self.findings.push(finding.help(help));
    }

    /// The help for a path at which nothing is.
    pub fn near(&self, path: &str) -> String {
        let pages = self.leaves.iter().map(|leaf| leaf.path);
        let folders = self.folders.keys();
        let folders = folders.map(|path| path.trim_end_matches('/'));
        match suggest(path, pages.chain(folders)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "mend the path, or take the entry out".to_owned(),
        }
    }
}
