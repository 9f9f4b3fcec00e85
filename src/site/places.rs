//! The files of the built site. No file is in the way of another.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::discover::Inventory;
use crate::file::FileId;
use crate::output::{INDEX_OF_TWINS, MANIFEST};
use crate::source::Place;

/// The paths of the built site's files, with the source of each. No two files have the same path,
/// and no file has the path of a folder that another needs.
#[derive(Debug, Clone, Default)]
pub struct Places(Arc<BTreeMap<String, String>>);

impl Places {
    /// The paths that bf-docs writes itself, and those of the tree's files, which are copied. A
    /// file whose path is taken is a finding.
    pub(super) fn of_files(inventory: &Inventory, map: &ContentMap) -> (Self, Vec<Diagnostic>) {
        let mut places = Self::default();
        for path in RESERVED {
            places.take(path, ITSELF);
        }
        if map.site.url.is_some() {
            places.take("sitemap.xml", ITSELF);
        }
        if map.site.twins {
            places.take(INDEX_OF_TWINS, ITSELF);
        }
        let mut findings = Vec::new();
        for file in &inventory.files {
            let path = file.path.as_str();
            match places.holder(path) {
                Some((taken, _)) => findings.push(taken_file(path, taken)),
                None => places.take(path, &named(path)),
            }
        }
        (places, findings)
    }

    /// The path and the source of what is in the way of a file.
    pub fn holder(&self, file: &str) -> Option<(&str, &str)> {
        let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
        let mut paths = folders.chain([file]);
        let above = paths.find_map(|path| self.0.get_key_value(path));
        let (path, holder) = match above {
            Some(above) => above,
            None => self.first_below(&format!("{file}/"))?,
        };
        Some((path, holder))
    }

    /// Returns whether a file of the docs folder has its own path on the site.
    pub fn has_file(&self, path: &str) -> bool {
        self.0
            .get(path)
            .is_some_and(|holder| *holder == named(path))
    }

    fn first_below(&self, folder: &str) -> Option<(&String, &String)> {
        let behind = (Bound::Included(folder), Bound::Unbounded);
        let first = self.0.range::<str, _>(behind).next();
        first.filter(|(path, _)| path.starts_with(folder))
    }

    /// Takes a path; `holder` names its source, as in "`a.md`".
    pub fn take(&mut self, file: &str, holder: &str) {
        Arc::make_mut(&mut self.0).insert(file.to_owned(), holder.to_owned());
    }
}

/// The holder of the paths that bf-docs writes on its own account.
const ITSELF: &str = "bf-docs itself";

/// The paths that every site has.
const RESERVED: [&str; 3] = ["404.html", MANIFEST, ".gitignore"];

/// The holder of a path that is a file or a page of the docs folder.
pub(super) fn named(path: &str) -> String {
    format!("`{path}`")
}

fn taken_file(file: &str, path: &str) -> Diagnostic {
    let place = Place::of_file(FileId::in_docs(file));
    let found = Diagnostic::new(
        Code::RouteConflict,
        place,
        format!("bf-docs itself writes `{path}`"),
    );
    found.help("rename the file; it is left out of the site")
}
