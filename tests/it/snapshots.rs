//! Texts that are frozen in files. `SNAPSHOTS=overwrite cargo test` rewrites the files: read
//! their diff before you commit it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::assert::Action;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

use crate::house::rust;
use crate::site::Run;

const MEANT: &str = "If each difference is meant, run the test with SNAPSHOTS=overwrite";

/// A folder that has a file for each text of a test, and no others.
pub struct Snapshots {
    folder: PathBuf,
    action: Action,
    names: BTreeSet<String>,
    wrong: String,
}

impl Snapshots {
    pub fn of(folder: &str) -> Self {
        let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
        let action = if overwrite {
            Action::Overwrite
        } else {
            Action::Verify
        };
        Self::with(Path::new(folder), action)
    }

    fn with(folder: &Path, action: Action) -> Self {
        Self {
            folder: folder.to_owned(),
            action,
            names: BTreeSet::new(),
            wrong: String::new(),
        }
    }

    /// Compares a text with the file of that name.
    pub fn compare(&mut self, name: &str, text: &str) {
        let path = self.folder.join(name);
        let frozen = Data::read_from(&path, Some(DataFormat::Text)).raw();
        let assert = Assert::new().action(self.action);
        let compared = assert.try_eq(Some(&"now"), Data::text(text), frozen);
        if let Err(error) = compared {
            self.wrong += &format!("{error}\n");
        }
        self.names.insert(name.to_owned());
    }

    /// The differences, which include files that no text was compared with.
    fn differences(mut self) -> String {
        for entry in fs::read_dir(&self.folder).expect("the snapshots are there") {
            let name = entry.expect("it can be read").file_name();
            let name = name.to_string_lossy().into_owned();
            if self.names.contains(&name) {
                continue;
            }
            let stale = self.folder.join(&name);
            match self.action {
                Action::Overwrite => fs::remove_file(&stale).expect("the folder is ours"),
                _ => self.wrong += &format!("{} is stale: no test has it\n", stale.display()),
            }
        }
        self.wrong
    }

    #[track_caller]
    pub fn assert_same(self) {
        let wrong = self.differences();
        assert!(wrong.is_empty(), "\n{wrong}\n{MEANT}");
    }
}

/// The messages of commands, one after the other, as a file of `tests/messages`.
#[derive(Default)]
pub struct Transcript {
    text: String,
    hidden: Vec<(String, &'static str)>,
}

impl Transcript {
    /// Replaces a text that differs in each run, such as a port or a temporary folder.
    pub fn hide(&mut self, text: impl Into<String>, by: &'static str) {
        self.hidden.push((text.into(), by));
    }

    /// Adds the exit code and the standard error of a command.
    pub fn add(&mut self, act: &str, run: &Run) {
        let mut said = format!("$ {act}\n{}[{}]\n\n", run.stderr, run.code);
        for (text, by) in &self.hidden {
            said = said.replace(text.as_str(), by);
        }
        self.text += &said;
    }

    #[track_caller]
    pub fn assert_same(self, name: &str) {
        let mut snapshots = Snapshots::of("tests/messages");
        snapshots.compare(&format!("{name}.txt"), self.text.trim_end_matches('\n'));
        assert!(snapshots.wrong.is_empty(), "\n{}\n{MEANT}", snapshots.wrong);
    }
}

#[test]
fn every_file_of_messages_is_that_of_a_test() {
    let tests: String = rust("tests/it").into_iter().map(|(_, text)| text).collect();
    for entry in fs::read_dir("tests/messages").expect("the snapshots are there") {
        let name = entry.expect("it can be read").file_name();
        let name = name.to_string_lossy();
        let named = format!(".assert_same(\"{}\")", name.trim_end_matches(".txt"));
        assert!(tests.contains(&named), "{name} is stale: no test has it");
    }
}

#[test]
fn a_missing_a_changed_and_a_stale_snapshot_are_told_and_overwriting_mends_all() {
    let folder = tempfile::tempdir().expect("the tests need a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
    write("same.txt", "a\r\nb [..]\n...\n").expect("the folder is ours");
    write("changed.txt", "one\n...\n").expect("the folder is ours");
    write("stale.txt", "").expect("the folder is ours");
    let differences = |action: Action| {
        let mut snapshots = Snapshots::with(folder.path(), action);
        snapshots.compare("same.txt", "a\r\nb [..]\n...\n");
        snapshots.compare("changed.txt", "one\ntwo\n");
        snapshots.compare("missing.txt", "");
        snapshots.differences()
    };
    let told = differences(Action::Verify);
    for line in [
        "   1    1 | one\n   2      - ...\n        2 + two\n",
        "/missing.txt: No such file or directory",
        "/stale.txt is stale: no test has it\n",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(!told.contains("same.txt"), "{told}");
    differences(Action::Overwrite);
    assert_eq!(differences(Action::Verify), "");
    assert!(!folder.path().join("stale.txt").exists());
}
