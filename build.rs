//! Names what this build of bf-docs is made of: what an earlier one left in a cache is of no use
//! to it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

fn main() {
    let mut hasher = DefaultHasher::new();
    for path in ["Cargo.lock", "Cargo.toml", "build.rs", "src", "theme"] {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut hasher);
    }
    name_commit();
    let target = std::env::var("TARGET").expect("cargo sets it");
    println!("cargo::rustc-env=BF_DOCS_TARGET={target}");
    let version = std::env::var("CARGO_PKG_VERSION").expect("cargo sets it");
    println!(
        "cargo::rustc-env=BF_DOCS_BUILD={version} {:016x}",
        hasher.finish()
    );
}

/// Names the commit of a release, or what the packager says it is: `3c87129 of 2026-11-28`. Other
/// builds do not say, so that a commit compiles nothing anew.
fn name_commit() {
    println!("cargo::rerun-if-env-changed=BF_DOCS_COMMIT");
    let given = std::env::var("BF_DOCS_COMMIT").ok();
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = match given {
        Some(given) => given,
        None if is_release => {
            println!("cargo::rerun-if-changed=.git/logs/HEAD");
            git_commit().unwrap_or_else(|| "unknown commit".to_owned())
        }
        None => "development build".to_owned(),
    };
    println!("cargo::rustc-env=BF_DOCS_COMMIT={commit}");
}

fn git_commit() -> Option<String> {
    let format = ["log", "-1", "--format=%h of %cs", "--abbrev=12"];
    let answer = Command::new("git").args(format).output().ok()?;
    let commit = String::from_utf8(answer.stdout).ok()?;
    answer.status.success().then(|| commit.trim().to_owned())
}

/// A file, or all files of a folder; what is not there is nothing.
fn add(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hasher));
    } else if let Ok(bytes) = fs::read(path) {
        (path.to_string_lossy(), bytes).hash(hasher);
    }
}
