//! Git's log, read as a walk back through the commits.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use super::git::git;
use super::past::{Commit, FileStep, WalkBack};

/// The options of `git log`, except those for merges.
const LOG: [&str; 13] = [
    "-c",
    "log.follow=false",
    "-c",
    "log.showSignature=false",
    "log",
    "-z",
    "--date-order",
    "--raw",
    "--no-abbrev",
    "-M",
    "--relative",
    "--no-color",
    "--encoding=UTF-8",
];

/// Walks back through the commits of a docs folder; `None` if git fails. `merges` are the options
/// for merges.
pub fn walk_back(docs: &Path, merges: &[&str]) -> Option<WalkBack> {
    let mut child = start(docs, merges)?;
    let fields = BufReader::new(child.stdout.take()?)
        .split(0)
        .map_while(Result::ok);
    let mut walk = WalkBack::default();
    read(
        fields.map(|field| String::from_utf8_lossy(&field).into_owned()),
        &mut walk,
    );
    child.wait().ok()?.success().then_some(walk)
}

fn start(docs: &Path, merges: &[&str]) -> Option<Child> {
    git(docs)
        .args(LOG)
        .args(merges)
        .args(["--format=%x01%as %aN", "--", "."])
        .stdout(Stdio::piped())
        .spawn()
        .ok()
}

/// Reads the log. Each commit is a field `\u{1}DATE AUTHOR`, followed for each file by `:MODE MODE
/// BLOB BLOB LETTER` and one or two fields with paths. A line end comes between a commit and its
/// files, and an empty field between commits.
fn read(mut fields: impl Iterator<Item = String>, walk: &mut WalkBack) {
    let (mut commit, mut steps): (Option<Commit>, _) = (None, Vec::new());
    while let Some(field) = fields.next() {
        let field = field.trim_start_matches('\n');
        if let Some(head) = field.strip_prefix('\u{1}') {
            if let Some(commit) = commit {
                walk.back(&commit, &std::mem::take(&mut steps));
            }
            let (date, author) = head.split_once(' ').unwrap_or((head, ""));
            commit = Some(Commit {
                date: date.into(),
                author: author.into(),
            });
        } else if let Some((blob, letter)) = field.strip_prefix(':').and_then(raw) {
            let Some(path) = fields.next() else { break };
            steps.push(match letter {
                'A' => FileStep::Added(path, blob),
                'D' => FileStep::Deleted(path),
                'R' => FileStep::Renamed {
                    new: fields.next().unwrap_or_default(),
                    old: path,
                    blob,
                },
                _ => FileStep::Changed(path, blob),
            });
        }
    }
    if let Some(commit) = commit {
        walk.back(&commit, &steps);
    }
}

/// The new blob and the letter of `MODE MODE BLOB BLOB LETTER`.
fn raw(field: &str) -> Option<(String, char)> {
    let mut words = field.split(' ').skip(3);
    Some((words.next()?.to_owned(), words.next()?.chars().next()?))
}
