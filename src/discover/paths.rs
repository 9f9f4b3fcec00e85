//! Paths as they are opened, and as findings show them.

use std::path::Path;

/// A path that can be opened: that of the folder this runs in is empty.
pub fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

/// How findings name a file of the docs folder.
pub fn shown(docs: &Path, path: &str) -> String {
    let folder = docs.to_string_lossy().replace('\\', "/");
    let folder = folder
        .strip_prefix("./")
        .unwrap_or(&folder)
        .trim_end_matches('/')
        .to_owned();
    if folder.is_empty() || folder == "." {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}
