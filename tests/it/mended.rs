//! `bf-docs publish` to a place that has changed since the last publish.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;

use serde_json::Value;
use sha2::Digest;

use super::bucket::{Server, Trouble};
use super::publish::{plain, publishing, to_bucket};
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
        let site = files
            .iter()
            .fold(self.0, |site, (path, text)| site.file(path, text));
        site.build().is_built();
        let published = Self(site);
        let run = published.run(&[]);
        (published, run)
    }

    /// Publishes other files and fails at the last, whose bytes are not those that were built.
    fn failing_with(self, files: &[(&str, &str)]) -> Self {
        let site = files
            .iter()
            .fold(self.0, |site, (path, text)| site.file(path, text));
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

    /// Writes a file that bf-docs does not know of.
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
    run.fault();
    run.says("error: release 1 cannot be put up: the bytes of `z.txt` are gone");
    assert_eq!(
        [published.reads("a.txt"), published.reads("z.txt")],
        ["B", "BB"]
    );
    assert_eq!(published.run(&["verify"]).code, 0);
}

#[test]
fn what_was_changed_by_hand_never_becomes_what_was_published() {
    // First, by a publish that dies after it replaced the file, and one that keeps its bytes.
    let published = Published::of(&[("a.txt", "AAAA")]);
    published.write("a.txt", "XXXX");
    let published = published.failing_with(&[("a.txt", "BBBB")]);
    assert_eq!(published.run(&["prune", "--keep", "10"]).code, 0);
    assert_eq!(published.differences(), "a.txt has other bytes\n");
    // Then, by a publish that only changes its headers.
    let published = Published::of(&[("a.txt", "AAAA")]);
    published.write("a.txt", "XXXX");
    let bases = fs::read_dir(published.place().join(".bf-docs/bases")).expect("it is there");
    let base = bases.flatten().next().expect("it has one").path();
    let older = served_otherwise(&fs::read(&base).expect("it is ours"));
    fs::write(&base, older).expect("it is ours");
    assert!(
        published
            .run(&["--plan"])
            .stdout
            .contains("a.txt  (its headers differ)")
    );
    assert_eq!(published.run(&[]).code, 0);
    assert_eq!(published.reads("a.txt"), "AAAA");
    assert_eq!(published.differences(), "");
}

/// A list of files that gives texts another type.
fn served_otherwise(bytes: &[u8]) -> Vec<u8> {
    packed(&unpacked(bytes).replace("text/plain", "text/x-plain"))
}

fn unpacked(bytes: &[u8]) -> String {
    let mut json = String::new();
    flate2::read::GzDecoder::new(bytes)
        .read_to_string(&mut json)
        .expect("it is packed text");
    json
}

fn packed(json: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    packed
        .write_all(json.as_bytes())
        .expect("memory can be written");
    packed.finish().expect("memory can be written")
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(sha2::Sha256::digest(bytes))
}

#[test]
fn a_release_is_up_and_reported_although_not_all_is_deleted() {
    let server = Server::new();
    let site = plain("one").file("old.txt", "old");
    site.build().is_built();
    assert_eq!(to_bucket(&site, &server, &[]).code, 0);
    let site = site.without("old.txt");
    site.build().is_built();
    // The second to last request deletes, and the last one records it.
    let all = {
        let other = Server::new();
        other.copy(&server);
        other.trouble(0, 0, Trouble::Hang);
        assert_eq!(to_bucket(&site, &other, &[]).code, 0);
        other.requests()
    };
    server.refuse(all - 1, all - 1, 403);
    let run = to_bucket(
        &site,
        &server,
        &["--summary", "summary.md", "--format", "json"],
    );
    run.fault();
    run.says("error: the release is up, but some old files are not deleted: cannot delete `s3://wiki/private/docs/old.txt`: The hand says no (AccessDenied)");
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
    // Then once more, after a publish that died in between.
    let published =
        Published(site).failing_with(&[("v1.0/a.txt", "in a folder"), ("v2.0", "a file")]);
    fs::remove_file(published.0.docs().join("zzz.txt")).expect("it is ours");
    let (published, run) = published.with(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        [published.reads("v1.0/a.txt"), published.reads("v2.0")],
        ["in a folder", "a file"]
    );
    assert_eq!(published.differences(), "");
    let run = published.run(&["rollback"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        [published.reads("v1.0"), published.reads("v2.0/a.txt")],
        ["a file", "in a folder"]
    );
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
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, place.join(name)).expect("it is ours")
    };
    link("/", "a-folder");
    link("nowhere", "nothing");
    let pipe = std::process::Command::new("mkfifo")
        .arg(place.join("pipe"))
        .status();
    assert!(pipe.expect("there is mkfifo").success());
    assert_eq!(
        published.differences(),
        "a-folder is not ours\nnothing is not ours\npipe is not ours\n"
    );
    // A publish does not write through a link that leads out of the place.
    fs::remove_dir_all(place.join("guide")).expect("the folder is ours");
    link("../outside", "guide");
    let (published, run) = published.with(&[("guide/a.txt", "B")]);
    run.fault();
    let inside = place.join("guide");
    run.says(&format!(
        "error: cannot write `{0}/a.txt`: `{0}` is a symbolic link",
        inside.display()
    ));
    run.says("help: remove the link: nothing is written outside the place");
    assert_eq!(
        fs::read_dir(published.0.root().join("outside"))
            .expect("it is there")
            .count(),
        0
    );
}

#[test]
fn what_was_given_up_once_is_given_up() {
    let mut published = Published::of(&[("a.txt", "1")]);
    published = published.with(&[("a.txt", "2")]).0;
    let run = published.run(&["prune", "--keep", "0"]);
    assert!(
        run.stderr
            .ends_with(": 0 files written (0 B sent), 0 kept, 2 deleted\n"),
        "{}",
        run.stderr
    );
    let run = published.run(&["prune", "--keep", "0"]);
    assert!(run.stderr.ends_with("nothing to do\n"), "{}", run.stderr);
    assert_eq!(published.differences(), "");
}

/// Files of earlier releases that are kept, by their names.
fn kept(published: &Published) -> Vec<PathBuf> {
    let objects =
        fs::read_dir(published.place().join(".bf-docs/objects")).expect("something is kept");
    objects.flatten().map(|file| file.path()).collect()
}

#[test]
fn a_release_whose_bytes_are_not_there_is_not_begun() {
    type Spoil = (fn(&PathBuf), &'static str);
    let spoil: [Spoil; 2] = [
        (
            |file| fs::remove_file(file).expect("it is there"),
            "is not there, and bf-docs needs it",
        ),
        (
            |file| fs::write(file, "by hand").expect("it is there"),
            "has other bytes, and an earlier release needs it",
        ),
    ];
    for (spoil, says) in spoil {
        let published = Published::of(&[("a.txt", "1"), ("b.txt", "1")])
            .with(&[("a.txt", "2"), ("b.txt", "3")])
            .0;
        let file = kept(&published)
            .into_iter()
            .find(|file| fs::read(file).is_ok_and(|bytes| bytes == b"1"));
        spoil(&file.expect("what both had is kept"));
        assert!(
            published.differences().contains(says),
            "{}",
            published.differences()
        );
        let run = published.run(&["rollback"]);
        run.fault();
        run.says("error: release 1 cannot be put up: the bytes of `a.txt` are gone");
        assert_eq!(
            [published.reads("a.txt"), published.reads("b.txt")],
            ["2", "3"]
        );
        assert!(
            !published.run(&["verify"]).stderr.contains("has not ended"),
            "nothing was begun"
        );
    }
    // A file that is named by its bytes stays in its place.
    let published = Published::of(&[("index.md", "# Start\n\nOne.\n")])
        .with(&[("index.md", "# Start\n\nTwo.\n")])
        .0;
    let site: Vec<String> = super::site::files(&published.0.root().join("site"))
        .into_keys()
        .collect();
    let all = super::site::files(&published.place().join("assets"));
    let left = all
        .keys()
        .map(|name| format!("assets/{name}"))
        .find(|name| !site.contains(name));
    fs::remove_file(published.place().join(left.expect("one is left"))).expect("it is there");
    assert_eq!(published.run(&["rollback"]).code, 2);
    assert!(published.reads("index.html").contains("Two."));
}

#[test]
fn what_failed_is_undone_by_a_repair() {
    let published =
        Published::of(&[("a.txt", "1"), ("zzz.txt", "Z")]).failing_with(&[("a.txt", "2")]);
    let run = published.run(&["verify"]);
    assert!(
        run.stderr.starts_with("a publish of somebody since 20")
            && run.stderr.contains(
                " has not ended: publish or repair finishes it
"
            ),
        "{}",
        run.stderr
    );
    assert_eq!(published.run(&["list"]).stdout.lines().count(), 1);
    let run = published.run(&["repair"]);
    assert_eq!(
        (run.code, published.reads("a.txt").as_str()),
        (0, "1"),
        "{}",
        run.stderr
    );
    let run = published.run(&["verify"]);
    assert!(
        run.code == 0 && !run.stderr.contains("has not ended"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_place_without_a_release_is_not_as_it_should_be() {
    let site = Site::new().file("index.md", "# Start\n");
    site.build().is_built();
    for act in ["verify", "repair"] {
        let run = site.run(&[
            "publish",
            act,
            "--to",
            &format!("file://{}", site.root().join("nowhere").display()),
        ]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(
            run.stderr.contains("nothing is published at") && !run.stderr.contains("all is"),
            "{}",
            run.stderr
        );
    }
    let nowhere = format!("file://{}", site.root().join("nowhere").display());
    let run = site.run(&["publish", "verify", "--format", "json", "--to", &nowhere]);
    let answer: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert!(
        answer["release"].is_null() && answer["unfinished"].is_null(),
        "{answer}"
    );
    let here = format!("file://{}", site.root().join("site").display());
    for into in [here.clone(), format!("{here}/new"), format!("{here}/..")] {
        assert!(
            site.run(&["publish", "--to", &into])
                .stderr
                .contains("cannot be published into itself"),
            "{into}"
        );
    }
    let file = format!("file://{}", site.root().join("docs/index.md").display());
    site.run(&["publish", "list", "--to", &file])
        .says(&format!("error: cannot open `{file}`: it is no folder"));
}

#[test]
fn what_cannot_be_kept_is_said() {
    let published = Published::of(&[("a.txt", "1")]);
    published.write("a.txt", "by hand");
    let (published, run) = published.with(&[("a.txt", "2")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says("warning: somebody had changed `a.txt`: releases that had it cannot be put up again as they were");
    run.says(&format!(
        "release 2 is up at file://{}: 1 file written (1 B sent), 0 kept, 0 deleted",
        published.place().display()
    ));
}

#[test]
#[cfg(unix)]
fn nothing_is_deleted_behind_a_link() {
    let published = Published::of(&[("guide/a.txt", "1")]);
    let outside = published.0.root().join("outside");
    fs::rename(published.place().join("guide"), &outside).expect("the folder is ours");
    std::os::unix::fs::symlink(&outside, published.place().join("guide"))
        .expect("the folder is ours");
    fs::remove_dir_all(published.0.root().join("docs/guide")).expect("the folder is ours");
    let (_published, run) = published.with(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(outside.join("a.txt").is_file());
}

#[test]
fn what_a_dead_publisher_was_writing_is_removed() {
    let published =
        Published::of(&[("a.txt", "1"), ("zzz.txt", "Z")]).failing_with(&[("a.txt", "2")]);
    let unfinished = published.place().join(".bf-docs/unfinished");
    let [old, new] = ["old", "new"].map(|name| unfinished.join(name));
    fs::write(&old, "half of").expect("the folder is ours");
    fs::write(&new, "half of").expect("the folder is ours");
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
    fs::File::options()
        .write(true)
        .open(&old)
        .and_then(|file| file.set_modified(then))
        .expect("it has a time");
    assert_eq!(published.run(&["repair"]).code, 0);
    assert!(!old.exists() && new.exists(), "another may be writing it");
}

#[test]
fn a_file_named_by_its_fingerprint_goes_like_any_other() {
    let name = format!("dl/bundle.{}.txt", &sha256(b"1")[..8]);
    let published = Published::of(&[(&name, "1"), ("a.txt", "A")]);
    fs::remove_dir_all(published.0.root().join("docs/dl")).expect("the folder is ours");
    let (published, run) = published.with(&[]);
    run.says(&format!(
        "release 2 is up at file://{}: 0 files written (0 B sent), 0 kept, 0 deleted",
        published.place().display()
    ));
    assert_eq!(
        published.reads(&name),
        "1",
        "who has an old page open may still ask for it"
    );
    assert_eq!(published.differences(), "");
    let run = published.run(&[]);
    assert!(run.stderr.ends_with("nothing to do\n"), "{}", run.stderr);
}

#[test]
fn a_manifest_that_no_publisher_wrote_is_refused() {
    let published = Published::of(&[("a.txt", "1")]);
    let current = published.place().join(".bf-docs/current.json.gz");
    let bytes = fs::read(&current).expect("it is there");
    fs::write(
        &current,
        packed(&unpacked(&bytes).replace("\"number\":1", "\"number\":18446744073709551615")),
    )
    .expect("ours");
    published
        .run(&[])
        .says("error: cannot read the manifest `.bf-docs/current.json.gz`: it numbers releases as bf-docs does not");
    fs::write(&current, bytes).expect("it is ours");
    let bases = fs::read_dir(published.place().join(".bf-docs/bases")).expect("it is there");
    let base = bases.flatten().next().expect("it has one").path();
    let json = unpacked(&fs::read(&base).expect("it is ours")).replace(&sha256(b"1"), "..");
    fs::write(&base, packed(&json)).expect("it is ours");
    for arguments in [&[][..], &["verify"], &["list"]] {
        let run = published.run(arguments);
        run.fault();
        assert!(
            run.stderr
                .contains("it names `a.txt`, which bf-docs did not write\n"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_lease_with_a_key_that_leads_out_of_the_place_ends_with_the_next_publish() {
    let published = Published::of(&[("a.txt", "1")]);
    let current = published.place().join(".bf-docs/current.json.gz");
    let bytes = fs::read(&current).expect("it is there");
    let mut manifest: Value = serde_json::from_str(&unpacked(&bytes)).expect("it is JSON");
    manifest["claim"] = serde_json::json!({
        "token": "1", "by": "nobody", "since": 1, "until": 0,
        "writes": ["../outside.txt"], "deletes": [],
    });
    fs::write(&current, packed(&manifest.to_string())).expect("it is ours");
    let outside = published.0.root().join("outside.txt");
    fs::write(&outside, "another's").expect("the folder is ours");
    let run = published.run(&["repair"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let bytes = fs::read(&current).expect("it is there");
    let manifest: Value = serde_json::from_str(&unpacked(&bytes)).expect("it is JSON");
    assert_eq!(manifest["claim"], Value::Null, "nobody holds the place");
    assert!(outside.is_file());
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let published = Published::of(&[("a.txt", "1")]);
    for arguments in [
        &["--max-delete", "0", "rollback"][..],
        &["rollback", "--max-delete", "0"],
        &["verify", "--summary", "v.md"],
        &["--summary", "v.md", "verify"],
        &["list", "--strict"],
        &["--strict", "list"],
        &["prune", "--keep", "1", "--with-findings"],
        &["--with-findings", "prune", "--keep", "1"],
        &["--plan", "--summary", "p.md"],
        &["--plan", "--take-over"],
        &["--plan", "--probe", "https://docs.example.org/"],
        &["--plan", "list"],
        &["list", "--yes"],
        &["--yes", "verify"],
        &["--overwrite", "repair"],
        &["--allow-older", "invalidate"],
        &["--take-over", "invalidate"],
        &["invalidate", "--probe", "https://docs.example.org/"],
        &["--strict", "--with-findings"],
        &["--quick", "verify"],
        &["list", "rollback"],
    ] {
        let run = published.run(arguments);
        let says = ["unexpected argument", "cannot be used with"];
        assert!(
            run.code == 2 && says.iter().any(|says| run.stderr.contains(says)),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    for arguments in [&["list", "--wait"][..], &["--region", "r", "verify"]] {
        let run = published.run(arguments);
        assert!(
            run.code == 2 && run.stderr.contains("does nothing here"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn options_stand_before_or_behind_the_verb() {
    let published = Published::of(&[("a.txt", "1")]);
    let (site, place) = (&published.0, published.place());
    let [place, nowhere] = [place.clone(), place.join("../nowhere")]
        .map(|folder| format!("file://{}", folder.display()));
    let lists = |arguments: &[&str]| {
        let run = site.run(&[&["publish"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        run.stdout
    };
    let said = lists(&["list", "--to", &place]);
    assert!(said.starts_with("release 1: "), "{said}");
    let joined = format!("--to={place}");
    for arguments in [
        &["--to", &place, "list"][..],
        &[&joined, "list"],
        &["--lease", "5", "--to", &place, "list"],
        &["--to", &place, "list", "--timeout", "9", "--lease", "5"],
        // An option behind the verb wins.
        &["--to", &nowhere, "list", "--to", &place],
    ] {
        assert_eq!(lists(arguments), said, "{arguments:?}");
    }
    let json = lists(&["--format", "json", "list", "--to", &place]);
    assert_eq!(json, lists(&["list", "--format", "json", "--to", &place]));
    assert!(lists(&["--to", &place, "help", "list"]).contains("--format"));
    let run = site.run(&["publish", "--timeout", "list"]);
    run.fault();
    assert!(run.stderr.contains("list"), "{}", run.stderr);
}

#[test]
fn whatever_writes_takes_yes() {
    let (published, _) = Published::of(&[("a.txt", "A")]).with(&[("a.txt", "B")]);
    for arguments in [
        &["--yes"][..],
        &["--plan", "--yes"],
        &["rollback", "--yes"],
        &["--yes", "repair"],
        &["prune", "--keep", "0", "--yes"],
    ] {
        let run = published.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    }
    let run = published.run(&["invalidate", "--yes"]);
    run.says("error: no distribution to invalidate");
}

#[test]
fn a_list_of_files_that_is_damaged_is_found() {
    let (published, _) = Published::of(&[("a.txt", "A")]).with(&[("a.txt", "B")]);
    let lists = published.place().join(".bf-docs/releases");
    let list = |number: u64| {
        let mut lists = fs::read_dir(&lists)
            .expect("it is there")
            .flatten()
            .map(|file| file.path());
        let is_its = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(&format!("{number}-")))
        };
        lists.find(is_its).expect("it is there")
    };
    let whole = fs::read(list(1)).expect("it is there");
    for damaged in [b"garbage".to_vec(), fs::read(list(2)).expect("it is there")] {
        fs::write(list(1), damaged).expect("the folder is ours");
        let name = list(1)
            .file_name()
            .expect("it has one")
            .to_string_lossy()
            .into_owned();
        let says =
            format!(".bf-docs/releases/{name} has other bytes, and an earlier release needs it\n");
        assert_eq!(published.differences(), says);
    }
    fs::write(list(1), b"garbage").expect("the folder is ours");
    let run = published.run(&["rollback"]);
    run.fault();
    assert!(
        run.stderr
            .starts_with("error: release 1 cannot be put up: `.bf-docs/releases/1-"),
        "{}",
        run.stderr
    );
    fs::write(list(1), whole).expect("the folder is ours");
    assert_eq!(published.differences(), "");
    // The list of the current release is rewritten.
    fs::write(list(2), b"garbage").expect("the folder is ours");
    assert_eq!(published.run(&["repair"]).code, 0);
    assert_eq!(published.run(&["rollback"]).code, 0);
}

#[test]
fn who_goes_back_learns_what_is_still_broken() {
    let (published, _) =
        Published::of(&[("a.txt", "A"), ("same.txt", "S")]).with(&[("a.txt", "B")]);
    published.write("same.txt", "X");
    let run = published.run(&["rollback"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    run.says("warning: somebody had changed or deleted `same.txt`, and the rollback left it so: build that commit, and `bf-docs publish repair` sends it again");
    assert_eq!(published.reads("a.txt"), "A");
}

#[test]
fn an_answer_that_gives_no_reason_is_told_by_its_status() {
    let (site, server) = (plain("1"), Server::new());
    assert_eq!(to_bucket(&site, &server, &[]).code, 0);
    // The manifest, its base and the list; then each file is asked for.
    server.refuse(4, usize::MAX, 403);
    let run = to_bucket(&site, &server, &["verify"]);
    run.fault();
    let told = run.stderr.lines().next().unwrap_or_default();
    assert!(
        told.starts_with("error: cannot look for `s3://wiki/private/docs/")
            && told.ends_with("`: the server answers 403"),
        "{told}"
    );
    run.says(
        "help: check the credentials, and that they may list, read, write and delete below the prefix",
    );
}

#[test]
fn a_profile_that_is_named_is_the_one_that_is_used() {
    let (site, server) = (plain("1"), Server::new());
    let file = site.root().join("credentials");
    fs::write(
        &file,
        "[docs]\naws_access_key_id = key\naws_secret_access_key = secret\n",
    )
    .expect("the folder is ours");
    let run = |profile: &str| {
        let mut command = publishing(&site, &server, &["--profile", profile]);
        command
            .env("AWS_ACCESS_KEY_ID", "another")
            .env("AWS_SHARED_CREDENTIALS_FILE", &file);
        Run::of(&mut command)
    };
    assert_eq!(run("docs").code, 0);
    assert_eq!(run("none").code, 2);
}
