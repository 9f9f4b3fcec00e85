//! Which pages are governed documents, by front matter, content map and place.

use super::model::{Artifact, ArtifactKind, Status};
use super::sections;
use crate::content_map::{ContentMap, Kind};
use crate::diag::suggest;
use crate::parse::{Event, Kind as EventKind, Page};
use crate::site::SitePage;

/// A work folder: its state and its name, which identifies it whatever its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFolder<'p> {
    /// `active`, `backlog` or `archived`.
    pub state: Status,
    /// The folder's name.
    pub slug: &'p str,
}

/// The work folder that a page lies in: `work/STATE/SLUG/...`.
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
    // `work/active/index.md` lies in no work folder.
    parts.next()?;
    Some(WorkFolder { state, slug })
}

/// The kind of the document that a page is, if it is one.
pub fn kind_of(page: &SitePage, map: &ContentMap) -> Option<Kind> {
    if let Some(kind) = page.page.front.text("kind") {
        // A page may be of a kind of its own, but a slip of the hand must not lose a document.
        let known = named_kind(&kind);
        if known.is_some() || misspelt_kind(&kind).is_none() {
            return known;
        }
    }
    let configured = map.artifacts.iter().find(|(_, artifact)| artifact.files.contains(&page.path));
    configured.map(|(kind, _)| *kind).or_else(|| by_place(&page.path))
}

fn named_kind(written: &str) -> Option<Kind> {
    Kind::from_name(&written.to_lowercase().replace([' ', '_'], "-"))
}

/// The kind that was most likely meant by a word that is none.
pub fn misspelt_kind(written: &str) -> Option<&'static str> {
    let names = Kind::ALL.iter().map(|kind| kind.name());
    if named_kind(written).is_some() { None } else { suggest(written, names) }
}

/// The conventions for trees that say nothing else.
fn by_place(path: &str) -> Option<Kind> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folders: Vec<&str> = path.split('/').rev().skip(1).collect();
    let parent = folders.first().copied().unwrap_or_default();
    let is_index = matches!(name, "index.md" | "README.md");
    if let Some(work) = work_folder(path) {
        if parent != work.slug {
            return None;
        }
        return match name {
            "challenge.md" => Some(Kind::Challenge),
            "spec.md" | "specification.md" => Some(Kind::Specification),
            _ => None,
        };
    }
    if parent == "decisions" && decision_number(path).is_some() {
        return Some(Kind::Decision);
    }
    if parent == "release-notes" && !is_index {
        return Some(Kind::Release);
    }
    if parent == "services" && !is_index {
        return Some(Kind::Service);
    }
    if parent == "runbooks" && !is_index {
        return Some(Kind::Runbook);
    }
    if folders.contains(&"system-design") && !(is_index && parent == "system-design") {
        return Some(Kind::SystemDesign);
    }
    (folders.last() == Some(&"process")).then_some(Kind::Process)
}

/// The number of a decision's file name: `decisions/0014-x.md` is `0014`.
pub fn decision_number(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && name[digits..].starts_with(['-', '_', '.'])).then(|| &name[..digits])
}

/// The artifact that a page is.
pub fn document(number: usize, page: &SitePage, kind: Kind) -> Artifact {
    let place = match page.page.headings.first() {
        Some(heading) => page.page.text.place(heading.span()),
        None => page.page.text.place(0..0),
    };
    Artifact {
        id: identity(page, kind),
        kind: ArtifactKind::Document(kind),
        title: page.names.title.clone(),
        status: status(page, kind),
        page: Some(number),
        anchor: None,
        place,
        last_line: None,
        trackers: Vec::new(),
        owner: page.page.front.text("owner"),
        date: date(&page.page),
        entry: None,
        url: None,
    }
}

/// The lines among which a date is the document's.
const NEAR: usize = 30;

/// The day a document is dated: front matter `date`, else a line `Date: 2020-06-06` near its top.
fn date(page: &Page) -> Option<String> {
    let text = page.text.as_str();
    let end = text.match_indices('\n').nth(NEAR - 1).map_or(text.len(), |(at, _)| at);
    let near = || {
        let behind = page.events.iter().position(|event| event.span().start >= end);
        &page.events[..behind.unwrap_or(page.events.len())]
    };
    // Most pages have none: to look is quick.
    let written = || text[..end].contains("Date").then(|| field(near(), "Date:"))?;
    page.front.text("date").or_else(written).and_then(|text| day(&text))
}

/// What stands behind a name at the beginning of a line: `Status: Accepted`. Blocks of code say nothing.
fn field(events: &[Event], name: &str) -> Option<String> {
    let find = |text: &str| {
        let found = text.lines().find_map(|line| line.trim_start().strip_prefix(name));
        found.map(|rest| rest.trim().to_owned())
    };
    let ends_line = |event: &Event| matches!(event.kind, EventKind::SoftBreak | EventKind::Html(_));
    events.split_inclusive(ends_line).find_map(|run| match run.split_last() {
        // HTML is read as it is written.
        Some((Event { kind: EventKind::Html(html), .. }, before)) => {
            find(&sections::text(before)).or_else(|| find(&html.html))
        }
        _ => find(&sections::text(run)),
    })
}

/// The day that front matter says a document was last revised.
pub fn updated(page: &Page) -> Option<String> {
    page.front.text("updated").and_then(|text| day(&text))
}

/// The day that a date opens with: `2026-11-21`.
fn day(text: &str) -> Option<String> {
    let day: String = text.chars().take(10).collect();
    is_day(&day).then_some(day)
}

/// Whether a text is a day as `2026-11-21`.
pub fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, digits: usize, range: std::ops::RangeInclusive<u32>| {
        let part = parts.get(at).filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
        part.and_then(|part| part.parse().ok()).is_some_and(|number: u32| range.contains(&number))
    };
    parts.len() == 3 && number(0, 4, 0..=9999) && number(1, 2, 1..=12) && number(2, 2, 1..=31)
}

fn identity(page: &SitePage, kind: Kind) -> String {
    if let Some(id) = page.page.front.text("id").filter(|id| !id.is_empty()) {
        // A decision's number has four digits, however it is written.
        let number = id.parse::<u64>().ok().filter(|_| kind == Kind::Decision);
        return number.map_or_else(|| format!("{}/{id}", kind.name()), |number| format!("decision/{number:04}"));
    }
    let stem = page.path.rsplit('/').next().unwrap_or(&page.path).trim_end_matches(".md");
    match (kind, work_folder(&page.path)) {
        (Kind::Challenge | Kind::Specification, Some(work)) => format!("{}/{}", kind.name(), work.slug),
        (Kind::Decision, _) => format!("decision/{}", decision_number(&page.path).unwrap_or(stem)),
        (Kind::Service | Kind::Release, _) => format!("{}/{stem}", kind.name()),
        _ => format!("{}/{}", kind.name(), page.path.trim_end_matches(".md").trim_end_matches("/index")),
    }
}

fn status(page: &SitePage, kind: Kind) -> Option<Status> {
    match kind {
        Kind::Challenge | Kind::Specification => work_folder(&page.path).map(|work| work.state),
        Kind::Decision => Some(decision_status(&page.page)),
        _ => None,
    }
}

/// A decision's status: front matter `status`, else the first word of its
/// Status section, else a line `Status: Accepted`.
fn decision_status(page: &Page) -> Status {
    let written = page.front.text("status").or_else(|| {
        let section = sections::named(page, "Status")?;
        Some(sections::text(section.events))
    });
    let written = written.or_else(|| field(&page.events, "Status:"));
    let word =
        written.as_deref().and_then(|text| text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()));
    word.and_then(Status::of_decision).unwrap_or(Status::Unknown)
}
