//! The probe: it asks for the published site without credentials.

use std::time::Duration;

use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::primitives::{ByteStream, ByteStreamError};
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::http::HttpError;
use percent_encoding::utf8_percent_encode;
use url::Url;

use super::Fault;
use super::manifest::RemoteFile;
use super::paths::folder_of;
use super::remote::Remote;
use crate::search::FOLDER as INDEX;
use crate::store::ObjectKey;
use crate::store::PLAIN;
use crate::store::connector;

/// The start page.
const START: &str = "index.html";

/// The number of other pages that are asked for.
const PAGES: usize = 5;

/// The largest part of an answer that is read, in bytes.
const MOST: usize = 16 << 20;

/// The number of redirects that are followed.
const REDIRECTS: usize = 10;

/// Firewalls refuse requests without a browser's name.
const BROWSER: &str = concat!(
    "Mozilla/5.0 (compatible; bf-docs/",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// The mark that bf-docs writes into each page. A proxy may change the rest.
const MARK: &str = "<meta name=\"generator\" content=\"bf-docs";

/// The public address of a site.
#[derive(Debug, Clone)]
pub struct Address(Url);

impl Address {
    /// Reads an address of `http` or `https` without a name, a password, a query or a fragment;
    /// `None` for any other text.
    pub fn new(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        let is_base = url.query().is_none() && url.fragment().is_none();
        (is_web(&url) && is_plain && is_base).then_some(Self(url))
    }
}

/// The settings of a probe.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The address below which the site is asked for.
    pub address: Address,
    /// The longest time for an answer.
    pub timeout: Duration,
}

/// The result of a probe that found nothing public.
#[derive(Debug)]
pub struct ProbeReport {
    /// The address below which the site was asked for.
    pub address: Address,
    /// The number of addresses that were asked for.
    pub asked: usize,
    /// The number of addresses that were answered with 404.
    pub absent: usize,
    /// The number of answers that a shared cache gave.
    pub cached: usize,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Remote {
    /// Probes the site if a probe is asked for.
    pub async fn probed(&self, probe: Option<&Probe>) -> Option<Result<ProbeReport, Fault>> {
        match probe {
            Some(probe) => Some(self.probe(probe).await),
            None => None,
        }
    }

    /// Asks for some pages and for the search index without credentials, through the proxy of the
    /// environment. Fails if one of them is shown.
    async fn probe(&self, probe: &Probe) -> Result<ProbeReport, Fault> {
        let Probe { address, timeout } = probe;
        let timeout = *timeout;
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(timeout)
            .read_timeout(timeout)
            .build();
        let connector = connector(Some(settings), None);
        let base = address.0.as_str().trim_end_matches('/');
        let (mut asked, mut absent, mut cached) = (0, 0, 0);
        for entry in self.probed_files() {
            let file = ProbedFile {
                sha256: &entry.sha256,
                marks: self.marks(entry).await?,
            };
            // A page has two addresses.
            let paths = [Some(entry.key.as_str()), folder_of(&entry.key)];
            for path in paths.into_iter().flatten() {
                let place = format!("{base}/{}", utf8_percent_encode(path, PLAIN));
                asked += 1;
                let answer = probe_address(&connector, &place, &file, timeout).await?;
                cached += usize::from(answer.is_cached);
                match answer.verdict {
                    ProbeVerdict::Shown => {
                        return Err(Fault::Public {
                            place,
                            why: "it is shown without credentials".to_owned(),
                            help: "the site is up: close it there, or roll back",
                        });
                    }
                    ProbeVerdict::Absent => absent += 1,
                    ProbeVerdict::Other => {}
                }
            }
        }
        Ok(ProbeReport {
            address: address.clone(),
            asked,
            absent,
            cached,
        })
    }

    /// The files to ask for: the start page, some other pages, and the search index.
    fn probed_files(&self) -> impl Iterator<Item = &RemoteFile> {
        let is_page = |key: &str| key.ends_with(".html") && key != START;
        let pages = self.files.values().filter(|entry| is_page(&entry.key));
        let pages: Vec<&RemoteFile> = pages.collect();
        let step = pages.len().div_ceil(PAGES).max(1);
        let index = self.files.get(&format!("{INDEX}/index.bin"));
        let first = self.files.get(START).into_iter();
        first.chain(pages.into_iter().step_by(step)).chain(index)
    }

    /// The texts by which a published page is known, even if a proxy changed it; none if the file
    /// is not a page.
    async fn marks(&self, entry: &RemoteFile) -> Result<Vec<String>, Fault> {
        let Some(key) = ObjectKey::new(&entry.key).filter(|_| entry.key.ends_with(".html")) else {
            return Ok(Vec::new());
        };
        let page = self.store.get(&key, MOST as u64).await?;
        let html =
            String::from_utf8_lossy(page.as_ref().map_or(&[], |(bytes, _)| bytes)).into_owned();
        // The title tells this site's pages from those of another site that bf-docs built.
        let title = || Some(html.split_once("<title>")?.1.split_once("</title>")?.0);
        Ok([
            Some(MARK.to_owned()),
            title().map(|title| format!("<title>{title}</title>")),
        ]
        .into_iter()
        .flatten()
        .collect())
    }
}

/// The file that an answer is compared with.
struct ProbedFile<'f> {
    sha256: &'f str,
    marks: Vec<String>,
}

impl ProbedFile<'_> {
    /// Returns whether these bytes are the file, or the page as a proxy changed it.
    fn is(&self, bytes: &[u8]) -> bool {
        let html = String::from_utf8_lossy(bytes);
        let is_page =
            || !self.marks.is_empty() && self.marks.iter().all(|mark| html.contains(mark));
        is_page() || crate::output::sha256(bytes) == self.sha256
    }
}

impl ProbedFile<'_> {
    /// The verdict on an answer. Some servers show pages with a 404.
    fn verdict(&self, bytes: &[u8], status: u16) -> ProbeVerdict {
        match (self.is(bytes), status) {
            (true, _) => ProbeVerdict::Shown,
            (false, 404) => ProbeVerdict::Absent,
            (false, _) => ProbeVerdict::Other,
        }
    }
}

/// The answer to a request for one address.
struct ProbeAnswer {
    verdict: ProbeVerdict,
    /// True if a shared cache gave an answer on the way.
    is_cached: bool,
}

/// The result of asking for one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProbeVerdict {
    /// The file was shown.
    Shown,
    /// The answer is that there is no such file.
    Absent,
    /// The answer is something else: a sign-in, say, or a refusal.
    Other,
}

const HELP: &str = "check the address; the site is up";

/// Asks for an address, and fails after `timeout`.
async fn probe_address(
    connector: &Connector,
    place: &str,
    file: &ProbedFile<'_>,
    timeout: Duration,
) -> Result<ProbeAnswer, Fault> {
    let fault = |why: &dyn std::fmt::Display| Fault::place("probe", &place, why, HELP);
    let url = Url::parse(place).map_err(|error| fault(&error))?;
    let mut is_cached = false;
    let fetched = fetch(connector, url, file, &mut is_cached);
    let verdict = tokio::time::timeout(timeout, fetched).await;
    let verdict = verdict.map_err(|_| fault(&"the answer takes too long"))??;
    Ok(ProbeAnswer { verdict, is_cached })
}

/// Asks for an address and follows its redirects. Notes whether a shared cache answered.
async fn fetch(
    connector: &Connector,
    mut url: Url,
    file: &ProbedFile<'_>,
    is_cached: &mut bool,
) -> Result<ProbeVerdict, Fault> {
    for _ in 0..=REDIRECTS {
        let fault = |why: &dyn std::fmt::Display| Fault::place("probe", &url, why, HELP);
        let request = browsers_request(&url).map_err(|error| fault(&error))?;
        let response = connector.call(request).await;
        let response = response.map_err(|error| fault(&crate::store::error_chain(&error)))?;
        let status = response.status().as_u16();
        let header = |name| response.headers().get(name).map(str::to_owned);
        *is_cached |= came_from_cache(&response);
        if let Some(target) = header("location").filter(|_| (300..400).contains(&status)) {
            // The target may be an app, say.
            let Some(target) = url.join(&target).ok().filter(is_web) else {
                return Ok(ProbeVerdict::Other);
            };
            url = target;
            continue;
        }
        let packed = header("content-encoding").filter(|packed| packed != "identity");
        if packed.is_some() && matches!(status, 401 | 403) {
            return Ok(ProbeVerdict::Other);
        }
        if let Some(why) = inconclusive(status, packed) {
            return Err(fault(&why));
        }
        let bytes = beginning(response).await.map_err(|error| fault(&error))?;
        return Ok(file.verdict(&bytes, status));
    }
    let why = format!("it is redirected too often: {RESULT_UNKNOWN}");
    Err(Fault::place("probe", &url, &why, HELP))
}

/// Returns whether a shared cache gave an answer, by its `Age` (RFC 9111, 5.1) or CloudFront's
/// `X-Cache`.
fn came_from_cache(response: &HttpResponse) -> bool {
    let header = |name| response.headers().get(name).unwrap_or_default();
    let is_old = header("age").trim().parse::<u64>().is_ok_and(|age| age > 0);
    is_old || header("x-cache").to_ascii_lowercase().contains("hit")
}

/// The end of a message about an answer that proves nothing.
const RESULT_UNKNOWN: &str = "its content is unknown";

/// The reason why an answer proves nothing; `None` if it does.
fn inconclusive(status: u16, packed: Option<String>) -> Option<String> {
    match (packed, status) {
        (Some(packed), _) => {
            let packed = packed.escape_debug();
            Some(format!(
                "it is packed as `{packed}`, unasked: {RESULT_UNKNOWN}"
            ))
        }
        (None, 500..) => Some(format!("the server answers {status}: {RESULT_UNKNOWN}")),
        _ => None,
    }
}

/// A request as browsers send it.
fn browsers_request(url: &Url) -> Result<HttpRequest, HttpError> {
    let mut request = HttpRequest::get(url.as_str())?;
    for (name, value) in [
        ("accept-encoding", "identity"),
        ("accept", "text/html, */*"),
        ("user-agent", BROWSER),
    ] {
        request.headers_mut().insert(name, value);
    }
    Ok(request)
}

/// The first bytes of a body, up to the limit.
async fn beginning(response: HttpResponse) -> Result<Vec<u8>, ByteStreamError> {
    let mut body = ByteStream::new(response.into_body());
    let mut bytes = Vec::new();
    while let Some(part) = body.next().await {
        bytes.extend_from_slice(&part?);
        if bytes.len() > MOST {
            break;
        }
    }
    Ok(bytes)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}
