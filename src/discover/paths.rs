//! Paths in a form that can be opened.

use std::path::Path;

/// A path that can be opened: the empty path becomes `.`, the current folder.
pub fn openable(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}
