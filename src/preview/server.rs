//! Shows the newest edition to browsers, and tells each when its page has changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use futures_util::Stream;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use tokio::sync::watch::Receiver;

use super::Options;
use super::panel::{Editor, Panel};
use super::studio::Shown;
use crate::output::{Content, content_type, fingerprint};
use crate::pipeline::Edition;
use crate::search::FOLDER as INDEX;

/// Where the preview's own files lie: no site has anything there.
const OWN: &str = "/.bf-docs/live/";

const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("live.css");

/// What the preview is to those who ask.
struct Desk {
    shown: Receiver<Arc<Shown>>,
    /// The edition whose search index is served: its pieces are asked for one by one.
    indexed: Mutex<Option<Arc<Edition>>>,
    editor: Editor,
    host: IpAddr,
}

/// Serves until the process is told to stop.
pub async fn run(listener: TcpListener, shown: Receiver<Arc<Shown>>, options: &Options) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let editor = Editor { address: options.editor.clone() };
    let desk = Arc::new(Desk { shown, indexed: Mutex::default(), editor, host: options.host });
    let router = Router::new()
        .route(&format!("{OWN}events"), get(events))
        .route(&format!("{OWN}live.js"), get(|| async { own("live.js", SCRIPT) }))
        .route(&format!("{OWN}live.css"), get(|| async { own("live.css", STYLE) }))
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
    if let Ok(mut told) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return,
            _ = told.recv() => return,
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Answers only those who know what they ask: a page elsewhere that has a name lead to this
/// machine reads nothing (DNS rebinding), and no other site may show what is private.
async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_ours(host, desk.host) {
        let why = "bf-docs answers to localhost and to addresses in numbers alone\n";
        return (StatusCode::MISDIRECTED_REQUEST, why).into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a `Host` is this machine's: `localhost`, or an address in numbers.
fn is_ours(host: &str, own: IpAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let is_local = name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
    is_local || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback() || !own.is_loopback())
}

fn own(name: &str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, content_type(name))], text).into_response()
}

/// A file of the site, or the page that says that there is none.
async fn file(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let asked = request.uri().path().to_owned();
    let answer = tokio::task::spawn_blocking(move || desk.answer(&asked)).await;
    answer.unwrap_or_else(|_| trouble("the page cannot be rendered"))
}

fn trouble(why: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{why}\n")).into_response()
}

impl Desk {
    fn answer(&self, asked: &str) -> Response {
        let Ok(decoded) = percent_decode_str(asked).decode_utf8() else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let edition = self.shown.borrow().edition.clone();
        // Addresses of the 404 page start at the base that the site has once it is published.
        let base = edition.base();
        let path = decoded.strip_prefix(base).or_else(|| decoded.strip_prefix('/')).unwrap_or(&decoded);
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if file.starts_with(INDEX) {
            return self.piece(&file, edition);
        }
        match edition.file(&file) {
            Ok(Some(content)) => served(&file, StatusCode::OK, content),
            Ok(None) => missing(&file, &edition),
            Err(why) => trouble(&why),
        }
    }

    /// A file of the search index. The first one that a search asks for has it made; the
    /// others are of the same site, whatever changed in the meantime.
    fn piece(&self, file: &str, edition: Arc<Edition>) -> Response {
        let mut indexed = self.indexed.lock().expect("nobody panics while it is held");
        if indexed.is_none() || file.ends_with("/index.bin") {
            *indexed = Some(edition);
        }
        let edition = indexed.clone().expect("it was just put there");
        drop(indexed);
        match edition.index().get(file) {
            Some(content) => served(file, StatusCode::OK, content.clone()),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

fn missing(file: &str, edition: &Edition) -> Response {
    // A folder without its last sign leads to its page, as servers do it.
    let page = format!("{file}/index.html");
    if matches!(edition.file(&page), Ok(Some(_))) {
        return Redirect::temporary(&format!("/{}/", crate::site::encode(file))).into_response();
    }
    match edition.file("404.html") {
        Ok(Some(content)) if !file.contains('.') || file.ends_with(".html") => {
            served(file, StatusCode::NOT_FOUND, content)
        }
        _ => (StatusCode::NOT_FOUND, "there is no such file on the site\n").into_response(),
    }
}

fn served(path: &str, status: StatusCode, content: Content) -> Response {
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::File(full) => match std::fs::read(&full) {
            Ok(bytes) => bytes,
            // It vanished a moment ago; the next edition knows.
            Err(_) => return (StatusCode::NOT_FOUND, "the file is not there any more\n").into_response(),
        },
    };
    let is_there = status == StatusCode::OK;
    let kind = if is_there { content_type(path) } else { "text/html; charset=utf-8" };
    let bytes = match kind.starts_with("text/html") {
        true => {
            let shown = if is_there { fingerprint(&bytes) } else { String::new() };
            alive(path, bytes, &shown)
        }
        false => bytes,
    };
    (status, [(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
}

/// A page with what keeps it up to date; `shown` is the fingerprint of what is there for its path.
fn alive(path: &str, html: Vec<u8>, shown: &str) -> Vec<u8> {
    let Some(head) = html.windows(7).position(|part| part == b"</head>") else { return html };
    let mut page = String::new();
    let _ = pulldown_cmark_escape::escape_html(&mut page, path);
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"{OWN}live.css\"><script defer src=\"{OWN}live.js\" data-page=\"{page}\" data-shown=\"{shown}\"></script>\n"
    );
    [&html[..head], tags.as_bytes(), &html[head..]].concat()
}

/// How long a browser waits before it asks again.
const RETRY: Duration = Duration::from_secs(1);

/// What an open page says of itself.
#[derive(Deserialize)]
struct Open {
    /// Its path in the site.
    page: String,
    /// The fingerprint of what it shows.
    #[serde(default)]
    shown: String,
}

/// Tells an open page what changes, until it is closed.
async fn events(
    State(desk): State<Arc<Desk>>,
    Query(open): Query<Open>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // One whose connection was cut says itself what it saw last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).filter(|id| !id.is_empty());
    let shown = last.map_or(open.shown, str::to_owned);
    let changes = desk.shown.clone();
    let number = changes.borrow().number;
    let tab = Tab { desk, changes, page: open.page, shown, panel: String::new(), number, waiting: VecDeque::new() };
    let events = futures_util::stream::unfold(tab, |mut tab| async move {
        let event = tab.next().await?;
        Some((Ok(event), tab))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

/// A page that is open somewhere.
struct Tab {
    desk: Arc<Desk>,
    changes: Receiver<Arc<Shown>>,
    page: String,
    /// The fingerprint of what it shows; empty where it knows that the page is gone.
    shown: String,
    /// The panel that it was sent.
    panel: String,
    /// What it knows of files that are copied.
    number: u64,
    waiting: VecDeque<Event>,
}

impl Tab {
    /// The next event; `None` when nothing will ever change again.
    async fn next(&mut self) -> Option<Event> {
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
    async fn look(&mut self, now: Arc<Shown>) -> bool {
        let (desk, page, edition) = (self.desk.clone(), self.page.clone(), now.edition.clone());
        let seen = tokio::task::spawn_blocking(move || {
            let html = edition.file(&page).ok().flatten();
            let shown = html.map(|content| match content {
                Content::Bytes(bytes) => fingerprint(&bytes),
                Content::File(full) => fingerprint(&std::fs::read(full).unwrap_or_default()),
            });
            let panel = serde_json::to_string(&Panel::of(&now, &page, &desk.editor));
            (shown, panel.expect("text and numbers are always JSON"), now)
        });
        let Ok((shown, panel, now)) = seen.await else { return false };
        let mut add = |event: Event| self.waiting.push_back(event.retry(RETRY));
        match shown {
            Some(shown) if shown != self.shown => {
                add(Event::default().event("page").id(&shown).data(format!("{{\"shown\":\"{shown}\"}}")));
                self.shown = shown;
            }
            None if !self.shown.is_empty() => {
                add(Event::default().event("gone").data("{}"));
                self.shown.clear();
            }
            _ => {}
        }
        for (path, _) in now.assets.iter().filter(|(_, number)| **number > self.number) {
            add(Event::default().event("asset").data(serde_json::json!({ "path": path }).to_string()));
        }
        self.number = now.number;
        if panel != self.panel {
            add(Event::default().event("findings").data(&panel));
            self.panel = panel;
        }
        !self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_answered() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        for host in ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "docs.localhost:1", "LOCALHOST"] {
            assert!(is_ours(host, loopback), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com:80", "192.168.0.7:8000", "127.0.0.1.example.com", "[::1"]
        {
            assert_eq!(is_ours(host, loopback), host == "[::1", "{host}");
        }
        assert!(is_ours("192.168.0.7:8000", IpAddr::from([0, 0, 0, 0])));
        assert!(!is_ours("evil.example:8000", IpAddr::from([0, 0, 0, 0])));
    }
}
