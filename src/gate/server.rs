//! The addresses of the gate.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};

use super::cookies::add_cookie;
use super::event::GateEvent;
use super::file_answer::{FileRequest, SiteAddress};
use super::session::SESSION;
use super::sign_in::{callback, start};
use super::state::GateState;
use super::target::ReturnTarget;
use super::{CALLBACK, HEALTH, OUT, START, sealed};
use crate::address::encode;
use crate::clock::unix_seconds;
use crate::http::{RequestPath, negotiated};

/// The address at which clients of MCP look for a server. The gate has none.
const MCP: &str = "/mcp";

/// The gate as a router.
pub fn router(state: Arc<GateState>) -> Router {
    // Layers that are added later run earlier, so the check of the host comes first.
    Router::new()
        .route(START, get(start))
        .route(CALLBACK, get(callback))
        .route(OUT, get(sign_out_page).post(sign_out))
        .route(HEALTH, get(health))
        .fallback(site)
        .layer(middleware::from_fn_with_state(state.clone(), guarded))
        .with_state(state)
}

/// Refuses requests for other hosts, and adds the headers that every answer has.
async fn guarded(State(state): State<Arc<GateState>>, request: Request, next: Next) -> Response {
    let mut answer = if !is_for_us(request.headers(), request.uri(), &state.authority) {
        state.metrics.answered("misdirected");
        let why = "this host is not served here\n";
        (StatusCode::MISDIRECTED_REQUEST, why).into_response()
    } else if request.uri().path() == MCP && !is_reading(request.method()) {
        // Clients of other machines would need a sign-in of their own kind: see the docs.
        state.metrics.answered("not-found");
        let close = [(header::CONNECTION, "close")];
        (StatusCode::NOT_FOUND, close).into_response()
    } else if has_body(request.headers()) {
        // Two servers that read a body differently would see different requests behind it.
        state.metrics.answered("body");
        let close = [(header::CONNECTION, "close")];
        (StatusCode::PAYLOAD_TOO_LARGE, close).into_response()
    } else {
        next.run(request).await
    };
    let headers = answer.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "SAMEORIGIN"),
        ("x-robots-tag", "noindex"),
    ] {
        let name = HeaderName::from_static(name);
        headers.insert(name, HeaderValue::from_static(value));
    }
    if state.rules.url.scheme() == "https" {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    let caching = headers.entry(header::CACHE_CONTROL);
    caching.or_insert(HeaderValue::from_static("no-store"));
    let varies = "Cookie, Accept, Accept-Encoding, Sec-Fetch-Mode";
    headers.insert(header::VARY, HeaderValue::from_static(varies));
    answer
}

/// Returns whether a request names our host, once, wherever it names one.
fn is_for_us(headers: &HeaderMap, asked: &Uri, authority: &str) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let is_ours = |host: &str| host.eq_ignore_ascii_case(authority);
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let in_line = asked.authority().map(|authority| authority.as_str());
    host.is_some_and(is_ours) && hosts.next().is_none() && in_line.is_none_or(is_ours)
}

fn is_reading(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

/// Returns whether a request has a body. None of ours needs one.
fn has_body(headers: &HeaderMap) -> bool {
    let lengths = headers.get_all(header::CONTENT_LENGTH).iter();
    let has_length = lengths.into_iter().any(|length| length.as_bytes() != b"0");
    has_length || headers.contains_key(header::TRANSFER_ENCODING)
}

/// Answers with a file of the site, if the reader has a session.
async fn site(State(state): State<Arc<GateState>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    if !is_reading(&request.method) {
        state.metrics.answered("method");
        let allowed = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allowed).into_response();
    }
    let Some(session) = state.session(&request.headers) else {
        return stranger(&state, &request.uri, &request.headers);
    };
    let mut answer = readers_answer(&state, &request).await;
    let headers = answer.headers_mut();
    let caching = HeaderValue::from_static("private, no-cache");
    headers.entry(header::CACHE_CONTROL).or_insert(caching);
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_page = kind.is_some_and(|kind| kind.starts_with(b"text/html"));
    let policy = policy_of(kind.unwrap_or_default(), &state.policy);
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Only pages renew the session: a page loads many files at once.
    if is_page
        && !state.ended.has(&session.id)
        && let Some(cookie) = session.renewed(&state.ring(), &state.rules, unix_seconds())
    {
        add_cookie(headers, &cookie);
        // A cache that keeps what it must not would give this session to the next reader.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

/// The policy for a file that is opened by itself. A drawing, say, may have scripts, and they would
/// read what the reader may.
fn policy_of<'p>(kind: &[u8], site: &'p str) -> &'p str {
    let starts = |start: &str| kind.starts_with(start.as_bytes());
    // A worker has the policy of its script, and a viewer of PDF does not work in a sandbox.
    if ["text/html", "text/javascript", "application/pdf"]
        .iter()
        .any(|start| starts(start))
    {
        site
    } else {
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; \
         media-src 'self'; sandbox; frame-ancestors 'self'"
    }
}

/// Answers a stranger: a page to sign in where a page would be shown, and nothing anywhere else.
fn stranger(state: &GateState, asked: &Uri, headers: &HeaderMap) -> Response {
    if !is_navigation(headers) {
        state.metrics.answered("unauthorized");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    state.metrics.answered("sign-in-page");
    let target = asked.path_and_query().map_or("/", |target| target.as_str());
    let target = ReturnTarget::parse(target, &state.rules.url).unwrap_or_default();
    state.pages.sign_in(target.as_str())
}

/// Returns whether a browser is going to show the answer as a page.
fn is_navigation(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => text("accept").is_some_and(|kinds| kinds.contains("text/html")),
    }
}

async fn readers_answer(state: &Arc<GateState>, request: &Parts) -> Response {
    let release = state.site.release();
    let files = FileRequest {
        state,
        method: &request.method,
        headers: &request.headers,
    };
    let address = RequestPath::of(&request.uri);
    let named = address.map(|path| (path.as_str().to_owned(), path.file()));
    let found = named
        .as_ref()
        .map(|(path, file)| SiteAddress::of(path, file, &state.base, &release));
    match found {
        Some(SiteAddress::File(file)) => {
            let twin = negotiated(&file.key, &request.headers);
            let twin = twin.and_then(|twin| release.file(&twin));
            files.answer(twin.unwrap_or(file), StatusCode::OK).await
        }
        Some(SiteAddress::Elsewhere(path)) => redirect(state, &path, request.uri.query()),
        Some(SiteAddress::Missing) | None => {
            let page = release.file("404.html");
            let page = page.filter(|_| is_navigation(&request.headers));
            if let Some(page) = page {
                return files.answer(page, StatusCode::NOT_FOUND).await;
            }
            state.metrics.answered("not-found");
            StatusCode::NOT_FOUND.into_response()
        }
    }
}

/// Redirects to another path of the site, and keeps the query.
fn redirect(state: &GateState, path: &str, query: Option<&str>) -> Response {
    let mut target = encode(path).into_owned();
    if let Some(query) = query {
        target.push('?');
        target.push_str(query);
    }
    let Some(target) = ReturnTarget::parse(&target, &state.rules.url) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    state.metrics.answered("redirect");
    let location = [(header::LOCATION, target.as_str())];
    (StatusCode::PERMANENT_REDIRECT, location).into_response()
}

/// Asks whether to sign out.
async fn sign_out_page(State(state): State<Arc<GateState>>) -> Response {
    state.pages.sign_out()
}

/// Signs a reader out, if the reader has asked for it on a page of ours.
async fn sign_out(State(state): State<Arc<GateState>>, headers: HeaderMap) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = match text("origin") {
        Some(origin) => origin == state.origin,
        None => text("sec-fetch-site") == Some("same-origin"),
    };
    if !is_ours {
        let why = ("Not signed out", "This request came from another site.");
        return state.pages.failed(StatusCode::FORBIDDEN, why, "/");
    }
    if let Some(session) = state.session(&headers) {
        state.ended.spend(&session.id, unix_seconds());
        let reader = state.ring().pseudonym(session.reader.name());
        (state.tell)(&GateEvent::SignedOut { reader });
    }
    state.metrics.signed_in("out");
    let mut answer = state.pages.signed_out();
    add_cookie(answer.headers_mut(), &sealed::deletion(SESSION));
    let clear = HeaderName::from_static("clear-site-data");
    let cache = HeaderValue::from_static("\"cache\"");
    answer.headers_mut().insert(clear, cache);
    answer
}

/// Says how the gate is. Nothing here helps a stranger.
async fn health(State(state): State<Arc<GateState>>, _: RawQuery) -> Response {
    let away = state.site.away_since();
    let health = serde_json::json!({
        "ready": true,
        "store": if away.is_none() { "ok" } else { "away" },
        "keys": state.ring().ids(),
    });
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, format!("{health}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_our_host_once_and_no_other() {
        let ours = "docs.example.com";
        for (hosts, asked, expected) in [
            (&["docs.example.com"][..], "/", true),
            (&["DOCS.example.com"], "/", true),
            (&["docs.example.com"], "http://docs.example.com/", true),
            (&["docs.example.com"], "http://evil.example/", false),
            (&["evil.example"], "http://docs.example.com/", false),
            (&["evil.example"], "/", false),
            (&["docs.example.com", "evil.example"], "/", false),
            (&["docs.example.com", "docs.example.com"], "/", false),
            (&["docs.example.com:8443"], "/", false),
            (&["docs.example.com."], "/", false),
            (&["ann@docs.example.com"], "/", false),
            (&[], "/", false),
        ] {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(header::HOST, host.parse().expect("it is a value"));
            }
            let asked = asked.parse().expect("it is an address");
            assert_eq!(
                is_for_us(&headers, &asked, ours),
                expected,
                "{hosts:?} {asked}"
            );
        }
    }
}
