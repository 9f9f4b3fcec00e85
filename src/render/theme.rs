//! The theme: templates, styles and scripts, embedded, and a site's own files before them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use tera::Tera;

use super::Fault;
use super::badges::{SOURCE, StatusBadges, TEMPLATE};
use crate::cache::Key;
use crate::output::{Content, Output, fingerprint};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// Styles are joined in this order.
const STYLES: [&str; 9] = [
    "tokens",
    "base",
    "layout",
    "prose",
    "code",
    "components",
    "trace",
    "search",
    "print",
];

/// The modules of the search, each behind those that it imports: the page loads the last
/// of them, the worker that it starts the one before.
const SEARCH: [&str; 13] = [
    "stemmer", "words", "decoder", "pieces", "shards", "names", "query", "excerpt", "expand",
    "rank", "reader", "worker", "box",
];

/// The scripts that are not joined with the others.
const APART: [&str; 2] = ["scheme.js", "redirect.js"];

/// A theme, ready to render.
pub struct Theme {
    /// The templates.
    pub templates: Tera,
    /// How it shows each status.
    pub badges: StatusBadges,
    /// The files that every page loads.
    pub assets: Assets,
    /// Those files.
    pub outputs: Vec<Output>,
    /// Names all of its files.
    pub key: Key,
}

/// Where the theme's files lie below the site's root; names hold a fingerprint
/// of their bytes, so that they can be kept for ever.
#[derive(Debug, Clone)]
pub struct Assets {
    /// All styles.
    pub style: String,
    /// All scripts but those below.
    pub script: String,
    /// The script that sets the colour scheme before the page is drawn.
    pub scheme: String,
    /// The script that leads from an old address on.
    pub redirect: String,
    /// The search box, and what answers it.
    pub search: String,
    /// The icon.
    pub favicon: String,
}

/// Reads the theme; files of `own` win by path.
pub fn read(own: Option<&Path>) -> Result<Theme, Fault> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    embedded(&EMBEDDED, &mut files);
    if let Some(own) = own {
        below(own, &mut files)?;
    }
    let mut templates = Tera::new();
    let own_sources = files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("templates/")?;
        Some((name.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
    });
    let ours = (TEMPLATE.to_owned(), SOURCE.to_owned());
    templates
        .add_raw_templates(own_sources.chain([ours]))
        .map_err(|error| Fault::Template(error.to_string()))?;
    let badges = StatusBadges::of(&templates)?;
    let (assets, outputs) = assets(&files);
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

fn assets(files: &BTreeMap<String, Vec<u8>>) -> (Assets, Vec<Output>) {
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
    let style = STYLES
        .iter()
        .map(|name| get(&format!("css/{name}.css")))
        .collect::<Vec<_>>()
        .join(&b'\n');
    let is_joined = |path: &str| {
        path.starts_with("js/")
            && path.ends_with(".js")
            && !APART.contains(&path.trim_start_matches("js/"))
    };
    let scripts = files.iter().filter(|(path, _)| is_joined(path));
    let script = scripts
        .map(|(_, bytes)| bytes.as_slice())
        .collect::<Vec<_>>()
        .join(&b'\n');
    let assets = Assets {
        style: add("site", "css", style),
        script: add("site", "js", script),
        scheme: add("scheme", "js", get("js/scheme.js")),
        redirect: add("redirect", "js", get("js/redirect.js")),
        search: add(
            "search",
            "js",
            joined(&SEARCH.map(|name| get(&format!("search/{name}.mjs")))),
        ),
        favicon: add("favicon", "svg", get("favicon.svg")),
    };
    (assets, outputs)
}

/// Modules as one, without comments, blanks and imports: one request instead of a dozen.
/// An import is a line of its own, no two modules share a name, and what the last one
/// exports is exported.
fn joined(modules: &[Vec<u8>]) -> Vec<u8> {
    let mut script = String::new();
    for (at, module) in modules.iter().enumerate() {
        let export = if at + 1 < modules.len() {
            "export "
        } else {
            ""
        };
        for line in String::from_utf8_lossy(module).lines() {
            let code = line.trim_start();
            if !(code.is_empty() || code.starts_with("import ") || code.starts_with("//")) {
                script.push_str(code.strip_prefix(export).unwrap_or(code));
                script.push('\n');
            }
        }
    }
    minifier::js::minify(&script).to_string().into_bytes()
}
