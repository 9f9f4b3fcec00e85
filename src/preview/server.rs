//! Shows the newest edition to browsers, and tells each when its page has changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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
    /// Tells this run from those before: each counts its editions from 1.
    run: String,
}

/// Serves until the process is told to stop.
pub async fn run(listener: TcpListener, shown: Receiver<Arc<Shown>>, options: &Options) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let editor = Editor { address: options.editor.clone() };
    let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let run = format!("{:x}", began.as_nanos());
    let desk = Arc::new(Desk { shown, indexed: Mutex::default(), editor, host: options.host, run });
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
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
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
        let shown = self.shown.borrow().clone();
        let edition = &shown.edition;
        // Addresses of the 404 page start at the base that the site has once it is published.
        let (base, seen) = (edition.base(), self.seen(&shown));
        let path = decoded.strip_prefix('/').unwrap_or(&decoded);
        let file = match path.is_empty() || path.ends_with('/') {
            true => format!("{path}index.html"),
            false => path.to_owned(),
        };
        if let Some(content) = self.piece(&file, edition) {
            return served(&file, StatusCode::OK, content, &seen);
        }
        match (edition.file(&file), decoded.strip_prefix(base)) {
            (Ok(Some(content)), _) => served(&file, StatusCode::OK, content, &seen),
            // What begins with two of them would name another host.
            (Ok(None), Some(below)) if base != "/" && !below.starts_with(['/', '\\']) => {
                Redirect::temporary(&format!("/{}", crate::site::encode(below))).into_response()
            }
            (Ok(None), _) => missing(&file, edition, &seen),
            (Err(why), _) => broken(&file, &why, &seen),
        }
    }

    /// Names what someone is shown: of which run and which edition.
    fn seen(&self, shown: &Shown) -> String {
        format!("{}.{}", self.run, shown.number)
    }

    /// A file of the search index. The first one that a search asks for has it made; the
    /// others are of the same site, whatever changed in the meantime.
    fn piece(&self, file: &str, edition: &Arc<Edition>) -> Option<Content> {
        if !file.starts_with(INDEX) {
            return None;
        }
        let mut indexed = self.indexed.lock().expect("nobody panics while it is held");
        if indexed.is_none() || file.ends_with("/index.bin") {
            *indexed = Some(edition.clone());
        }
        let edition = indexed.clone().expect("it was just put there");
        drop(indexed);
        edition.index().get(file).cloned()
    }
}

/// Says in place of a page why there is none, and follows.
fn broken(file: &str, why: &str, seen: &str) -> Response {
    let mut page = "<!doctype html><html><head><title>Not rendered</title></head><body><pre>".to_owned();
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut page, why);
    page.push_str("</pre></body></html>\n");
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::INTERNAL_SERVER_ERROR, html, alive(file, page.into_bytes(), "", seen)).into_response()
}

fn missing(file: &str, edition: &Edition, seen: &str) -> Response {
    // A folder without its last sign leads to its page, as servers do it.
    let page = format!("{file}/index.html");
    if matches!(edition.file(&page), Ok(Some(_))) {
        return Redirect::temporary(&format!("/{}/", crate::site::encode(file))).into_response();
    }
    match edition.file("404.html") {
        Ok(Some(content)) if !file.contains('.') || file.ends_with(".html") => {
            served(file, StatusCode::NOT_FOUND, content, seen)
        }
        _ => (StatusCode::NOT_FOUND, "there is no such file on the site\n").into_response(),
    }
}

fn served(path: &str, status: StatusCode, content: Content, seen: &str) -> Response {
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
            alive(path, bytes, &shown, seen)
        }
        false => bytes,
    };
    (status, [(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
}

/// A page with what keeps it up to date; `shown` is the fingerprint of what is there for its path,
/// `seen` names the edition.
fn alive(path: &str, html: Vec<u8>, shown: &str, seen: &str) -> Vec<u8> {
    // A theme may leave the tag out.
    let head = html.windows(7).position(|part| part.eq_ignore_ascii_case(b"</head>")).unwrap_or(html.len());
    let mut page = String::new();
    let _ = pulldown_cmark_escape::escape_html(&mut page, path);
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"{OWN}live.css\"><script defer src=\"{OWN}live.js\" data-page=\"{page}\" data-shown=\"{shown}\" data-seen=\"{seen}\"></script>\n"
    );
    [&html[..head], tags.as_bytes(), &html[head..]].concat()
}

/// How long a browser waits before it asks again.
const RETRY: Duration = Duration::from_secs(1);

/// Says in the name of an event that the page is gone: blanks at its ends are lost on their way.
const GONE: &str = "-";

/// What an open page says of itself.
#[derive(Deserialize)]
struct Open {
    /// Its path in the site.
    page: String,
    /// The fingerprint of what it shows.
    #[serde(default)]
    shown: String,
    /// What [`Desk::seen`] was when it was told something last.
    #[serde(default)]
    seen: String,
}

/// Tells an open page what changes, until it is closed.
async fn events(
    State(desk): State<Arc<Desk>>,
    Query(open): Query<Open>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // One whose connection was cut says itself what it saw last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.split_once(' '));
    let (seen, shown) = last.unwrap_or((&open.seen, &open.shown));
    let shown = if shown == GONE { String::new() } else { shown.to_owned() };
    let changes = desk.shown.clone();
    let number = seen.split_once('.').filter(|(run, _)| *run == desk.run).and_then(|(_, number)| number.parse().ok());
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
    /// The edition that it knows; none where that was of another run.
    number: Option<u64>,
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
            let html = edition.file(&page);
            let why = html.as_ref().err().map(String::as_str);
            let panel = serde_json::to_string(&Panel::of(&now, why, &page, &desk.editor));
            let shown = html.map(|html| {
                html.map(|content| match content {
                    Content::Bytes(bytes) => fingerprint(&bytes),
                    Content::File(full) => fingerprint(&std::fs::read(full).unwrap_or_default()),
                })
            });
            (shown, panel.expect("text and numbers are always JSON"), now)
        });
        let Ok((shown, panel, now)) = seen.await else { return false };
        let mut new = Vec::new();
        match shown {
            Ok(Some(shown)) if shown != self.shown => {
                new.push(("page", serde_json::json!({ "shown": shown }).to_string()));
                self.shown = shown;
            }
            Ok(None) if !self.shown.is_empty() => {
                new.push(("gone", "{}".to_owned()));
                self.shown.clear();
            }
            _ => {}
        }
        match self.number {
            Some(number) if number >= now.renewed => {
                let changed = now.assets.iter().filter(|(_, of)| **of > number);
                new.extend(changed.map(|(path, _)| ("asset", serde_json::json!({ "path": path }).to_string())));
            }
            // Nobody knows which.
            _ => new.push(("asset", serde_json::json!({ "path": null }).to_string())),
        }
        if panel != self.panel {
            new.push(("findings", panel.clone()));
            self.panel = panel;
        }
        let seen = self.desk.seen(&now);
        if self.number != Some(now.number) {
            new.push(("edition", serde_json::json!({ "seen": seen }).to_string()));
            self.number = Some(now.number);
        }
        let shown = if self.shown.is_empty() { GONE } else { &self.shown };
        let id = format!("{seen} {shown}");
        let event = |(name, data): (&str, String)| Event::default().event(name).id(&id).data(data).retry(RETRY);
        self.waiting.extend(new.into_iter().map(event));
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
