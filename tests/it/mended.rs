//! `bf-docs publish` at a place that is not as the last publish left it.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::bucket::{Server, Trouble};
use super::publish::publishing;
use super::site::{Run, Site};

/// A site of files that are copied, and the folder that it is published to.
struct Published(Site);

impl Published {
    /// Publishes `files`, each a name and its bytes.
    fn of(files: &[(&str, &str)]) -> Self {
        let published = Self(Site::new().file("index.md", "# Start\n"));
        let (published, run) = published.with(files);
        assert_eq!(run.code, 0, "{}", run.stderr);
        published
    }

    /// Publishes the site with other files.
    fn with(self, files: &[(&str, &str)]) -> (Self, Run) {
        let site = files.iter().fold(self.0, |site, (path, text)| site.file(path, text));
        site.build().is_built();
        let published = Self(site);
        let run = published.run(&[]);
        (published, run)
    }

    /// Publishes other files and fails at the last: what is read is not what was built.
    fn failing_with(self, files: &[(&str, &str)]) -> Self {
        let site = files.iter().fold(self.0, |site, (path, text)| site.file(path, text));
        let site = site.file("zzz.txt", "as it is built");
        site.build().is_built();
        fs::write(site.root().join("site/zzz.txt"), "as it changed.").expect("the folder is ours");
        let published = Self(site);
        assert_eq!(published.run(&[]).code, 2, "it cannot be published");
        published
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let to = format!("file://{}", self.place().display());
        let run = self.0.run(&[&["publish", "--to", &to], arguments].concat());
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }

    fn place(&self) -> PathBuf {
        self.0.root().join("place")
    }

    fn reads(&self, path: &str) -> String {
        fs::read_to_string(self.place().join(path)).unwrap_or_default()
    }

    /// By hand, behind the back of bf-docs.
    fn write(&self, path: &str, text: &str) {
        fs::write(self.place().join(path), text).expect("the folder is ours");
    }

    fn differences(&self) -> String {
        self.run(&["verify"]).stdout
    }
}

#[test]
fn a_release_that_cannot_be_put_up_whole_is_not_begun() {
    let published = Published::of(&[("a.txt", "A"), ("z.txt", "AA")]);
    published.write("z.txt", "XX");
    let (published, _) = published.with(&[("a.txt", "B"), ("z.txt", "BB")]);
    let run = published.run(&["rollback"]);
    assert!(run.code == 2 && run.stderr.contains("the bytes of `z.txt` are gone"), "{}", run.stderr);
    assert_eq!([published.reads("a.txt"), published.reads("z.txt")], ["B", "BB"]);
    assert_eq!(published.run(&["verify"]).code, 0);
}

#[test]
fn what_was_changed_by_hand_never_becomes_what_was_published() {
    // By a publish that dies after it replaced the file, and one that keeps what is there.
    let published = Published::of(&[("a.txt", "AAAA")]);
    published.write("a.txt", "XXXX");
    let published = published.failing_with(&[("a.txt", "BBBB")]);
    assert_eq!(published.run(&["prune", "--keep", "10"]).code, 0);
    assert_eq!(published.differences(), "a.txt has other bytes\n");
    // By a publish that only serves it otherwise.
    let published = Published::of(&[("a.txt", "AAAA")]);
    published.write("a.txt", "XXXX");
    let bases = fs::read_dir(published.place().join(".bf-docs/bases")).expect("it is there");
    let base = bases.flatten().next().expect("it has one").path();
    let older = served_otherwise(&fs::read(&base).expect("it is ours"));
    fs::write(&base, older).expect("it is ours");
    assert!(published.run(&["--plan"]).stdout.contains("a.txt  (its headers are others)"));
    assert_eq!(published.run(&[]).code, 0);
    assert_eq!(published.reads("a.txt"), "AAAA");
    assert_eq!(published.differences(), "");
}

fn wiki(text: &str) -> Site {
    let site = Site::new().file("index.md", "# Start\n").file("a.txt", text);
    site.build().is_built();
    site
}

fn to_bucket(site: &Site, server: &Server, arguments: &[&str]) -> Run {
    Run::of(&mut publishing(site, server, arguments))
}

/// A list of files that says of text that it was served as something else.
fn served_otherwise(packed: &[u8]) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut json = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut json).expect("it is packed text");
    let mut again = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    again.write_all(json.replace("text/plain", "text/x-plain").as_bytes()).expect("memory can be written");
    again.finish().expect("memory can be written")
}

#[test]
fn a_release_is_up_and_reported_although_not_all_is_deleted() {
    let server = Server::new();
    let site = wiki("one").file("old.txt", "old");
    site.build().is_built();
    assert_eq!(to_bucket(&site, &server, &[]).code, 0);
    let site = site.without("old.txt");
    site.build().is_built();
    // The last requests are the one that deletes and the one that says that it did.
    let all = {
        let other = Server::new();
        other.copy(&server);
        other.trouble(0, 0, Trouble::Hang);
        assert_eq!(to_bucket(&site, &other, &[]).code, 0);
        other.requests()
    };
    server.refuse(all - 1, all - 1, 403);
    let run = to_bucket(&site, &server, &["--summary", "summary.md", "--format", "json"]);
    assert!(run.code == 2 && run.stderr.contains("the release is up, but"), "{}", run.stderr);
    let receipt: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(receipt["receipt"]["release"]["number"], 2);
    let summary = fs::read_to_string(site.root().join("summary.md")).expect("it is written");
    assert!(summary.contains("release 2 is up"), "{summary}");
    server.trouble(0, 0, Trouble::Hang);
    assert_eq!(to_bucket(&site, &server, &[]).code, 0);
    assert!(!server.objects("private/docs").contains_key("old.txt"));
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let published = Published::of(&[("v1.0", "a file"), ("v2.0/a.txt", "in a folder")]);
    let site = published.0.without("v1.0").without("v2.0/a.txt");
    fs::remove_dir(site.docs().join("v2.0")).expect("it is empty");
    // Once more after one that died in between.
    let published = Published(site).failing_with(&[("v1.0/a.txt", "in a folder"), ("v2.0", "a file")]);
    fs::remove_file(published.0.docs().join("zzz.txt")).expect("it is ours");
    let (published, run) = published.with(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!([published.reads("v1.0/a.txt"), published.reads("v2.0")], ["in a folder", "a file"]);
    assert_eq!(published.differences(), "");
    let run = published.run(&["rollback"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!([published.reads("v1.0"), published.reads("v2.0/a.txt")], ["a file", "in a folder"]);
    assert_eq!(published.differences(), "");
}

#[test]
fn only_releases_that_can_be_put_up_are_listed() {
    let mut published = Published::of(&[("a.txt", "1")]);
    for text in ["2", "3", "4"] {
        published = published.with(&[("a.txt", text)]).0;
    }
    let published = published.failing_with(&[]);
    fs::remove_file(published.0.docs().join("zzz.txt")).expect("it is ours");
    let published = Published(published.0.map("[publish]\nkeep = 1\n"));
    let (published, run) = published.with(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(published.run(&["list"]).stdout.lines().count(), 2);
    assert_eq!(published.run(&["rollback"]).code, 0);
    assert_eq!(published.reads("a.txt"), "3");
}

#[test]
fn what_strangers_put_there_is_named_whatever_it_is() {
    let published = Published::of(&[("guide/a.txt", "A")]);
    let (place, outside) = (published.place(), published.0.root().join("outside"));
    fs::create_dir(&outside).expect("the folder is ours");
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, place.join(name)).expect("it is ours");
    link("/", "a-folder");
    link("nowhere", "nothing");
    let pipe = std::process::Command::new("mkfifo").arg(place.join("pipe")).status();
    assert!(pipe.expect("there is mkfifo").success());
    assert_eq!(published.differences(), "a-folder is not ours\nnothing is not ours\npipe is not ours\n");
    // Nothing is written through a link that leads out.
    fs::remove_dir_all(place.join("guide")).expect("the folder is ours");
    link("../outside", "guide");
    let (published, run) = published.with(&[("guide/a.txt", "B")]);
    assert!(run.code == 2 && run.stderr.contains("is a symbolic link"), "{}", run.stderr);
    assert_eq!(fs::read_dir(published.0.root().join("outside")).expect("it is there").count(), 0);
}

#[test]
fn what_was_given_up_once_is_given_up() {
    let mut published = Published::of(&[("a.txt", "1")]);
    published = published.with(&[("a.txt", "2")]).0;
    assert!(published.run(&["prune", "--keep", "0"]).stderr.contains("deleted"));
    let run = published.run(&["prune", "--keep", "0"]);
    assert!(run.stderr.ends_with("nothing to do\n"), "{}", run.stderr);
    assert_eq!(published.differences(), "");
}
