//! Recognises governed documents by front matter, content map and path.

use super::dates;
use super::fields::{Extent, RecordFields};
use super::model::{Artifact, ArtifactKind, Status};
use super::numbered::{
    Numbered, is_dated, is_decision_folder, is_template_or_list, numbered, says_adr,
};
use super::status::{Stated, StatusWords};
use crate::body::Page;
use crate::content_map::{ContentMap, DocKind};
use crate::diag::suggest;
use crate::site::SitePage;

/// A work folder: its state, and its name, which identifies it in every state.
#[derive(Debug, Clone)]
pub struct WorkFolder<'p> {
    /// `active`, `backlog` or `archived`.
    pub state: Status,
    /// The folder's name.
    pub slug: &'p str,
}

/// The work folder of a page: `work/STATE/SLUG/...`.
pub fn work_folder(path: &str) -> Option<WorkFolder<'_>> {
    let mut parts = path.split('/');
    parts.find(|part| *part == "work")?;
    let state = match parts.next()? {
        "active" => Status::Active,
        "backlog" => Status::Backlog,
        "archived" | "archive" => Status::Archived,
        _ => return None,
    };
    let slug = parts.next()?;
    // `work/active/index.md` is in no work folder.
    parts.next()?;
    Some(WorkFolder { state, slug })
}

/// The kind of a page's document, if it is one, and the source of the kind.
pub fn kind_of(page: &SitePage, map: &ContentMap) -> Option<(DocKind, By)> {
    // A file is one document: the first of its pages.
    if page.page.number > 0 {
        return None;
    }
    if let Some(kind) = page.page.front.text("kind") {
        // A page may have a kind of its own, but a typing error must not lose a document.
        let known = named_kind(&kind);
        if known.is_some() || misspelt_kind(&kind).is_none() {
            return known.map(|kind| (kind, By::Author));
        }
    }
    let configured = map
        .artifacts
        .iter()
        .find(|(_, artifact)| artifact.files.contains(&page.path));
    if let Some((kind, _)) = configured {
        return Some((*kind, By::Author));
    }
    let is_excluded = |kind: &DocKind| {
        map.artifacts
            .get(kind)
            .is_some_and(|artifact| artifact.exclude.contains(&page.path))
    };
    by_place(&page.path)
        .filter(|kind| !is_excluded(kind))
        .map(|kind| (kind, By::Place))
}

/// The source of a document's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Front matter or the content map.
    Author,
    /// The path of its file.
    Place,
}

fn named_kind(written: &str) -> Option<DocKind> {
    DocKind::from_name(&written.to_lowercase().replace([' ', '_'], "-"))
}

/// The kind that a misspelt word most likely means.
pub fn misspelt_kind(written: &str) -> Option<&'static str> {
    let names = DocKind::ALL.iter().map(|kind| kind.name());
    if named_kind(written).is_some() {
        None
    } else {
        suggest(written, names)
    }
}

/// The kind of a document according to the default conventions for paths.
fn by_place(path: &str) -> Option<DocKind> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folders: Vec<&str> = path.split('/').rev().skip(1).collect();
    let parent = folders.first().copied().unwrap_or_default();
    let is_index = matches!(name, "index.md" | "README.md");
    if let Some(work) = work_folder(path) {
        if parent != work.slug {
            return None;
        }
        return match name {
            "challenge.md" => Some(DocKind::Challenge),
            "spec.md" | "specification.md" => Some(DocKind::Specification),
            _ => None,
        };
    }
    let is_recorded = folders.iter().any(|folder| is_decision_folder(folder)) || says_adr(path);
    // `adr/0007-x/index.md` is a decision, `adr/2024/index.md` the list of a year's decisions.
    let is_list = is_index && parent.bytes().all(|byte| byte.is_ascii_digit());
    if is_recorded && !is_list && !is_template_or_list(path) && is_numbered(path) {
        return Some(DocKind::Decision);
    }
    if parent == "release-notes" && !is_index {
        return Some(DocKind::Release);
    }
    if parent == "services" && !is_index {
        return Some(DocKind::Service);
    }
    if parent == "runbooks" && !is_index {
        return Some(DocKind::Runbook);
    }
    if folders.contains(&"system-design") && !(is_index && parent == "system-design") {
        return Some(DocKind::SystemDesign);
    }
    (folders.last() == Some(&"process")).then_some(DocKind::Process)
}

/// Returns whether the path of a decision has a number or a date.
fn is_numbered(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    numbered(path).is_some() || is_dated(name)
}

/// A decision's id in earlier versions: the digits at the start of its file's name, else the whole
/// name.
pub fn former_id(page: &SitePage) -> Option<String> {
    if page.page.front.text("id").is_some_and(|id| !id.is_empty()) {
        return None;
    }
    let stem = stem(&page.path);
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let is_number =
        digits > 0 && (digits == stem.len() || stem[digits..].starts_with(['-', '_', '.']));
    Some(format!(
        "decision/{}",
        if is_number { &stem[..digits] } else { stem }
    ))
}

fn stem(path: &str) -> &str {
    path.rsplit('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".md")
}

/// A page that is a document, with its fields.
pub struct RecognisedDocument {
    /// The artifact of the whole page.
    pub artifact: Artifact,
    /// The fields of its text.
    pub fields: RecordFields,
    /// The status that a decision states.
    pub stated: Option<Stated>,
}

/// Reads a page as a document.
pub fn document(
    number: usize,
    page: &SitePage,
    kind: DocKind,
    words: &StatusWords,
) -> RecognisedDocument {
    let place = match page.page.headings.first() {
        Some(heading) => page.page.text.place(heading.span()),
        None => page.page.text.place(0..0),
    };
    let front = &page.page.front;
    let is_decision = kind == DocKind::Decision;
    let fields = if is_decision || kind != DocKind::Api && may_have_fields(&page.page) {
        RecordFields::of(
            &page.page,
            if is_decision {
                Extent::Whole
            } else {
                Extent::Opening
            },
        )
    } else {
        RecordFields::default()
    };
    let stated = is_decision.then(|| fields.status(front, words));
    let dated = || {
        is_decision
            .then(|| dates::first_of_name(stem(&page.path)))
            .flatten()
    };
    let since = || stated.as_ref().and_then(|stated| stated.since.clone());
    let numbered = is_decision.then(|| numbered_as(page)).flatten();
    let artifact = Artifact {
        id: identity(page, kind, numbered.as_ref()),
        kind: ArtifactKind::Document(kind),
        title: page.names.title.clone(),
        status: stated
            .as_ref()
            .map(|stated| stated.status)
            .or_else(|| status(page, kind)),
        page: Some(number),
        anchor: None,
        place,
        last_line: None,
        numbered,
        trackers: Vec::new(),
        owner: fields.owner(front),
        date: fields.day(front, None).or_else(since).or_else(dated),
        entry: None,
        url: None,
    };
    RecognisedDocument {
        artifact,
        fields,
        stated,
    }
}

/// Returns whether a page's text could have a field that counts for every kind of document. Most
/// pages have none, and this check is fast.
fn may_have_fields(page: &Page) -> bool {
    let text = page.text.as_str();
    let near = text.get(..NEAR).unwrap_or(text);
    [
        "Date", "date", "Owner", "owner", "Author", "author", "Decider", "Since",
    ]
    .iter()
    .any(|name| near.contains(name))
}

/// The number of bytes at the top of a page that may hold its fields.
const NEAR: usize = 2000;

/// The number of a decision, from front matter or else from the file's name.
fn numbered_as(page: &SitePage) -> Option<Numbered> {
    let of_file = numbered(&page.path);
    match page.page.front.text("id").and_then(|id| id.parse().ok()) {
        Some(number) => {
            let series = of_file.map(|file| file.series).unwrap_or_default();
            Some(Numbered {
                number,
                written: format!("{number:04}"),
                series,
            })
        }
        None => of_file,
    }
}

/// The date of the last revision, from `updated` in front matter.
pub fn updated(page: &Page) -> Option<String> {
    page.front
        .text("updated")
        .and_then(|text| dates::first(&text)?.iso)
}

fn identity(page: &SitePage, kind: DocKind, numbered: Option<&Numbered>) -> String {
    if let Some(id) = page.page.front.text("id").filter(|id| !id.is_empty()) {
        // A decision's number always has four digits in its id.
        let number = id.parse::<u64>().ok().filter(|_| kind == DocKind::Decision);
        return number.map_or_else(
            || format!("{}/{id}", kind.name()),
            |number| format!("decision/{number:04}"),
        );
    }
    let stem = stem(&page.path);
    match (kind, work_folder(&page.path)) {
        (DocKind::Challenge | DocKind::Specification, Some(work)) => {
            format!("{}/{}", kind.name(), work.slug)
        }
        (DocKind::Decision, _) => numbered.map_or_else(
            || format!("decision/{stem}"),
            |numbered| format!("decision/{}", numbered.written),
        ),
        (DocKind::Service | DocKind::Release, _) => format!("{}/{stem}", kind.name()),
        (DocKind::Api, _) => {
            let (folder, stem) = crate::address::split(page.file_path());
            let path = format!("{folder}{stem}");
            format!("api/{}", path.trim_end_matches("/index"))
        }
        _ => format!(
            "{}/{}",
            kind.name(),
            page.path.trim_end_matches(".md").trim_end_matches("/index")
        ),
    }
}

fn status(page: &SitePage, kind: DocKind) -> Option<Status> {
    match kind {
        DocKind::Challenge | DocKind::Specification => {
            work_folder(&page.path).map(|work| work.state)
        }
        _ => None,
    }
}
