//! Skips a build if its inputs and its site are unchanged since the last one.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::Built;
use super::build_state::Includes;
use super::examine::Contents;
use super::project::Project;
use crate::body::Include;
use crate::cache::{Cache, Key};
use crate::diag::{Report, Strictness};
use crate::discover::{CheckoutEntry, GitState, Inventory, SourceFile, git_state};
use crate::write::Manifest;

/// The result of a build, with those inputs that are known only after it.
#[derive(Serialize, Deserialize)]
struct BuildRecord {
    /// The files that pages include.
    includes: Vec<Include>,
    /// The paths around the docs folder that links asked for, and what each was.
    outside: BTreeMap<String, Option<CheckoutEntry>>,
    /// The state of the site's files, as [`listing`] computes it.
    site: Option<Key>,
    pages: usize,
    report: Report,
}

/// Inputs of a site outside the docs folder. Some may not exist.
pub struct OutsideFiles {
    /// The files that pages include.
    pub includes: Vec<Include>,
    /// The paths of the repository that links asked for, and what each was.
    pub outside: BTreeMap<String, Option<CheckoutEntry>>,
}

/// The inputs of a build, as they are now.
pub struct BuildInputs {
    /// The key of all inputs except the files that pages include.
    inputs: Key,
    theme: Key,
    git: GitState,
}

impl BuildInputs {
    /// Reads the current inputs. `git` is the repository's state.
    pub fn of(
        project: &Project,
        strictness: Strictness,
        git: GitState,
        contents: &Contents,
    ) -> Self {
        let Contents {
            inventory,
            findings: found,
        } = contents;
        let mut parts = git.answers.to_vec();
        parts.push(vec![strictness as u8]);
        parts.extend(project_inputs(project));
        parts.push(postcard::to_stdvec(found).expect("findings can be written"));
        let sources = inventory.sources.par_iter();
        let sources = sources.map(|file| source_key(file).as_ref().to_vec());
        parts.extend(sources.collect::<Vec<_>>());
        for file in &inventory.files {
            parts.push(
                format!(
                    "{} {:?}",
                    file.path,
                    fs::metadata(&file.full).ok().map(|of| stamp(&of))
                )
                .into_bytes(),
            );
        }
        let theme = own_theme(project);
        parts.push(theme.as_ref().to_vec());
        Self {
            inputs: Key::of("inputs", parts),
            theme,
            git,
        }
    }

    /// The result of an earlier build with the same inputs, if its site is unchanged.
    pub fn built(&self, project: &Project, inventory: &Inventory, cache: &Cache) -> Option<Built> {
        let BuildRecord {
            includes,
            outside,
            site,
            pages,
            report,
        } = cache.get(self.inputs)?;
        let is_there = |(path, entry): (&String, &Option<CheckoutEntry>)| {
            inventory.checkout.entry(path) == *entry
        };
        let is_same = outside.iter().all(is_there)
            && site.is_some()
            && site == listing(&project.out)
            && Includes::of(inventory).are_same(includes.iter());
        let manifest = Manifest::read(&project.out)
            .ok()
            .flatten()
            .filter(|_| is_same)?;
        Some(Built {
            manifest,
            pages,
            report,
            cache_error: None,
            was_up_to_date: true,
        })
    }

    /// Stores the result of a build from these inputs.
    pub fn keep(
        &self,
        project: &Project,
        built: &Built,
        outside_files: OutsideFiles,
        cache: &Cache,
    ) {
        let inputs_hold = || {
            own_theme(project) == self.theme && git_state(&project.docs).as_ref() == Some(&self.git)
        };
        let (inputs_hold, site) = rayon::join(inputs_hold, || listing(&project.out));
        // Another build may have replaced the site: then the listing is of that one.
        let is_ours = || {
            Manifest::read(&project.out).is_ok_and(|there| there.as_ref() == Some(&built.manifest))
        };
        // If an input changed during the build, nothing is stored: the site may be made from either
        // version.
        if inputs_hold && is_ours() {
            let OutsideFiles { includes, outside } = outside_files;
            cache.put(
                self.inputs,
                &BuildRecord {
                    includes,
                    outside,
                    site,
                    pages: built.pages,
                    report: built.report.clone(),
                },
            );
        }
    }
}

/// The key of a file that pages are made of, from its path and text.
fn source_key(SourceFile { source, .. }: &SourceFile) -> Key {
    Key::of("file", [source.file.path(), &*source.text])
}

/// The key of the project's own theme, from its files.
fn own_theme(project: &Project) -> Key {
    let entries = project
        .theme_folder()
        .into_iter()
        .flat_map(|folder| WalkDir::new(folder).sort_by_file_name());
    let file = |entry: walkdir::Result<walkdir::DirEntry>| match entry {
        Ok(entry) => {
            let text = entry
                .file_type()
                .is_file()
                .then(|| fs::read(entry.path()).unwrap_or_default());
            [
                text.unwrap_or_default(),
                entry.path().display().to_string().into_bytes(),
            ]
        }
        Err(error) => [Vec::new(), error.to_string().into_bytes()],
    };
    Key::of("own theme", entries.flat_map(file))
}

/// The key of the files of a folder with the times of their last changes, so that any edit changes
/// it. `None` if the folder cannot be read.
fn listing(folder: &Path) -> Option<Key> {
    let entries: Vec<_> = WalkDir::new(folder)
        .into_iter()
        .collect::<Result<_, _>>()
        .ok()?;
    let files = entries
        .par_iter()
        .filter(|entry| !entry.file_type().is_dir());
    let file = |entry: &walkdir::DirEntry| {
        let stamp = stamp(&entry.metadata().ok()?);
        Some(format!(
            "{} {stamp:?}",
            entry.path().strip_prefix(folder).ok()?.display()
        ))
    };
    let mut files = files.map(file).collect::<Option<Vec<_>>>()?;
    files.par_sort_unstable();
    Some(Key::of("listing", files))
}

/// The length of a file, and the values that the system changes with every write.
fn stamp(of: &Metadata) -> (u64, u128, [i64; 3]) {
    let modified = of
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (of.len(), modified.unwrap_or_default().as_nanos(), node(of))
}

#[cfg(unix)]
fn node(of: &Metadata) -> [i64; 3] {
    use std::os::unix::fs::MetadataExt;
    [of.ino() as i64, of.ctime(), of.ctime_nsec()]
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> [i64; 3] {
    [0; 3]
}

/// Inputs outside the tree: the texts of the content map and of the baseline, and the paths of the
/// project.
fn project_inputs(project: &Project) -> Vec<Vec<u8>> {
    let Project {
        docs, root, texts, ..
    } = project;
    let texts = [&texts.map, &texts.baseline].map(|text| text.as_bytes().to_vec());
    // A site without a name takes that of the folder it documents.
    let name = project.map.site.name.clone().unwrap_or_default();
    let places = [
        Some(docs.clone()),
        docs.canonicalize().ok(),
        Some(root.clone()),
        root.canonicalize().ok(),
        std::path::absolute(&project.out).ok(),
        project.config.clone(),
        project.checkout.place(""),
        Some(PathBuf::from(project.checkout.docs())),
    ];
    let place = |place: Option<PathBuf>| {
        let place = place.unwrap_or_default();
        place.into_os_string().into_encoded_bytes()
    };
    let places = places.into_iter().map(place);
    texts
        .into_iter()
        .chain([name.into_bytes()])
        .chain(places)
        .collect()
}
