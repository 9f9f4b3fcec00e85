//! Shows the newest edition to browsers.

use std::net::TcpListener;
use std::sync::Arc;

use axum::routing::get;
use axum::{Router, middleware};
use tokio::sync::watch::Receiver;

use super::PreviewOptions;
use super::alive::{OWN, script, style};
use super::desk::Desk;
use super::events::events;
use super::files::file;
use super::guard::guard;
use super::shown::ShownSite;

/// Serves until the process is told to stop.
pub async fn run(
    listener: TcpListener,
    shown: Receiver<Arc<ShownSite>>,
    options: &PreviewOptions,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let desk = Arc::new(Desk::open(shown, options));
    let router = Router::new()
        .route(&format!("{OWN}events"), get(events))
        .route(&format!("{OWN}live.js"), get(script))
        .route(&format!("{OWN}live.css"), get(style))
        .fallback(get(file))
        .layer(middleware::from_fn_with_state(desk.clone(), guard))
        .with_state(desk);
    tokio::select! {
        done = axum::serve(listener, router) => done,
        () = stopped() => Ok(()),
    }
}

/// Waits for Ctrl-C, or for being told to end.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut told) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return,
            _ = told.recv() => return,
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
