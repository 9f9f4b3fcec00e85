//! Real S3 servers behind a proxy that may refuse, lose or cut off any request, and that looks at
//! the bucket after each write as a reader does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;

use super::encrypted::Encrypted;

/// A server with the bucket `wiki`.
pub struct Server {
    root: tempfile::TempDir,
    address: String,
    hand: Arc<Hand>,
    /// The server runs until this is dropped: it must be last.
    _runtime: tokio::runtime::Runtime,
}

/// The server behind the proxy.
enum Upstream {
    /// A server in this process, with the folder that has its bucket.
    Own(S3Service, PathBuf),
    /// Another process, at this address: host and port.
    Far(String),
}

/// The trouble that a request meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The answer has this status.
    Status(u16),
    /// The answer is this error of S3.
    Error(u16, &'static str),
    /// There is no answer.
    Hang,
    /// The connection is cut before it is carried out.
    Cut,
    /// The connection is cut when it has been carried out.
    Lost,
    /// It is carried out, and there is no answer.
    Unanswered,
    /// It is carried out, and the answer is cut off in the middle of its body.
    Half,
    /// The answer comes after two seconds.
    Slow,
}

struct Hand {
    upstream: Upstream,
    /// The number of requests so far.
    requests: AtomicUsize,
    /// The numbers of the first and the last request that meet trouble, from 1; 0 for none.
    troubled: Mutex<(usize, usize, Trouble)>,
    reader: Mutex<Reader>,
    /// A request with a condition holds it.
    condition: tokio::sync::Mutex<()>,
}

/// A reader that looks at the site after each write.
#[derive(Default)]
struct Reader {
    /// The prefix, and the site that must be there once its search index is.
    prefix: String,
    site: BTreeMap<String, Vec<u8>>,
    /// The files that each page needs, by page.
    needs: BTreeMap<String, BTreeSet<String>>,
    /// The files that were missing.
    missed: Vec<String>,
}

impl Server {
    pub fn new() -> Self {
        Self::with(|root| {
            let mut builder =
                S3ServiceBuilder::new(FileSystem::new(root).expect("the folder is there"));
            builder.set_auth(SimpleAuth::from_single("key", "secret"));
            Upstream::Own(builder.build(), root.join("wiki"))
        })
    }

    /// A server whose ETags are no MD5s, as those of encrypted objects, with a bucket policy.
    pub fn encrypted(policy: Option<&str>) -> Self {
        Self::with(|root| {
            let store = Encrypted::new(FileSystem::new(root).expect("the folder is there"), policy);
            let mut builder = S3ServiceBuilder::new(store);
            builder.set_auth(SimpleAuth::from_single("key", "secret"));
            Upstream::Own(builder.build(), root.join("wiki"))
        })
    }

    /// A proxy before another server.
    pub fn before(address: &str) -> Self {
        Self::with(|_| Upstream::Far(address.to_owned()))
    }

    fn with(upstream: impl FnOnce(&Path) -> Upstream) -> Self {
        let root = tempfile::tempdir().expect("the tests need a temporary folder");
        fs::create_dir(root.path().join("wiki")).expect("the folder is new");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime starts");
        let hand = Arc::new(Hand {
            upstream: upstream(root.path()),
            requests: AtomicUsize::new(0),
            troubled: Mutex::new((0, 0, Trouble::Hang)),
            reader: Mutex::default(),
            condition: tokio::sync::Mutex::default(),
        });
        let shared = Arc::clone(&hand);
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it listens"));
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                let answer = service_fn(move |request: Request<Incoming>| {
                    let shared = Arc::clone(&shared);
                    async move { shared.answer(request).await }
                });
                tokio::spawn(async move {
                    let _ = Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(socket), answer)
                        .await;
                });
            }
        });
        Self {
            root,
            address,
            hand,
            _runtime: runtime,
        }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Makes later requests with these numbers meet trouble: from 1, the last one included.
    pub fn trouble(&self, from: usize, to: usize, trouble: Trouble) {
        self.hand.requests.store(0, Ordering::SeqCst);
        *self.hand.troubled.lock().expect("nobody panics") = (from, to, trouble);
    }

    pub fn refuse(&self, from: usize, to: usize, status: u16) {
        self.trouble(from, to, Trouble::Status(status));
    }

    /// The number of requests since the last [`Self::trouble`].
    pub fn requests(&self) -> usize {
        self.hand.requests.load(Ordering::SeqCst)
    }

    /// Puts an object into the bucket.
    pub fn put(&self, key: &str, bytes: &[u8]) {
        let path = self.path(key);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is ours");
        fs::write(path, bytes).expect("the folder is ours");
    }

    pub fn path(&self, key: &str) -> PathBuf {
        self.root.path().join("wiki").join(key)
    }

    /// The file with an object's headers.
    pub fn about(&self, key: &str) -> PathBuf {
        let coded = |name: &str| {
            base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, name)
        };
        self.root.path().join(format!(
            ".bucket-{}.object-{}.metadata.json",
            coded("wiki"),
            coded(key)
        ))
    }

    /// Copies the bucket of another server of its kind.
    pub fn copy(&self, other: &Self) {
        for (path, bytes) in super::site::files(other.root.path()) {
            let path = self.root.path().join(path);
            fs::create_dir_all(path.parent().expect("it has a folder"))
                .expect("the folder is ours");
            fs::write(path, bytes).expect("the folder is ours");
        }
    }

    /// The objects below a prefix, by the rest of their keys.
    pub fn objects(&self, prefix: &str) -> BTreeMap<String, Vec<u8>> {
        super::site::files(&self.path(prefix))
    }

    /// Adds a reader below a prefix while a site is published there.
    pub fn read_along(&self, prefix: &str, site: BTreeMap<String, Vec<u8>>) {
        let objects = self.objects(prefix);
        let pages = objects.iter().filter(|(path, _)| path.ends_with(".html"));
        let needs = pages
            .map(|(path, html)| (path.clone(), needs(path, html)))
            .collect();
        *self.hand.reader.lock().expect("nobody panics") = Reader {
            prefix: format!("{prefix}/"),
            site,
            needs,
            missed: Vec::new(),
        };
    }

    /// The files that the reader missed.
    pub fn missed(&self) -> Vec<String> {
        self.hand
            .reader
            .lock()
            .expect("nobody panics")
            .missed
            .clone()
    }
}

/// The files of its site that a page needs: scripts, styles and images that its HTML names.
pub fn needs(path: &str, html: &[u8]) -> BTreeSet<String> {
    let html = String::from_utf8_lossy(html);
    let named = html
        .split('"')
        .filter(|value| value.contains("assets/") || value.ends_with(".png"));
    let target = |name: &str| {
        let depth = name.matches("../").count();
        let folders: Vec<&str> = path.split('/').collect();
        let up = folders[..(folders.len() - 1).saturating_sub(depth)].join("/");
        format!(
            "{up}/{}",
            name.trim_start_matches("../").trim_start_matches("./")
        )
        .trim_start_matches('/')
        .to_owned()
    };
    named.map(target).collect()
}

impl Hand {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<s3s::Body>, Error> {
        let cut = || Error::new(ErrorKind::ConnectionReset, "the hand cuts it off");
        let trouble = self.next();
        match trouble {
            Some(Trouble::Status(status)) => return Ok(refusal(status, code(status))),
            Some(Trouble::Error(status, code)) => return Ok(refusal(status, code)),
            Some(Trouble::Hang) => std::future::pending().await,
            Some(Trouble::Cut) => return Err(cut()),
            Some(Trouble::Lost | Trouble::Unanswered | Trouble::Half | Trouble::Slow) | None => {}
        }
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let (head, body) = request.into_parts();
        let body = body.collect().await.map_err(Error::other)?.to_bytes();
        let deleted = if method == Method::POST {
            String::from_utf8_lossy(&body).into_owned()
        } else {
            String::new()
        };
        // S3 looks at a condition and writes in one; the server in this process does it in two.
        let is_conditional = ["if-match", "if-none-match"]
            .iter()
            .any(|name| head.headers.contains_key(*name));
        let turn = if is_conditional {
            Some(self.condition.lock().await)
        } else {
            None
        };
        let response = self.upstream.ask(Request::from_parts(head, body)).await?;
        if response.status().is_success()
            && let Upstream::Own(_, bucket) = &self.upstream
        {
            self.reader
                .lock()
                .expect("nobody panics")
                .look(bucket, &method, &path, &deleted);
        }
        drop(turn);
        match trouble {
            Some(Trouble::Unanswered) => std::future::pending().await,
            Some(Trouble::Half) => half(response).await,
            Some(Trouble::Slow) => {
                tokio::time::sleep(Duration::from_secs(2)).await;
                Ok(response)
            }
            Some(_) => Err(cut()),
            None => Ok(response),
        }
    }

    fn next(&self) -> Option<Trouble> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        let (from, to, trouble) = *self.troubled.lock().expect("nobody panics");
        (from <= number && number <= to).then_some(trouble)
    }
}

impl Upstream {
    async fn ask(&self, request: Request<Bytes>) -> Result<Response<s3s::Body>, Error> {
        match self {
            Self::Own(service, _) => {
                let response = service.call(request.map(s3s::Body::from)).await;
                response.map_err(|_| Error::other("the server does not answer"))
            }
            Self::Far(address) => {
                let socket = tokio::net::TcpStream::connect(address).await?;
                let handshake = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await;
                let (mut sender, connection) = handshake.map_err(Error::other)?;
                tokio::spawn(connection);
                let response = sender
                    .send_request(request.map(Full::new))
                    .await
                    .map_err(Error::other)?;
                let (head, body) = response.into_parts();
                let body = body.collect().await.map_err(Error::other)?.to_bytes();
                Ok(Response::from_parts(head, s3s::Body::from(body)))
            }
        }
    }
}

/// A body that ends with an error.
struct BrokenBody(Option<Bytes>);

impl hyper::body::Body for BrokenBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let cut = || Error::new(ErrorKind::ConnectionReset, "the hand cuts it off");
        let frame = self.0.take().map(Frame::data).ok_or_else(cut);
        Poll::Ready(Some(frame))
    }
}

/// The answer with the first half of its body.
async fn half(response: Response<s3s::Body>) -> Result<Response<s3s::Body>, Error> {
    let (head, body) = response.into_parts();
    let body = body.collect().await.map_err(Error::other)?.to_bytes();
    let broken = BrokenBody(Some(body.slice(..body.len() / 2)));
    Ok(Response::from_parts(head, s3s::Body::http_body(broken)))
}

/// The code of the error that S3 sends with a status.
fn code(status: u16) -> &'static str {
    match status {
        403 => "AccessDenied",
        409 => "ConditionalRequestConflict",
        412 => "PreconditionFailed",
        503 => "SlowDown",
        _ => "InternalError",
    }
}

/// An error as S3 says it.
fn refusal(status: u16, code: &str) -> Response<s3s::Body> {
    let xml = format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>The hand says no</Message></Error>"
    );
    Response::builder()
        .status(status)
        .body(s3s::Body::from(Bytes::from(xml)))
        .expect("it is an answer")
}

impl Reader {
    /// Looks at the site after a write.
    fn look(&mut self, bucket: &Path, method: &Method, path: &str, deleted: &str) {
        let name = percent_encoding::percent_decode_str(path)
            .decode_utf8_lossy()
            .into_owned();
        let below = |key: &str| key.strip_prefix(&self.prefix).map(str::to_owned);
        let is_there = |key: &str| bucket.join(&self.prefix).join(key).is_file();
        if self.prefix.is_empty() {
            return;
        }
        if *method == Method::POST {
            let keys = deleted
                .split("<Key>")
                .skip(1)
                .filter_map(|rest| below(rest.split("</Key>").next()?));
            for key in keys.collect::<Vec<_>>() {
                self.needs.remove(&key);
            }
        }
        let written = name
            .strip_prefix("/wiki/")
            .and_then(below)
            .filter(|_| *method == Method::PUT);
        if let Some(key) = &written
            && key.ends_with(".html")
        {
            let html = fs::read(bucket.join(&self.prefix).join(key)).unwrap_or_default();
            self.needs.insert(key.clone(), needs(key, &html));
        }
        let checked: Vec<&String> = match (&written, *method == Method::POST) {
            (Some(key), _) => self.needs.keys().filter(|page| *page == key).collect(),
            (None, true) => self.needs.keys().collect(),
            _ => Vec::new(),
        };
        for page in checked {
            let missing = self.needs[page].iter().filter(|need| !is_there(need));
            self.missed
                .extend(missing.map(|need| format!("{page} has no {need}")));
        }
        if written.is_some_and(|key| key.ends_with("bf-search/index.bin")) {
            let up = |path: &str| fs::read(bucket.join(&self.prefix).join(path)).ok();
            let late = self
                .site
                .iter()
                .filter(|(path, bytes)| up(path).as_ref() != Some(bytes));
            self.missed
                .extend(late.map(|(path, _)| format!("the search index is there before {path}")));
        }
    }
}
