//! The packages: the same bytes each time, and a site on a Debian where nothing else is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::site::files;

/// The repository.
const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// The program as it is packed: without its symbols.
fn stripped(folder: &Path) -> PathBuf {
    let program = folder.join("bf-docs");
    done(
        Command::new("strip")
            .arg("-o")
            .arg(&program)
            .arg(env!("CARGO_BIN_EXE_bf-docs")),
    );
    program
}

/// Runs a command that must succeed, and returns what it prints.
fn done(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Packs a program into a folder.
fn pack(program: &Path, out: &Path) {
    let mut build = Command::new(Path::new(HERE).join("packaging/build"));
    build.args(["--fast", "--binary"]).arg(program).arg(out);
    done(
        build
            .current_dir("/")
            .env("SOURCE_DATE_EPOCH", "1700000000"),
    );
}

/// The only file of a folder whose name has this ending.
fn only(folder: &Path, ending: &str) -> PathBuf {
    let all = files(folder);
    let mut found = all.keys().filter(|path| path.ends_with(ending));
    folder.join(found.next().expect("it was made"))
}

#[test]
#[ignore = "needs Debian's tools for packages"]
fn two_packages_of_one_program_have_the_same_bytes_and_all_that_belongs_to_it() {
    let folder = tempfile::tempdir().expect("the tests need a temporary folder");
    let program = stripped(folder.path());
    let outs = ["one", "two/deeper"].map(|name| folder.path().join(name));
    outs.iter().for_each(|out| pack(&program, out));
    let [one, two] = outs.map(|out| files(&out));
    assert_eq!(one.len(), 3, "{:?}", one.keys());
    assert!(one == two, "the packages differ");
    let out = folder.path().join("one");
    done(
        Command::new("sha256sum")
            .args(["--check", "--quiet", "SHA256SUMS"])
            .current_dir(&out),
    );
    let listed = done(Command::new("tar").arg("-tf").arg(only(&out, ".tar.xz")));
    for file in [
        "/bin/bf-docs",
        "/share/man/man1/bf-docs-publish-rollback.1",
        "/share/man/man1/bf-docs-schema.1",
        "/share/bash-completion/completions/bf-docs",
        "/share/zsh/vendor-completions/_bf-docs",
        "/share/fish/vendor_completions.d/bf-docs.fish",
        "/share/doc/bf-docs/copyright",
        "/share/doc/bf-docs/bf-docs.cdx.json",
    ] {
        assert!(
            listed.lines().any(|line| line.ends_with(file)),
            "{file}\n{listed}"
        );
    }
}

#[test]
#[ignore = "needs root, debootstrap and a mirror of Debian"]
fn on_a_fresh_debian_the_package_is_installed_builds_a_site_and_plans_a_publish() {
    let folder = tempfile::tempdir().expect("the tests need a temporary folder");
    let (root, out) = (folder.path().join("debian"), folder.path().join("out"));
    done(
        Command::new("debootstrap")
            .args(["--variant=minbase", "bookworm"])
            .arg(&root),
    );
    pack(&stripped(folder.path()), &out);
    let package = only(&out, ".deb");
    fs::copy(&package, root.join("tmp/bf-docs.deb")).expect("the root is ours");
    let inside = |arguments: &[&str]| done(Command::new("chroot").arg(&root).args(arguments));
    inside(&["dpkg", "--install", "/tmp/bf-docs.deb"]);
    let docs = root.join("wiki/docs");
    fs::create_dir_all(&docs).expect("the root is ours");
    fs::write(
        docs.join("index.md"),
        "# Wiki\n\nAll that the team knows.\n",
    )
    .expect("it is ours");
    inside(&[
        "bf-docs",
        "build",
        "/wiki/docs",
        "--out",
        "/wiki/site",
        "--strict",
    ]);
    assert!(root.join("wiki/site/index.html").is_file());
    let plan = [
        "bf-docs",
        "publish",
        "--site",
        "/wiki/site",
        "--to",
        "file:///wiki/place",
        "--plan",
    ];
    assert!(inside(&plan).contains("write  index.html"));
    assert!(inside(&["bf-docs", "--version", "--verbose"]).contains("features: draw"));
    assert!(root.join("usr/share/man/man1/bf-docs-build.1.gz").is_file());
}
