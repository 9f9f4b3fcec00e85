//! The types that templates see, and no others. The contract is `theme/README.md`.

mod start;
mod trace;

pub use start::{BrokenChain, CardView, ChangedDay, ChangedPage, KindView, StartView, StatusCount};
pub use trace::{
    ArtifactView, BannerView, ColumnView, CoverageBar, DecisionYear, TableView, TraceBody,
    TraceLink,
};

use serde::Serialize;

use crate::content_map::TextDirection;

/// The site, the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub name: String,
    /// A sentence about the site.
    pub description: Option<String>,
    /// The language of the pages: `en`.
    pub language: String,
    /// The direction of the text: `ltr` or `rtl`.
    pub direction: TextDirection,
    /// The path that the site is served under, between slashes.
    pub base: String,
    /// The site that this site is a part of.
    pub parent: Option<LinkView>,
    /// The repository of the docs.
    pub repository: Option<Named>,
    /// The text at the foot of every page.
    pub footer: Option<String>,
    /// True if the site has a search.
    pub search: bool,
    /// The version of bf-docs.
    pub version: &'static str,
}

/// A title and an address that is not on the site.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    /// The text of the link.
    pub title: String,
    /// The address outside the site.
    pub url: String,
}

/// A name and an address that is not on the site.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// The text of the link.
    pub name: String,
    /// The address outside the site.
    pub url: String,
}

/// A title, and its address if it is a link.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// The title as text.
    pub title: String,
    /// The address, relative to the page.
    pub href: Option<String>,
}

/// A page, in the form for every template.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// The template: `page`, `start`, `section`, `tags`, `tag`, `sitemap`, `404`, `redirect`.
    pub layout: &'static str,
    /// The page's title.
    pub title: String,
    /// A sentence about the page.
    pub description: Option<String>,
    /// The whole `<h1>`, as HTML.
    pub heading: Option<String>,
    /// The article behind the heading, as HTML.
    pub content: String,
    /// The relative path to the site's root.
    pub root: String,
    /// The full address, if the site's address is known.
    pub canonical: Option<String>,
    /// The kind of document, for readers.
    pub kind: Option<String>,
    /// The status, for readers.
    pub status: Option<String>,
    /// The owner of the page.
    pub owner: Option<String>,
    /// True for a draft, which only the preview builds.
    pub draft: bool,
    /// The tags, with links to their pages.
    pub tags: Vec<TagView>,
    /// The day of the last change.
    pub updated: Option<Updated>,
    /// The names of the authors.
    pub authors: Vec<String>,
    /// The address for editing the page.
    pub edit: Option<String>,
    /// The address of the page's source.
    pub view: Option<String>,
    /// The address of the page as Markdown.
    pub twin: Option<String>,
    /// The folders above the page, from the tab on.
    pub breadcrumbs: Vec<Crumb>,
    /// The previous page in the navigation.
    pub previous: Option<Crumb>,
    /// The next page in the navigation.
    pub next: Option<Crumb>,
    /// The headings of the article, as a tree.
    pub toc: Vec<TocView>,
    /// True if the section's tree is hidden.
    pub hide_navigation: bool,
    /// True if the contents are hidden.
    pub hide_toc: bool,
    /// The instruction to search engines: `noindex`.
    pub robots: &'static str,
}

/// A tag of a page, or in the list of all tags.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// The tag's name.
    pub name: String,
    /// The address of the tag's page.
    pub href: String,
    /// The number of pages with the tag.
    pub count: usize,
}

/// A date.
#[derive(Debug, Clone, Serialize)]
pub struct Updated {
    /// `2026-11-21`.
    pub date: String,
    /// `21 November 2026`.
    pub text: String,
}

/// A heading and those below it.
#[derive(Debug, Clone, Serialize)]
pub struct TocView {
    /// The heading's id on the page.
    pub id: String,
    /// The heading's text, as HTML.
    pub title: String,
    /// The level, from 1.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<TocView>,
}

/// The navigation around a page.
#[derive(Debug, Clone, Serialize)]
pub struct NavView {
    /// The address of the start page.
    pub home: String,
    /// The header's tabs.
    pub tabs: Vec<TabView>,
    /// The section's heading.
    pub section: Option<Crumb>,
    /// The section's tree; long lists are cut around the page.
    pub items: Vec<NavItem>,
    /// The address of the list of all pages of the tab.
    pub all: String,
    /// The links in an empty search box: the pages of governed documents, then the tabs.
    pub start: Vec<LinkTo>,
}

/// A title and its address on the site.
#[derive(Debug, Clone, Serialize)]
pub struct LinkTo {
    /// The text of the link.
    pub title: String,
    /// The address, relative to the page.
    pub href: String,
}

/// A tab of the header.
#[derive(Debug, Clone, Serialize)]
pub struct TabView {
    /// The tab's title.
    pub title: String,
    /// The tab's address.
    pub href: String,
    /// True if the page is in the tab.
    pub active: bool,
    /// True if the address is outside the docs.
    pub external: bool,
}

/// A line of the section's tree, or of the list of all pages.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// The text of the line.
    pub title: String,
    /// The address, relative to the page.
    pub href: String,
    /// True for the line of the page itself.
    pub current: bool,
    /// True if the line is open, because the page is below it.
    pub open: bool,
    /// `page`, `folder`, `link` (out of the docs) or `more` (for lines cut off).
    pub kind: &'static str,
    /// The lines below an open line.
    pub items: Vec<NavItem>,
}

/// A line of a list of pages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntryView {
    /// The title of the page.
    pub title: String,
    /// The address, relative to the list.
    pub href: String,
    /// A sentence about the page.
    pub description: Option<String>,
    /// The kind of document, for readers.
    pub kind: Option<String>,
    /// The status, for readers.
    pub status: Option<String>,
    /// True for a folder.
    pub folder: bool,
    /// True if the address is outside the docs.
    pub external: bool,
    /// The number of pages in a folder.
    pub count: Option<usize>,
    /// The titles of the folders above the page.
    pub breadcrumb: Option<String>,
}

/// A tab's part of the list of all pages.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The tab's name.
    pub title: String,
    /// The tab's address.
    pub href: String,
    /// The id of the part on the page.
    pub id: String,
    /// All items of the tab, uncut.
    pub items: Vec<NavItem>,
}

/// The addresses of the files that a page loads.
#[derive(Debug, Clone, Serialize)]
pub struct AssetsView {
    /// The styles: the theme's, then the site's own.
    pub css: Vec<String>,
    /// The script of every page.
    pub js: [String; 1],
    /// The script that sets the colour scheme before the page is drawn.
    pub scheme: String,
    /// The script of redirects.
    pub redirect: String,
    /// The search box.
    pub search: String,
    /// The large view of drawings.
    pub drawings: String,
    /// The icon.
    pub favicon: String,
    /// The content type of the icon.
    pub favicon_type: &'static str,
    /// The logo, if the site has one.
    pub logo: Option<String>,
}
