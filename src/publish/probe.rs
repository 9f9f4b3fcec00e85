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
    /// Asks for some pages and for the search index below an address, without credentials and
    /// following no redirect, and fails where one of them is shown. Gives how many were asked for.
    pub async fn probe(&self, address: &str, timeout: Duration) -> Result<usize, Fault> {
        let settings = HttpConnectorSettings::builder().connect_timeout(timeout).read_timeout(timeout).build();
        let provider = Provider::Rustls(CryptoMode::AwsLc);
        let connector = Connector::builder().connector_settings(settings).tls_provider(provider).build();
        let base = address.trim_end_matches('/');
        let pages: Vec<&Entry> = self.files.values().filter(|entry| entry.key.ends_with(".html")).collect();
        let pages = pages.iter().step_by(pages.len().div_ceil(PAGES).max(1));
        let first = self.files.get("index.html").into_iter();
        let index = self.files.values().find(|entry| entry.key.ends_with("bf-search/index.bin")).into_iter();
        let mut asked = 0;
        for entry in first.chain(pages.copied()).chain(index) {
            // A page has two addresses.
            let folder = entry.key.strip_suffix("index.html");
            for path in [Some(entry.key.as_str()), folder].into_iter().flatten() {
                let url = format!("{base}/{}", utf8_percent_encode(path, PLAIN));
                asked += 1;
                if shows(&connector, &url, entry).await? {
                    let why = "it is shown without credentials".to_owned();
                    return Err(Fault::Public {
                        place: url,
                        why,
                        help: "the site is up: close it there, or roll back",
                    });
                }
            }
        }
        Ok(asked)
    }
}

/// Whether an address shows a file to anybody.
async fn shows(connector: &Connector, url: &str, entry: &Entry) -> Result<bool, Fault> {
    let help = "check the address; the site is up";
    let fault = |why: &dyn std::fmt::Display| Fault::place("probe", &url, why, help);
    let request = HttpRequest::get(url).map_err(|error| fault(&error))?;
    let response = connector.call(request).await.map_err(|error| fault(&super::chain(&error)))?;
    if !response.status().is_success() {
        return Ok(false);
    }
    let mut body = ByteStream::new(response.into_body());
    let mut bytes = Vec::new();
    while let Some(part) = body.next().await {
        bytes.extend_from_slice(&part.map_err(|error| fault(&error))?);
        if bytes.len() > MOST {
            break;
        }
    }
    let is_page = || String::from_utf8_lossy(&bytes).contains(MARK);
    Ok(crate::output::sha256(&bytes) == entry.sha256 || is_page())
}
