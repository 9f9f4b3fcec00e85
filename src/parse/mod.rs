//! One file becomes one page.
//!
//! **Enters:** a [`Source`] and the [`Snippets`] that it may include.
//! **Leaves:** a [`Page`] and its findings.
//! **Invariant:** a page is a function of its own file and of the files that it includes. Nothing
//! here reads another page, the configured navigation or the clock. So files are parsed in
//! parallel, and a page with unchanged files need not be parsed again.
//!
//! The steps are, in order: front matter, snippets, containers (`scan`), CommonMark (`markdown`),
//! attribute lists, web addresses (`autolinks`), paired signs (`delimiters`), icons, keys and
//! abbreviations (`inline`), containers again (`structure`), footnotes, authors' HTML (`balance`),
//! annotations, contents, headings. Checks between them (`definitions`, `foreign`,
//! `inert_attributes`, `allows`) read the events and report; they change nothing.

mod findings;
mod text_parts;
mod yaml_faults;
mod yaml_fields;
mod toml_fields;
mod multi_markdown;
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
mod made_block;
mod math;
mod makers;
#[cfg(feature = "draw")]
mod diagrams;
mod definitions;
mod draft;
mod line_places;
mod raw_html;
mod markdown;
mod autolinks;
mod delimiters;
mod keys;
mod icons;
mod inline;
#[cfg(feature = "draw")]
mod inline_svg;
mod attribute_lists;
mod structure;
mod footnotes;
mod tags;
mod foreign;
mod balance;
mod slugs;
mod annotations;
mod contents;
mod headings;
mod ids;
mod inert_attributes;
mod opening;
mod allows;

pub use slugs::{Slugs, slug};

use draft::PageDraft;
use findings::Findings;
use scan::Scanned;

#[cfg(feature = "draw")]
use std::sync::Arc;

use crate::body::{Allow, Event, FrontMatter, Link, Page, Text};
use crate::content_map::SlugRule;
use crate::diag::Diagnostic;
use crate::discover::Snippets;
#[cfg(feature = "draw")]
use crate::draw::FontFile;
use crate::source::Source;

/// The parts of the dialect that are on.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// `$x$` and `$$x$$` are formulas.
    pub math: bool,
    /// `mermaid` blocks are diagrams.
    pub diagrams: bool,
    /// Web addresses in a text become links.
    pub autolink: bool,
    /// Authors' HTML is closed in the container in which it opens, so that a page stays whole. If
    /// this is off, the HTML is passed on as CommonMark reads it.
    pub balance: bool,
    /// The rule by which headings get their ids.
    pub slug: SlugRule,
    /// The font of texts in diagrams, if it is the site's own.
    #[cfg(feature = "draw")]
    pub font: Option<Arc<FontFile>>,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            math: true,
            diagrams: true,
            autolink: true,
            balance: true,
            slug: SlugRule::Mkdocs,
            #[cfg(feature = "draw")]
            font: None,
        }
    }
}

/// Parses a page. Never fails: broken Markdown is still a page.
// Only drawings change a body before its blocks get their shape.
#[cfg_attr(not(feature = "draw"), allow(unused_variables, unused_mut))]
pub fn page(source: &Source, snippets: &Snippets, dialect: &Dialect) -> (Page, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let (front, start) = front_matter::split(source, &mut findings);
    let (text, mut includes) = snippets::expand(Text::of(source, start), snippets, &mut findings);
    let (body, allows) = body(
        text,
        dialect,
        &mut |body, text, findings| {
            #[cfg(feature = "draw")]
            inline_svg::apply(body, text, snippets, &mut includes, findings);
        },
        &mut findings,
    );
    if body.events.is_empty() {
        findings.empty_page(source.place(0..0));
    }
    let page = Page {
        front,
        allows,
        includes,
        ..finish(source, body, dialect, &mut findings)
    };
    (page, findings.list)
}

/// Parses a text that is a part of a page. It includes no files. `clean` changes the events and the
/// addresses before containers and authors' HTML get their shape.
pub fn fragment(
    text: Text,
    dialect: &Dialect,
    clean: fn(&mut [Event], &mut [Link]),
) -> (PageBody, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let mut change = |draft: &mut PageDraft, _: &Text, _: &mut Findings| {
        clean(&mut draft.events, &mut draft.links);
    };
    let (body, _) = body(text, dialect, &mut change, &mut findings);
    (body, findings.list)
}

/// Makes a page of a body: its headings get their ids.
pub fn made_page(source: &Source, body: PageBody, dialect: &Dialect) -> (Page, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let page = finish(source, body, dialect, &mut findings);
    (page, findings.list)
}

/// The events of a text, before its headings have ids.
#[derive(Debug)]
pub struct PageBody {
    /// The events.
    pub events: Vec<Event>,
    /// Every address in the events.
    pub links: Vec<Link>,
    /// The ids that raw HTML defines.
    pub ids: Vec<String>,
    /// The text that was parsed; the events' ranges count in it.
    pub text: Text,
}

/// Parses a text. `change` changes the events before containers get their shape.
fn body(
    text: Text,
    dialect: &Dialect,
    change: &mut dyn FnMut(&mut PageDraft, &Text, &mut Findings),
    findings: &mut Findings,
) -> (PageBody, Vec<Allow>) {
    let scanned = scan::scan(text, dialect, findings);
    let mut body = markdown::read(&scanned.text, dialect, &scanned.addresses, findings);
    let allows = early_checks(&mut body.events, &scanned.text, findings);
    inline_syntax(&mut body, &scanned, dialect, findings);
    change(&mut body, &scanned.text, findings);
    let events = block_syntax(body.events, &scanned, dialect, findings);
    inert_attributes::report(&events, &scanned.containers, &scanned.text, findings);
    let body = PageBody {
        events,
        links: body.links,
        ids: body.ids,
        text: scanned.text,
    };
    (body, allows)
}

/// A page without front matter, from a body.
fn finish(source: &Source, body: PageBody, dialect: &Dialect, findings: &mut Findings) -> Page {
    let PageBody {
        mut events,
        links,
        ids,
        text,
    } = body;
    let headings = headings::identify(&mut events, &ids, dialect.slug, &text, findings);
    Page {
        file: source.file.clone(),
        path: source.file.path().into(),
        number: 0,
        front: FrontMatter::default(),
        opening: opening::read(&events, &headings),
        links,
        headings,
        ids: ids::outside_headings(&events, ids),
        events: events.into(),
        allows: Vec::new(),
        includes: Vec::new(),
        text,
        key: None,
    }
}

/// Runs the checks that need the events as CommonMark gives them. Returns the findings that
/// comments allow.
fn early_checks(events: &mut Vec<Event>, text: &Text, findings: &mut Findings) -> Vec<Allow> {
    definitions::check(events, text, findings);
    footnotes::refer(events, text);
    let allows = allows::read(events, text, findings);
    foreign::report(events, text, findings);
    allows
}

/// Signs in the texts become elements. Attribute lists are attached before, so that no sign in them
/// is read, and again after, for the new elements.
fn inline_syntax(
    body: &mut PageDraft,
    scanned: &Scanned,
    dialect: &Dialect,
    findings: &mut Findings,
) {
    let mut events = std::mem::take(&mut body.events);
    attribute_lists::attach(&mut events);
    if dialect.autolink {
        events = autolinks::apply(events, &scanned.addresses, &mut body.links);
    }
    events = delimiters::apply(events);
    events = inline::substitute(events, &scanned.abbreviations, &scanned.text, findings);
    attribute_lists::attach(&mut events);
    body.events = events;
}

/// Containers, footnotes, authors' HTML, annotations and the contents get their final shape.
fn block_syntax(
    mut events: Vec<Event>,
    scanned: &Scanned,
    dialect: &Dialect,
    findings: &mut Findings,
) -> Vec<Event> {
    events = structure::build(events, &scanned.containers);
    events = footnotes::gather(events, &scanned.text, findings);
    if dialect.balance {
        events = balance::balance(events, &scanned.text, findings);
    }
    annotations::number(&mut events);
    contents::place(&mut events);
    events
}
