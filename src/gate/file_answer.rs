//! Answers with files of the release, for readers who have a session.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;

use super::event::GateEvent;
use super::hot_files::{FileForm, MOST};
use super::state::GateState;
use crate::http::{ByteSelection, asked_range, has_current};
use crate::output::sha256;
use crate::publish::{FileCopy, PublishedRelease, RemoteFile, open_file};
use crate::store::ObjectReader;

/// The longest wait for a file's first bytes.
const PATIENCE: Duration = Duration::from_secs(20);

/// The smallest file that is packed, in bytes: a smaller one fits into one packet as it is.
const WORTH_PACKING: u64 = 1_024;

/// The reason why a file is not answered.
enum FileFault {
    /// The place has no such bytes any longer: another release is up.
    Gone,
    /// The store cannot be read.
    Away(String),
}

/// A request for a file.
pub struct FileRequest<'r> {
    /// The state of the gate.
    pub state: &'r Arc<GateState>,
    /// GET or HEAD.
    pub method: &'r Method,
    /// The headers of the request.
    pub headers: &'r HeaderMap,
}

impl FileRequest<'_> {
    /// Answers with a file, with this status unless the request is conditional or for a part.
    pub async fn answer(&self, file: &RemoteFile, status: StatusCode) -> Response {
        let is_packed = is_worth_packing(file) && self.takes_gzip();
        let etag = etag(file, is_packed);
        let is_plain_ok = status == StatusCode::OK;
        if is_plain_ok && has_current(self.headers, &etag) {
            self.state.metrics.answered("not-modified");
            return with_file_headers(StatusCode::NOT_MODIFIED.into_response(), file, &etag);
        }
        let range = asked_range(self.headers, &etag)
            .filter(|_| is_plain_ok && !is_packed && self.method == Method::GET);
        let sent = match is_packed {
            true => self.packed(file).await.map(|body| body.of_status(status)),
            false => self.selected(file, range, status).await,
        };
        let mut answer = match sent {
            Ok(answer) => answer,
            Err(fault) => return self.trouble(file, fault),
        };
        let kind = if status == StatusCode::NOT_FOUND {
            "not-found"
        } else {
            "file"
        };
        self.state.metrics.answered(kind);
        let (name, value) = match is_packed {
            true => (header::CONTENT_ENCODING, "gzip"),
            false => (header::ACCEPT_RANGES, "bytes"),
        };
        answer
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
        with_file_headers(answer, file, &etag)
    }

    /// The file, or the part of it that a `Range` asks for.
    async fn selected(
        &self,
        file: &RemoteFile,
        range: Option<&str>,
        status: StatusCode,
    ) -> Result<Response, FileFault> {
        let size = file.size;
        Ok(match ByteSelection::of(range, size, u64::MAX) {
            ByteSelection::Whole => self.whole(file).await?.of_status(status),
            ByteSelection::Part(range) => {
                let of = format!("bytes {}-{}/{size}", range.start, range.end - 1);
                let part = self.part(file, range).await?;
                part.of_range(StatusCode::PARTIAL_CONTENT, &of)
            }
            ByteSelection::Unsatisfiable => {
                let nothing = SizedBody::of_head(0);
                let status = StatusCode::RANGE_NOT_SATISFIABLE;
                nothing.of_range(status, &format!("bytes */{size}"))
            }
        })
    }

    /// Returns whether the reader takes gzip (RFC 9110, 12.5.3).
    fn takes_gzip(&self) -> bool {
        let lines = self.headers.get_all(header::ACCEPT_ENCODING).iter();
        let codings = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','));
        let mut gzip = codings.filter_map(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let is_gzip = name.trim().eq_ignore_ascii_case("gzip");
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            is_gzip.then(|| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
        });
        gzip.next().unwrap_or(false)
    }

    /// The whole file: from memory, or else in one request to the store.
    async fn whole(&self, file: &RemoteFile) -> Result<SizedBody, FileFault> {
        if self.method == Method::HEAD {
            return Ok(SizedBody::of_head(file.size));
        }
        if file.size > MOST {
            return self.part(file, 0..file.size).await;
        }
        Ok(self.bytes(file).await?.into())
    }

    /// The file, packed once for each digest.
    async fn packed(&self, file: &RemoteFile) -> Result<SizedBody, FileFault> {
        let key = (file.sha256.clone(), FileForm::Packed);
        let packing = self.state.hot.get_or_insert_async(&key, async {
            let bytes = Box::pin(self.bytes(file)).await?;
            let packing = tokio::task::spawn_blocking(move || packed(&bytes));
            Ok(packing.await.expect("packing does not panic"))
        });
        let packed = in_time(packing).await?;
        if self.method == Method::HEAD {
            return Ok(SizedBody::of_head(packed.len() as u64));
        }
        Ok(packed.into())
    }

    /// The bytes of a file that is small enough for memory. Those who ask at the same time share
    /// one request to the store.
    async fn bytes(&self, file: &RemoteFile) -> Result<Bytes, FileFault> {
        let key = (file.sha256.clone(), FileForm::Plain);
        // A request to a bucket is a large future: on the heap, it does not fill a thread's stack.
        let fetching = Box::pin(self.fetched(file));
        in_time(self.state.hot.get_or_insert_async(&key, fetching)).await
    }

    /// The bytes of a file from the store. They must be those of the manifest.
    async fn fetched(&self, file: &RemoteFile) -> Result<Bytes, FileFault> {
        let mut fault = FileFault::Gone;
        for copy in [FileCopy::Unchecked, FileCopy::Kept] {
            match self.read(file, copy).await {
                Ok(Some(bytes)) if sha256(&bytes) == file.sha256 => return Ok(bytes.into()),
                Ok(_) => {}
                Err(error) => fault = error,
            }
        }
        Err(fault)
    }

    async fn read(&self, file: &RemoteFile, copy: FileCopy) -> Result<Option<Vec<u8>>, FileFault> {
        let Some(reader) = self.opened(file, copy, None).await? else {
            return Ok(None);
        };
        let read = reader.all(MOST).await;
        read.map(Some)
            .map_err(|fault| FileFault::Away(fault.to_string()))
    }

    /// A part of the file, as it comes from the store.
    async fn part(&self, file: &RemoteFile, range: Range<u64>) -> Result<SizedBody, FileFault> {
        let size = range.end - range.start;
        if file.size <= MOST {
            let bytes = self.bytes(file).await?;
            let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
            return Ok(bytes.slice(at(range.start)..at(range.end)).into());
        }
        let whole = 0..file.size;
        let asked = Some(range).filter(|range| *range != whole);
        let reader = in_time(self.open(file, asked)).await?;
        let pieces = stream::unfold(reader, |mut reader| async {
            let piece = tokio::time::timeout(PATIENCE, reader.next()).await;
            let piece = match piece {
                Ok(piece) => piece?.map_err(|fault| std::io::Error::other(fault.to_string())),
                Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut)),
            };
            Some((piece, reader))
        });
        Ok(SizedBody {
            body: Body::from_stream(pieces),
            size,
        })
    }

    /// Opens the first copy of a file that the place has.
    async fn open(
        &self,
        file: &RemoteFile,
        range: Option<Range<u64>>,
    ) -> Result<ObjectReader, FileFault> {
        for copy in [FileCopy::Current, FileCopy::Kept] {
            if let Some(reader) = self.opened(file, copy, range.clone()).await? {
                return Ok(reader);
            }
        }
        Err(FileFault::Gone)
    }

    async fn opened(
        &self,
        file: &RemoteFile,
        copy: FileCopy,
        range: Option<Range<u64>>,
    ) -> Result<Option<ObjectReader>, FileFault> {
        let opening = Box::pin(open_file(&self.state.site.store, file, copy, range));
        let opened = opening.await;
        let kind = if opened.is_ok() {
            "file"
        } else {
            "file-failed"
        };
        self.state.metrics.asked_store(kind);
        opened.map_err(|fault| FileFault::Away(fault.to_string()))
    }

    /// Says that a file cannot be had now. A reader's browser may try again.
    fn trouble(&self, file: &RemoteFile, fault: FileFault) -> Response {
        let detail = match fault {
            FileFault::Gone => format!("the place has lost the bytes of `{}`", file.key),
            FileFault::Away(why) => why,
        };
        if self.state.may_tell_broken() {
            (self.state.tell)(&GateEvent::Broken { detail });
        }
        self.state.metrics.answered("unavailable");
        let headers = [
            (header::RETRY_AFTER, "5"),
            (header::CACHE_CONTROL, "no-store"),
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        ];
        let text = "This page cannot be read from the store at the moment. Try again shortly.\n";
        (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response()
    }
}

/// Fails if a reader would wait too long, be it for others who wait for the same file.
async fn in_time<T>(work: impl Future<Output = Result<T, FileFault>>) -> Result<T, FileFault> {
    let done = tokio::time::timeout(PATIENCE, work).await;
    let late = || FileFault::Away("the store does not answer in time".to_owned());
    done.unwrap_or_else(|_| Err(late()))
}

/// A body whose length is known, even where only the head is asked for.
struct SizedBody {
    body: Body,
    size: u64,
}

impl SizedBody {
    fn of_head(size: u64) -> Self {
        Self {
            body: Body::empty(),
            size,
        }
    }
}

impl SizedBody {
    /// The body as an answer.
    fn of_status(self, status: StatusCode) -> Response {
        let length = [(header::CONTENT_LENGTH, self.size)];
        (
            status,
            length.map(|(name, size)| (name, size.to_string())),
            self.body,
        )
            .into_response()
    }

    /// The body as an answer with a part of a file.
    fn of_range(self, status: StatusCode, of: &str) -> Response {
        let mut answer = self.of_status(status);
        if let Ok(of) = HeaderValue::from_str(of) {
            answer.headers_mut().insert(header::CONTENT_RANGE, of);
        }
        answer
    }
}

impl From<Bytes> for SizedBody {
    fn from(bytes: Bytes) -> Self {
        Self {
            size: bytes.len() as u64,
            body: bytes.into(),
        }
    }
}

/// Returns whether a file is text that gzip makes smaller.
fn is_worth_packing(file: &RemoteFile) -> bool {
    let kind = file.headers.content_type.as_str();
    let is_text = kind.starts_with("text/")
        || kind.starts_with("image/svg")
        || kind.starts_with("application/json")
        || kind.starts_with("application/xml")
        || kind.starts_with("application/manifest");
    is_text && (WORTH_PACKING..=MOST).contains(&file.size)
}

fn packed(bytes: &[u8]) -> Bytes {
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    packer
        .write_all(bytes)
        .and_then(|()| packer.finish())
        .expect("memory can be written")
        .into()
}

/// The ETag of a file: its digest. Packed bytes are other bytes.
fn etag(file: &RemoteFile, is_packed: bool) -> String {
    let form = if is_packed { "-gzip" } else { "" };
    format!("\"{}{form}\"", file.sha256)
}

/// Adds what every answer with a file has, 304 included (RFC 9110, 15.4.5).
fn with_file_headers(mut answer: Response, file: &RemoteFile, etag: &str) -> Response {
    let headers = answer.headers_mut();
    let kind = HeaderValue::from_str(&file.headers.content_type);
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, kind);
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    answer
}

/// The file that an address names.
pub enum SiteAddress<'r> {
    /// A file of the site.
    File(&'r RemoteFile),
    /// Another path of the site, which the reader is sent to.
    Elsewhere(String),
    /// No file has this address.
    Missing,
}

impl<'r> SiteAddress<'r> {
    /// Reads a decoded path that begins with `/`. `base` is the path that the site's own absolute
    /// addresses begin with.
    pub fn of(path: &str, file: &str, base: &str, release: &'r PublishedRelease) -> Self {
        if let Some(file) = release.file(file) {
            return Self::File(file);
        }
        match path.strip_prefix(base).filter(|_| base != "/") {
            // A path that begins with two slashes would name another host.
            Some(below) if !below.starts_with(['/', '\\']) => Self::Elsewhere(format!("/{below}")),
            _ if release.file(&format!("{file}/index.html")).is_some() => {
                Self::Elsewhere(format!("/{file}/"))
            }
            _ => Self::Missing,
        }
    }
}
