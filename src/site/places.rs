//! The files of the built site. No file is in the way of another.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::discover::Inventory;
use crate::file::FileId;
use crate::output::MANIFEST;
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
        let mut findings = Vec::new();
        for file in &inventory.files {
            let path = file.path.as_str();
            match places.holder(path) {
                Some((taken, _)) => findings.push(taken_file(path, taken)),
                None => places.take(path, &format!("`{path}`")),
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

/// The paths that every site has; `sitemap.xml` only if the site's address is known.
const ITSELF: &str = "bf-docs itself";

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
