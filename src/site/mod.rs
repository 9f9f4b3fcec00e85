//! Pages become a site: routes, names, navigation, resolved links.
//!
//! **Enters:** the parsed pages, the [`Inventory`] and the [`ContentMap`].
//! **Leaves:** a [`Site`] and what was wrong between pages.
//! **Invariant:** every page has one route of its own, and every link is
//! resolved once, here; who writes HTML only asks.

mod route;
mod name;
mod tree;
mod hosts;
mod anchors;
mod near;
mod slips;
mod resolve;
mod settle;
mod sections;
mod redirects;
mod orphans;
mod unread;
mod memory;

pub use anchors::{Anchor, Anchors};
pub use memory::Memory;
pub use name::Names;
pub use redirects::{Destination, Redirect};
pub use resolve::{Tail, Target, Unsettled, join, relative};
pub use route::{Places, Route, encode};
pub use sections::{Shows, Tab, find as find_folder};
pub use settle::MadePage;
pub use tree::{Folder, Item, Only, natural_key};

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use crate::discover::{AssetFile, Inventory};
use crate::parse::{Page, slug};

/// The whole site, before it is written as HTML.
#[derive(Debug)]
pub struct Site {
    /// The pages, by path.
    pub pages: Vec<SitePage>,
    /// All folders and pages that are in the navigation.
    pub tree: Folder,
    /// The header's tabs, in order.
    pub tabs: Vec<Tab>,
    /// Pages by tag; tags in natural order.
    pub tags: Vec<Tag>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// Files that are copied.
    pub files: Vec<AssetFile>,
    /// What is taken by pages, files and redirects: the pages that the build
    /// makes have to find a free place.
    pub places: Places,
    /// Links that lead nowhere unless the build makes a page there, each with the number of its
    /// page.
    pub unsettled: Vec<(usize, Unsettled)>,
    /// The pages that stand in another folder than their own, by number.
    guests: BTreeMap<usize, String>,
}

/// A page with what it is on the site.
#[derive(Debug)]
pub struct SitePage {
    /// Path below the docs folder.
    pub path: String,
    /// What was parsed.
    pub page: Arc<Page>,
    /// Where it is served.
    pub route: Route,
    /// What it is called.
    pub names: Names,
    /// What it is about, in plain text.
    pub description: Option<String>,
    /// What each of [`Page::links`] leads to.
    pub targets: Arc<[Target]>,
    /// Not in the navigation.
    pub hidden: bool,
    /// Built by the preview only.
    pub draft: bool,
}

/// A tag and its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// As written in front matter.
    pub name: String,
    /// Its part of an address, unique.
    pub slug: String,
    /// The pages that have it, by number.
    pub pages: Vec<usize>,
}

/// Whether drafts are a part of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out: a built site.
    LeaveOut,
    /// They are shown: the preview.
    Show,
}

/// Links parsed pages (in the inventory's order) to a site. `memory` is of the same content map, or
/// empty.
pub fn link(
    inventory: Inventory,
    parsed: Vec<Arc<Page>>,
    map: &ContentMap,
    drafts: Drafts,
    memory: &mut Memory,
) -> (Site, Vec<Diagnostic>) {
    let (inventory, parsed, left_out) = without_drafts(inventory, parsed, drafts);
    let (routes, mut places, mut findings) = memory.routes(&inventory, &left_out, map);
    let resolved = memory.resolved(&inventory, &parsed, &routes, &left_out, map);
    let sources: Vec<_> = inventory
        .pages
        .iter()
        .map(|file| file.source.clone())
        .collect();
    findings.extend(
        resolved
            .iter()
            .flat_map(|of_page| of_page.found.iter().cloned()),
    );
    let of_pages = resolved.iter().enumerate();
    let unsettled = of_pages
        .flat_map(|(at, of_page)| of_page.unsettled.iter().map(move |link| (at, link.clone())));
    let unsettled = unsettled.collect();
    let files = inventory
        .pages
        .into_par_iter()
        .zip(parsed)
        .zip(routes)
        .zip(resolved);
    let site_pages: Vec<_> = files
        .map(|(((file, page), route), links)| site_page(file.path, page, route, links.targets, map))
        .collect();
    let (tree, found) = navigation(&site_pages, map);
    findings.extend(found);
    let (redirects, found) = redirects::read(map, &site_pages, &mut places);
    findings.extend(found);
    let tabs = sections::tabs(&tree, &site_pages, map);
    findings.extend(sections::duplicates(&tabs, &site_pages, map));
    let (tags, files, guests) = (tags(&site_pages), inventory.files, BTreeMap::new());
    let mut site = Site {
        pages: site_pages,
        tree,
        tabs,
        tags,
        redirects,
        files,
        places,
        unsettled,
        guests,
    };
    site.guests = sections::guests(&site);
    findings.extend(orphans::find(&site, &sources));
    findings.extend(orphans::untabbed(&site, map));
    findings.extend(unread::note(&site.files));
    (site, findings)
}

/// Takes drafts out; returns their paths, which links may still name.
fn without_drafts(
    mut inventory: Inventory,
    parsed: Vec<Arc<Page>>,
    drafts: Drafts,
) -> (Inventory, Vec<Arc<Page>>, Vec<String>) {
    let mut left_out = Vec::new();
    let (mut kept, mut files) = (
        Vec::with_capacity(parsed.len()),
        Vec::with_capacity(parsed.len()),
    );
    for (file, page) in std::mem::take(&mut inventory.pages).into_iter().zip(parsed) {
        if drafts == Drafts::LeaveOut && page.front.is_set("draft") {
            left_out.push(file.path);
        } else {
            files.push(file);
            kept.push(page);
        }
    }
    inventory.pages = files;
    (inventory, kept, left_out)
}

fn site_page(
    path: String,
    page: Arc<Page>,
    route: Route,
    targets: Arc<[Target]>,
    map: &ContentMap,
) -> SitePage {
    let settings = map.pages.get(path.as_str());
    let names = name::names(
        &page,
        &path,
        settings.and_then(|settings| settings.title.as_deref()),
    );
    let description = name::description(&page);
    let hidden = settings.is_some_and(|settings| settings.hidden) || page.front.is_set("hidden");
    let draft = page.front.is_set("draft");
    SitePage {
        path,
        page,
        route,
        names,
        description,
        targets,
        hidden,
        draft,
    }
}

fn navigation(pages: &[SitePage], map: &ContentMap) -> (Folder, Vec<Diagnostic>) {
    let leaves: Vec<tree::Leaf<'_>> = pages
        .iter()
        .map(|page| tree::Leaf {
            path: &page.path,
            title: &page.names.title,
            named: page.names.title != name::of_path(&page.path),
            hidden: page.hidden,
        })
        .collect();
    tree::tree(&leaves, map)
}

fn tags(pages: &[SitePage]) -> Vec<Tag> {
    let mut by_name: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for name in page.page.front.list("tags") {
            let pages = by_name.entry((natural_key(&name), name)).or_default();
            if pages.last() != Some(&at) {
                pages.push(at);
            }
        }
    }
    let mut taken: HashSet<String> = HashSet::new();
    // Of each slug that several would have, the number that is tried next.
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut unique = |name: &str| {
        let base = Some(slug(name))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "tag".to_owned());
        let number = next.entry(base.clone()).or_insert(1);
        loop {
            let slug = if *number == 1 {
                base.clone()
            } else {
                format!("{base}-{number}")
            };
            *number += 1;
            if taken.insert(slug.clone()) {
                return slug;
            }
        }
    };
    by_name
        .into_iter()
        .map(|((_, name), pages)| Tag {
            slug: unique(&name),
            name,
            pages,
        })
        .collect()
}

impl Site {
    /// The page at a path below the docs folder.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.pages
            .binary_search_by(|page| page.path.as_str().cmp(path))
            .ok()
    }

    /// The page served at a route.
    pub fn page_served_at(&self, route: &Route) -> Option<usize> {
        self.pages.iter().position(|page| page.route == *route)
    }
}
