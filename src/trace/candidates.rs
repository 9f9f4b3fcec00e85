//! Pages that look like decisions but are not read as such. One note names the key to write.

use std::collections::BTreeSet;

use super::fields::{Extent, RecordFields};
use super::model::Status;
use super::numbered::{is_decision_folder, is_index, is_template_or_list, numbered};
use super::register::Register;
use super::status::StatusWords;
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic};
use crate::site::SitePage;

/// Folders of proposals. Their pages are decisions only if the content map says so.
const PROPOSALS: [&str; 9] = [
    "rfc",
    "rfcs",
    "kep",
    "keps",
    "proposals",
    "enhancements",
    "peps",
    "eips",
    "teps",
];

/// The largest number of patterns that a note names.
const MOST: usize = 3;

/// Returns the note about a tree's pages that look like decisions, if it has any.
pub fn note(register: &Register<'_>) -> Option<Diagnostic> {
    let pages = register.site.pages.iter().zip(&register.documents);
    let found: Vec<&str> = pages
        .filter(|(page, document)| document.is_none() && page.page.front.text("kind").is_none())
        .filter(|(page, _)| !register.is_excluded(&page.path, DocKind::Decision))
        .filter_map(|(page, _)| resembles(page, &register.words).then_some(page.path.as_str()))
        .collect();
    let (first, others) = found.split_first()?;
    let message = match others.len() {
        0 => format!("`{first}` looks like a decision and is not read as one"),
        count => format!(
            "{} files look like decisions and are not read as such, `{first}` for one",
            count + 1
        ),
    };
    let globs = globs(&found);
    let globs = match globs.as_slice() {
        [one] => format!("\"{one}\""),
        several => format!(
            "[{}]",
            several
                .iter()
                .map(|glob| format!("\"{glob}\""))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    let help = format!(
        "write `files = {globs}` below `[artifact.decision]` in the content map, or name them in \
         `exclude`"
    );
    let note = Diagnostic::of(Code::PossibleDecision, None, message).help(help);
    // The number of pages is no part of the note's identity.
    Some(note.formerly("files look like decisions"))
}

/// Returns whether a page is numbered like a proposal, or states the status of a decision.
fn resembles(page: &SitePage, words: &StatusWords) -> bool {
    let path = page.path.as_str();
    let mut folders = path.split('/').rev().skip(1);
    let has_number = numbered(path).is_some();
    if is_template_or_list(path) {
        return false;
    }
    if has_number
        && folders
            .clone()
            .any(|folder| PROPOSALS.contains(&folder.to_ascii_lowercase().as_str()))
    {
        return true;
    }
    // Reading every page for a status would cost more than it finds.
    let is_near = has_number || folders.any(is_decision_folder) && !is_index(path);
    let says_state = || {
        let fields = RecordFields::of(&page.page, Extent::Whole);
        fields.has_status() && fields.status(&page.page.front, words).status != Status::Unknown
    };
    is_near && says_state()
}

/// Patterns that match these files. They become more general until there are few of them.
fn globs(paths: &[&str]) -> Vec<String> {
    let mut globs: BTreeSet<String> = paths
        .iter()
        .map(|path| pattern(path, |folder| folder.to_owned()))
        .collect();
    if globs.len() > MOST {
        globs = paths
            .iter()
            .map(|path| {
                pattern(path, |folder| {
                    format!("{}/**/", folder.split('/').next().unwrap_or_default())
                })
            })
            .collect();
    }
    if globs.len() > MOST {
        globs = paths
            .iter()
            .map(|path| pattern(path, |_| "**/".to_owned()))
            .collect();
    }
    globs.into_iter().collect()
}

/// `rfcs/0001-x.md` is `rfcs/[0-9]*.md`, `keps/sig/753-x/README.md` is `keps/sig/[0-9]*/README.md`.
fn pattern(path: &str, folder: impl Fn(&str) -> String) -> String {
    let (above, name) = path
        .rsplit_once('/')
        .map_or(("", path), |(above, name)| (above, name));
    let opens = |name: &str| {
        let digits = name.find(|c: char| c.is_ascii_digit());
        digits.map_or("*".to_owned(), |at| format!("{}[0-9]*", &name[..at]))
    };
    let in_folder = |folder: String| {
        if folder.is_empty() || folder.ends_with('/') {
            folder
        } else {
            folder + "/"
        }
    };
    if is_index(path) {
        let (outer, own) = above
            .rsplit_once('/')
            .map_or(("", above), |(outer, own)| (outer, own));
        return format!("{}{}/{name}", in_folder(folder(outer)), opens(own));
    }
    let is_top = above.is_empty();
    format!(
        "{}{}.md",
        if is_top {
            String::new()
        } else {
            in_folder(folder(above))
        },
        opens(name)
    )
}
