use super::*;
use crate::output::{Content, MANIFEST};
use std::fs;
use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// A folder with `docs` in it, and a place for `site`.
fn tree() -> (TempDir, PathBuf, PathBuf) {
    let root = tempfile::tempdir().expect("the tests need a temporary folder");
    let docs = root.path().join("docs");
    fs::create_dir(&docs).expect("the folder is new");
    let out = root.path().join("site");
    (root, docs, out)
}

fn page(path: &str, text: &str) -> Output {
    Output {
        path: path.into(),
        content: Content::Bytes(text.into()),
    }
}

/// All files below a folder, by path.
fn files(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .filter_map(|entry| Some(entry.path().strip_prefix(folder).ok()?.to_str()?.to_owned()))
        .collect()
}

fn read(out: &Path, path: &str) -> String {
    fs::read_to_string(out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_site_takes_the_place_of_the_old_one() {
    let (root, docs, out) = tree();
    let image = docs.join("a.png");
    fs::write(&image, "image").expect("the folder is ours");
    commit(
        &[page("index.html", "1"), page("old/index.html", "1")],
        &docs,
        &out,
    )
    .expect("a new folder");
    fs::write(out.join(".gitignore"), "*\n").expect("the folder is ours");
    let copied = Output {
        path: "img/a.png".into(),
        content: Content::File(image),
    };
    let (manifest, _) =
        commit(&[page("index.html", "2"), copied], &docs, &out).expect("our own folder");

    assert_eq!(
        files(&out),
        [
            ".bf-docs/manifest.json",
            ".gitignore",
            "img/a.png",
            "index.html"
        ]
    );
    assert_eq!(
        (read(&out, "index.html"), read(&out, ".gitignore")),
        ("2".into(), "*\n".into())
    );
    assert_eq!(Manifest::read(&out).expect("it is there"), Some(manifest));
    assert_eq!(
        read(&out, MANIFEST),
        "{\"version\":1,\"files\":[\n\
         {\"path\":\"img/a.png\",\"size\":5,\"sha256\":\"6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d\"},\n\
         {\"path\":\"index.html\",\"size\":1,\"sha256\":\"d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35\"}\n]}\n"
    );
    assert_eq!(
        fs::read_dir(root.path()).expect("it is there").count(),
        2,
        "no staging folder is left"
    );
}

#[test]
fn what_bf_docs_did_not_write_is_never_deleted() {
    let (_root, docs, out) = tree();
    commit(&[page("index.html", "1")], &docs, &out).expect("a new folder");
    for name in ["a", "b", "c", "d", "e", "f"] {
        fs::write(out.join(name), "mine").expect("the folder is ours");
    }
    let fault = commit(&[page("index.html", "2")], &docs, &out).expect_err("files of another");
    let message = fault.to_string();
    assert!(message.ends_with("holds what bf-docs did not write: `a`, `b`, `c`, `d`, `e` and 1 more; move it away, or build into another folder"), "{message}");
    assert_eq!(
        (read(&out, "index.html"), read(&out, "f")),
        ("1".into(), "mine".into())
    );

    let empty = docs.with_file_name("empty");
    fs::create_dir(&empty).expect("the folder is new");
    fs::write(empty.join(".gitignore"), "").expect("the folder is ours");
    commit(&[page("index.html", "1")], &docs, &empty).expect("an empty folder");
}

#[test]
fn places_that_are_no_folder_of_their_own_are_refused() {
    let (root, docs, out) = tree();
    let refuse = |out: &Path, why: &str| {
        let message = commit(&[page("a", "")], &docs, out)
            .expect_err(why)
            .to_string();
        assert!(message.contains(why), "{message}");
    };
    refuse(&docs, "the docs it is built from lie in it");
    refuse(root.path(), "the docs it is built from lie in it");
    refuse(Path::new("/"), "it must be a folder in another");
    fs::write(&out, "").expect("the folder is ours");
    refuse(&out, "it is a file");
    refuse(&out.join("below"), "cannot create");
    #[cfg(unix)]
    {
        let link = root.path().join("link");
        std::os::unix::fs::symlink(&docs, &link).expect("the folder is ours");
        refuse(&link, "it is a symbolic link");
    }
}

#[test]
fn paths_never_lead_out_of_the_site() {
    let (_root, docs, out) = tree();
    for path in [
        "/etc/x",
        "../x",
        "a/../../x",
        "a//b",
        "",
        "./a",
        "a\\b",
        "a\0b",
        ".gitignore",
        MANIFEST,
    ] {
        commit(&[page(path, "")], &docs, &out).expect_err(path);
    }
    commit(&[page("a", "1"), page("a", "2")], &docs, &out).expect_err("two of one path");
    commit(&[page("a", "1"), page("a/b", "2")], &docs, &out).expect_err("a file that is a folder");
    assert!(!out.exists());
}

#[test]
fn readers_never_miss_a_page_and_builds_do_not_mix() {
    let (_root, docs, out) = tree();
    let site = |text: &str| -> Vec<Output> {
        (0..40)
            .map(|index| page(&format!("{index}.html"), text))
            .chain([page("index.html", text)])
            .collect()
    };
    commit(&site("0"), &docs, &out).expect("a new folder");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                read(&out, "index.html");
            }
        });
        let build = |text: &'static str| {
            for _ in 0..40 {
                commit(&site(text), &docs, &out).expect("our own folder");
            }
        };
        let other = scope.spawn(move || build("b"));
        let (docs, out) = (&docs, &out);
        for _ in 0..40 {
            commit(&site("a"), docs, out).expect("our own folder");
        }
        other.join().expect("the other build is well");
        done.store(true, Ordering::Relaxed);
    });
    let last = read(&out, "index.html");
    assert!(site("").iter().all(|page| read(&out, &page.path) == last));
}

fn read_any(out: &Path, path: &str) -> Option<String> {
    fs::read_to_string(out.join(path)).ok()
}

#[test]
fn what_dead_builds_left_is_put_right() {
    let (root, docs, out) = tree();
    commit(&[page("index.html", "1")], &docs, &out).expect("a new folder");
    let beside = |name: &str| root.path().join(name);
    for name in [
        ".site.bf-docs-dead",
        ".site.bf-docs-live",
        ".other.bf-docs-x",
    ] {
        fs::create_dir(beside(name)).expect("the folder is new");
    }
    let live = File::open(beside(".site.bf-docs-live")).expect("it is there");
    live.lock().expect("nobody else has it");
    // A build died between the two moves of a swap.
    fs::rename(&out, beside(".site.bf-docs-old")).expect("the folder is ours");
    commit(&[page("../x", "2")], &docs, &out).expect_err("a build that fails");
    commit(&[page("a", "2"), page("a/b", "2")], &docs, &out).expect_err("a build that fails later");

    assert_eq!(read(&out, "index.html"), "1");
    assert!(!beside(".site.bf-docs-dead").exists() && !beside(".site.bf-docs-old").exists());
    assert!(beside(".site.bf-docs-live").exists() && beside(".other.bf-docs-x").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_site() {
    let (root, docs, _) = tree();
    let disk = root.path().join("disk");
    fs::create_dir(&disk).expect("the folder is new");
    let mount = |command: &str, rest: &[&str]| {
        std::process::Command::new(command)
            .args(rest)
            .arg(&disk)
            .status()
            .is_ok_and(|status| status.success())
    };
    if !mount("mount", &["-t", "tmpfs", "-o", "size=256k", "tmpfs"]) {
        println!("not tried: only root can make a small disk");
        return;
    }
    let out = disk.join("site");
    let first = commit(&[page("index.html", "1")], &docs, &out).map(drop);
    let second = commit(
        &[
            page("index.html", "2"),
            page("big.html", &"x".repeat(1 << 20)),
        ],
        &docs,
        &out,
    )
    .map(drop);
    let (left, text) = (
        fs::read_dir(&disk).map(Iterator::count),
        read_any(&out, "index.html"),
    );
    assert!(mount("umount", &[]));
    first.expect("there is room for this");
    let message = second.expect_err("there is no room for this").to_string();
    assert!(
        message.contains("big.html") && message.contains("No space left"),
        "{message}"
    );
    assert_eq!((left.ok(), text.as_deref()), (Some(1), Some("1")));
}
