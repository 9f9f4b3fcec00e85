//! Keeps what is private from other sites.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::desk::Desk;

/// Answers only those who know what they ask: a page elsewhere that has a name lead to this
/// machine reads nothing (DNS rebinding), and no other site may show what is private.
pub async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
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
    close(response.headers_mut());
    response
}

/// Has browsers keep nothing, and show nothing to other sites.
fn close(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
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
