//! Names what this build of bf-docs is made of: what an earlier one left in a cache is of no use
//! to it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for path in ["Cargo.lock", "Cargo.toml", "build.rs", "src", "theme"] {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut hasher);
    }
    let version = std::env::var("CARGO_PKG_VERSION").expect("cargo sets it");
    println!(
        "cargo::rustc-env=BF_DOCS_BUILD={version} {:016x}",
        hasher.finish()
    );
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
