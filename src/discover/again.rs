//! Reads changed pages of an inventory again.

use std::path::{Path, PathBuf};

use super::inventory::{AssetFile, Inventory, SourceFile};
use super::kind::FileKind;
use super::source_file;
use crate::diag::Diagnostic;
use crate::source::Source;

/// A file that was read again.
struct Reread {
    /// The file's number in the inventory.
    number: usize,
    file: SourceFile,
    found: Option<Diagnostic>,
}

/// A changed file is new or was deleted.
struct UnknownFile;

/// Reads changed pages again. Returns false if a changed path in the docs folder is new or was
/// deleted, or if the tree has a symbolic link: then the caller reads the whole tree. Copied files
/// are not read here. `findings` are the findings about files, which are replaced for the changed
/// ones.
pub fn again(
    inventory: &mut Inventory,
    findings: &mut Vec<Diagnostic>,
    changed: &[PathBuf],
) -> bool {
    let Ok(root) = inventory.docs.canonicalize() else {
        return false;
    };
    // A watcher reports a changed file under only one of its paths.
    if !inventory.links.is_empty() {
        return false;
    }
    let mut read = Vec::new();
    for path in changed {
        // Paths outside the docs folder are not in the inventory.
        let Ok(path) = path.strip_prefix(&root) else {
            continue;
        };
        match reread(inventory, &root, path) {
            Ok(file) => read.extend(file),
            Err(UnknownFile) => return false,
        }
    }
    for Reread {
        number,
        file,
        found,
    } in read
    {
        findings.retain(|finding| !is_about(finding, &file.source));
        findings.extend(found);
        inventory.sources[number] = file;
    }
    true
}

/// Reads a file of the docs folder again if it is a page; `None` for a copied file.
fn reread(inventory: &Inventory, root: &Path, path: &Path) -> Result<Option<Reread>, UnknownFile> {
    let path = path.to_str().ok_or(UnknownFile)?.replace('\\', "/");
    let full = root.join(&path);
    if !full.symlink_metadata().is_ok_and(|of| of.is_file()) {
        return Err(UnknownFile);
    }
    let (sources, files) = (&inventory.sources, &inventory.files);
    let of_path = |file: &SourceFile| file.source.file.path().cmp(&path);
    let (Ok(number), Some(kind)) = (sources.binary_search_by(of_path), FileKind::of(&path)) else {
        let is_copied = files.binary_search_by(|file| file.path.cmp(&path)).is_ok();
        // A copied file may have become an API description.
        return match FileKind::of(&path) {
            None if is_copied => Ok(None),
            Some(FileKind::Api) if is_copied => {
                match source_file::read(FileKind::Api, AssetFile { path, full }) {
                    (None, _) => Ok(None),
                    (Some(_), _) => Err(UnknownFile),
                }
            }
            _ => Err(UnknownFile),
        };
    };
    let (file, found) = source_file::read(kind, AssetFile { path, full });
    Ok(Some(Reread {
        number,
        // The file may have vanished in the meantime.
        file: file.ok_or(UnknownFile)?,
        found,
    }))
}

fn is_about(finding: &Diagnostic, source: &Source) -> bool {
    let place = finding.place.as_ref();
    place.is_some_and(|place| place.file == source.file)
}
