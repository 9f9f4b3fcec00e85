//! The generated start page, for sites whose authors wrote none.

use super::Renderer;
use super::addresses::LinkBase;
use super::pages::updated;
use super::view::{
    BrokenChain, CardView, ChangedDay, ChangedPage, EntryView, KindView, LinkTo, StartView,
    StatusCount,
};
use super::views::View;
use crate::content_map::DocKind;
use crate::site::{FolderItem, NavFolder, TabContent, find_folder};
use crate::trace::{Status, broken};

/// The most pages that a card names.
const NAMED: usize = 4;
/// The most pages outside folders that are listed.
const LISTED: usize = 24;
/// The most pages in the list of recent changes.
const CHANGED: usize = 6;

/// The kinds that are counted, each with its plural and the page that lists its documents.
const KINDS: [(DocKind, &str, View); 4] = [
    (DocKind::Challenge, "challenges", View::Work),
    (DocKind::Specification, "specifications", View::Work),
    (DocKind::Story, "stories", View::Stories),
    (DocKind::Decision, "decisions", View::Decisions),
];

/// A folder and its title: the tab's title, if the folder has a tab.
struct TitledFolder<'s> {
    title: &'s str,
    folder: &'s NavFolder,
}

/// The folder whose contents a reader sees first. A folder that contains only one folder is
/// skipped.
fn opened(folder: &NavFolder) -> &NavFolder {
    match folder.items.as_slice() {
        [FolderItem::Folder(inner)] if inner.only.is_none() => opened(inner),
        _ => folder,
    }
}

impl Renderer<'_> {
    /// The contents of the start page.
    pub(super) fn start_view(&self, from: &LinkBase) -> StartView {
        let folders = self.top_folders();
        let mut pages = self.pages_beside(from);
        let mut cards = Vec::new();
        let mut folder = None;
        match folders.as_slice() {
            // The only folder of a site needs no card, because its pages are listed.
            [only] if pages.is_empty() => {
                let items = opened(only.folder).items.iter();
                pages = items.map(|item| self.entry(from, item)).collect();
                folder = Some(LinkTo {
                    title: only.title.to_owned(),
                    href: self.navigator().folder_href(from, only.folder),
                });
            }
            _ => cards.extend(folders.iter().map(|folder| self.card(from, folder))),
        }
        let listed = pages.len().min(LISTED);
        StartView {
            count: self.site.pages.len(),
            cards,
            folder,
            more: pages.len() - listed,
            pages: pages.into_iter().take(listed).collect(),
            changed: self.changed_last(from),
            kinds: self.governed(from),
            broken: self.broken_chain(from),
        }
    }

    /// The folders of tabs in the order of the header, then the other top folders.
    fn top_folders(&self) -> Vec<TitledFolder<'_>> {
        let of_tabs = self.site.tabs.iter().filter_map(|tab| match &tab.shows {
            TabContent::Folder(path) => Some(TitledFolder {
                title: &tab.title,
                folder: find_folder(&self.site.tree, path)?,
            }),
            _ => None,
        });
        let beside = self.site.tree.items.iter().filter_map(|item| match item {
            FolderItem::Folder(folder) if self.site.tab_at(&folder.path).is_none() => {
                Some(TitledFolder {
                    title: &folder.title,
                    folder,
                })
            }
            _ => None,
        });
        of_tabs.chain(beside).collect()
    }

    fn card(&self, from: &LinkBase, top: &TitledFolder<'_>) -> CardView {
        let folder = top.folder;
        let speaks = folder.only.as_ref().map(|only| only.page).or(folder.index);
        let items = match folder.only {
            Some(_) => [].iter(),
            None => opened(folder).items.iter(),
        };
        let named = items.take(NAMED).map(|item| self.entry(from, item));
        CardView {
            title: top.title.to_owned(),
            href: self.navigator().folder_href(from, folder),
            description: speaks.and_then(|at| self.site.pages[at].description.clone()),
            count: folder.count,
            items: named
                .map(|EntryView { title, href, .. }| LinkTo { title, href })
                .collect(),
        }
    }

    /// The tabs that are not folders, then the pages beside the top folders.
    fn pages_beside(&self, from: &LinkBase) -> Vec<EntryView> {
        let tabs = self.site.tabs.iter().filter_map(|tab| {
            let item = match &tab.shows {
                TabContent::Page(at) => FolderItem::Named(*at, tab.title.clone()),
                TabContent::Link(url) => FolderItem::Link(url.clone(), tab.title.clone()),
                TabContent::Start | TabContent::Folder(_) => return None,
            };
            Some(self.entry(from, &item))
        });
        let items = self.site.tree.items.iter();
        let beside = items.filter(|item| {
            !matches!(item, FolderItem::Folder(_)) && self.site.is_beside_start(item)
        });
        tabs.chain(beside.map(|item| self.entry(from, item)))
            .collect()
    }

    /// The most recently changed pages, newest first; empty without a history.
    fn changed_last(&self, from: &LinkBase) -> Vec<ChangedDay> {
        let pages = self.site.in_order().into_iter();
        let mut dated: Vec<(&str, usize)> = pages
            .filter_map(|at| {
                let change = self.history.of(self.site.pages[at].file_path())?;
                Some((change.date.as_str(), at))
            })
            .collect();
        // Pages of one day keep the order of the navigation.
        dated.sort_by(|a, b| b.0.cmp(a.0));
        dated.truncate(CHANGED);
        let days = dated.chunk_by(|a, b| a.0 == b.0).map(|of_day| ChangedDay {
            day: updated(of_day[0].0),
            pages: of_day
                .iter()
                .map(|(_, at)| self.changed_page(from, *at))
                .collect(),
        });
        days.collect()
    }

    fn changed_page(&self, from: &LinkBase, at: usize) -> ChangedPage {
        let way = self.site.way_to(at);
        ChangedPage {
            title: self.site.name_alone(at).to_owned(),
            href: from.to(self.site.pages[at].route.as_str()),
            place: way.first().map(|folder| folder.title.clone()),
        }
    }

    /// The governed documents, counted by kind and status.
    fn governed(&self, from: &LinkBase) -> Vec<KindView> {
        let kinds = KINDS.iter().filter_map(|(kind, several, view)| {
            let documents: Vec<usize> = self.trace.documents(*kind).collect();
            let count = documents.len();
            let one = kind.title().to_lowercase();
            let of_status = Status::ALL.into_iter().map(|status| StatusCount {
                status: status.name(),
                count: documents
                    .iter()
                    .filter(|at| self.trace.artifacts[**at].status == Some(status))
                    .count(),
            });
            (count > 0).then(|| KindView {
                title: if count == 1 {
                    one
                } else {
                    (*several).to_owned()
                },
                href: self.view_href(*view, from),
                count,
                statuses: of_status.filter(|status| status.count > 0).collect(),
            })
        });
        kinds.collect()
    }

    /// The findings about the chain, if there are any.
    fn broken_chain(&self, from: &LinkBase) -> Option<BrokenChain> {
        let findings = broken(self.report).into_iter();
        let count = findings
            .filter(|(_, finding)| finding.place.is_some())
            .count();
        let href = self.view_href(View::Overview, from)?;
        (count > 0).then(|| BrokenChain {
            href: format!("{href}#broken"),
            count,
        })
    }

    /// The address of a page of traceability, if the site has it.
    fn view_href(&self, view: View, from: &LinkBase) -> Option<String> {
        Some(from.to(self.made.trace.get(&view)?.as_str()))
    }
}
