//! The pages that authors write.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value;

use super::addresses::{LinkBase, Ways, canonical};
use super::article::{Furnish, article};
use super::html::HtmlWriter;
use super::items::Items;
use super::view::{Crumb, PageView, TagView, TocView, Updated};
use super::{Fault, Highlights, Renderer};
use crate::body::{CodeBlock, Element, Event, EventKind, Heading, end_of};
use crate::cache::Key;
use crate::content_map;
use crate::output::{Content, Output};
use crate::site::{LinkDestination, Site, SitePage, Tail};
use crate::trace::{PageFacts, PageKind};

/// The previous and the next page of each page, in the order of the navigation.
pub fn neighbours(site: &Site) -> Vec<(Option<usize>, Option<usize>)> {
    let order = site.in_order();
    let mut around = vec![(None, None); site.pages.len()];
    for pair in order.windows(2) {
        around[pair[0]].1 = Some(pair[1]);
        around[pair[1]].0 = Some(pair[0]);
    }
    around
}

impl Renderer<'_> {
    /// Renders a page that an author wrote, by its number.
    pub fn page(&self, at: usize) -> Result<Output, Fault> {
        let page = &self.site.pages[at];
        let from = LinkBase::Page(page.route.clone());
        let view = self.page_view(at, &from);
        let nav = self
            .navigator()
            .around(&from, self.site.place_of(at), Some(at));
        let relations = self.relations(at, &Ways::new(LinkBase::Page(page.route.clone())));
        let banner = self.banner(at, &from);
        let shown = (&view, &nav, &relations, &banner);
        let write = |article: (Option<String>, String)| {
            let mut view = view.clone();
            (view.heading, view.content) = article;
            self.fill(&from, &view, &nav, |context| {
                let relations = relations.as_deref().map(Value::safe_string);
                context.insert_value("relations", relations.unwrap_or_else(Value::none));
                context.insert("banner", &banner);
            })
        };
        let make = || write(self.article(at, &from));
        let html = match page.page.key {
            Some(key) => {
                let parts = || self.html_parts(at, key, &from, &shown);
                self.code_cache.cache.try_memo("html", parts, make)?
            }
            None => make()?,
        };
        Ok(Output {
            path: page.route.file(),
            content: Content::Bytes(html.into_bytes()),
        })
    }

    /// The parts of a page's cache key: the article, which `key` identifies, its surroundings, and
    /// the parts of the site that the article uses.
    fn html_parts(
        &self,
        at: usize,
        key: Key,
        from: &LinkBase,
        shown: &impl Serialize,
    ) -> impl Iterator<Item = Vec<u8>> {
        let shown = postcard::to_stdvec(shown).expect("texts can be written");
        let parts = [
            self.look.as_ref().to_vec(),
            key.as_ref().to_vec(),
            self.site.pages[at].route.as_str().into(),
            shown,
        ];
        parts.into_iter().chain(self.asked(at, from))
    }

    /// The parts of the site that a page's article uses, except highlighted code.
    fn asked(&self, at: usize, from: &LinkBase) -> impl Iterator<Item = Vec<u8>> {
        let page = &self.site.pages[at];
        let furnisher = PageFurnisher {
            renderer: self,
            at,
            page,
            from,
            highlights: self.highlights,
        };
        let heading = page.names.heading.clone().unwrap_or_default();
        let link = |link| {
            let mut note = HtmlWriter::default();
            furnisher.note(link, &mut note);
            [
                furnisher.address(link).into_owned().into_bytes(),
                String::from(note).into_bytes(),
            ]
        };
        let links: Vec<_> = (0..page.page.links.len() as u32).flat_map(link).collect();
        std::iter::once(heading.into_bytes()).chain(links)
    }

    /// The surroundings of a page's article.
    fn page_view(&self, at: usize, from: &LinkBase) -> PageView {
        let page = &self.site.pages[at];
        let front = &page.page.front;
        let change = self.history.of(page.file_path());
        let [edit, view] = self.forge_addresses(page);
        let (previous, next) = self.neighbours[at];
        let facts = self.facts_of(at);
        PageView {
            layout: "page",
            title: page.names.title.clone(),
            description: page.description.clone(),
            heading: None,
            content: String::new(),
            root: page.route.to_root(),
            canonical: canonical(self.map, &page.route),
            kind: facts.kind.map(|kind| kind.title.into_owned()),
            status: facts.status.map(Cow::into_owned),
            owner: facts.owner,
            draft: page.draft,
            tags: self.tags_of(at, from),
            updated: change.map(|change| updated(&change.date)),
            authors: change.map_or_else(Vec::new, |change| change.authors.clone()),
            twin: self.site.twin(at).map(|path| from.to(&path)),
            edit,
            view,
            breadcrumbs: self.navigator().breadcrumbs(from, at),
            previous: previous.map(|at| self.crumb(at, from)),
            next: next.map(|at| self.crumb(at, from)),
            toc: contents(&page.page.headings),
            hide_navigation: front.hides("navigation"),
            hide_toc: front.hides("toc"),
            robots: "noindex",
        }
    }

    /// The addresses at which the forge edits and shows a page's file.
    fn forge_addresses(&self, page: &SitePage) -> [Option<String>; 2] {
        let Some(repository) = &self.map.site.repository else {
            return [None, None];
        };
        let file = page.file_path();
        [
            repository.edit_url(self.docs, file),
            repository.view_url(self.docs, file),
        ]
    }

    /// The facts of a page that readers see. A process shows no kind: it is just a page.
    pub(super) fn facts_of(&self, at: usize) -> PageFacts {
        let facts = self.trace.facts_of(at, &self.site.pages[at]);
        let is_shown = |kind: &PageKind| kind.title != content_map::DocKind::Process.title();
        PageFacts {
            kind: facts.kind.filter(is_shown),
            ..facts
        }
    }

    /// The `<h1>` at the start of the article, and the rest of it.
    fn article(&self, at: usize, from: &LinkBase) -> (Option<String>, String) {
        let page = &self.site.pages[at];
        let highlights = &*self.highlights.with(&page.page, self.code_cache);
        let furnisher = PageFurnisher {
            renderer: self,
            at,
            page,
            from,
            highlights,
        };
        let events = &page.page.events;
        if let Some(heading) = &page.names.heading {
            let mut h1 = HtmlWriter::default();
            h1.element("h1", heading);
            return (Some(h1.into()), article(events, &furnisher));
        }
        match opening_heading(events) {
            Some((start, end)) => {
                let rest: Vec<Event> = events[..start]
                    .iter()
                    .chain(&events[end + 1..])
                    .cloned()
                    .collect();
                (
                    Some(article(&events[start..=end], &furnisher)),
                    article(&rest, &furnisher),
                )
            }
            None => (None, article(events, &furnisher)),
        }
    }

    fn crumb(&self, at: usize, from: &LinkBase) -> Crumb {
        let href = Some(from.to(self.site.pages[at].route.as_str()));
        Crumb {
            title: self.site.name_alone(at).to_owned(),
            href,
        }
    }

    fn tags_of(&self, at: usize, from: &LinkBase) -> Vec<TagView> {
        let tags = self
            .site
            .tags
            .iter()
            .zip(&self.made.of_tag)
            .filter(|(tag, _)| tag.pages.binary_search(&at).is_ok());
        tags.map(|(tag, route)| TagView {
            name: tag.name.clone(),
            href: from.to(route.as_str()),
            count: tag.pages.len(),
        })
        .collect()
    }
}

/// The start and end of the level-1 heading, if only comments come before it.
fn opening_heading(events: &[Event]) -> Option<(usize, usize)> {
    let start = events.iter().position(|event| !is_comment(event))?;
    matches!(events[start].kind, EventKind::Start(Element::Heading(1), _))
        .then(|| (start, end_of(events, start)))
}

fn is_comment(event: &Event) -> bool {
    let EventKind::Html(html) = &event.kind else {
        return false;
    };
    html.html.trim_start().starts_with("<!--")
}

/// The site's parts of an article: addresses, code, contents and notes.
struct PageFurnisher<'a> {
    renderer: &'a Renderer<'a>,
    /// The page's number.
    at: usize,
    page: &'a SitePage,
    from: &'a LinkBase,
    highlights: &'a Highlights<'a>,
}

impl Furnish for PageFurnisher<'_> {
    fn address(&self, link: u32) -> Cow<'_, str> {
        let link = link as usize;
        match self.page.targets.get(link) {
            Some(LinkDestination::Page(at, tail)) => {
                let target = &self.renderer.site.pages[*at];
                let own = target.route == self.page.route && *tail != Tail::default();
                let way = if own {
                    String::new()
                } else {
                    self.from.to(target.route.as_str())
                };
                format!("{way}{tail}").into()
            }
            Some(LinkDestination::File(path, tail)) => {
                format!("{}{tail}", self.from.to(path)).into()
            }
            Some(LinkDestination::Made(route, tail)) => {
                format!("{}{tail}", self.from.to(route.as_str())).into()
            }
            Some(LinkDestination::Forge(address)) => address.into(),
            Some(LinkDestination::Elsewhere) | None => self
                .page
                .page
                .links
                .get(link)
                .map_or("", |link| link.dest.as_str())
                .into(),
        }
    }

    fn code(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        self.highlights.block(block, html);
    }

    fn inline_code(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        self.highlights.inline(block, html);
    }

    fn contents(&self, html: &mut HtmlWriter) {
        html.open("div").attr("class", "toc");
        html.raw("\n");
        list(&contents(&self.page.page.headings), html);
        html.close("div");
        html.raw("\n");
    }

    fn permalinks(&self) -> bool {
        true
    }

    fn note(&self, link: u32, html: &mut HtmlWriter) {
        if let Some(LinkDestination::Page(to, _)) = self.page.targets.get(link as usize) {
            self.renderer.note_retired(self.at, *to, html);
        }
    }

    fn items(&self) -> Option<&Items> {
        Some(&self.renderer.items).filter(|items| !items.are_none())
    }
}

fn list(items: &[TocView], html: &mut HtmlWriter) {
    if items.is_empty() {
        return;
    }
    html.raw("<ul>\n");
    for item in items {
        html.open("li");
        html.open("a").href("href", &format!("#{}", item.id));
        html.raw(&item.title);
        html.close("a");
        list(&item.children, html);
        html.close("li");
        html.raw("\n");
    }
    html.close("ul");
    html.raw("\n");
}

/// The headings of levels 2 to 4 as a tree. Further level-1 headings are
/// included: pages that are one long list have many.
fn contents(headings: &[Heading]) -> Vec<TocView> {
    let title = headings.iter().position(|heading| heading.level == 1);
    let mut roots: Vec<TocView> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        if Some(at) == title || heading.level > 4 || heading.contents_label().is_empty() {
            continue;
        }
        let mut text = HtmlWriter::default();
        text.text(heading.contents_label());
        let view = TocView {
            id: heading.id.clone(),
            title: text.into(),
            level: heading.level,
            children: Vec::new(),
        };
        let mut siblings = &mut roots;
        while siblings.last().is_some_and(|last| last.level < view.level) {
            let last = siblings.len() - 1;
            siblings = &mut siblings[last].children;
        }
        siblings.push(view);
    }
    roots
}

/// A day in the forms for programs and for readers.
pub fn updated(date: &str) -> Updated {
    Updated {
        date: date.to_owned(),
        text: long_date(date),
    }
}

/// `2026-11-21` as `21 November 2026`.
fn long_date(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month
        .and_then(|month| month.parse::<usize>().ok())
        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => {
            format!("{} {month} {year}", day.trim_start_matches('0'))
        }
        _ => date.to_owned(),
    }
}
