//! Changed pages of an inventory, read anew.

use std::path::{Path, PathBuf};

use super::inventory::{AssetFile, Inventory, PageFile};
use super::page::page;
use crate::diag::Diagnostic;

/// A page that was read anew.
struct Reread {
    /// Its number in the inventory.
    number: usize,
    page: PageFile,
    found: Option<Diagnostic>,
}

/// A changed file was not there before, or no longer is.
struct UnknownFile;

/// Reads changed pages anew, where each path in the docs folder is of a file that was there and
/// still is; whether all were. What is copied is read by whoever copies it. `findings` is what was
/// wrong with the files, before and after.
pub fn again(
    inventory: &mut Inventory,
    findings: &mut Vec<Diagnostic>,
    changed: &[PathBuf],
) -> bool {
    let Ok(root) = inventory.docs.canonicalize() else {
        return false;
    };
    // Whoever changes a file tells of one of its paths.
    if !inventory.links.is_empty() {
        return false;
    }
    let mut read = Vec::new();
    for path in changed {
        // What lies elsewhere is no part of the inventory.
        let Ok(path) = path.strip_prefix(&root) else {
            continue;
        };
        match reread(inventory, &root, path) {
            Ok(page) => read.extend(page),
            Err(UnknownFile) => return false,
        }
    }
    for Reread {
        number,
        page,
        found,
    } in read
    {
        findings.retain(|finding| !is_about(finding, &page));
        findings.extend(found);
        inventory.pages[number] = page;
    }
    true
}

/// Reads a file of the docs folder anew where it is a page; what is copied is none.
fn reread(inventory: &Inventory, root: &Path, path: &Path) -> Result<Option<Reread>, UnknownFile> {
    let path = path.to_str().ok_or(UnknownFile)?.replace('\\', "/");
    let full = root.join(&path);
    if !full.symlink_metadata().is_ok_and(|of| of.is_file()) {
        return Err(UnknownFile);
    }
    let (pages, files) = (&inventory.pages, &inventory.files);
    let Ok(number) = pages.binary_search_by(|page| page.path.cmp(&path)) else {
        let is_copied = files.binary_search_by(|file| file.path.cmp(&path)).is_ok();
        return if is_copied {
            Ok(None)
        } else {
            Err(UnknownFile)
        };
    };
    let (page, found) = page(&inventory.docs, AssetFile { path, full });
    Ok(Some(Reread {
        number,
        // One that vanished in the meantime is no page any more.
        page: page.ok_or(UnknownFile)?,
        found,
    }))
}

fn is_about(finding: &Diagnostic, page: &PageFile) -> bool {
    finding
        .place
        .as_ref()
        .is_some_and(|place| place.path == page.source.path)
}
