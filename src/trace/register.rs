//! Who is who: artifacts by id, page, heading, number, tracker id and title.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use super::dates::Order;
use super::fields::Fields;
use super::model::{Artifact, ArtifactKind};
use super::recognise::{self, By, Document, work_folder};
use super::releases::{self, Noted};
use super::sections;
use super::status::{Stated, Words};
use super::stories::{self, Story};
use super::trackers::Trackers;
use crate::content_map::{ContentMap, Kind};
use crate::parse::{Kind as EventKind, Page, slug};
use crate::site::{Site, SitePage};
use crate::source::Place;

/// All artifacts and the ways to name them.
pub struct Register<'s> {
    /// The site they stand in.
    pub site: &'s Site,
    /// The words for states.
    pub words: Words,
    /// The content map.
    map: &'s ContentMap,
    /// The artifacts: page by page, a page's own before its parts'.
    pub artifacts: Vec<Artifact>,
    /// The document that each page is.
    pub documents: Vec<Option<usize>>,
    /// Whether decisions are numbered in several series.
    pub has_series: bool,
    /// What documents say of themselves, by artifact.
    said: HashMap<usize, Said>,
    /// The stories, by artifact.
    pub stories: Vec<(usize, Story<'s>)>,
    /// The release entries, by artifact, and the release that each is of.
    pub entries: Vec<(usize, usize, Noted)>,
    /// Of each page with entries, their items.
    items: HashMap<usize, Vec<(Range<usize>, usize)>>,
    /// Of each page with stories, their headings.
    parts: HashMap<usize, Vec<(Range<usize>, usize)>>,
    by_id: HashMap<String, Vec<usize>>,
    by_tracker: HashMap<String, Vec<usize>>,
    by_number: HashMap<u64, Vec<usize>>,
    by_ending: HashMap<String, Vec<usize>>,
    /// Decisions by the ids that versions before gave them.
    by_former: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
}

impl<'s> Register<'s> {
    /// Finds the artifacts of a site.
    pub fn of(site: &'s Site, map: &'s ContentMap, trackers: &Trackers) -> Self {
        let mut register = Self {
            site,
            words: Words::of(map),
            map,
            artifacts: Vec::new(),
            documents: vec![None; site.pages.len()],
            has_series: false,
            said: HashMap::new(),
            stories: Vec::new(),
            entries: Vec::new(),
            items: HashMap::new(),
            parts: HashMap::new(),
            by_id: HashMap::new(),
            by_tracker: HashMap::new(),
            by_number: HashMap::new(),
            by_ending: HashMap::new(),
            by_former: HashMap::new(),
            by_title: HashMap::new(),
        };
        let words = &register.words;
        let kinds = kinds(site, map);
        let pages = site.pages.par_iter().zip(kinds).enumerate();
        let found: Vec<Found<'_>> = pages
            .map(|(at, (page, kind))| found(at, page, kind, words, trackers))
            .collect();
        for (number, found) in found.into_iter().enumerate() {
            register.page(number, found);
        }
        register.settle_ids();
        register.settle_series();
        register.settle_days();
        register.flags();
        register.tracker_items(map);
        register.index();
        register
    }

    fn page(&mut self, number: usize, found: Found<'s>) {
        let document = found.document.map(
            |Document {
                 artifact,
                 fields,
                 stated,
             }| {
                let at = self.add(artifact);
                self.said.insert(at, Said { fields, stated });
                at
            },
        );
        self.documents[number] = document;
        for noted in found.entries {
            let at = self.add(noted.artifact.clone());
            self.items
                .entry(number)
                .or_default()
                .push((noted.range.clone(), at));
            self.entries.push((at, document.unwrap_or(at), noted));
        }
        for story in found.stories {
            let at = self.add(story.artifact.clone());
            self.parts
                .entry(number)
                .or_default()
                .push((story.headings.clone(), at));
            self.stories.push((at, story));
        }
    }

    fn add(&mut self, mut artifact: Artifact) -> usize {
        // A title stands in lists, trees and messages: it is one line.
        if artifact.title.contains('\n') {
            artifact.title = artifact
                .title
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
        }
        self.artifacts.push(artifact);
        self.artifacts.len() - 1
    }

    /// A tracker's item that several stories claim names one of them; the others are
    /// named by their headings. Which one does not depend on the state of their work.
    fn settle_ids(&mut self) {
        let mut holders: HashMap<&str, (&str, usize)> = HashMap::new();
        for (at, story) in &self.stories {
            let claim = (story.untracked_id.as_str(), *at);
            let holder = holders.entry(&story.artifact.id).or_insert(claim);
            *holder = claim.min(*holder);
        }
        for (at, story) in &self.stories {
            if holders[story.artifact.id.as_str()].1 != *at {
                self.artifacts[*at].id.clone_from(&story.untracked_id);
            }
        }
    }

    /// Where decisions are numbered in several series, those with words before their numbers are
    /// named with them: `decision/team-adr-0007`; and with their folders where a series has a
    /// number in several.
    fn settle_series(&mut self) {
        let series = self
            .artifacts
            .iter()
            .filter_map(|artifact| Some(&artifact.numbered.as_ref()?.series));
        self.has_series = series.collect::<HashSet<_>>().len() > 1;
        if !self.has_series {
            return;
        }
        let mut folders: HashMap<String, HashSet<String>> = HashMap::new();
        for artifact in &mut self.artifacts {
            let Some(page) = artifact.page.map(|page| &self.site.pages[page]) else {
                continue;
            };
            let is_named = page.page.front.text("id").is_some_and(|id| !id.is_empty());
            let Some(numbered) = artifact.numbered.as_ref().filter(|_| !is_named) else {
                continue;
            };
            if !numbered.series.is_empty() {
                artifact.id = format!("decision/{}-{:04}", numbered.series, numbered.number);
            }
            folders
                .entry(artifact.id.clone())
                .or_default()
                .insert(folder_of(&page.path).to_owned());
        }
        for artifact in &mut self.artifacts {
            let is_shared = folders
                .get(&artifact.id)
                .is_some_and(|folders| folders.len() > 1);
            let Some(page) = artifact
                .page
                .filter(|_| is_shared)
                .map(|page| &self.site.pages[page])
            else {
                continue;
            };
            let folder = folder_of(&page.path).rsplit('/').next().unwrap_or_default();
            artifact.id = format!(
                "decision/{}-{}",
                slug(folder),
                artifact.id.trim_start_matches("decision/")
            );
        }
    }

    /// Days that could be two, `5/6/2021`, where the tree's other days show what stands first.
    fn settle_days(&mut self) {
        let (mut day_first, mut month_first) = (0, 0);
        for order in self.said.values().flat_map(|said| said.fields.orders()) {
            match order {
                Order::DayFirst => day_first += 1,
                Order::MonthFirst => month_first += 1,
            }
        }
        let order = match (day_first, month_first) {
            (day, month) if day > month * MUCH_MORE => Order::DayFirst,
            (day, month) if month > day * MUCH_MORE => Order::MonthFirst,
            _ => return,
        };
        for (at, said) in &self.said {
            let artifact = &mut self.artifacts[*at];
            let Some(page) = artifact.page.map(|page| &self.site.pages[page]) else {
                continue;
            };
            if let Some(day) = said.fields.day(&page.page.front, Some(order)) {
                artifact.date = Some(day);
            }
        }
    }

    /// The flags that entries stand under, each at its first heading.
    fn flags(&mut self) {
        let mut flags: Vec<Artifact> = Vec::new();
        for (_, release, noted) in &self.entries {
            let Some((name, heading)) = &noted.flag else {
                continue;
            };
            let id = format!("feature-flag/{name}");
            if flags.iter().any(|flag| flag.id == id) {
                continue;
            }
            let release = &self.artifacts[*release];
            let page = &self.site.pages[release.page.unwrap_or_default()].page;
            let heading = &page.headings[*heading];
            let place = page.text.place(heading.span());
            flags.push(Artifact {
                anchor: Some(heading.id.clone()),
                // Its own text stands above its entries.
                last_line: Some(
                    noted
                        .artifact
                        .place
                        .line
                        .saturating_sub(1)
                        .max(heading.line),
                ),
                ..Artifact::outside(id, ArtifactKind::FeatureFlag, name, place).on(release.page)
            });
        }
        self.artifacts.extend(flags);
    }

    /// The trackers' items that artifacts name, each at its first mention.
    fn tracker_items(&mut self, map: &ContentMap) {
        let mut items: Vec<Artifact> = Vec::new();
        let mut seen = HashSet::new();
        for artifact in &self.artifacts {
            for name in &artifact.trackers {
                if seen.insert(name) {
                    let id = format!("tracker-item/{name}");
                    let item = Artifact::outside(
                        id,
                        ArtifactKind::TrackerItem,
                        name,
                        artifact.place.clone(),
                    );
                    items.push(Artifact {
                        url: Trackers::address(map, name),
                        ..item
                    });
                }
            }
        }
        self.artifacts.extend(items);
    }

    fn index(&mut self) {
        for (at, artifact) in self.artifacts.iter().enumerate() {
            self.by_id.entry(artifact.id.clone()).or_default().push(at);
            if let Some((_, ending)) = artifact.id.split_once('/') {
                self.by_ending
                    .entry(ending.to_owned())
                    .or_default()
                    .push(at);
            }
            if artifact.kind == ArtifactKind::Document(Kind::Story) {
                self.by_title
                    .entry(as_title(&artifact.title))
                    .or_default()
                    .push(at);
                for id in &artifact.trackers {
                    self.by_tracker.entry(id.clone()).or_default().push(at);
                }
            }
            if let Some(number) = artifact.decision_number() {
                self.by_number.entry(number).or_default().push(at);
            }
            let page = artifact
                .page
                .filter(|_| artifact.is(Kind::Decision))
                .map(|page| &self.site.pages[page]);
            if let Some(former) = page
                .and_then(recognise::former_id)
                .filter(|former| *former != artifact.id)
            {
                self.by_former.entry(former).or_default().push(at);
            }
        }
    }

    /// Whether the content map says that a file is of no such kind.
    pub fn is_excluded(&self, path: &str, kind: Kind) -> bool {
        self.map
            .artifacts
            .get(&kind)
            .is_some_and(|artifact| artifact.exclude.contains(path))
    }

    /// What a document says of itself.
    pub fn said(&self, decision: usize) -> Option<&Said> {
        self.said.get(&decision)
    }

    /// The decision of an id that a version before gave, where no artifact has it today.
    pub fn formerly(&self, id: &str) -> Option<usize> {
        let [one] = self.by_former.get(id)?.as_slice() else {
            return None;
        };
        self.with_id(id).is_empty().then_some(*one)
    }

    /// All such ids, each with the decision.
    pub fn former_ids(&self) -> HashMap<String, usize> {
        let known = self
            .by_former
            .keys()
            .filter_map(|id| Some((id.clone(), self.formerly(id)?)));
        known.collect()
    }

    /// The artifacts of an id.
    pub fn with_id(&self, id: &str) -> &[usize] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The artifacts whose ids say this behind their kind.
    pub fn ending_in(&self, name: &str) -> &[usize] {
        self.by_ending.get(name).map_or(&[], Vec::as_slice)
    }

    /// The story that a tracker's item is of: of several that claim it, the one that it names.
    pub fn tracked_as(&self, id: &str) -> Option<usize> {
        let claims = self.by_tracker.get(id)?;
        let is_named = |at: &&usize| self.artifacts[**at].id.strip_prefix("story/") == Some(id);
        claims
            .iter()
            .find(is_named)
            .or_else(|| claims.first())
            .copied()
    }

    /// The decisions of a number, whatever its leading zeros.
    pub fn decisions(&self, number: &str) -> &[usize] {
        let number = number.strip_prefix("decision/").unwrap_or(number);
        number
            .parse()
            .ok()
            .and_then(|number: u64| self.by_number.get(&number))
            .map_or(&[], Vec::as_slice)
    }

    /// The decisions that a mention of a number on a page can mean: where several have it, those
    /// beside the page.
    pub fn mentioned(&self, number: &str, page: usize) -> Vec<usize> {
        let all = self.decisions(number);
        let folder = folder_of(&self.site.pages[page].path);
        let is_beside = |at: &usize| {
            self.artifacts[*at]
                .page
                .is_some_and(|other| folder_of(&self.site.pages[other].path) == folder)
        };
        let beside: Vec<usize> = all.iter().copied().filter(is_beside).collect();
        if beside.is_empty() {
            all.to_vec()
        } else {
            beside
        }
    }

    /// Whether the site has decisions with numbers at all.
    pub fn has_decisions(&self) -> bool {
        !self.by_number.is_empty()
    }

    /// The artifact that a heading of a page belongs to: a story, else the document.
    pub fn at(&self, page: usize, heading: Option<usize>) -> Option<usize> {
        let part = heading.and_then(|heading| {
            let parts = self.parts.get(&page)?;
            parts
                .iter()
                .find(|(headings, _)| headings.contains(&heading))
                .map(|(_, at)| *at)
        });
        part.or(self.documents[page])
    }

    /// The artifact that says what stands at a byte of a page's text: the
    /// innermost entry there, else the one that the heading belongs to.
    pub fn speaker(&self, page: usize, heading: Option<usize>, at: usize) -> Option<usize> {
        let items = self.items.get(&page).map_or(&[][..], Vec::as_slice);
        let entry = items
            .iter()
            .rev()
            .find(|(range, _)| range.contains(&at))
            .map(|(_, entry)| *entry);
        entry.or_else(|| self.at(page, heading))
    }

    /// Where an artifact first names its tracker's item; where it starts, should it do
    /// so in its front matter alone.
    pub fn place_of_item(&self, artifact: &Artifact, id: &str, trackers: &Trackers) -> Place {
        let page = artifact.page.map(|page| &*self.site.pages[page].page);
        let first = |page: &Page| {
            let headings = artifact
                .anchor
                .as_ref()
                .and_then(|anchor| page.headings.iter().find(|h| h.id == *anchor));
            let events = &page.events[headings.map_or(0, |heading| heading.event)..];
            events.iter().find_map(|event| match &event.kind {
                EventKind::Text(text) | EventKind::Literal(text) => {
                    let (at, id) = trackers
                        .found(text)
                        .into_iter()
                        .find(|(_, found)| *found == id)?;
                    let start = event.range.start as usize + at;
                    Some(page.text.place(start..start + id.len()))
                }
                _ => None,
            })
        };
        page.and_then(first)
            .unwrap_or_else(|| artifact.place.clone())
    }

    /// The artifact that a link to a page and an id on it leads to.
    pub fn linked(&self, page: usize, anchor: Option<&str>) -> Option<usize> {
        let headings = &self.site.pages[page].page.headings;
        let heading =
            anchor.and_then(|anchor| headings.iter().position(|heading| heading.id == anchor));
        self.at(page, heading)
    }

    /// The stories of a title: those of the same page before all others.
    pub fn titled(&self, title: &str, page: usize) -> Vec<usize> {
        let all = self
            .by_title
            .get(&as_title(title))
            .map_or(&[][..], Vec::as_slice);
        let near: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| self.artifacts[*at].page == Some(page))
            .collect();
        if near.is_empty() { all.to_vec() } else { near }
    }

    /// The artifact of a kind in each work folder: folder name and artifact.
    pub fn in_work_folders(&self, kind: Kind) -> HashMap<&'s str, usize> {
        let of_kind = self
            .artifacts
            .iter()
            .enumerate()
            .filter(|(_, a)| a.kind == ArtifactKind::Document(kind));
        let folder =
            |artifact: &Artifact| Some(work_folder(&self.site.pages[artifact.page?].path)?.slug);
        let mut found = HashMap::new();
        for (at, artifact) in of_kind {
            if let Some(slug) = folder(artifact) {
                found.entry(slug).or_insert(at);
            }
        }
        found
    }
}

/// How many times more days have to be written in one order than in the other, for it to be the
/// tree's.
const MUCH_MORE: usize = 9;

/// The folder that a path lies in.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What a document says of itself.
pub struct Said {
    /// Its fields.
    pub fields: Fields,
    /// The state that a decision says it is in.
    pub stated: Option<Stated>,
}

/// The kind of each page. What lies in a folder `services` is a service where other documents are
/// governed.
fn kinds(site: &Site, map: &ContentMap) -> Vec<Option<Kind>> {
    let found: Vec<Option<(Kind, By)>> = site
        .pages
        .par_iter()
        .map(|page| recognise::kind_of(page, map))
        .collect();
    let is_governed = found
        .iter()
        .flatten()
        .any(|(kind, _)| !matches!(kind, Kind::Service | Kind::Process | Kind::Release));
    let is_taken =
        |(kind, by): &(Kind, By)| *kind != Kind::Service || *by == By::Author || is_governed;
    found
        .into_iter()
        .map(|found| found.filter(is_taken).map(|(kind, _)| kind))
        .collect()
}

/// What a page is, and what it holds.
struct Found<'s> {
    document: Option<Document>,
    entries: Vec<Noted>,
    stories: Vec<Story<'s>>,
}

fn found<'s>(
    number: usize,
    page: &'s SitePage,
    kind: Option<Kind>,
    words: &Words,
    trackers: &Trackers,
) -> Found<'s> {
    // A page of stories is no artifact: its stories are.
    let document = kind.filter(|kind| *kind != Kind::Story).map(|kind| {
        let text = if trackers.are_configured() {
            sections::prose(&page.page.events)
        } else {
            String::new()
        };
        let stated = page
            .page
            .front
            .list("tracked-by")
            .into_iter()
            .flat_map(|name| trackers.ids(&name));
        let named: Vec<String> = stated.chain(trackers.labelled(&text)).collect();
        let mut seen = HashSet::new();
        let trackers = named
            .into_iter()
            .filter(|id| seen.insert(id.clone()))
            .collect();
        let document = recognise::document(number, page, kind, words);
        Document {
            artifact: Artifact {
                trackers,
                ..document.artifact
            },
            ..document
        }
    });
    let entries = match &document {
        Some(release) if kind == Some(Kind::Release) => {
            let name = release
                .artifact
                .id
                .split_once('/')
                .map_or("", |(_, name)| name);
            releases::entries(number, page, name, trackers)
        }
        _ => Vec::new(),
    };
    // A heading "User Story" says little outside the work: guides on writing have it, too.
    let has_stories =
        kind == Some(Kind::Story) || kind.is_none() && work_folder(&page.path).is_some();
    let stories = if has_stories {
        stories::of(number, page, trackers)
    } else {
        Vec::new()
    };
    Found {
        document,
        entries,
        stories,
    }
}

/// Titles that differ in case or in a full stop are the same.
fn as_title(text: &str) -> String {
    text.trim().trim_end_matches('.').to_lowercase()
}
