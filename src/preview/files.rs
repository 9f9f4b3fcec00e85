//! Answers with files of the newest edition, as a server of the published site would.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::copied::copied;
use super::page_tags::PageTags;
use super::state::PreviewState;
use crate::address::encode;
use crate::http::{RequestPath, file_answer, negotiated, with_vary};
use crate::output::{Content, content_type, fingerprint};
use crate::pipeline::Edition;

/// A file of the site, or the 404 page.
pub async fn file(State(state): State<Arc<PreviewState>>, request: Request) -> Response {
    let answer =
        tokio::task::spawn_blocking(move || answer(&state, request.uri(), request.headers())).await;
    answer.unwrap_or_else(|_| trouble("the page cannot be rendered"))
}

fn trouble(why: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{why}\n")).into_response()
}

fn answer(state: &PreviewState, asked: &Uri, headers: &HeaderMap) -> Response {
    let Some(path) = RequestPath::of(asked) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let shown = state.shown.borrow().clone();
    let (edition, seen) = (&shown.edition, state.seen(&shown));
    let file = path.file();
    if let Some(Content::Bytes(bytes)) = state.piece(&file, edition) {
        return served(&file, bytes, &seen);
    }
    if let Some(twin) = negotiated(&file, headers)
        && let Ok(Some(Content::Bytes(bytes))) = edition.file(&twin)
    {
        return with_vary(file_answer(&twin, bytes));
    }
    match edition.file(&file) {
        Ok(Some(Content::Bytes(bytes))) => served(&file, bytes, &seen),
        Ok(Some(Content::File(full))) => copied(&file, &full, edition.docs(), headers, &seen),
        Ok(None) => match elsewhere(path.as_str(), &file, edition) {
            Some(path) => leads_to(&path, asked),
            None => missing(&file, edition, &seen),
        },
        Err(why) => broken(&file, &why, &seen),
    }
}

/// The target of an address without a file; `None` if it leads nowhere.
fn elsewhere(path: &str, file: &str, edition: &Edition) -> Option<String> {
    // The 404 page has absolute addresses, which begin with the base of the published site.
    let base = edition.base();
    match path.strip_prefix(base) {
        // A path that begins with two slashes would name another host.
        Some(below) if base != "/" && !below.starts_with(['/', '\\']) => Some(below.to_owned()),
        // A folder without its last slash leads to its page, as on other servers.
        _ => {
            let page = edition.file(&format!("{file}/index.html"));
            matches!(page, Ok(Some(_))).then(|| format!("{file}/"))
        }
    }
}

/// Redirects to another path of the site and keeps the query.
fn leads_to(path: &str, asked: &Uri) -> Response {
    let query = asked
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    Redirect::temporary(&format!("/{}{query}", encode(path))).into_response()
}

/// Answers with a file that the pipeline makes.
fn served(path: &str, bytes: Vec<u8>, seen: &str) -> Response {
    if !content_type(path).starts_with("text/html") {
        return file_answer(path, bytes);
    }
    let tags = PageTags {
        page: path,
        shown: &fingerprint(&bytes),
        seen,
    };
    with_vary(file_answer(path, tags.put_into_head(&bytes)))
}

/// Answers with the 404 page for a page, and with a line for any other file.
fn missing(file: &str, edition: &Edition, seen: &str) -> Response {
    match edition.file("404.html") {
        Ok(Some(Content::Bytes(bytes))) if !file.contains('.') || file.ends_with(".html") => {
            no_page(StatusCode::NOT_FOUND, file, &bytes, seen)
        }
        _ => (StatusCode::NOT_FOUND, "there is no such file on the site\n").into_response(),
    }
}

/// Answers with the reason why a page cannot be rendered. The answer follows the site until the
/// page can be rendered.
fn broken(file: &str, why: &str, seen: &str) -> Response {
    let mut page =
        "<!doctype html><html><head><title>Not rendered</title></head><body><pre>".to_owned();
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut page, why);
    page.push_str("</pre></body></html>\n");
    no_page(
        StatusCode::INTERNAL_SERVER_ERROR,
        file,
        page.as_bytes(),
        seen,
    )
}

/// HTML in place of a missing page. It follows the site until the page is there.
fn no_page(status: StatusCode, file: &str, html: &[u8], seen: &str) -> Response {
    let tags = PageTags {
        page: file,
        shown: "",
        seen,
    };
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, kind, tags.put_into_head(html)).into_response()
}
