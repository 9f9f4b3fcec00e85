//! Whether git would answer as it did before.

use std::path::Path;

use super::git::git;

/// All that git's answers about a docs folder's past depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitState {
    /// What git, and its files, say of it.
    pub answers: [Vec<u8>; 4],
}

/// What git's answers about a docs folder's past depend on; none where that may be more than can
/// be asked for.
pub fn git_state(docs: &Path) -> Option<GitState> {
    let ask = |arguments: &[&str]| {
        let answer = git(docs).args(arguments).output();
        answer.map(|answer| answer.stdout).unwrap_or_default()
    };
    let settings = ask(&["config", "--list", "-z"]);
    if settings.split(|byte| *byte == 0).any(is_open) {
        return None;
    }
    // Other parents may stand in a file too, in a way that git gave up.
    let grafts = String::from_utf8(ask(&["rev-parse", "--git-path", "info/grafts"])).ok()?;
    if docs.join(grafts.trim_end_matches('\n')).is_file() {
        return None;
    }
    let place = ask(&[
        "rev-parse",
        "--is-shallow-repository",
        "--show-prefix",
        "HEAD",
    ]);
    let replaced = ask(&["for-each-ref", "refs/replace"]);
    let top = String::from_utf8(ask(&["rev-parse", "--show-toplevel"])).ok()?;
    let mailmap = Path::new(top.trim_end_matches('\n')).join(".mailmap");
    let names = std::fs::read(mailmap).unwrap_or_default();
    Some(GitState {
        answers: [settings, place, replaced, names],
    })
}

/// Whether a setting makes answers depend on more than settings and commits. Who is called how may
/// stand in a file that is anywhere, and a partial clone gets more by and by.
fn is_open(setting: &[u8]) -> bool {
    let name = setting.split(|byte| *byte == b'\n').next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    name.starts_with(b"mailmap.")
        || name.ends_with(b".promisor")
        || name.ends_with(b".partialclonefilter")
}
