//! The stream of events to each open page.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde::Deserialize;

use super::open_tab::OpenTab;
use super::state::PreviewState;

/// The query of an open page.
#[derive(Deserialize)]
pub struct OpenPage {
    /// The page's path in the site.
    page: String,
    /// The fingerprint of the version that it shows.
    #[serde(default)]
    shown: String,
    /// The last [`PreviewState::seen`] that it was sent.
    #[serde(default)]
    seen: String,
}

/// The pause after which a comment keeps a silent connection open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Streams events to an open page until it is closed.
pub async fn events(
    State(state): State<Arc<PreviewState>>,
    Query(open): Query<OpenPage>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // After a lost connection, the browser sends the id of its last event.
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.split_once(' '));
    let (seen, shown) = last.unwrap_or((&open.seen, &open.shown));
    let number = seen
        .split_once('.')
        .filter(|(run, _)| *run == state.run)
        .and_then(|(_, number)| number.parse().ok());
    let tab = OpenTab::new(state, open.page, shown.to_owned(), number);
    let events = futures_util::stream::unfold(tab, |mut tab| async move {
        let event = tab.next().await?;
        Some((Ok(event), tab))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
