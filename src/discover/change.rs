//! What changed since a revision, from git.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use super::history::{contents, git};

/// The files of a docs folder that a change touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The files that are there, by path below the docs folder, each with the
    /// lines that were written anew; a place where lines were only taken out
    /// is the line before it.
    pub files: BTreeMap<String, Vec<RangeInclusive<u32>>>,
    /// The files that are there no more.
    pub gone: Vec<String>,
}

/// Why it is not known what changed.
#[derive(Debug, thiserror::Error)]
pub enum Unknown {
    /// Git could not be run, or said no.
    #[error("cannot compare `{}` with `{base}`: {reason}\nhelp: {help}", docs.display())]
    Git {
        /// The docs folder.
        docs: PathBuf,
        /// The revision.
        base: String,
        /// What git said.
        reason: String,
        /// What to do.
        help: &'static str,
    },
    /// A file of that time cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A revision to compare with: the last commit that it has in common with what is checked out.
pub struct Base<'d> {
    docs: &'d Path,
    name: &'d str,
    commit: String,
}

impl<'d> Base<'d> {
    /// Finds the revision.
    pub fn find(docs: &'d Path, name: &'d str) -> Result<Self, Unknown> {
        let base = Self { docs, name, commit: String::new() };
        let found = base.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")]);
        let help = "name a branch, a tag or a commit that this clone has";
        let commit = line(&found.map_err(|_| base.unknown("there is no such revision".to_owned(), help))?);
        let common = base.run(&["merge-base", &commit, "HEAD"]);
        let help = "fetch more of the history: the clone is shallow, or the branches have nothing in common";
        let common = common.map_err(|_| base.unknown("no common commit is known".to_owned(), help))?;
        Ok(Self { commit: line(&common), ..base })
    }

    /// What changed since, committed or not.
    pub fn touched(&self) -> Result<Touched, Unknown> {
        let diff = self.text(&[
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--relative",
            "--name-status",
            "-z",
            "--no-renames",
            &self.commit,
            "--",
            ".",
        ])?;
        let mut touched = Touched::default();
        let mut fields = diff.split('\0').filter(|field| !field.is_empty());
        while let (Some(letter), Some(path)) = (fields.next(), fields.next()) {
            if letter == "D" {
                touched.gone.push(path.to_owned());
            } else {
                let lines = self.lines(path)?;
                touched.files.insert(path.to_owned(), lines);
            }
        }
        let untracked = self.text(&["ls-files", "--others", "--exclude-standard", "-z", "--", "."])?;
        for path in untracked.split('\0').filter(|path| !path.is_empty()) {
            touched.files.insert(path.to_owned(), vec![1..=u32::MAX]);
        }
        Ok(touched)
    }

    /// The lines of a file that were written anew.
    fn lines(&self, path: &str) -> Result<Vec<RangeInclusive<u32>>, Unknown> {
        let literal = format!(":(literal){path}");
        let diff = self.text(&[
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--relative",
            "--no-renames",
            "-U0",
            &self.commit,
            "--",
            &literal,
        ])?;
        Ok(diff.lines().filter_map(hunk).collect())
    }

    /// Writes the docs folder as it was into an empty folder.
    pub fn write(&self, into: &Path) -> Result<(), Unknown> {
        let tree = format!("{}:./", self.commit);
        let listed = self.text(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        let entries: Vec<(&str, &str)> = listed.split('\0').filter_map(plain_file).collect();
        let contents = contents(self.docs, &entries.iter().map(|(object, _)| *object).collect());
        let contents =
            contents.ok_or_else(|| self.unknown("git does not hand out its files".to_owned(), "run it again"))?;
        for (object, path) in entries {
            let file = into.join(path);
            let bytes = contents.get(object).map_or(&[][..], Vec::as_slice);
            let written =
                file.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&file, bytes));
            written.map_err(|source| Unknown::Write { path: file, source })?;
        }
        Ok(())
    }

    fn text(&self, arguments: &[&str]) -> Result<String, Unknown> {
        Ok(String::from_utf8_lossy(&self.run(arguments)?.stdout).into_owned())
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Unknown> {
        let help = "run it in a git repository that has the docs folder";
        let output = git(self.docs).args(arguments).stderr(Stdio::piped()).output();
        let output = output.map_err(|error| self.unknown(format!("git cannot be run: {error}"), help))?;
        if output.status.success() {
            Ok(output)
        } else {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(self.unknown(said, help))
        }
    }

    fn unknown(&self, reason: String, help: &'static str) -> Unknown {
        Unknown::Git { docs: self.docs.to_owned(), base: self.name.to_owned(), reason, help }
    }
}

/// Object and path of `MODE TYPE OBJECT<tab>PATH`. Links and submodules stay away:
/// what they lead to is of today.
fn plain_file(entry: &str) -> Option<(&str, &str)> {
    let (head, path) = entry.split_once('\t')?;
    let mut words = head.split(' ');
    let is_plain = matches!(words.next(), Some("100644" | "100755"));
    let is_below = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    words.nth(1).filter(|_| is_plain && is_below).map(|object| (object, path))
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The new lines of `@@ -1,2 +3,4 @@`.
fn hunk(line: &str) -> Option<RangeInclusive<u32>> {
    let new = line.strip_prefix("@@ ")?.split(' ').nth(1)?.strip_prefix('+')?;
    let (start, count) = new.split_once(',').map_or((new, "1"), |(start, count)| (start, count));
    let (start, count): (u32, u32) = (start.parse().ok()?, count.parse().ok()?);
    let start = start.max(1);
    Some(start..=start + count.max(1) - 1)
}

#[cfg(test)]
mod tests {
    use super::hunk;

    #[test]
    fn a_hunk_says_which_lines_are_new() {
        assert_eq!(hunk("@@ -1,2 +3,4 @@ fn x"), Some(3..=6));
        assert_eq!(hunk("@@ -1 +3 @@"), Some(3..=3));
        assert_eq!(hunk("@@ -5,2 +4,0 @@"), Some(4..=4));
        assert_eq!(hunk("@@ -1 +0,0 @@"), Some(1..=1));
        assert_eq!(hunk("+++ b/x"), None);
    }
}
