//! The project of a command that follows the docs folder.

use super::Trouble;
use super::project::{CacheArgs, Opened, TreeArgs};
use crate::pipeline::Project;
use crate::studio::Reopen;

/// Adds the known findings and the cache, which makes the start faster.
pub fn prepared(opened: Opened) -> Result<Opened, Trouble> {
    Ok(opened.with_baseline()?.with_cache(&CacheArgs::default()))
}

/// The way to read a project anew. The unpacked documentation of bf-docs has no content map that
/// could change.
pub fn reopened(tree: &TreeArgs, project: &Project, is_own: bool) -> Reopen {
    match is_own {
        true => again(project.clone()),
        false => reread(tree.clone()),
    }
}

/// Returns the same project each time.
fn again(project: Project) -> Reopen {
    Box::new(move || Ok(project.clone()))
}

/// Finds the docs and reads the content map each time.
fn reread(tree: TreeArgs) -> Reopen {
    Box::new(move || match tree.find(None)? {
        Some(opened) => prepared(opened).map(|opened| opened.project),
        None => {
            let text = "there is neither a docs folder nor a content map any more";
            Err(Trouble::new(text))
        }
    })
}
