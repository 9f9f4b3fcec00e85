//! A page that is open in a browser: what it shows, and what it has to be told.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use serde_json::{Value, json};
use tokio::sync::watch::Receiver;

use super::desk::Desk;
use super::docs_file;
use super::panel::{Editor, Panel};
use super::shown::ShownSite;
use crate::output::{Content, fingerprint};

/// How long a browser waits before it asks again.
const RETRY: Duration = Duration::from_secs(1);

/// Says in the name of an event that the page is gone: blanks at its ends are lost on their way.
const GONE: &str = "-";

/// A page that is open somewhere.
pub struct OpenTab {
    desk: Arc<Desk>,
    changes: Receiver<Arc<ShownSite>>,
    page: String,
    /// The fingerprint of what it shows; empty where it knows that the page is gone.
    shown: String,
    /// The panel that it was sent.
    panel: String,
    /// The edition that it knows; none where that was of another run.
    number: Option<u64>,
    waiting: VecDeque<Event>,
}

/// What an edition has for a page.
struct Glimpse {
    /// The fingerprint of the page; none where it is gone, an error where it cannot be rendered.
    page: Result<Option<String>, String>,
    /// The panel, as JSON.
    panel: String,
}

/// Something new for an open page.
struct TabNews {
    event: &'static str,
    data: String,
}

impl OpenTab {
    /// A page that shows what has a fingerprint, of an edition.
    pub fn new(desk: Arc<Desk>, page: String, shown: String, number: Option<u64>) -> Self {
        Self {
            changes: desk.shown.clone(),
            desk,
            page,
            shown,
            panel: String::new(),
            number,
            waiting: VecDeque::new(),
        }
    }

    /// The next event; `None` when nothing will ever change again.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let now = self.changes.borrow_and_update().clone();
            if !self.look(now).await {
                self.changes.changed().await.ok()?;
            }
        }
    }

    /// Sees what is new for it in an edition; whether anything is.
    async fn look(&mut self, now: Arc<ShownSite>) -> bool {
        let (desk, page) = (self.desk.clone(), self.page.clone());
        let seen = tokio::task::spawn_blocking(move || (glimpse(&now, &page, &desk.editor), now));
        let Ok((Glimpse { page, panel }, now)) = seen.await else {
            return false;
        };
        let mut news: Vec<TabNews> = self.news_of_page(page).into_iter().collect();
        news.extend(self.news_of_assets(&now));
        news.extend(self.news_of_findings(panel));
        news.extend(self.news_of_edition(&now));
        let id = self.id(&now);
        self.waiting
            .extend(news.into_iter().map(|news| news.event(&id)));
        !self.waiting.is_empty()
    }

    fn news_of_page(&mut self, page: Result<Option<String>, String>) -> Option<TabNews> {
        match page {
            Ok(Some(shown)) if shown != self.shown => {
                self.shown = shown;
                Some(TabNews::of("page", &json!({ "shown": self.shown })))
            }
            Ok(None) if !self.shown.is_empty() => {
                self.shown.clear();
                Some(TabNews::of("gone", &json!({})))
            }
            _ => None,
        }
    }

    fn news_of_assets(&self, now: &ShownSite) -> Vec<TabNews> {
        match self.number {
            Some(number) if number >= now.renewed => now
                .assets
                .iter()
                .filter(|(_, changed)| **changed > number)
                .map(|(path, _)| TabNews::of("asset", &json!({ "path": path })))
                .collect(),
            // Nobody knows which.
            _ => vec![TabNews::of("asset", &json!({ "path": null }))],
        }
    }

    fn news_of_findings(&mut self, panel: String) -> Option<TabNews> {
        if panel == self.panel {
            return None;
        }
        self.panel.clone_from(&panel);
        Some(TabNews {
            event: "findings",
            data: panel,
        })
    }

    fn news_of_edition(&mut self, now: &ShownSite) -> Option<TabNews> {
        if self.number == Some(now.number) {
            return None;
        }
        self.number = Some(now.number);
        let seen = self.desk.seen(now);
        Some(TabNews::of("edition", &json!({ "seen": seen })))
    }

    /// What it knows, for a connection that is cut and made again.
    fn id(&self, now: &ShownSite) -> String {
        let shown = match self.shown.as_str() {
            "" => GONE,
            shown => shown,
        };
        format!("{} {shown}", self.desk.seen(now))
    }
}

impl TabNews {
    fn of(event: &'static str, data: &Value) -> Self {
        Self {
            event,
            data: data.to_string(),
        }
    }

    fn event(self, id: &str) -> Event {
        Event::default()
            .event(self.event)
            .id(id)
            .data(self.data)
            .retry(RETRY)
    }
}

/// Renders a page and its panel.
fn glimpse(now: &ShownSite, page: &str, editor: &Editor) -> Glimpse {
    let html = now.edition.file(page);
    let why = html.as_ref().err().map(String::as_str);
    let panel = serde_json::to_string(&Panel::of(now, why, page, editor));
    let panel = panel.expect("text and numbers are always JSON");
    let print = |content| match content {
        Content::Bytes(bytes) => fingerprint(&bytes),
        Content::File(full) => {
            let part = docs_file::read(&full, now.edition.docs(), None);
            fingerprint(&part.map(|part| part.bytes).unwrap_or_default())
        }
    };
    Glimpse {
        page: html.map(|html| html.map(print)),
        panel,
    }
}
