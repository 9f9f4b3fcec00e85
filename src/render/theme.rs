//! The theme: embedded templates, styles and scripts, which a site's own files override.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use tera::Tera;

use super::Fault;
use super::components::{StatusBadges, TEMPLATES};
use super::scripts::{self, Mistake, Script};
use crate::cache::Key;
use crate::colour::Rgb;
use crate::output::{Content, Output, fingerprint};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// The styles, in the order of the joined file.
const STYLES: [&str; 12] = [
    "tokens",
    "accent",
    "base",
    "layout",
    "prose",
    "code",
    "components",
    "diagram",
    "api",
    "trace",
    "search",
    "print",
];

/// The root modules of the search: the worker, and the box that pages load to start it.
const SEARCH: [&str; 2] = ["worker.mjs", "box.mjs"];

/// The scripts that are files of their own.
const APART: [&str; 3] = ["scheme.js", "redirect.js", "drawings.js"];

/// A theme, ready to render.
pub struct Theme {
    /// The parsed templates.
    pub templates: Tera,
    /// The HTML of each status.
    pub badges: StatusBadges,
    /// The addresses of the files that pages load.
    pub assets: Assets,
    /// The files that pages load.
    pub outputs: Vec<Output>,
    /// The key of all files of the theme.
    pub key: Key,
}

/// The paths of the theme's files below the site's root. Their names contain a fingerprint
/// of their bytes, so browsers can cache them for ever.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The joined styles.
    pub style: String,
    /// The joined scripts, except those below.
    pub script: String,
    /// The script that sets the colour scheme before the page is drawn.
    pub scheme: String,
    /// The large view of drawings.
    pub drawings: String,
    /// The script that redirects from an old address.
    pub redirect: String,
    /// The search box and its worker.
    pub search: String,
    /// The favicon.
    pub favicon: String,
}

/// Reads the theme; files of `own` override those with the same path. `rules` is the module that
/// the search imports as `rules.mjs`. It has the rules that built the index, so it cannot be
/// overridden. `accent` is the site's own colour for links and buttons.
pub fn read(own: Option<&Path>, rules: &str, accent: Option<Rgb>) -> Result<Theme, Fault> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    embedded(&EMBEDDED, &mut files);
    if let Some(own) = own {
        below(own, &mut files)?;
    }
    files.insert("search/rules.mjs".to_owned(), rules.as_bytes().to_vec());
    if let Some(accent) = accent {
        let style = super::accent::style_sheet(accent);
        files.insert("css/accent.css".to_owned(), style.into_bytes());
    }
    let mut templates = Tera::new();
    let own_sources = files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("templates/")?;
        Some((name.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
    });
    let ours = TEMPLATES.map(|(name, text)| (name.to_owned(), text.to_owned()));
    templates
        .add_raw_templates(own_sources.chain(ours))
        .map_err(|error| Fault::Template(error.to_string()))?;
    let badges = StatusBadges::of(&templates)?;
    let (assets, outputs) = assets(&files)?;
    let key = Key::of(
        "theme",
        files
            .iter()
            .flat_map(|(path, bytes)| [path.as_bytes(), bytes]),
    );
    Ok(Theme {
        templates,
        badges,
        assets,
        outputs,
        key,
    })
}

fn embedded(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        files.insert(
            file.path().to_string_lossy().replace('\\', "/"),
            file.contents().to_vec(),
        );
    }
    for inner in dir.dirs() {
        embedded(inner, files);
    }
}

fn below(root: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Fault> {
    let fault = |path: PathBuf, source: std::io::Error| Fault::Theme { path, source };
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|error| fault(root.to_owned(), error.into()))?;
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(root)
                .unwrap_or(entry.path())
                .to_string_lossy()
                .replace('\\', "/");
            let bytes = std::fs::read(entry.path())
                .map_err(|error| fault(entry.path().to_owned(), error))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}

fn assets(files: &BTreeMap<String, Vec<u8>>) -> Result<(Assets, Vec<Output>), Fault> {
    let mut outputs = Vec::new();
    let mut add = |stem: &str, ending: &str, bytes: Vec<u8>| {
        let path = format!("assets/{stem}.{}.{ending}", fingerprint(&bytes));
        outputs.push(Output {
            path: path.clone(),
            content: Content::Bytes(bytes),
        });
        path
    };
    let get = |path: &str| files.get(path).cloned().unwrap_or_default();
    let styles = STYLES.map(|name| get(&format!("css/{name}.css")));
    let modules = scripts_of(files, "search/", ".mjs")?;
    let plain = scripts_of(files, "js/", ".js")?;
    let assets = Assets {
        style: add("site", "css", styles.join(&b'\n')),
        script: add("site", "js", joined(&plain, |name| !APART.contains(&name))?),
        scheme: add("scheme", "js", joined(&plain, |name| name == "scheme.js")?),
        redirect: add(
            "redirect",
            "js",
            joined(&plain, |name| name == "redirect.js")?,
        ),
        drawings: add(
            "drawings",
            "js",
            joined(&plain, |name| name == "drawings.js")?,
        ),
        search: add("search", "js", bytes(scripts::bundle(&modules, &SEARCH))?),
        favicon: add("favicon", "svg", get("favicon.svg")),
    };
    Ok((assets, outputs))
}

/// Joins some of the plain scripts.
fn joined(plain: &BTreeMap<&str, Script>, is_one: impl Fn(&str) -> bool) -> Result<Vec<u8>, Fault> {
    let some = plain.iter().filter(|(name, _)| is_one(name));
    let some: Vec<Script> = some.map(|(_, script)| *script).collect();
    bytes(scripts::joined(&some))
}

fn bytes(text: Result<String, Mistake>) -> Result<Vec<u8>, Fault> {
    text.map(String::into_bytes).map_err(Fault::Script)
}

/// The scripts of a folder whose names have this ending, by name.
fn scripts_of<'f>(
    files: &'f BTreeMap<String, Vec<u8>>,
    folder: &str,
    ending: &str,
) -> Result<BTreeMap<&'f str, Script<'f>>, Fault> {
    let mut scripts = BTreeMap::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix(folder) else {
            continue;
        };
        if name.ends_with(ending) {
            let script = Script::of(path, bytes).map_err(Fault::Script)?;
            scripts.insert(name, script);
        }
    }
    Ok(scripts)
}
