//! The types that the template of the start page sees.

use serde::Serialize;

use super::{EntryView, LinkTo, Updated};

/// The generated start page.
#[derive(Debug, Clone, Serialize)]
pub struct StartView {
    /// The number of the site's pages.
    pub count: usize,
    /// The cards of the folders.
    pub cards: Vec<CardView>,
    /// The folder that contains `pages`, if it is the site's only folder.
    pub folder: Option<LinkTo>,
    /// The first pages that are in no card.
    pub pages: Vec<EntryView>,
    /// The number of further pages that are in no card.
    pub more: usize,
    /// The most recently changed pages by day, newest first.
    pub changed: Vec<ChangedDay>,
    /// The governed documents by kind, in the order of the chain.
    pub kinds: Vec<KindView>,
    /// The findings about the chain; none without any.
    pub broken: Option<BrokenChain>,
}

/// A folder on the start page.
#[derive(Debug, Clone, Serialize)]
pub struct CardView {
    /// The folder's name.
    pub title: String,
    /// The address of its page.
    pub href: String,
    /// The description of its page.
    pub description: Option<String>,
    /// The number of its pages, including those in nested folders.
    pub count: usize,
    /// The first of its pages and folders.
    pub items: Vec<LinkTo>,
}

/// The recently changed pages of one day.
#[derive(Debug, Clone, Serialize)]
pub struct ChangedDay {
    /// The day.
    pub day: Updated,
    /// The pages, in the order of the navigation.
    pub pages: Vec<ChangedPage>,
}

/// A page in the list of recent changes.
#[derive(Debug, Clone, Serialize)]
pub struct ChangedPage {
    /// The page's name.
    pub title: String,
    /// The page's address.
    pub href: String,
    /// The name of its top folder.
    pub place: Option<String>,
}

/// The governed documents of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct KindView {
    /// The kind's name after the number: `decisions`, and `decision` after 1.
    pub title: String,
    /// The address of the page of traceability that lists them, if there is one.
    pub href: Option<String>,
    /// The number of documents.
    pub count: usize,
    /// The number of documents by status; a status that none of them has is left out.
    pub statuses: Vec<StatusCount>,
}

/// A status, and the number of documents that have it.
#[derive(Debug, Clone, Serialize)]
pub struct StatusCount {
    /// The status.
    pub status: &'static str,
    /// The number of documents.
    pub count: usize,
}

/// The findings about the chain.
#[derive(Debug, Clone, Serialize)]
pub struct BrokenChain {
    /// The address of their list.
    pub href: String,
    /// The number of findings.
    pub count: usize,
}
