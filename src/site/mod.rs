//! Pages become a site: routes, names, navigation, resolved links.
//!
//! **Enters:** the parsed pages, the [`Inventory`] and the [`ContentMap`].
//! **Leaves:** a [`Site`] and the findings that concern several pages.
//! **Invariant:** every page has one route of its own, and every link is resolved once, here; HTML
//! code only looks up the result.

mod places;
mod route;
mod name;
mod pages;
mod tags;
mod tree;
mod hosts;
mod anchors;
mod near;
mod slips;
mod resolve;
mod settle;
mod tabs;
mod guests;
mod sections;
mod reading_order;
mod redirects;
mod orphans;
mod unread;
mod link_cache;

pub use anchors::{Anchor, Anchors};
pub use link_cache::LinkCache;
pub use name::Names;
pub use places::Places;
pub use redirects::{Destination, Redirect};
pub use resolve::{LinkDestination, Tail, UnsettledLink};
pub use settle::MadePage;
pub use tabs::{SiteTab, TabContent};
pub use tags::SiteTag;
use tree::SiteTree;
pub use tree::{FolderItem, NavFolder, OnlyPage, find as find_folder, natural_key};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::Route;
use crate::body::Page;
use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use crate::discover::{AssetFile, Checkout, Inventory};
use crate::file::FileId;
use link_cache::LinkScope;
use pages::KeptPages;
use route::Assignment;

/// The whole site, before it is rendered as HTML.
#[derive(Debug)]
pub struct Site {
    /// The pages, by path.
    pub pages: Vec<SitePage>,
    /// All folders and pages that are in the navigation.
    pub tree: NavFolder,
    /// The header's tabs, in order.
    pub tabs: Vec<SiteTab>,
    /// Pages by tag; tags in natural order.
    pub tags: Vec<SiteTag>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// Files that are copied.
    pub files: Vec<AssetFile>,
    /// True if each page has a twin: the same as Markdown, beside its file.
    pub has_twins: bool,
    /// The paths that pages, files and redirects take. The pages that the build makes need a free
    /// one.
    pub places: Places,
    /// Links that are broken unless the build makes a page there, each with the number of its page.
    pub unsettled: Vec<(usize, UnsettledLink)>,
    /// The repository around the docs folder.
    checkout: Checkout,
    /// The pages that are placed in another folder than their own, by number.
    guests: BTreeMap<usize, String>,
}

/// A page and its properties on the site.
#[derive(Debug)]
pub struct SitePage {
    /// Path below the docs folder.
    pub path: String,
    /// The parsed page.
    pub page: Arc<Page>,
    /// The address that it is served at.
    pub route: Route,
    /// Its title and its heading.
    pub names: Names,
    /// A summary, in plain text.
    pub description: Option<String>,
    /// The destinations of [`Page::links`], in the same order.
    pub targets: Arc<[LinkDestination]>,
    /// True for a page that is kept out of the navigation.
    pub hidden: bool,
    /// True for a page that only the preview builds.
    pub draft: bool,
}

/// The treatment of drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// Drafts are left out, as in a built site.
    LeaveOut,
    /// Drafts are included, as in the preview.
    Show,
}

/// Links parsed pages (sorted by path) into a site. `memory` must come from the same content map,
/// or be empty.
pub fn link(
    inventory: Inventory,
    parsed: Vec<Arc<Page>>,
    map: &ContentMap,
    drafts: Drafts,
    memory: &mut LinkCache,
) -> (Site, Vec<Diagnostic>) {
    let KeptPages { parsed, left_out } = pages::kept(parsed, drafts);
    let Assignment {
        routes,
        places,
        mut findings,
    } = memory.routes(&inventory, &parsed, &left_out, map);
    let resolved = memory.resolved(&LinkScope {
        inventory: &inventory,
        parsed: &parsed,
        routes: &routes,
        drafts: &left_out,
        map,
    });
    let found = resolved.iter().flat_map(|of_page| of_page.found.iter());
    findings.extend(found.cloned());
    let unsettled = pages::unsettled(&resolved);
    let pages = pages::of_site(parsed, routes, resolved, map);
    let site = Site {
        files: inventory.files,
        unsettled,
        checkout: inventory.checkout,
        ..arranged(pages, places, map, &mut findings)
    };
    findings.extend(orphans::find(&site));
    findings.extend(orphans::untabbed(&site, map));
    findings.extend(unread::note(&site.files));
    (site, findings)
}

/// Arranges pages into a site: its navigation, tabs, tags and redirects.
fn arranged(
    pages: Vec<SitePage>,
    mut places: Places,
    map: &ContentMap,
    findings: &mut Vec<Diagnostic>,
) -> Site {
    let SiteTree {
        root: tree,
        tab_sections,
        findings: found,
    } = navigation(&pages, map, &places);
    findings.extend(found);
    let (redirects, found) = redirects::read(map, &pages, &mut places);
    findings.extend(found);
    let tabs = tabs::of_header(&tree, &tab_sections, &pages, map);
    findings.extend(tabs::duplicates(&tabs, &pages, map));
    let mut site = Site {
        tags: tags::of(&pages),
        pages,
        tree,
        tabs,
        redirects,
        files: Vec::new(),
        has_twins: map.site.twins,
        places,
        unsettled: Vec::new(),
        checkout: Checkout::default(),
        guests: BTreeMap::new(),
    };
    site.guests = guests::of(&site);
    site
}

fn navigation(pages: &[SitePage], map: &ContentMap, places: &Places) -> SiteTree {
    let leaves: Vec<tree::TreePage<'_>> = pages
        .iter()
        .map(|page| tree::TreePage {
            path: &page.path,
            title: &page.names.title,
            named: page.names.title != name::of_path(&page.path),
            hidden: page.hidden,
            number: page.page.number,
        })
        .collect();
    tree::tree(&leaves, map, places)
}

impl SitePage {
    /// The path of its file below the docs folder, as git and the forge know it.
    pub fn file_path(&self) -> &str {
        self.page.file.below_docs().unwrap_or(&self.path)
    }
}

impl Site {
    /// The page at a path below the docs folder.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.pages
            .binary_search_by(|page| page.path.as_str().cmp(path))
            .ok()
    }

    /// The page at a path that starts in a folder above the docs folder, such as the repository's
    /// root.
    pub fn page_from_above(&self, path: &str) -> Option<usize> {
        self.page_at(self.checkout.below_docs(path)?)
    }

    /// The page of a file; the first, if the file makes several.
    pub fn page_of(&self, file: &FileId) -> Option<usize> {
        let is_of_file = |page: &SitePage| page.page.file == *file;
        let at = file.below_docs().and_then(|path| self.page_at(path));
        at.filter(|at| is_of_file(&self.pages[*at]))
            .or_else(|| self.pages.iter().position(is_of_file))
    }

    /// The path of a page's Markdown; `None` for a draft, and on a site without twins.
    pub fn twin(&self, page: usize) -> Option<String> {
        let SitePage { route, draft, .. } = &self.pages[page];
        (self.has_twins && !draft).then(|| route.twin())
    }

    /// The page served at a route.
    pub fn page_served_at(&self, route: &Route) -> Option<usize> {
        self.pages.iter().position(|page| page.route == *route)
    }
}
