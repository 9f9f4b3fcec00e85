//! The inputs of git's answers, to tell whether git would answer as before.

use std::path::Path;

use super::git::git;

/// The state of a repository: its settings, its `HEAD`, its replaced objects and its mailmap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitState {
    /// Git's output, and the contents of `.mailmap`.
    pub answers: [Vec<u8>; 4],
}

/// The state that git's answers about a docs folder's history depend on; `None` if they may depend
/// on more than is read here.
pub fn git_state(docs: &Path) -> Option<GitState> {
    let ask = |arguments: &[&str]| {
        let answer = git(docs).args(arguments).output();
        answer.map(|answer| answer.stdout).unwrap_or_default()
    };
    let settings = ask(&["config", "--list", "-z"]);
    if settings.split(|byte| *byte == 0).any(depends_on_more) {
        return None;
    }
    // `info/grafts` may replace parents.
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

/// Returns whether a setting makes answers depend on more than settings and commits. The names of
/// authors may come from a file anywhere, and a partial clone fetches more over time.
fn depends_on_more(setting: &[u8]) -> bool {
    let name = setting.split(|byte| *byte == b'\n').next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    name.starts_with(b"mailmap.")
        || name.ends_with(b".promisor")
        || name.ends_with(b".partialclonefilter")
}
