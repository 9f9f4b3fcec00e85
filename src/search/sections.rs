//! A site as the documents that are searched: one a section.

use rayon::prelude::*;

use super::artifacts::{identifiers, owners};
use super::other_names::{OldAddresses, other_names};
use super::parts::{DrawingTexts, PageTexts, PartTexts, texts};
use super::search_page::{SearchPage, SearchSection};
use super::settings::SearchSettings;
use crate::address::encode;
use crate::body::{Heading, around};
use crate::cache::Cache;
use crate::content_map::ContentMap;
use crate::site::{NavFolder, Site, SitePage};
use crate::trace::{Artifact, PageFacts, Trace};

/// Reads the pages of a site.
struct SiteReader<'s> {
    site: &'s Site,
    trace: &'s Trace,
    map: &'s ContentMap,
    cache: &'s Cache,
    old: OldAddresses<'s>,
}

/// The pages of a site that are searched, in its order.
pub fn of(site: &Site, trace: &Trace, map: &ContentMap, cache: &Cache) -> Vec<SearchPage> {
    let reader = SiteReader {
        site,
        trace,
        map,
        cache,
        old: OldAddresses::of(site),
    };
    let pages = site.pages.par_iter().enumerate();
    pages
        .filter_map(|(number, page)| reader.page(number, page))
        .collect()
}

impl SiteReader<'_> {
    /// A page by its number. Returns `None` if it is not searched.
    fn page(&self, number: usize, page: &SitePage) -> Option<SearchPage> {
        let settings = SearchSettings::of(page, self.map);
        if settings.excluded {
            return None;
        }
        let way = self.site.way_to(number).into_iter();
        let place = match page.path.split_once('/') {
            Some((folder, _)) => folder,
            None => "",
        };
        let folders = self.site.folders_to(&page.path);
        let texts = self.texts(page);
        let headings = &page.page.headings;
        Some(SearchPage {
            route: encode(page.route.as_str()).into_owned(),
            title: page.names.title.clone(),
            file: page.file_path().to_owned(),
            called: called(&page.path, &folders, number).to_owned(),
            folders: way.map(|folder| folder.title.clone()).collect(),
            place: place.to_owned(),
            tags: page.page.front.list("tags"),
            about: page.page.front.text("description").unwrap_or_default(),
            also: other_names(number, &self.old, headings, &texts.long_forms),
            boost: settings.boost,
            sections: self.sections(number, page, texts.parts),
        })
    }

    fn sections(
        &self,
        number: usize,
        page: &SitePage,
        mut parts: Vec<PartTexts>,
    ) -> Vec<SearchSection> {
        let on_page = self.trace.on_page(number).iter();
        let artifacts: Vec<&Artifact> = on_page.map(|at| &self.trace.artifacts[*at]).collect();
        let headings = &page.page.headings;
        let owners = owners(headings, &artifacts);
        let mut artifacts = artifacts.into_iter();
        let reader = SectionReader {
            page,
            owners,
            whole: artifacts.find(|artifact| artifact.anchor.is_none()),
            facts: self.trace.facts_of(number, page),
        };
        // The heading that names the page opens its first section.
        let names_page = |first: &Heading| first.level == 1 && first.text == page.names.title;
        let is_named = headings.first().is_some_and(names_page);
        let first_below = usize::from(is_named);
        let below = parts.split_off(first_below + 1);
        let drawings = parts
            .iter_mut()
            .flat_map(|part| std::mem::take(&mut part.drawings));
        let drawings: Vec<DrawingTexts> = drawings.collect();
        let mut sections = vec![reader.opening(parts)];
        sections.extend(reader.drawings(drawings, &sections[0]));
        for (at, mut part) in (first_below..).zip(below) {
            let drawings = std::mem::take(&mut part.drawings);
            let section = reader.below(at, part);
            let drawings = reader.drawings(drawings, &section);
            sections.push(section);
            sections.extend(drawings);
        }
        sections
    }

    fn texts(&self, page: &SitePage) -> PageTexts {
        let make = || texts(&page.page);
        match page.page.key {
            Some(key) => self.cache.memo("texts of parts", || [key], make),
            None => make(),
        }
    }
}

/// The name that tells a page: its file's without the ending, or its folder's where it speaks for
/// that, or where no page does and the file is not numbered itself.
fn called<'p>(path: &'p str, folders: &[&NavFolder], number: usize) -> &'p str {
    let mut names = path.rsplit('/');
    let file = names.next().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) => stem,
        None => file,
    };
    let innermost = folders.last();
    let Some(folder) = innermost.filter(|folder| folder.path.len() + file.len() == path.len())
    else {
        return stem;
    };
    let is_of_folder = match folder.index {
        Some(index) => index == number,
        None => !stem.bytes().any(|byte| byte.is_ascii_digit()),
    };
    if is_of_folder {
        names.next().unwrap_or(stem)
    } else {
        stem
    }
}

/// Reads the sections of a page.
struct SectionReader<'s> {
    page: &'s SitePage,
    /// The artifact that the page is.
    whole: Option<&'s Artifact>,
    /// The part of the page that each heading stands in.
    owners: Vec<Option<&'s Artifact>>,
    /// The page's kind and status, for sections without an artifact.
    facts: PageFacts,
}

impl SectionReader<'_> {
    /// The section above the first heading.
    fn opening(&self, parts: Vec<PartTexts>) -> SearchSection {
        let first = self.page.page.headings.first();
        let line = first.filter(|heading| heading.level == 1);
        let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        let codes = parts.iter().rev().map(|part| part.code.as_str());
        let part = PartTexts {
            text: texts.join("\n").trim().to_owned(),
            code: codes.collect(),
            ..PartTexts::default()
        };
        let mut section = self.section(&self.page.names.title, "", part, self.whole);
        section.line = line.map_or(1, |heading| heading.line);
        section.opens = true;
        if section.text.is_empty() {
            section.text = self.page.description.clone().unwrap_or_default();
        }
        section
    }

    /// The section below a heading.
    fn below(&self, at: usize, part: PartTexts) -> SearchSection {
        let headings = &self.page.page.headings;
        let heading = &headings[at];
        let artifact = self.owners[at].or(self.whole);
        SearchSection {
            line: heading.line,
            above: self.above(at),
            ..self.section(&heading.text, &heading.id, part, artifact)
        }
    }

    /// The drawings of a section: a result for one of their words leads to the drawing.
    fn drawings(&self, drawings: Vec<DrawingTexts>, section: &SearchSection) -> Vec<SearchSection> {
        let drawing = |drawing: DrawingTexts| SearchSection {
            heading: drawing.title,
            id: encode(&drawing.id).into_owned(),
            above: {
                let heading = Some(&section.heading).filter(|_| !section.id.is_empty());
                section.above.iter().chain(heading).cloned().collect()
            },
            line: drawing.line,
            text: drawing.labels,
            kind: section.kind.clone(),
            status: section.status.clone(),
            ..SearchSection::default()
        };
        drawings.into_iter().map(drawing).collect()
    }

    /// The headings that a heading stands in, but for the page's title. Those of a story are in it,
    /// whatever their levels, and no story is in a part of the one before.
    fn above(&self, at: usize) -> Vec<String> {
        let headings = &self.page.page.headings;
        let anchor = self.owners[at].and_then(|artifact| artifact.anchor.as_deref());
        let begins = |heading: &Heading| Some(heading.id.as_str()) == anchor;
        let start = headings[..=at].iter().rposition(begins);
        let is_inside =
            |outer: &&Heading| start.is_none_or(|start| outer.line > headings[start].line);
        let mut above: Vec<&Heading> = around(headings, at).skip(1).take_while(is_inside).collect();
        if let Some(start) = start {
            let mut level = headings[start].level;
            above.extend((start < at).then_some(&headings[start]));
            for (outer, owner) in headings[..start].iter().zip(&self.owners).rev() {
                if owner.is_none() && outer.level < level {
                    above.push(outer);
                    level = outer.level;
                }
            }
        }
        let titles = above.iter().rev().map(|heading| heading.text.clone());
        titles
            .filter(|text| *text != self.page.names.title)
            .collect()
    }

    /// A section of a heading, the texts below it, and the artifact that it is or is a part of.
    fn section(
        &self,
        heading: &str,
        id: &str,
        part: PartTexts,
        artifact: Option<&Artifact>,
    ) -> SearchSection {
        let mut section = SearchSection {
            heading: heading.to_owned(),
            id: encode(id).into_owned(),
            text: part.text,
            code: part.code,
            ..SearchSection::default()
        };
        let Some(artifact) = artifact else {
            section.kind = self.facts.kind.as_ref().map(|kind| kind.name.clone());
            section.status = self.facts.status.clone();
            return section;
        };
        section.kind = Some(artifact.kind.name().into());
        section.status = artifact.status.map(|status| status.name().into());
        section.opens = id.is_empty() || artifact.anchor.as_deref() == Some(id);
        if section.opens {
            section.identifiers = identifiers(artifact);
        }
        section
    }
}
