//! The generated pages: folders, tags, all pages, 404, redirects, the sitemap.

use std::borrow::Cow;

use super::addresses::{LinkBase, canonical};
use super::view::{Crumb, EntryView, Group, NavItem, NavView, PageView, TagView};
use super::{Fault, Renderer};
use crate::address::{Route, encode};
use crate::content_map::SiteUrl;
use crate::output::{Content, Output};
use crate::site::{Destination, FolderItem, NavFolder, TabContent, find_folder};

impl Renderer<'_> {
    /// Renders the generated pages, and the sitemap.
    pub(super) fn listings(&self) -> Result<Vec<Output>, Fault> {
        let mut outputs = Vec::new();
        for path in &self.made.sections {
            if let Some(folder) = find_folder(&self.site.tree, path) {
                outputs.push(self.section(folder, &self.made.folder_route(path))?);
            }
        }
        if self.made.start {
            outputs.push(self.start()?);
        }
        outputs.push(self.all_pages(&self.made.all, None)?);
        let has_list = |at: &usize| {
            matches!(
                self.site.tabs[*at].shows,
                TabContent::Start | TabContent::Folder(_)
            )
        };
        for at in (0..self.site.tabs.len()).filter(has_list) {
            outputs.push(self.all_pages(&self.made.of_tab[at], Some(at))?);
        }
        outputs.extend(
            self.made
                .search
                .as_ref()
                .map(|route| self.search(route))
                .transpose()?,
        );
        outputs.extend(self.tags()?);
        outputs.push(self.not_found()?);
        for redirect in &self.site.redirects {
            outputs.push(self.redirect(&redirect.from, &redirect.to)?);
        }
        outputs.extend(self.sitemap());
        Ok(outputs)
    }

    pub(super) fn made_page(&self, layout: &'static str, title: &str, route: &Route) -> PageView {
        PageView {
            layout,
            title: title.to_owned(),
            root: route.to_root(),
            canonical: canonical(self.map, route),
            robots: "noindex",
            ..PageView::default()
        }
    }

    fn search(&self, route: &Route) -> Result<Output, Fault> {
        let from = LinkBase::Page(route.clone());
        let nav = self.navigator().outside(&from);
        let html = self.fill(
            &from,
            &self.made_page("search", "Search", route),
            &nav,
            |_| {},
        )?;
        Ok(written(route, html))
    }

    /// The start page of a site that has no page of its own for it.
    fn start(&self) -> Result<Output, Fault> {
        let route = self.made.folder_route("");
        let from = LinkBase::Page(route.clone());
        let view = PageView {
            description: self.view.description.clone(),
            hide_navigation: true,
            ..self.made_page("start", &self.view.name, &route)
        };
        let nav = NavView {
            all: from.to(self.made.all.as_str()),
            ..self.navigator().around(&from, "", None)
        };
        let start = self.start_view(&from);
        let html = self.fill(&from, &view, &nav, |context| {
            context.insert("start", &start)
        })?;
        Ok(written(&route, html))
    }

    fn section(&self, folder: &NavFolder, route: &Route) -> Result<Output, Fault> {
        let from = LinkBase::Page(route.clone());
        let mut view = self.made_page("section", &folder.title, route);
        view.breadcrumbs = self.navigator().breadcrumbs_of_folder(&from, &folder.path);
        let nav = self.navigator().around(&from, &folder.path, None);
        let entries: Vec<EntryView> = folder
            .items
            .iter()
            .map(|item| self.entry(&from, item))
            .collect();
        let html = self.fill(&from, &view, &nav, |context| {
            context.insert("entries", &entries)
        })?;
        Ok(written(route, html))
    }

    pub(super) fn entry(&self, from: &LinkBase, item: &FolderItem) -> EntryView {
        match item {
            FolderItem::Page(at) => self.page_entry(from, *at, None),
            FolderItem::Named(at, title) => EntryView {
                title: title.clone(),
                ..self.page_entry(from, *at, None)
            },
            FolderItem::Link(url, title) => EntryView {
                title: title.clone(),
                href: url.clone(),
                external: true,
                ..EntryView::default()
            },
            FolderItem::Folder(folder) => match &folder.only {
                Some(only) => EntryView {
                    title: only.title.clone(),
                    ..self.page_entry(from, only.page, None)
                },
                None => EntryView {
                    title: folder.title.clone(),
                    href: self.navigator().folder_href(from, folder),
                    description: folder
                        .index
                        .and_then(|at| self.site.pages[at].description.clone()),
                    folder: true,
                    count: Some(folder.count),
                    ..EntryView::default()
                },
            },
        }
    }

    fn page_entry(&self, from: &LinkBase, at: usize, breadcrumb: Option<String>) -> EntryView {
        let page = &self.site.pages[at];
        let facts = self.facts_of(at);
        EntryView {
            title: page.names.title.clone(),
            href: from.to(page.route.as_str()),
            description: page.description.clone(),
            kind: facts.kind.map(|kind| kind.title.into_owned()),
            status: facts.status.map(Cow::into_owned),
            breadcrumb,
            ..EntryView::default()
        }
    }

    /// The list of all pages, or of one tab's pages.
    fn all_pages(&self, route: &Route, tab: Option<usize>) -> Result<Output, Fault> {
        let from = LinkBase::Page(route.clone());
        let title = tab.map_or_else(
            || "All pages".to_owned(),
            |at| format!("All pages in {}", self.site.tabs[at].title),
        );
        let mut view = self.made_page("sitemap", &title, route);
        if tab.is_some() {
            view.breadcrumbs = vec![Crumb {
                title: "All pages".to_owned(),
                href: Some(from.to(self.made.all.as_str())),
            }];
        }
        let mut nav = self.navigator().outside(&from);
        let tabs: Vec<usize> =
            tab.map_or_else(|| (0..self.site.tabs.len()).collect(), |at| vec![at]);
        let mut groups: Vec<Group> = tabs.into_iter().map(|at| self.group(&from, at)).collect();
        if tab.is_none() {
            groups.extend(self.beside_tabs(&from));
        } else if let Some(tab) = nav.tabs.get_mut(tab.unwrap_or_default()) {
            tab.active = true;
        }
        let html = self.fill(&from, &view, &nav, |context| {
            context.insert("groups", &groups)
        })?;
        Ok(written(route, html))
    }

    fn group(&self, from: &LinkBase, at: usize) -> Group {
        let tab = &self.site.tabs[at];
        let items = match &tab.shows {
            TabContent::Folder(path) => find_folder(&self.site.tree, path)
                .map_or_else(Vec::new, |folder| self.navigator().whole(from, folder)),
            TabContent::Start => self.beside_start(from),
            TabContent::Page(_) | TabContent::Link(_) => Vec::new(),
        };
        Group {
            title: tab.title.clone(),
            href: self.navigator().tab_href(from, at),
            id: format!("tab-{}", at + 1),
            items,
        }
    }

    /// The contents of the start page's tab, without the start page.
    fn beside_start(&self, from: &LinkBase) -> Vec<NavItem> {
        // Folders are listed in their own tabs, or in the group of pages without a tab.
        let is_beside = |item: &&FolderItem| {
            !matches!(item, FolderItem::Folder(_)) && self.site.is_beside_start(item)
        };
        let items = self
            .site
            .tree
            .items
            .iter()
            .filter(is_beside)
            .cloned()
            .collect();
        self.navigator().whole(
            from,
            &NavFolder {
                items,
                ..NavFolder::default()
            },
        )
    }

    /// The pages in none of the content map's tabs, so that every page is in the list.
    fn beside_tabs(&self, from: &LinkBase) -> Option<Group> {
        let rest = NavFolder {
            items: self.in_no_tab(&self.site.tree),
            ..NavFolder::default()
        };
        (!rest.items.is_empty()).then(|| Group {
            title: "Other pages".to_owned(),
            href: from.to(""),
            id: "other".to_owned(),
            items: self.navigator().whole(from, &rest),
        })
    }

    /// The items of a folder that are in no tab.
    fn in_no_tab(&self, folder: &NavFolder) -> Vec<FolderItem> {
        let is_in_tab = |path: &str| self.site.tab_at(path).is_some();
        let items = folder.items.iter().filter_map(|item| match item {
            FolderItem::Page(at) | FolderItem::Named(at, _) => {
                (!is_in_tab(self.site.place_of(*at))).then(|| item.clone())
            }
            FolderItem::Link(..) => (!is_in_tab(&folder.path)).then(|| item.clone()),
            FolderItem::Folder(inner) if is_in_tab(&inner.path) => None,
            FolderItem::Folder(inner) => {
                let items = self.in_no_tab(inner);
                (!items.is_empty() || inner.index.is_some()).then(|| {
                    FolderItem::Folder(NavFolder {
                        items,
                        ..inner.clone()
                    })
                })
            }
        });
        items.collect()
    }

    fn tags(&self) -> Result<Vec<Output>, Fault> {
        if self.site.tags.is_empty() {
            return Ok(Vec::new());
        }
        let route = &self.made.tags;
        let from = LinkBase::Page(route.clone());
        let view = self.made_page("tags", "Tags", route);
        let tags: Vec<TagView> = self
            .site
            .tags
            .iter()
            .zip(&self.made.of_tag)
            .map(|(tag, route)| TagView {
                name: tag.name.clone(),
                href: from.to(route.as_str()),
                count: tag.pages.len(),
            })
            .collect();
        let html = self.fill(&from, &view, &self.navigator().outside(&from), |context| {
            context.insert("tags", &tags)
        })?;
        let mut outputs = vec![written(route, html)];
        for (tag, route) in self.site.tags.iter().zip(&self.made.of_tag) {
            outputs.push(self.tag(&tag.name, &tag.pages, route)?);
        }
        Ok(outputs)
    }

    fn tag(&self, name: &str, pages: &[usize], route: &Route) -> Result<Output, Fault> {
        let from = LinkBase::Page(route.clone());
        let mut view = self.made_page("tag", name, route);
        view.breadcrumbs = vec![Crumb {
            title: "Tags".to_owned(),
            href: Some(from.to(self.made.tags.as_str())),
        }];
        let place = |at: usize| {
            let names: Vec<&str> = self
                .site
                .way_to(at)
                .into_iter()
                .map(|folder| folder.title.as_str())
                .collect();
            Some(names.join(" › ")).filter(|place| !place.is_empty())
        };
        let entries: Vec<EntryView> = pages
            .iter()
            .map(|&at| self.page_entry(&from, at, place(at)))
            .collect();
        let html = self.fill(&from, &view, &self.navigator().outside(&from), |context| {
            context.insert("tag", name);
            context.insert("entries", &entries);
        })?;
        Ok(written(route, html))
    }

    /// The page for addresses that do not exist. It is shown at any depth, so its own
    /// addresses start at the base.
    fn not_found(&self) -> Result<Output, Fault> {
        let from = LinkBase::Anywhere(self.map.base().to_owned());
        let mut view = self.made_page("404", "Page not found", &Route::new("404.html"));
        view.root = self.map.base().to_owned();
        view.canonical = None;
        let html = self.fill(&from, &view, &self.navigator().outside(&from), |_| {})?;
        Ok(written(&Route::new("404.html"), html))
    }

    fn redirect(&self, route: &Route, to: &Destination) -> Result<Output, Fault> {
        let from = LinkBase::Page(route.clone());
        let (target, full) = match to {
            Destination::Page(at, anchor) => {
                let page = &self.site.pages[*at].route;
                let full = canonical(self.map, page).map(|url| format!("{url}{anchor}"));
                (format!("{}{anchor}", from.to(page.as_str())), full)
            }
            Destination::Elsewhere(url) => (url.clone(), Some(url.clone())),
        };
        let mut view = self.made_page("redirect", "Moved", route);
        view.canonical = full;
        let html = self.fill(&from, &view, &self.navigator().outside(&from), |context| {
            context.insert("target", &target)
        })?;
        Ok(written(route, html))
    }

    /// `sitemap.xml`, if the site's address is known: its addresses have to be full.
    fn sitemap(&self) -> Option<Output> {
        let url = self
            .map
            .site
            .url
            .as_ref()
            .map(SiteUrl::as_str)?
            .trim_end_matches('/');
        let mut routes: Vec<(&str, Option<&str>)> = self
            .site
            .pages
            .iter()
            .map(|page| {
                (
                    page.route.as_str(),
                    self.history
                        .of(page.file_path())
                        .map(|change| change.date.as_str()),
                )
            })
            .collect();
        routes.sort_unstable();
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (route, date) in routes {
            let date = date.map_or(String::new(), |date| format!("<lastmod>{date}</lastmod>"));
            // Percent-encoding keeps `&` and `'`, but XML needs them escaped.
            let address = encode(route).replace('&', "&amp;").replace('\'', "&apos;");
            xml.push_str(&format!("<url><loc>{url}/{address}</loc>{date}</url>\n"));
        }
        xml.push_str("</urlset>\n");
        Some(Output {
            path: "sitemap.xml".to_owned(),
            content: Content::Bytes(xml.into_bytes()),
        })
    }
}

fn written(route: &Route, html: String) -> Output {
    Output {
        path: route.file(),
        content: Content::Bytes(html.into_bytes()),
    }
}
