//! The server of the newest edition.

use std::net::TcpListener;
use std::sync::Arc;

use axum::routing::get;
use axum::{Router, middleware};
use tokio::sync::watch::Receiver;

use super::PreviewOptions;
use super::events::events;
use super::files::file;
use super::page_tags::{OWN_FOLDER, script, style};
use super::state::PreviewState;
use crate::http::{ServerFault, check_host, keep_private, serve};
use crate::studio::ShownSite;

/// Serves until the process is told to stop.
pub async fn run(
    listener: TcpListener,
    shown: Receiver<Arc<ShownSite>>,
    options: &PreviewOptions,
) -> Result<(), ServerFault> {
    let state = Arc::new(PreviewState::open(shown, options));
    // Layers that are added later run earlier, so the check of the host comes first.
    let router = Router::new()
        .route(&format!("{OWN_FOLDER}events"), get(events))
        .route(&format!("{OWN_FOLDER}live.js"), get(script))
        .route(&format!("{OWN_FOLDER}live.css"), get(style))
        .fallback(get(file))
        .layer(middleware::from_fn(keep_private))
        .layer(middleware::from_fn_with_state(options.host, check_host))
        .with_state(state);
    serve(listener, router).await
}
