//! A site as the documents that are searched: one a section.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::cache::{Cache, Key};
use crate::content_map::ContentMap;
use crate::parse::{Event, Heading, Kind, Page, around, end_of, number, plain_lines, truth};
use crate::site::{Folder, Site, SitePage, encode};
use crate::trace::{Artifact, Status, Trace};

/// A page as it is searched.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Searched {
    /// Its address from the site's root.
    pub route: String,
    /// What it is called.
    pub title: String,
    /// Its file, from the docs folder.
    pub file: String,
    /// The name of its file, without its ending, or of the folder that it speaks for.
    pub called: String,
    /// The titles of the folders that it is in.
    pub folders: Vec<String>,
    /// The top folder that it is in.
    pub place: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it says that it is about.
    pub about: String,
    /// How much more it counts.
    pub boost: f64,
    /// Its sections; the first stands above the first heading.
    pub sections: Vec<Section>,
}

/// A section of a page: a heading, and what stands below it up to the next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Section {
    /// Its heading; the page's title where it stands above all headings.
    pub heading: String,
    /// Its heading's id, ready for an address; empty where it stands above all headings.
    pub id: String,
    /// Where it starts in the file, from 1.
    pub line: u32,
    /// The headings that it stands in, but for the page's title.
    pub above: Vec<String>,
    /// The kind of the artifact that it is or stands in: `decision`.
    pub kind: Option<&'static str>,
    /// That artifact's status.
    pub status: Option<&'static str>,
    /// Whether that artifact starts here.
    pub opens: bool,
    /// What it is called elsewhere: a decision's number, a tracker's item, a service.
    pub identifiers: Vec<String>,
    /// Its text, a block a line.
    pub text: String,
    /// Its code blocks.
    pub code: String,
}

impl Searched {
    /// Names all that is indexed of the page.
    pub fn key(&self) -> Key {
        Key::of(
            "searched",
            [postcard::to_stdvec(self).expect("texts and numbers can be written")],
        )
    }
}

/// The pages of a site that are searched, in its order.
pub fn of(site: &Site, trace: &Trace, map: &ContentMap, cache: &Cache) -> Vec<Searched> {
    let pages = site.pages.par_iter().enumerate();
    pages
        .filter_map(|(number, page)| of_page(site, trace, map, number, page, cache))
        .collect()
}

fn of_page(
    site: &Site,
    trace: &Trace,
    map: &ContentMap,
    number: usize,
    page: &SitePage,
    cache: &Cache,
) -> Option<Searched> {
    let settings = Settings::of(page, map);
    if settings.excluded {
        return None;
    }
    let artifacts: Vec<&Artifact> = trace
        .on_page(number)
        .iter()
        .map(|at| &trace.artifacts[*at])
        .collect();
    let owners = owners(&page.page.headings, &artifacts);
    let reader = Reader {
        page,
        whole: artifacts
            .into_iter()
            .find(|artifact| artifact.anchor.is_none()),
        owners,
    };
    let headings = &page.page.headings;
    // The heading that names the page opens its first section.
    let first = headings
        .first()
        .filter(|heading| heading.level == 1 && heading.text == page.names.title);
    let named = usize::from(first.is_some());
    let mut parts = match page.page.key {
        Some(key) => cache.or_make(|| Key::of("parts", [key]), || parts(&page.page)),
        None => parts(&page.page),
    };
    let below = parts.split_off(named + 1).into_iter().zip(named..);
    let mut sections = vec![reader.opening(parts)];
    sections.extend(below.map(|(part, at)| reader.below(at, part)));
    let called = called(&page.path, &site.folders_to(&page.path), number).to_owned();
    Some(Searched {
        route: encode(page.route.as_str()).into_owned(),
        title: page.names.title.clone(),
        file: page.path.clone(),
        called,
        folders: site
            .way_to(number)
            .into_iter()
            .map(|folder| folder.title.clone())
            .collect(),
        place: page
            .path
            .split_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned(),
        tags: page.page.front.list("tags"),
        about: page.page.front.text("description").unwrap_or_default(),
        boost: settings.boost,
        sections,
    })
}

/// The name that tells a page: its file's without the ending, or its folder's where it speaks for
/// that, or where no page does and the file is not numbered itself.
fn called<'p>(path: &'p str, folders: &[&Folder], number: usize) -> &'p str {
    let mut names = path.rsplit('/');
    let file = names.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let folder = folders
        .last()
        .filter(|folder| folder.path.len() + file.len() == path.len());
    let is_shared = folder.is_some_and(|folder| folder.index.is_none())
        && !stem.bytes().any(|byte| byte.is_ascii_digit());
    let speaks = folder.is_some_and(|folder| folder.index == Some(number));
    if speaks || is_shared {
        names.next().unwrap_or(stem)
    } else {
        stem
    }
}

/// What front matter says of a page's place in the search: `search: {exclude: true}`,
/// `search: {boost: 2}`, as Material has it; where it says nothing, the content map does.
struct Settings {
    excluded: bool,
    boost: f64,
}

impl Settings {
    fn of(page: &SitePage, map: &ContentMap) -> Self {
        let front = page.page.front.fields.get("search");
        let field = |name: &str| front.and_then(|search| search.get(name));
        let off = front.and_then(truth).map(|is_on| !is_on);
        let entry = map
            .search
            .iter()
            .rev()
            .find(|entry| entry.files.contains(&page.path));
        let excluded = field("exclude").and_then(truth).or(off);
        let boost = field("boost").and_then(number);
        let boost = boost.or(entry.and_then(|entry| entry.boost)).unwrap_or(1.0);
        Self {
            excluded: excluded.unwrap_or(entry.is_some_and(|entry| entry.exclude)),
            boost: if boost.is_finite() {
                boost.clamp(0.01, 100.0)
            } else {
                1.0
            },
        }
    }
}

struct Reader<'s> {
    page: &'s SitePage,
    /// The artifact that the page is.
    whole: Option<&'s Artifact>,
    /// The part of the page that each heading stands in.
    owners: Vec<Option<&'s Artifact>>,
}

/// For each heading the innermost part of its page that it begins or stands in.
fn owners<'a>(headings: &[Heading], artifacts: &[&'a Artifact]) -> Vec<Option<&'a Artifact>> {
    let begun = artifacts
        .iter()
        .filter_map(|artifact| Some((artifact.anchor.as_deref()?, *artifact)));
    let begun: HashMap<&str, &Artifact> = begun.collect();
    let mut open: Vec<(u8, &Artifact)> = Vec::new();
    let owner = |heading: &Heading| {
        while open
            .last()
            .is_some_and(|(level, _)| *level >= heading.level)
        {
            open.pop();
        }
        open.extend(
            begun
                .get(heading.id.as_str())
                .map(|artifact| (heading.level, *artifact)),
        );
        open.last().map(|(_, artifact)| *artifact)
    };
    headings.iter().map(owner).collect()
}

impl Reader<'_> {
    /// What stands above the first heading.
    fn opening(&self, parts: Vec<Part>) -> Section {
        let line = self
            .page
            .page
            .headings
            .first()
            .filter(|heading| heading.level == 1);
        let line = line.map_or(1, |heading| heading.line);
        let (texts, codes): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let part = (
            texts.join("\n").trim().to_owned(),
            codes.into_iter().rev().collect(),
        );
        let mut section = section(&self.page.names.title, "", part, self.whole);
        section.line = line;
        section.opens = true;
        if section.text.is_empty() {
            section.text = self.page.description.clone().unwrap_or_default();
        }
        section
    }

    /// What stands below a heading.
    fn below(&self, at: usize, part: Part) -> Section {
        let page = &self.page.page;
        let heading = &page.headings[at];
        let outer: Vec<&str> = around(&page.headings, at)
            .skip(1)
            .map(|outer| outer.text.as_str())
            .collect();
        let is_title = |text: &str| text == self.page.names.title;
        let above = outer
            .into_iter()
            .rev()
            .filter(|text| !is_title(text))
            .map(str::to_owned)
            .collect();
        let section = section(
            &heading.text,
            &heading.id,
            part,
            self.owners[at].or(self.whole),
        );
        Section {
            line: heading.line,
            above,
            ..section
        }
    }
}

/// A heading, what stands below it, and the artifact that it is or stands in.
fn section(heading: &str, id: &str, (text, code): Part, artifact: Option<&Artifact>) -> Section {
    let own = artifact.filter(|artifact| artifact.anchor.as_deref() == Some(id) || id.is_empty());
    Section {
        heading: heading.to_owned(),
        id: encode(id).into_owned(),
        kind: artifact.map(|artifact| artifact.kind.name()),
        status: artifact
            .and_then(|artifact| artifact.status)
            .map(Status::name),
        opens: own.is_some(),
        identifiers: own.map(identifiers).unwrap_or_default(),
        text,
        code,
        ..Section::default()
    }
}

/// What an artifact is called: `ADR 0014`, `IPT-106`, a service's name.
fn identifiers(artifact: &Artifact) -> Vec<String> {
    let mut names = artifact.trackers.clone();
    names.extend(
        artifact
            .decision_number()
            .map(|number| format!("ADR {number:04}")),
    );
    // What a part of a page is called after, its heading says.
    let is_part = artifact.anchor.is_some();
    let named = artifact.decision_number().is_none() && artifact.trackers.is_empty() && !is_part;
    names.extend(
        artifact
            .id
            .split_once('/')
            .filter(|_| named)
            .map(|(_, name)| name.to_owned()),
    );
    names
}

/// The text between two headings, a block a line, and the code there.
type Part = (String, String);

/// The parts of a page: above its first heading, and below each.
fn parts(page: &Page) -> Vec<Part> {
    let starts = page
        .headings
        .iter()
        .map(|heading| end_of(&page.events, heading.event) + 1);
    let ends = page
        .headings
        .iter()
        .map(|heading| heading.event)
        .chain([page.events.len()]);
    std::iter::once(0)
        .chain(starts)
        .zip(ends)
        .map(|(start, end)| texts(&page.events[start.min(end)..end]))
        .collect()
}

/// A run of events as text, blocks on lines of their own, and its code blocks.
fn texts(events: &[Event]) -> Part {
    let mut code = String::new();
    for event in events {
        if let Kind::Code(block) = &event.kind {
            code.push_str(&block.code);
            code.push('\n');
        }
    }
    (plain_lines(events), code)
}
