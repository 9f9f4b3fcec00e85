//! What somebody without credentials gets to see of a published site.

use std::time::Duration;

use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::primitives::{ByteStream, ByteStreamError};
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::http::HttpError;
use percent_encoding::utf8_percent_encode;
use url::Url;

use super::Fault;
use super::paths::folder_of;
use super::remote::Remote;
use super::state::Entry;
use crate::store::Key;
use crate::store::PLAIN;
use crate::store::connector;

/// Pages that are asked for.
const PAGES: usize = 5;

/// The most bytes of an answer that are looked at.
const MOST: usize = 16 << 20;

/// Redirects that are followed.
const REDIRECTS: usize = 10;

/// Firewalls refuse who names none, and let browsers in.
const BROWSER: &str = concat!(
    "Mozilla/5.0 (compatible; bf-docs/",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// What bf-docs writes into each page. A proxy may change the rest.
const MARK: &str = "<meta name=\"generator\" content=\"bf-docs";

/// Where a site is that anybody can ask for it.
#[derive(Debug, Clone)]
pub struct Address(Url);

impl Address {
    /// An address of `http` or `https`, without a name, a password, a query or a fragment; `None`
    /// where it is none.
    pub fn new(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        let is_base = url.query().is_none() && url.fragment().is_none();
        (is_web(&url) && is_plain && is_base).then_some(Self(url))
    }
}

/// A look at the site from outside.
#[derive(Debug, Clone)]
pub struct Probe {
    /// What the site is asked for below.
    pub address: Address,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// What a stranger was shown: nothing of the site.
#[derive(Debug)]
pub struct ProbeReport {
    /// What the site was asked for below.
    pub address: Address,
    /// How many addresses were asked for.
    pub asked: usize,
    /// How many of them were said not to exist.
    pub absent: usize,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Remote {
    /// Looks at the site from outside, where that is asked for.
    pub async fn probed(&self, probe: Option<&Probe>) -> Option<Result<ProbeReport, Fault>> {
        match probe {
            Some(probe) => Some(self.probe(probe).await),
            None => None,
        }
    }

    /// Asks for some pages and for the search index below an address, without credentials and
    /// through the proxy of the environment, and fails where one of them is shown.
    async fn probe(&self, probe: &Probe) -> Result<ProbeReport, Fault> {
        let Probe { address, timeout } = probe;
        let timeout = *timeout;
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(timeout)
            .read_timeout(timeout)
            .build();
        let connector = connector(Some(settings), None);
        let base = address.0.as_str().trim_end_matches('/');
        let (mut asked, mut absent) = (0, 0);
        for entry in self.probed_files() {
            let file = File {
                sha256: &entry.sha256,
                marks: self.marks(entry).await?,
            };
            // A page has two addresses.
            let paths = [Some(entry.key.as_str()), folder_of(&entry.key)];
            for path in paths.into_iter().flatten() {
                let place = format!("{base}/{}", utf8_percent_encode(path, PLAIN));
                asked += 1;
                match seen(&connector, &place, &file, timeout).await? {
                    Seen::Shown => {
                        return Err(Fault::Public {
                            place,
                            why: "it is shown without credentials".to_owned(),
                            help: "the site is up: close it there, or roll back",
                        });
                    }
                    Seen::Absent => absent += 1,
                    Seen::Other => {}
                }
            }
        }
        Ok(ProbeReport {
            address: address.clone(),
            asked,
            absent,
        })
    }

    /// The files that are asked for: the start page, some others, and the search index.
    fn probed_files(&self) -> impl Iterator<Item = &Entry> {
        let is_page = |entry: &&Entry| entry.key.ends_with(".html");
        let pages: Vec<&Entry> = self.files.values().filter(is_page).collect();
        let step = pages.len().div_ceil(PAGES).max(1);
        let is_index = |entry: &&Entry| entry.key.ends_with("bf-search/index.bin");
        let index = self.files.values().find(is_index);
        let first = self.files.get("index.html").into_iter();
        first.chain(pages.into_iter().step_by(step)).chain(index)
    }

    /// What tells a page that is up, however it was changed on its way: nothing where it is no
    /// page.
    async fn marks(&self, entry: &Entry) -> Result<Vec<String>, Fault> {
        let Some(key) = Key::new(&entry.key).filter(|_| entry.key.ends_with(".html")) else {
            return Ok(Vec::new());
        };
        let page = self.store.get(&key, MOST as u64).await?;
        let html =
            String::from_utf8_lossy(page.as_ref().map_or(&[], |(bytes, _)| bytes)).into_owned();
        // Other sites that bf-docs built have other titles.
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

/// What is looked for in an answer.
struct File<'f> {
    sha256: &'f str,
    marks: Vec<String>,
}

impl File<'_> {
    /// Whether this is the file, or the page as somebody changed it on its way.
    fn is(&self, bytes: &[u8]) -> bool {
        let html = String::from_utf8_lossy(bytes);
        let is_page =
            || !self.marks.is_empty() && self.marks.iter().all(|mark| html.contains(mark));
        is_page() || crate::output::sha256(bytes) == self.sha256
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

const HELP: &str = "check the address; the site is up";

/// What an address shows to anybody, in so long a time.
async fn seen(
    connector: &Connector,
    place: &str,
    file: &File<'_>,
    timeout: Duration,
) -> Result<Seen, Fault> {
    let fault = |why: &dyn std::fmt::Display| Fault::place("probe", &place, why, HELP);
    let url = Url::parse(place).map_err(|error| fault(&error))?;
    let seen = tokio::time::timeout(timeout, look(connector, url, file)).await;
    seen.map_err(|_| fault(&"the answer takes too long"))?
}

/// What an address shows to anybody, wherever it leads.
async fn look(connector: &Connector, mut url: Url, file: &File<'_>) -> Result<Seen, Fault> {
    for _ in 0..=REDIRECTS {
        let fault = |why: &dyn std::fmt::Display| Fault::place("probe", &url, why, HELP);
        let request = browsers_request(&url).map_err(|error| fault(&error))?;
        let response = connector.call(request).await;
        let response = response.map_err(|error| fault(&crate::store::chain(&error)))?;
        let status = response.status().as_u16();
        let header = |name| response.headers().get(name).map(str::to_owned);
        if let Some(target) = header("location").filter(|_| (300..400).contains(&status)) {
            match url.join(&target).ok().filter(is_web) {
                Some(target) => url = target,
                // Into an app, say.
                None => return Ok(Seen::Other),
            }
            continue;
        }
        let packed = header("content-encoding").filter(|packed| packed != "identity");
        if packed.is_some() && matches!(status, 401 | 403) {
            return Ok(Seen::Other);
        }
        if let Some(why) = unreadable(status, packed) {
            return Err(fault(&why));
        }
        let bytes = beginning(response).await.map_err(|error| fault(&error))?;
        // Whatever the status says: servers show pages with a 404, too.
        return Ok(match file.is(&bytes) {
            true => Seen::Shown,
            false if status == 404 => Seen::Absent,
            false => Seen::Other,
        });
    }
    let why = format!("it is redirected too often: {UNKNOWN}");
    Err(Fault::place("probe", &url, &why, HELP))
}

/// What is said where an answer says nothing.
const UNKNOWN: &str = "nobody knows what it shows";

/// Why an answer says nothing about what readers are shown.
fn unreadable(status: u16, packed: Option<String>) -> Option<String> {
    match (packed, status) {
        (Some(packed), _) => {
            let packed = packed.escape_debug();
            Some(format!("it is packed as `{packed}`, unasked: {UNKNOWN}"))
        }
        (None, 500..) => Some(format!("the server answers {status}: {UNKNOWN}")),
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

/// As much of a body as is looked at.
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
