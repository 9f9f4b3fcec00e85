//! What somebody without credentials gets to see of a published site.

use aws_sdk_s3::config::http::HttpRequest;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use percent_encoding::utf8_percent_encode;
use std::time::Duration;

use super::Fault;
use super::remote::Remote;
use super::s3::PLAIN;
use super::state::Entry;

/// Pages that are asked for.
const PAGES: usize = 5;

/// The most bytes of an answer that are looked at.
const MOST: usize = 16 << 20;

/// What bf-docs writes into each page. A proxy may change the rest.
const MARK: &str = "<meta name=\"generator\" content=\"bf-docs";

impl Remote {
    /// Asks for some pages and for the search index below an address, without credentials, and
    /// fails where one of them is shown. Of redirects only those are followed that lead to the same
    /// path of another server. Gives how many were asked for, and how many were said not to exist.
    pub async fn probe(&self, address: &str, timeout: Duration) -> Result<(usize, usize), Fault> {
        let settings = HttpConnectorSettings::builder().connect_timeout(timeout).read_timeout(timeout).build();
        let provider = Provider::Rustls(CryptoMode::AwsLc);
        let connector = Connector::builder().connector_settings(settings).tls_provider(provider).build();
        let base = address.trim_end_matches('/');
        let pages: Vec<&Entry> = self.files.values().filter(|entry| entry.key.ends_with(".html")).collect();
        let pages = pages.iter().step_by(pages.len().div_ceil(PAGES).max(1));
        let first = self.files.get("index.html").into_iter();
        let index = self.files.values().find(|entry| entry.key.ends_with("bf-search/index.bin")).into_iter();
        let (mut asked, mut absent) = (0, 0);
        for entry in first.chain(pages.copied()).chain(index) {
            // A page has two addresses.
            let folder = entry.key.strip_suffix("index.html");
            for path in [Some(entry.key.as_str()), folder].into_iter().flatten() {
                let url = format!("{base}/{}", utf8_percent_encode(path, PLAIN));
                asked += 1;
                let seen = tokio::time::timeout(timeout, look(&connector, &url, entry, REDIRECTS)).await;
                let late = || Fault::place("probe", &url, &"the answer takes too long", HELP);
                let seen = seen.map_err(|_| late())??;
                absent += usize::from(seen == Seen::Absent);
                if seen == Seen::Shown {
                    let why = "it is shown without credentials".to_owned();
                    return Err(Fault::Public {
                        place: url,
                        why,
                        help: "the site is up: close it there, or roll back",
                    });
                }
            }
        }
        Ok((asked, absent))
    }
}

/// What somebody without credentials sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// The file.
    Shown,
    /// That there is none.
    Absent,
    /// Something else: a sign-in, say, or that it is refused.
    Other,
}

/// Redirects that are followed: from `http` to `https` and to another name of the server.
const REDIRECTS: usize = 3;

const HELP: &str = "check the address; the site is up";

/// What an address shows to anybody.
async fn look(connector: &Connector, url: &str, entry: &Entry, redirects: usize) -> Result<Seen, Fault> {
    let fault = |why: &dyn std::fmt::Display| Fault::place("probe", &url, why, HELP);
    let mut request = HttpRequest::get(url).map_err(|error| fault(&error))?;
    request.headers_mut().insert("accept-encoding", "identity");
    let response = connector.call(request).await.map_err(|error| fault(&super::chain(&error)))?;
    let (status, header) = (response.status().as_u16(), |name| response.headers().get(name).map(str::to_owned));
    let target = header("location").filter(|target| (300..400).contains(&status) && is_same_path(url, target));
    if let Some(target) = target {
        return match redirects {
            0 => Err(fault(&"it is redirected too often: nobody knows what it shows")),
            _ => Box::pin(look(connector, &target, entry, redirects - 1)).await,
        };
    }
    if let Some(packed) = header("content-encoding").filter(|packed| packed != "identity") {
        return Err(fault(&format!(
            "it is packed as `{}`, unasked: nobody knows what it shows",
            packed.escape_debug()
        )));
    }
    if status >= 500 {
        return Err(fault(&format!("the server answers {status}: nobody knows what it shows")));
    }
    let mut body = ByteStream::new(response.into_body());
    let mut bytes = Vec::new();
    while let Some(part) = body.next().await {
        bytes.extend_from_slice(&part.map_err(|error| fault(&error))?);
        if bytes.len() > MOST {
            break;
        }
    }
    // Whatever the status says: servers show pages with a 404, too.
    let is_page = || String::from_utf8_lossy(&bytes).contains(MARK);
    Ok(match crate::output::sha256(&bytes) == entry.sha256 || is_page() {
        true => Seen::Shown,
        false if status == 404 => Seen::Absent,
        false => Seen::Other,
    })
}

/// Whether a redirect leads to the same path of another server: it keeps nobody out.
fn is_same_path(from: &str, to: &str) -> bool {
    let path = |url: &str| Some(url.split_once("://")?.1.split_once('/')?.1.to_owned());
    from != to && path(to).is_some_and(|to| Some(to) == path(from))
}
