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
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// The pages' language.
    pub language: String,
    /// Which way it is written: `ltr` or `rtl`.
    pub direction: TextDirection,
    /// The path that it is served under, between slashes.
    pub base: String,
    /// The site that it is a part of.
    pub parent: Option<LinkView>,
    /// Where the docs are kept.
    pub repository: Option<Named>,
    /// Text at the foot of every page.
    pub footer: Option<String>,
    /// Whether the site can be searched.
    pub search: bool,
    /// bf-docs' version.
    pub version: &'static str,
}

/// A title and an address that is not on the site.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    /// Its text.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// A name and an address that is not on the site.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// Its text.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// A title and where it leads, if anywhere.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// Its text.
    pub title: String,
    /// Its address.
    pub href: Option<String>,
}

/// A page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// The template: `page`, `start`, `section`, `tags`, `tag`, `sitemap`, `404`, `redirect`.
    pub layout: &'static str,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// The whole `<h1>`, as HTML.
    pub heading: Option<String>,
    /// The article behind its heading, as HTML.
    pub content: String,
    /// The way to the site's root.
    pub root: String,
    /// Its full address.
    pub canonical: Option<String>,
    /// What kind of document it is.
    pub kind: Option<String>,
    /// Where it stands.
    pub status: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Built by the preview only.
    pub draft: bool,
    /// Its tags.
    pub tags: Vec<TagView>,
    /// Its last change.
    pub updated: Option<Updated>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it is edited.
    pub edit: Option<String>,
    /// Where its source is shown.
    pub view: Option<String>,
    /// The way from the tab to it.
    pub breadcrumbs: Vec<Crumb>,
    /// The page before it.
    pub previous: Option<Crumb>,
    /// The page behind it.
    pub next: Option<Crumb>,
    /// Its headings.
    pub toc: Vec<TocView>,
    /// Leave out the section's tree.
    pub hide_navigation: bool,
    /// Leave out the contents.
    pub hide_toc: bool,
    /// What search engines may do.
    pub robots: &'static str,
}

/// A tag of a page, or in the list of all tags.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// How many pages have it.
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
    /// Its id.
    pub id: String,
    /// Its text, as HTML.
    pub title: String,
    /// Its level.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<TocView>,
}

/// The navigation around a page.
#[derive(Debug, Clone, Serialize)]
pub struct NavView {
    /// The start page.
    pub home: String,
    /// The header's tabs.
    pub tabs: Vec<TabView>,
    /// The section's heading.
    pub section: Option<Crumb>,
    /// The section's tree, cut around the page.
    pub items: Vec<NavItem>,
    /// The list of all pages of the tab.
    pub all: String,
    /// Where a search that looks for nothing yet can start: the tabs, and what is governed.
    pub start: Vec<LinkTo>,
}

/// A title and where it leads on the site.
#[derive(Debug, Clone, Serialize)]
pub struct LinkTo {
    /// Its text.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// A tab.
#[derive(Debug, Clone, Serialize)]
pub struct TabView {
    /// Its name.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page is in it.
    pub active: bool,
    /// Whether it leads out of the docs.
    pub external: bool,
}

/// A line of the section's tree, or of the list of all pages.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// Its text.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether the page is below it.
    pub open: bool,
    /// `page`, `folder`, `link` (out of the docs) or `more`.
    pub kind: &'static str,
    /// How many pages a folder holds, or were cut off.
    pub count: Option<usize>,
    /// What is below it, where it is open.
    pub items: Vec<NavItem>,
}

/// A line of a list of pages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntryView {
    /// Its text.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// What it is about.
    pub description: Option<String>,
    /// What kind of document it is.
    pub kind: Option<String>,
    /// Where it stands.
    pub status: Option<String>,
    /// Whether it is a folder.
    pub folder: bool,
    /// Whether it leads out of the docs.
    pub external: bool,
    /// How many pages a folder holds.
    pub count: Option<usize>,
    /// Where it stands on the site.
    pub breadcrumb: Option<String>,
}

/// A tab's part of the list of all pages.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The tab's name.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Its id on the page.
    pub id: String,
    /// All that is in it.
    pub items: Vec<NavItem>,
}

/// The addresses of the files that a page loads.
#[derive(Debug, Clone, Serialize)]
pub struct AssetsView {
    /// The styles: the theme's, then the site's own.
    pub css: Vec<String>,
    /// The scripts of every page.
    pub js: [String; 1],
    /// The script that sets the colour scheme before the page is drawn.
    pub scheme: String,
    /// The script of redirects.
    pub redirect: String,
    /// The search box.
    pub search: String,
    /// The icon.
    pub favicon: String,
}
