//! An object is sent to a bucket.

use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::config::Builder;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::primitives::ByteStream;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::access::timeouts;
use super::answer::status;
use super::bucket::Bucket;
use super::fault::StoreFault;
use super::object::{Body, Headers, If};
use super::place::Key;

/// Bytes a second that a network sends at least.
const SLOWEST: u64 = 64 << 10;

/// Bytes of a file that is read as a whole, and compared, before it is sent.
const WHOLE: u64 = 8 << 20;

impl Bucket {
    pub async fn put(
        &self,
        key: &Key,
        body: &Body,
        headers: &Headers,
        condition: &If,
    ) -> Result<Option<String>, StoreFault> {
        let (stream, sha256) = match body {
            Body::Bytes(bytes) => (
                ByteStream::from(bytes.clone()),
                crate::output::sha256(bytes),
            ),
            Body::File { path, sha256 } => (stream(path, sha256).await?, sha256.clone()),
        };
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(self.key(key))
            .content_type(&headers.content_type)
            .cache_control(&headers.cache_control)
            .checksum_sha256(checksum(&sha256))
            .body(stream);
        let request = match condition {
            If::Always => request,
            If::Absent => request.if_none_match("*"),
            If::Tag(tag) => request.if_match(tag),
        };
        // An answer comes when all was sent.
        let patient = Builder::new().timeout_config(timeouts(self.timeout + sending(body)));
        match request.customize().config_override(patient).send().await {
            Ok(answer) => Ok(Some(answer.e_tag.unwrap_or_default())),
            // 412 lost; 409 met another one's; 404 where what was to be replaced is gone.
            Err(error)
                if *condition != If::Always && matches!(status(&error), Some(404 | 409 | 412)) =>
            {
                Ok(None)
            }
            Err(error) => match (body, error.code()) {
                (Body::File { path, .. }, Some("BadDigest" | "XAmzContentSHA256Mismatch")) => {
                    Err(StoreFault::changed(path))
                }
                _ => Err(self.fault("write", key, error)),
            },
        }
    }
}

/// A SHA-256 of 64 hexadecimal digits, as S3 writes it.
fn checksum(sha256: &str) -> String {
    hex::decode(sha256)
        .map(|bytes| STANDARD.encode(bytes))
        .unwrap_or_default()
}

/// A file's bytes, which must be those of the site's manifest: not all stores compare them.
async fn stream(path: &Path, sha256: &str) -> Result<ByteStream, StoreFault> {
    let fault = |error: &dyn std::fmt::Display| {
        StoreFault::new("read", &path.display(), error, "build the site again")
    };
    let length = std::fs::metadata(path)
        .map_err(|error| fault(&error))?
        .len();
    if length > WHOLE {
        return ByteStream::from_path(path)
            .await
            .map_err(|error| fault(&error));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(&error))?;
    if crate::output::sha256(&bytes) != sha256 {
        return Err(StoreFault::changed(path));
    }
    Ok(bytes.into())
}

/// How long a body may take to be sent.
fn sending(body: &Body) -> Duration {
    let size = match body {
        Body::Bytes(bytes) => bytes.len() as u64,
        // One that is gone is found by whoever reads it.
        Body::File { path, .. } => std::fs::metadata(path).map_or(0, |file| file.len()),
    };
    let seconds = size / SLOWEST;
    // Few different ones: requests share connections with those that wait as long.
    Duration::from_secs(if seconds == 0 {
        0
    } else {
        seconds.next_power_of_two()
    })
}
