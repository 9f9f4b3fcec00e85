//! Uploads to a bucket.

use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::config::Builder;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::primitives::ByteStream;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::access::timeouts;
use super::answer::status;
use super::bucket::BucketStore;
use super::fault::StoreFault;
use super::object::{Headers, ObjectBody, WriteCondition};
use super::place::ObjectKey;

/// The slowest network that is waited for, in bytes a second.
const SLOWEST: u64 = 64 << 10;

/// The largest file that is read whole and compared before it is sent.
const WHOLE: u64 = 8 << 20;

impl BucketStore {
    pub async fn put(
        &self,
        key: &ObjectKey,
        body: &ObjectBody,
        headers: &Headers,
        condition: &WriteCondition,
    ) -> Result<Option<String>, StoreFault> {
        let (stream, sha256) = match body {
            ObjectBody::Bytes(bytes) => (
                ByteStream::from(bytes.clone()),
                crate::output::sha256(bytes),
            ),
            ObjectBody::File { path, sha256 } => (stream(path, sha256).await?, sha256.clone()),
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
            WriteCondition::Always => request,
            WriteCondition::Absent => request.if_none_match("*"),
            WriteCondition::Tag(tag) => request.if_match(tag),
        };
        // The answer comes only after the whole body was sent.
        let patient = Builder::new().timeout_config(timeouts(self.timeout + sending(body)));
        match request.customize().config_override(patient).send().await {
            Ok(answer) => Ok(Some(answer.e_tag.unwrap_or_default())),
            // 412: another publisher was first. 409: two writes met. 404: the object to replace is
            // gone.
            Err(error)
                if *condition != WriteCondition::Always
                    && matches!(status(&error), Some(404 | 409 | 412)) =>
            {
                Ok(None)
            }
            Err(error) => match (body, error.code()) {
                (
                    ObjectBody::File { path, .. },
                    Some("BadDigest" | "XAmzContentSHA256Mismatch"),
                ) => Err(StoreFault::changed(path)),
                _ => Err(self.fault("write", key, error)),
            },
        }
    }
}

/// A SHA-256 of 64 hexadecimal digits in S3's form.
fn checksum(sha256: &str) -> String {
    hex::decode(sha256)
        .map(|bytes| STANDARD.encode(bytes))
        .unwrap_or_default()
}

/// Reads a file and compares it with the site's manifest, because some stores do not compare
/// checksums.
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

/// The longest time for sending a body.
fn sending(body: &ObjectBody) -> Duration {
    let size = match body {
        ObjectBody::Bytes(bytes) => bytes.len() as u64,
        // A missing file is reported when it is read.
        ObjectBody::File { path, .. } => std::fs::metadata(path).map_or(0, |file| file.len()),
    };
    let seconds = size / SLOWEST;
    // Only few different times are used, because requests with the same limits share connections.
    Duration::from_secs(if seconds == 0 {
        0
    } else {
        seconds.next_power_of_two()
    })
}
