//! Hosts that pages may load images from, judged as browsers apply the site's policy.

/// A browser's treatment of an address under the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The browser loads it.
    Loaded,
    /// The host is allowed, but the policy names it only with `https://`.
    NotOverHttp,
    /// The browser refuses it.
    Refused,
}

/// The host of a web address or of `//host/...`, with its port unless that is the default of
/// `https`.
pub fn host(address: &str) -> String {
    let rest = address.split_once("//").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    host.strip_suffix(":443").map(str::to_owned).unwrap_or(host)
}

/// The treatment of an image from an address with this scheme (`""`: the page's own).
pub fn verdict(scheme: &str, host: &str, allowed: &[String]) -> Verdict {
    match (allowed.iter().any(|allowed| covers(allowed, host)), scheme) {
        (false, _) => Verdict::Refused,
        (true, "http") => Verdict::NotOverHttp,
        (true, _) => Verdict::Loaded,
    }
}

/// `*.example.com` covers all hosts below `example.com`, but not `example.com`.
fn covers(allowed: &str, host: &str) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    match allowed.strip_prefix('*') {
        Some(end) => host
            .strip_suffix(end)
            .is_some_and(|below| !below.is_empty()),
        None => host == allowed.strip_suffix(":443").unwrap_or(&allowed),
    }
}
