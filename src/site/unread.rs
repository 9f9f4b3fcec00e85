//! Pages in formats of other tools, which are copied like any other file.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::discover::AssetFile;

/// File extensions of these formats. Notebooks are not among them: many are published as downloads.
const FORMS: [&str; 5] = ["mdx", "qmd", "rst", "adoc", "asciidoc"];

/// One finding with the number of these files.
pub fn note(files: &[AssetFile]) -> Option<Diagnostic> {
    let unread: Vec<(&str, &str)> = files
        .iter()
        .filter_map(|file| Some((file.path.as_str(), form(&file.path)?)))
        .collect();
    let mut by_form: BTreeMap<&str, usize> = BTreeMap::new();
    unread
        .iter()
        .for_each(|(_, form)| *by_form.entry(form).or_default() += 1);
    let counts: Vec<String> = by_form
        .iter()
        .map(|(form, count)| format!("{count} `.{form}`"))
        .collect();
    let message = match unread.as_slice() {
        [] => return None,
        [(path, _)] => format!("`{path}` is copied and not read as a page"),
        several => format!(
            "{} files are copied and not read as pages: {}",
            several.len(),
            counts.join(", ")
        ),
    };
    let help = "bf-docs reads `.md` and `.markdown`: rename what is Markdown, and convert the \
                rest or move it elsewhere";
    // The number of files is no part of the note's identity.
    Some(
        Diagnostic::of(Code::UnreadPages, None, message)
            .help(help)
            .formerly("files are copied and not read as pages"),
    )
}

fn form(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    FORMS
        .into_iter()
        .find(|form| ending.eq_ignore_ascii_case(form))
}

/// The files of these formats that a path may mean if it names no page: the path plus an extension,
/// or a folder's index.
pub fn meant(path: &str) -> impl Iterator<Item = String> {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    FORMS
        .into_iter()
        .flat_map(move |form| [format!("{stem}.{form}"), format!("{stem}/index.{form}")])
}
