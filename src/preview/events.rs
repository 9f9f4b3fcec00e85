//! Tells each open page what changes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde::Deserialize;

use super::desk::Desk;
use super::open_tab::OpenTab;

/// What an open page says of itself.
#[derive(Deserialize)]
pub struct OpenPage {
    /// Its path in the site.
    page: String,
    /// The fingerprint of what it shows.
    #[serde(default)]
    shown: String,
    /// What [`Desk::seen`] was when it was told something last.
    #[serde(default)]
    seen: String,
}

/// How often a silent connection is kept open with a comment.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Tells an open page what changes, until it is closed.
pub async fn events(
    State(desk): State<Arc<Desk>>,
    Query(open): Query<OpenPage>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // One whose connection was cut says itself what it saw last.
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.split_once(' '));
    let (seen, shown) = last.unwrap_or((&open.seen, &open.shown));
    let number = seen
        .split_once('.')
        .filter(|(run, _)| *run == desk.run)
        .and_then(|(_, number)| number.parse().ok());
    let tab = OpenTab::new(desk, open.page, shown.to_owned(), number);
    let events = futures_util::stream::unfold(tab, |mut tab| async move {
        let event = tab.next().await?;
        Some((Ok(event), tab))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
