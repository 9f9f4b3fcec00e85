//! One file becomes one page.
//!
//! **Enters:** a [`Source`] and the [`Snippets`] that it may include.
//! **Leaves:** a [`Page`] and what was wrong in it.
//! **Invariant:** a page is a function of its own file and of what it
//! includes. Nothing here looks at another page, the configuration's
//! navigation or the clock, so files parse in parallel, and a page whose
//! files did not change need not be parsed again.
//!
//! The steps, in order: front matter, snippets, containers (`scan`),
//! CommonMark (`markdown`), attribute lists, web addresses (`autolinks`),
//! paired signs, icons and keys (`inline`), containers again (`structure`),
//! footnotes, authors' HTML (`balance`), annotations, headings.

mod text;
mod event;
mod plain;
mod yaml_fields;
mod toml_fields;
mod front_matter;
mod lines;
mod includes;
mod snippets;
mod attributes;
mod containers;
mod blocks;
mod html_start;
mod paths;
mod dialect;
mod scan;
mod fences;
mod accidental;
mod math;
mod definitions;
mod body;
mod raw_html;
mod markdown;
mod autolinks;
mod delimiters;
mod keys;
mod icons;
mod inline;
mod structure;
mod footnotes;
mod tags;
mod foreign;
mod balance;
mod slugs;
mod annotations;
mod headings;
mod allows;

pub use allows::Allow;
pub use event::{AttrList, Attrs, CodeBlock, Event, Events, Html, Kind, Tag, end_of};
pub use front_matter::{FrontMatter, number, truth};
pub use headings::{Heading, around};
pub use plain::{plain_lines, plain_text};
pub use slugs::{Slugs, slug};
pub use snippets::Include;
pub use text::Text;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use containers::Container;

use crate::cache::Key;
use crate::content_map::SlugRule;
use crate::diag::{Code, Diagnostic};
use crate::discover::Snippets;
use crate::source::{Place, Source};

/// A parsed page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page {
    /// What stands above the text.
    pub front: FrontMatter,
    /// The body.
    #[serde(skip)]
    pub events: Events,
    /// What can be said of the body without reading it again.
    pub opening: Opening,
    /// Every address in the body, in the order of the source.
    pub links: Vec<Link>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Ids that are not headings': of raw HTML and of attribute lists.
    pub ids: Vec<String>,
    /// Findings that its comments allow.
    pub allows: Vec<Allow>,
    /// The files that it includes.
    pub includes: Vec<Include>,
    /// The text that was parsed, to find places in.
    pub text: Text,
    /// Names all that the page was made from; none where nothing is kept for later runs.
    pub key: Option<Key>,
}

/// How a page's body begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The text of its first paragraph that has any.
    pub lead: Option<String>,
    /// Whether nothing but HTML stands before the first heading.
    pub is_heading: bool,
    /// Whether raw HTML has a level-1 heading.
    pub has_raw_title: bool,
}

/// An address in a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The address as written.
    pub dest: String,
    /// What it does.
    pub kind: LinkKind,
    /// Byte range of the whole link in the page's [`Text`].
    pub range: Range<usize>,
    /// Whether it stands in HTML that the author wrote.
    pub is_html: bool,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// A reader follows it.
    Link,
    /// A reader follows it; the author wrote it in full (`<https://...>`).
    Autolink,
    /// The browser loads it.
    Image,
    /// The browser loads it as a page of its own.
    Frame,
}

/// Which of the dialect's parts are on.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// `$x$` and `$$x$$` are formulas.
    pub math: bool,
    /// Web addresses in a text are links.
    pub autolink: bool,
    /// Authors' HTML is closed where it opens, so that a page stays whole;
    /// off, it is passed on as CommonMark has it.
    pub balance: bool,
    /// The rule by which headings get their ids.
    pub slug: SlugRule,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            math: true,
            autolink: true,
            balance: true,
            slug: SlugRule::Mkdocs,
        }
    }
}

/// Parses a page. Never fails: broken Markdown is still a page.
pub fn page(source: &Source, snippets: &Snippets, dialect: &Dialect) -> (Page, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let (front, start) = front_matter::split(source, &mut findings);
    let (text, includes) = snippets::expand(Text::of(source, start), snippets, &mut findings);
    let scanned = scan::scan(text, dialect, &mut findings);
    let text = scanned.text;
    let mut body = markdown::read(&text, dialect, &scanned.addresses, &mut findings);
    let mut events = body.events;
    definitions::check(&events, &text, &mut findings);
    footnotes::refer(&mut events, &text);
    let allows = allows::read(&events, &text, &mut findings);
    foreign::report(&events, &text, &mut findings);
    inline::attach_attributes(&mut events);
    if dialect.autolink {
        events = autolinks::apply(events, &scanned.addresses, &mut body.links);
    }
    events = delimiters::apply(events);
    events = inline::substitute(events, &scanned.abbreviations, &text, &mut findings);
    inline::attach_attributes(&mut events);
    events = structure::build(events, &scanned.containers);
    events = footnotes::gather(events, &text, &mut findings);
    if dialect.balance {
        events = balance::balance(events, &text, &mut findings);
    }
    annotations::number(&mut events);
    contents(&mut events);
    let headings = headings::identify(&mut events, &body.ids, dialect.slug, &text, &mut findings);
    let ids = own_ids(&events, body.ids, &scanned.containers, &text, &mut findings);
    if events.is_empty() {
        findings.add(
            Code::EmptyPage,
            source.place(0..0),
            "the page has no content",
            "write something, or delete the file",
        );
    }
    let opening = Opening::of(&events, &headings);
    let events = events.into();
    (
        Page {
            front,
            events,
            opening,
            links: body.links,
            headings,
            ids,
            allows,
            includes,
            text,
            key: None,
        },
        findings.list,
    )
}

impl Page {
    /// The place of a link: of its address, where that stands in the source as it is.
    pub fn place_of(&self, link: &Link) -> Place {
        let whole = self
            .text
            .as_str()
            .get(link.range.clone())
            .unwrap_or_default();
        match whole.rfind(&link.dest) {
            Some(at) if !link.dest.is_empty() => {
                let start = link.range.start + at;
                self.text.place(start..start + link.dest.len())
            }
            _ => self.text.place(link.range.clone()),
        }
    }

    /// Whether the body has a level-1 heading, its own or in raw HTML.
    pub fn has_title(&self) -> bool {
        self.headings.iter().any(|heading| heading.level == 1) || self.opening.has_raw_title
    }
}

impl Opening {
    fn of(events: &[Event], headings: &[Heading]) -> Self {
        let is_html = |event: &Event| matches!(event.kind, Kind::Html(_));
        let has_title = |html: &Html| html.raw && html.html.contains("<h1");
        Self {
            lead: lead(events),
            is_heading: headings
                .first()
                .is_some_and(|first| events[..first.event].iter().all(is_html)),
            has_raw_title: events
                .iter()
                .any(|event| matches!(&event.kind, Kind::Html(html) if has_title(html))),
        }
    }
}

/// The text of the first paragraph that has any.
fn lead(events: &[Event]) -> Option<String> {
    let mut depth = 0usize;
    for (at, event) in events.iter().enumerate() {
        match &event.kind {
            Kind::Start(Tag::Element(name), _) if name == "p" && depth == 0 => {
                let text = plain_text(&events[at..end_of(events, at)]);
                if !text.trim().is_empty() {
                    return Some(text.trim().to_owned());
                }
                depth += 1;
            }
            Kind::Start(..) => depth += 1,
            Kind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// What the steps of a parse find.
#[derive(Debug, Default)]
struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    fn add(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.list
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// `reference` is what stands between the brackets; `advice` is for the line that was meant to
    /// define it.
    fn undefined_reference(&mut self, reference: &str, place: Place, advice: Option<String>) {
        let message = format!("nothing defines the reference `[{reference}]`");
        let add =
            || format!("add a line `[{reference}]: ...`, or escape the first bracket as `\\[`");
        self.add(
            Code::UndefinedReference,
            place,
            message,
            advice.unwrap_or_else(add),
        );
    }

    /// `place` is the fence's opening line.
    fn unclosed_fence(&mut self, place: Place) {
        let help = "add a closing fence; until then the rest is code";
        self.add(
            Code::UnclosedFence,
            place,
            "the code fence is never closed",
            help,
        );
    }
}

/// `[TOC]` alone in a paragraph is the page's contents; GitLab writes `[[_TOC_]]`.
fn contents(events: &mut Vec<Event>) {
    let found = (0..events.len().saturating_sub(2)).find_map(|at| {
        let opens = matches!(&events[at + 1].kind, Kind::Text(text) if text.starts_with('['));
        if !opens || events[at].kind != Kind::start("p") {
            return None;
        }
        let end = end_of(events, at);
        matches!(
            plain_text(&events[at..end]).as_str(),
            "[TOC]" | "[[TOC]]" | "[[_TOC_]]"
        )
        .then_some(at..end + 1)
    });
    if let Some(range) = found {
        events.splice(range, [Event::made(Kind::Toc)]);
    }
}

/// Ids of elements that are no headings; inline styles and handlers among attributes are findings.
fn own_ids(
    events: &[Event],
    mut ids: Vec<String>,
    containers: &[Container],
    text: &Text,
    findings: &mut Findings,
) -> Vec<String> {
    for event in events {
        if let Kind::Code(block) = &event.kind {
            ids.extend(block.attrs.id().map(str::to_owned));
        }
        let (Kind::Start(tag, attrs) | Kind::Void(tag, attrs)) = &event.kind else {
            continue;
        };
        let Some(list) = attrs.list() else { continue };
        if let Some(id) = list.id.as_ref().filter(|_| !matches!(tag, Tag::Heading(_))) {
            ids.push(id.clone());
        }
        // What a container makes stands nowhere itself.
        if !event.span().is_empty() {
            refuse(list, &text.place(event.span()), findings);
        }
    }
    for container in containers {
        refuse(&container.attrs, &container.place, findings);
    }
    ids
}

/// Finds what has no effect among attributes.
fn refuse(list: &AttrList, place: &Place, findings: &mut Findings) {
    for (name, _) in &list.rest {
        if name == "style" {
            let advice = "give it a class and a rule in a file of `css` in the content map";
            findings.add(
                Code::InlineStyle,
                place.clone(),
                "an inline style has no effect",
                advice,
            );
        } else if name.starts_with("on") {
            let message = format!("the handler `{name}` has no effect");
            findings.add(Code::InlineScript, place.clone(), message, "take it out");
        }
    }
}
