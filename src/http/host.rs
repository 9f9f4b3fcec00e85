//! The names that a server answers to.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers only requests for this machine. A page elsewhere whose own name leads here gets nothing
/// (DNS rebinding). `own` is the address that the server listens on.
pub async fn check_host(State(own): State<IpAddr>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    if !is_ours(host, own) {
        let why = "bf-docs answers only to localhost and to numeric addresses\n";
        return (StatusCode::MISDIRECTED_REQUEST, why).into_response();
    }
    next.run(request).await
}

/// True if a `Host` is this machine's: `localhost`, or a numeric address.
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
