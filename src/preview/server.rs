//! Shows the newest edition to browsers, and tells each when its page has changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io::{Read, Seek, SeekFrom};
use std::net::{IpAddr, TcpListener};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
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
use crate::discover::here;
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
pub async fn run(
    listener: TcpListener,
    shown: Receiver<Arc<Shown>>,
    options: &Options,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let editor = Editor {
        address: options.editor.clone(),
    };
    let began = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let run = format!("{:x}", began.as_nanos());
    let desk = Arc::new(Desk {
        shown,
        indexed: Mutex::default(),
        editor,
        host: options.host,
        run,
    });
    let router = Router::new()
        .route(&format!("{OWN}events"), get(events))
        .route(
            &format!("{OWN}live.js"),
            get(|| async { own("live.js", SCRIPT) }),
        )
        .route(
            &format!("{OWN}live.css"),
            get(|| async { own("live.css", STYLE) }),
        )
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

/// Answers only those who know what they ask: a page elsewhere that has a name lead to this
/// machine reads nothing (DNS rebinding), and no other site may show what is private.
async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    if !is_ours(host, desk.host) {
        let why = "bf-docs answers to localhost and to addresses in numbers alone\n";
        return (StatusCode::MISDIRECTED_REQUEST, why).into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a `Host` is this machine's: `localhost`, or an address in numbers.
fn is_ours(host: &str, own: IpAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let is_local =
        name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
    is_local
        || name
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback() || !own.is_loopback())
}

fn own(name: &str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, content_type(name))], text).into_response()
}

/// A file of the site, or the page that says that there is none.
async fn file(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let answer =
        tokio::task::spawn_blocking(move || desk.answer(request.uri(), request.headers())).await;
    answer.unwrap_or_else(|_| trouble("the page cannot be rendered"))
}

fn trouble(why: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{why}\n")).into_response()
}

impl Desk {
    fn answer(&self, asked: &Uri, headers: &HeaderMap) -> Response {
        let Ok(decoded) = percent_decode_str(asked.path()).decode_utf8() else {
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
        if let Some(Content::Bytes(bytes)) = self.piece(&file, edition) {
            return served(&file, StatusCode::OK, bytes, &seen);
        }
        match (edition.file(&file), decoded.strip_prefix(base)) {
            (Ok(Some(Content::Bytes(bytes))), _) => served(&file, StatusCode::OK, bytes, &seen),
            (Ok(Some(Content::File(full))), _) => {
                copied(&file, &full, edition.docs(), headers, &seen)
            }
            // What begins with two of them would name another host.
            (Ok(None), Some(below)) if base != "/" && !below.starts_with(['/', '\\']) => {
                leads_to(below, asked)
            }
            // A folder without its last sign leads to its page, as servers do it.
            (Ok(None), _) if matches!(edition.file(&format!("{file}/index.html")), Ok(Some(_))) => {
                leads_to(&format!("{file}/"), asked)
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
    let mut page =
        "<!doctype html><html><head><title>Not rendered</title></head><body><pre>".to_owned();
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut page, why);
    page.push_str("</pre></body></html>\n");
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        html,
        alive(file, page.as_bytes(), head(page.as_bytes()), "", seen),
    )
        .into_response()
}

/// Leads to another path of the site, with whatever else was asked.
fn leads_to(path: &str, asked: &Uri) -> Response {
    let query = asked
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    Redirect::temporary(&format!("/{}{query}", crate::site::encode(path))).into_response()
}

fn missing(file: &str, edition: &Edition, seen: &str) -> Response {
    match edition.file("404.html") {
        Ok(Some(Content::Bytes(bytes))) if !file.contains('.') || file.ends_with(".html") => {
            served(file, StatusCode::NOT_FOUND, bytes, seen)
        }
        _ => (StatusCode::NOT_FOUND, "there is no such file on the site\n").into_response(),
    }
}

/// A file that is copied from the docs folder.
fn copied(path: &str, full: &Path, docs: &Path, headers: &HeaderMap, seen: &str) -> Response {
    let kind = content_type(path);
    let is_page = kind.starts_with("text/html");
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| !is_page);
    match part(full, docs, range) {
        // It vanished a moment ago, or leads elsewhere now; the next edition knows.
        Err(_) => (StatusCode::NOT_FOUND, "the file is not there any more\n").into_response(),
        Ok((bytes, _, None)) if is_page => {
            // A tag in one of its scripts is no end of its head.
            let (at, shown) = (bytes.len(), fingerprint(&bytes));
            (
                [(header::CONTENT_TYPE, kind)],
                alive(path, &bytes, at, &shown, seen),
            )
                .into_response()
        }
        Ok((bytes, _, None)) => (
            [
                (header::CONTENT_TYPE, kind),
                (header::ACCEPT_RANGES, "bytes"),
            ],
            bytes,
        )
            .into_response(),
        Ok((_, size, Some(range))) if range.is_empty() => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            [(header::CONTENT_RANGE, format!("bytes */{size}"))],
        )
            .into_response(),
        Ok((bytes, size, Some(range))) => {
            let of = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_RANGE, &of)];
            (StatusCode::PARTIAL_CONTENT, headers, bytes).into_response()
        }
    }
}

/// The bytes of a file in the docs folder: those of a range, where one is asked for. Gives its size
/// too.
fn part(
    full: &Path,
    docs: &Path,
    asked: Option<&str>,
) -> std::io::Result<(Vec<u8>, u64, Option<Range<u64>>)> {
    let full = full.canonicalize()?;
    if !full.starts_with(here(docs).canonicalize()?) {
        return Err(std::io::ErrorKind::NotFound.into());
    }
    let mut file = std::fs::File::open(full)?;
    let size = file.metadata()?.len();
    let range = asked.and_then(|asked| range(asked, size));
    let within = range.clone().unwrap_or(0..size);
    file.seek(SeekFrom::Start(within.start))?;
    let mut bytes = Vec::new();
    file.take(within.end - within.start)
        .read_to_end(&mut bytes)?;
    Ok((bytes, size, range))
}

/// As many bytes as are sent at once of a range without an end.
const PART: u64 = 8 << 20;

/// The bytes that `bytes=5-9`, `bytes=5-` or `bytes=-5` ask for: an empty range where there are
/// none (RFC 9110, 14.1.2). Of several ranges, and of what is none, all is sent; of a range without
/// an end, a part: who plays a film asks for the rest of it (RFC 9110, 15.3.7).
fn range(asked: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (first.trim().is_empty(), last.trim().is_empty()) {
        (true, _) => size.saturating_sub(number(last)?)..size,
        (false, true) => number(first)?..size.min(number(first)?.saturating_add(PART)),
        (false, false) => number(first)?..number(last)?.checked_add(1)?.min(size),
    };
    Some(if range.start < range.end { range } else { 0..0 })
}

fn served(path: &str, status: StatusCode, bytes: Vec<u8>, seen: &str) -> Response {
    let is_there = status == StatusCode::OK;
    let kind = if is_there {
        content_type(path)
    } else {
        "text/html; charset=utf-8"
    };
    let bytes = match kind.starts_with("text/html") {
        true => {
            let shown = if is_there {
                fingerprint(&bytes)
            } else {
                String::new()
            };
            alive(path, &bytes, head(&bytes), &shown, seen)
        }
        false => bytes,
    };
    (status, [(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// Where the head of a rendered page ends; a theme may leave the tag out.
fn head(html: &[u8]) -> usize {
    html.windows(7)
        .position(|part| part.eq_ignore_ascii_case(b"</head>"))
        .unwrap_or(html.len())
}

/// A page with what keeps it up to date, put in at a byte; `shown` is the fingerprint of what is
/// there for its path, `seen` names the edition.
fn alive(path: &str, html: &[u8], at: usize, shown: &str, seen: &str) -> Vec<u8> {
    let mut page = String::new();
    let _ = pulldown_cmark_escape::escape_html(&mut page, path);
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"{OWN}live.css\"><script defer src=\"{OWN}live.js\" data-page=\"{page}\" data-shown=\"{shown}\" data-seen=\"{seen}\"></script>\n"
    );
    [&html[..at], tags.as_bytes(), &html[at..]].concat()
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
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.split_once(' '));
    let (seen, shown) = last.unwrap_or((&open.seen, &open.shown));
    let changes = desk.shown.clone();
    let number = seen
        .split_once('.')
        .filter(|(run, _)| *run == desk.run)
        .and_then(|(_, number)| number.parse().ok());
    let tab = Tab {
        desk,
        changes,
        page: open.page,
        shown: shown.to_owned(),
        panel: String::new(),
        number,
        waiting: VecDeque::new(),
    };
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
                    Content::File(full) => {
                        let read = part(&full, edition.docs(), None);
                        fingerprint(&read.map(|(bytes, ..)| bytes).unwrap_or_default())
                    }
                })
            });
            (shown, panel.expect("text and numbers are always JSON"), now)
        });
        let Ok((shown, panel, now)) = seen.await else {
            return false;
        };
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
                new.extend(
                    changed.map(|(path, _)| {
                        ("asset", serde_json::json!({ "path": path }).to_string())
                    }),
                );
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
        let shown = if self.shown.is_empty() {
            GONE
        } else {
            &self.shown
        };
        let id = format!("{seen} {shown}");
        let event = |(name, data): (&str, String)| {
            Event::default().event(name).id(&id).data(data).retry(RETRY)
        };
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
        for host in [
            "localhost",
            "localhost:8000",
            "127.0.0.1:8000",
            "[::1]:8000",
            "docs.localhost:1",
            "LOCALHOST",
        ] {
            assert!(is_ours(host, loopback), "{host}");
        }
        for host in [
            "",
            "example.com",
            "localhost.example.com:80",
            "192.168.0.7:8000",
            "127.0.0.1.example.com",
            "[::1",
        ] {
            assert_eq!(is_ours(host, loopback), host == "[::1", "{host}");
        }
        assert!(is_ours("192.168.0.7:8000", IpAddr::from([0, 0, 0, 0])));
        assert!(!is_ours("evil.example:8000", IpAddr::from([0, 0, 0, 0])));
    }
}
