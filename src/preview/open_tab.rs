//! A page that is open in a browser: the version it shows, and the news for it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use serde_json::{Value, json};
use tokio::sync::watch::Receiver;

use super::docs_file;
use super::panel::{Editor, Panel};
use super::state::PreviewState;
use crate::output::{Content, fingerprint};
use crate::studio::ShownSite;

/// The pause before a browser asks again.
const RETRY: Duration = Duration::from_secs(1);

/// The fingerprint of a missing page in an event's id, where blanks at the ends would be lost.
const GONE: &str = "-";

/// A page that is open in a browser.
pub struct OpenTab {
    state: Arc<PreviewState>,
    changes: Receiver<Arc<ShownSite>>,
    page: String,
    /// The fingerprint of the version that it shows; empty if it knows that the page is gone.
    shown: String,
    /// The panel that it was sent last.
    panel: String,
    /// The edition that it knows; `None` if that was of another run.
    number: Option<u64>,
    waiting: VecDeque<Event>,
}

/// A page in one edition.
struct PageSnapshot {
    /// The fingerprint of the page; `None` if it is gone, an error if it cannot be rendered.
    page: Result<Option<String>, String>,
    /// The panel, as JSON.
    panel: String,
}

/// News for an open page.
struct TabNews {
    event: &'static str,
    data: String,
}

impl OpenTab {
    /// An open page that shows the version with a fingerprint, of an edition.
    pub fn new(state: Arc<PreviewState>, page: String, shown: String, number: Option<u64>) -> Self {
        Self {
            changes: state.shown.clone(),
            state,
            page,
            shown,
            panel: String::new(),
            number,
            waiting: VecDeque::new(),
        }
    }

    /// The next event; `None` if nothing will ever change again.
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

    /// Compares the page with an edition and queues the news. Returns true if there are any.
    async fn look(&mut self, now: Arc<ShownSite>) -> bool {
        let (state, page) = (self.state.clone(), self.page.clone());
        let seen = tokio::task::spawn_blocking(move || (snapshot(&now, &page, &state.editor), now));
        let Ok((PageSnapshot { page, panel }, now)) = seen.await else {
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
            // Any of them may have changed.
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
        let seen = self.state.seen(now);
        Some(TabNews::of("edition", &json!({ "seen": seen })))
    }

    /// The id of an event: the state that the page resumes from after a lost connection.
    fn id(&self, now: &ShownSite) -> String {
        let shown = match self.shown.as_str() {
            "" => GONE,
            shown => shown,
        };
        format!("{} {shown}", self.state.seen(now))
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
fn snapshot(now: &ShownSite, page: &str, editor: &Editor) -> PageSnapshot {
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
    PageSnapshot {
        page: html.map(|html| html.map(print)),
        panel,
    }
}
