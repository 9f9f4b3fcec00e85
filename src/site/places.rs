//! The files of the built site: each has a place that nothing else is in the way of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::discover::Inventory;
use crate::file::FileId;
use crate::output::MANIFEST;
use crate::source::Place;

/// The files of the built site and what each comes from. No two have one
/// path, and none lies where another needs a folder.
#[derive(Debug, Clone, Default)]
pub struct Places(Arc<BTreeMap<String, String>>);

impl Places {
    /// The places that bf-docs fills itself, and the files of the tree, which
    /// are copied to where they lie. A file whose place is taken is a finding.
    pub(super) fn of_files(inventory: &Inventory, map: &ContentMap) -> (Self, Vec<Diagnostic>) {
        let mut places = Self::default();
        let sitemap = map.site.url.as_ref().map(|_| "sitemap.xml");
        for path in RESERVED.into_iter().chain(sitemap) {
            places.take(path, "bf-docs itself");
        }
        let mut findings = Vec::new();
        for file in &inventory.files {
            match places.holder(&file.path) {
                Some((path, _)) => findings.push(taken_file(&file.path, path)),
                None => places.take(&file.path, &format!("`{}`", file.path)),
            }
        }
        (places, findings)
    }

    /// What stands in the way of a file, if something does: its path, and where it comes from.
    pub fn holder(&self, file: &str) -> Option<(&str, &str)> {
        let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
        let above = folders
            .chain([file])
            .find_map(|path| self.0.get_key_value(path));
        let folder = format!("{file}/");
        let below = || {
            self.0
                .range(folder.clone()..)
                .next()
                .filter(|(path, _)| path.starts_with(&folder))
        };
        above
            .or_else(below)
            .map(|(path, holder)| (path.as_str(), holder.as_str()))
    }

    /// Takes a place; `holder` says for whom, as in "`a.md`".
    pub fn take(&mut self, file: &str, holder: &str) {
        Arc::make_mut(&mut self.0).insert(file.to_owned(), holder.to_owned());
    }
}

/// What a site has whatever its pages are; `sitemap.xml` too, where its address is known.
const RESERVED: [&str; 3] = ["404.html", MANIFEST, ".gitignore"];

fn taken_file(file: &str, path: &str) -> Diagnostic {
    let place = Place::of_file(FileId::in_docs(file));
    let found = Diagnostic::new(
        Code::RouteConflict,
        place,
        format!("bf-docs itself writes `{path}`"),
    );
    found.help("rename the file; it is left out of the site")
}
