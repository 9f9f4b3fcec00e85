//! A part of a bucket as a place: any store that speaks S3.

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Error;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    Delete, EncodingType, MetadataDirective, ObjectIdentifier, TaggingDirective,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use super::Fault;
use super::headers::Headers;
use super::https;
use super::place::Key;
use super::privacy::{Exposure, opens};
use super::store::{Body, If, Listed};

/// A part of a bucket.
pub struct Bucket {
    client: Client,
    bucket: String,
    prefix: String,
    timeout: Duration,
}

/// How a bucket is reached, where its own settings do not say.
#[derive(Debug, Clone)]
pub struct Access {
    /// The server, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The profile of the configuration files.
    pub profile: Option<String>,
    /// How long an answer may take before the request is tried again.
    pub timeout: Duration,
}

/// How often a request is tried, with growing pauses between.
const TRIES: u32 = 5;

/// Bytes a second that a network sends at least.
const SLOWEST: u64 = 64 << 10;

/// Bytes of a file that is read as a whole, and compared, before it is sent.
const WHOLE: u64 = 8 << 20;

/// Keys that one request deletes at most.
pub(super) const TOGETHER: usize = 1_000;

/// What stays as it is in the address of what is copied.
pub(super) const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl Access {
    /// Credentials and settings from where all tools look, but for the server: that one is S3's
    /// alone.
    pub(super) fn loader(&self) -> aws_config::ConfigLoader {
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::v2026_01_12())
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
            .http_client(https::client())
            .timeout_config(timeouts(self.timeout));
        if let Some(region) = &self.region {
            loader = loader.region(aws_config::Region::new(region.clone()));
        }
        if let Some(profile) = &self.profile {
            // Whoever names a profile does not mean what the environment holds.
            let settings = ProviderConfig::default().with_http_client(https::client());
            let credentials = ProfileFileCredentialsProvider::builder()
                .configure(&settings)
                .profile_name(profile)
                .build();
            loader = loader
                .profile_name(profile)
                .credentials_provider(credentials);
        }
        loader
    }
}

impl Bucket {
    /// Reads credentials and settings as all tools do: environment, profile, web identity,
    /// instance role. Sends no request.
    pub async fn open(bucket: String, prefix: String, access: Access) -> Self {
        let (own_server, timeout) = (access.endpoint.is_some(), access.timeout);
        let mut loader = access.loader();
        if let Some(endpoint) = access.endpoint {
            loader = loader.endpoint_url(endpoint);
        }
        let config = loader.load().await;
        let own_server = own_server || config.endpoint_url().is_some();
        // Not all stores know the checksums that the SDK puts behind a body.
        let config = aws_sdk_s3::config::Builder::from(&config)
            .force_path_style(own_server)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        Self {
            client: Client::from_conf(config.build()),
            bucket,
            prefix,
            timeout,
        }
    }

    pub async fn get(&self, key: &Key, most: u64) -> Result<Option<(Vec<u8>, String)>, Fault> {
        let answer = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(self.key(key))
            .send()
            .await;
        let mut answer = match answer {
            Err(error) if is_absent(&error) => return Ok(None),
            answer => answer.map_err(|error| self.fault("read", key, error))?,
        };
        let fault =
            |why: &dyn std::fmt::Display, help| Fault::place("read", &self.shown(key), why, help);
        let mut bytes = Vec::new();
        while let Some(part) = answer.body.next().await {
            bytes.extend_from_slice(
                &part.map_err(|error| fault(&error, "check the network, and run it again"))?,
            );
            if bytes.len() as u64 > most {
                return Err(fault(
                    &format!("it has more than {most} bytes"),
                    "it is not what bf-docs wrote",
                ));
            }
        }
        Ok(Some((bytes, answer.e_tag.unwrap_or_default())))
    }

    pub async fn put(
        &self,
        key: &Key,
        body: &Body,
        headers: &Headers,
        condition: &If,
    ) -> Result<Option<String>, Fault> {
        let (stream, sha256) = match body {
            Body::Bytes(bytes) => (
                ByteStream::from(bytes.clone()),
                crate::output::sha256(bytes),
            ),
            Body::File { path, sha256 } => (stream(path, sha256).await?, sha256.clone()),
        };
        let checksum = hex::decode(&sha256)
            .map(|bytes| STANDARD.encode(bytes))
            .unwrap_or_default();
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(self.key(key))
            .content_type(&headers.content_type)
            .cache_control(&headers.cache_control)
            .checksum_sha256(checksum)
            .body(stream);
        let request = match condition {
            If::Always => request,
            If::Absent => request.if_none_match("*"),
            If::Tag(tag) => request.if_match(tag),
        };
        // An answer comes when all was sent.
        let patient = aws_sdk_s3::config::Builder::new()
            .timeout_config(timeouts(self.timeout + sending(body)));
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
                    Err(Fault::changed(path))
                }
                _ => Err(self.fault("write", key, error)),
            },
        }
    }

    pub async fn copy(
        &self,
        from: &Key,
        to: &Key,
        headers: &Headers,
        tag: Option<&str>,
    ) -> Result<Option<String>, Fault> {
        let source = format!("{}/{}", self.bucket, self.key(from));
        let answer = self
            .client
            .copy_object()
            .bucket(&self.bucket)
            .copy_source(utf8_percent_encode(&source, PLAIN).to_string())
            .key(self.key(to))
            .set_copy_source_if_match(tag.map(str::to_owned))
            .metadata_directive(MetadataDirective::Replace)
            // A scanner's, say: to copy them takes rights that nothing else does.
            .tagging_directive(TaggingDirective::Replace)
            .content_type(&headers.content_type)
            .cache_control(&headers.cache_control)
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(Some(
                answer
                    .copy_object_result
                    .and_then(|copy| copy.e_tag)
                    .unwrap_or_default(),
            )),
            Err(error) if is_absent(&error) || tag.is_some() && status(&error) == Some(412) => {
                Ok(None)
            }
            Err(error) => Err(self.fault("copy", from, error)),
        }
    }

    pub async fn head(&self, key: &Key) -> Result<Option<(String, Headers)>, Fault> {
        match self
            .client
            .head_object()
            .bucket(&self.bucket)
            .key(self.key(key))
            .send()
            .await
        {
            Ok(answer) => {
                let headers = Headers {
                    content_type: answer.content_type.unwrap_or_default(),
                    cache_control: answer.cache_control.unwrap_or_default(),
                };
                Ok(Some((answer.e_tag.unwrap_or_default(), headers)))
            }
            Err(error) if status(&error) == Some(404) => Ok(None),
            Err(error) => Err(self.fault("look for", key, error)),
        }
    }

    pub async fn delete(&self, keys: &[Key]) -> Result<(), Fault> {
        for keys in keys.chunks(TOGETHER) {
            let object = |key| {
                ObjectIdentifier::builder()
                    .key(self.key(key))
                    .build()
                    .expect("a key is given")
            };
            let delete = Delete::builder()
                .set_objects(Some(keys.iter().map(object).collect()))
                .quiet(true);
            let delete = delete.build().expect("objects are given");
            let answer = self
                .client
                .delete_objects()
                .bucket(&self.bucket)
                .delete(delete)
                .send()
                .await;
            let answer = answer.map_err(|error| self.fault("delete", &keys[0], error))?;
            if let Some(error) = answer.errors().first() {
                let (key, why) = (
                    error.key().unwrap_or_default(),
                    error.message().unwrap_or_default(),
                );
                return Err(Fault::place(
                    "delete",
                    &key,
                    &why,
                    "allow `s3:DeleteObject` for the prefix",
                ));
            }
        }
        Ok(())
    }

    pub async fn list(&self) -> Result<Vec<Listed>, Fault> {
        let fault = |error| self.fault_at("list", self.prefix.clone(), error);
        match self.listed(None).await {
            // XML has no way to write some of the characters that a stranger's key may have. Not
            // all stores encode keys as they say that they do: they are asked to only then.
            Err(error) if status(&error) == Some(200) => {
                self.listed(Some(EncodingType::Url)).await.map_err(fault)
            }
            listed => listed.map_err(fault),
        }
    }

    async fn listed(
        &self,
        encoding: Option<EncodingType>,
    ) -> Result<Vec<Listed>, SdkError<ListObjectsV2Error, HttpResponse>> {
        let mut listed = Vec::new();
        let request = self
            .client
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(&self.prefix);
        let mut pages = request
            .set_encoding_type(encoding.clone())
            .into_paginator()
            .send();
        while let Some(page) = pages.next().await {
            for object in page?.contents() {
                let key = object.key().unwrap_or_default();
                let key = if encoding.is_some() {
                    decoded(key)
                } else {
                    Cow::Borrowed(key)
                };
                let key = key.strip_prefix(&self.prefix).unwrap_or_default();
                // Consoles show a prefix that an empty object is named by as a folder.
                if key.is_empty() {
                    continue;
                }
                listed.push(Listed {
                    key: key.to_owned(),
                    size: object.size().unwrap_or_default().max(0) as u64,
                    etag: object.e_tag().map(str::to_owned),
                });
            }
        }
        Ok(listed)
    }

    /// Whether everybody may reach our part.
    pub async fn exposure(&self) -> Result<Exposure, Fault> {
        let by_policy = match self.by_policy().await? {
            Exposure::Unknown => self.by_status().await?,
            known => known,
        };
        if !matches!(by_policy, Exposure::Open(_) | Exposure::Somewhere) {
            return Ok(by_policy);
        }
        // A bucket that is closed to the public says so whatever its policy does.
        let block = self
            .client
            .get_public_access_block()
            .bucket(&self.bucket)
            .send()
            .await;
        let block = block
            .ok()
            .and_then(|answer| answer.public_access_block_configuration);
        let is_closed = block
            .and_then(|block| block.restrict_public_buckets)
            .unwrap_or(false);
        Ok(if is_closed {
            Exposure::Private
        } else {
            by_policy
        })
    }

    async fn by_policy(&self) -> Result<Exposure, Fault> {
        match self
            .client
            .get_bucket_policy()
            .bucket(&self.bucket)
            .send()
            .await
        {
            Ok(answer) => {
                let policy = answer.policy.unwrap_or_default();
                Ok(opens(&policy, &self.bucket, &self.prefix)
                    .map_or(Exposure::Private, Exposure::Open))
            }
            Err(error) => unsaid(&error)
                .ok_or_else(|| self.fault_at("read the policy of", String::new(), error)),
        }
    }

    async fn by_status(&self) -> Result<Exposure, Fault> {
        match self
            .client
            .get_bucket_policy_status()
            .bucket(&self.bucket)
            .send()
            .await
        {
            Ok(answer) => {
                let is_public = answer
                    .policy_status
                    .and_then(|status| status.is_public)
                    .unwrap_or(false);
                Ok(if is_public {
                    Exposure::Somewhere
                } else {
                    Exposure::Private
                })
            }
            Err(error) => unsaid(&error)
                .ok_or_else(|| self.fault_at("read the policy's status of", String::new(), error)),
        }
    }

    /// The bucket's name.
    pub fn name(&self) -> &str {
        &self.bucket
    }

    /// What every key begins with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    fn key(&self, key: &Key) -> String {
        key.below(&self.prefix)
    }

    fn shown(&self, key: &Key) -> String {
        format!("s3://{}/{}", self.bucket, self.key(key))
    }

    fn fault<E>(&self, act: &'static str, key: &Key, error: SdkError<E, HttpResponse>) -> Fault
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        self.fault_at(act, self.key(key), error)
    }

    fn fault_at<E>(&self, act: &'static str, key: String, error: SdkError<E, HttpResponse>) -> Fault
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let what = format!("s3://{}/{key}", self.bucket);
        let why = said(&error);
        Fault::place(
            act,
            &what,
            &why,
            help(error.code().unwrap_or_default(), status(&error), &why),
        )
    }
}

/// A file's bytes, which must be those of the site's manifest: not all stores compare them.
async fn stream(path: &Path, sha256: &str) -> Result<ByteStream, Fault> {
    let fault = |error: &dyn std::fmt::Display| {
        Fault::place("read", &path.display(), error, "build the site again")
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
        return Err(Fault::changed(path));
    }
    Ok(bytes.into())
}

/// What a service says of a request that failed: with its code, or with the status of an answer
/// that says no more.
pub(super) fn said<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
{
    let said = error.message().filter(|said| !said.is_empty());
    match (error.code().unwrap_or_default(), said, status(error)) {
        ("", _, Some(status)) if !(200..300).contains(&status) => {
            format!("the server answers {status}")
        }
        ("", ..) => super::chain(error),
        (code, Some(said), _) => format!("{said} ({code})"),
        (code, None, _) => code.to_owned(),
    }
}

fn timeouts(answer: Duration) -> TimeoutConfig {
    let connect = answer.min(Duration::from_secs(10));
    TimeoutConfig::builder()
        .connect_timeout(connect)
        .read_timeout(answer)
        .build()
}

/// A key of a list that is encoded as a form is: a space is a plus.
fn decoded(key: &str) -> Cow<'_, str> {
    Cow::Owned(
        percent_decode_str(&key.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned(),
    )
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

/// What to do about an answer.
fn help(code: &str, status: Option<u16>, why: &str) -> &'static str {
    // Answers to some requests have a status alone.
    let code = match (code, status) {
        ("", Some(301 | 400)) => "PermanentRedirect",
        ("", Some(401 | 403)) => "AccessDenied",
        (code, _) => code,
    };
    match code {
        "" if status == Some(404) => "it is no S3 server: check its address",
        "NoSuchBucket" => "check the bucket's name, and the server with `--endpoint-url`",
        "PermanentRedirect"
        | "AuthorizationHeaderMalformed"
        | "IllegalLocationConstraintException" => {
            "the bucket is in another region: name it with `--region`"
        }
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => {
            "the credentials have expired: sign in again"
        }
        "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidToken" | "NotSignedUp" => {
            "check the credentials"
        }
        "AccessDenied" | "Forbidden" => {
            "check the credentials, and that they may list, read, write and delete below the prefix"
        }
        "RequestTimeTooSkewed" => "the clock of this machine is off: set it",
        "SlowDown" | "ServiceUnavailable" | "InternalError" => "the store is busy: run it again",
        _ if why.contains("credential") => {
            "give credentials: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, `--profile`, or a web identity"
        }
        _ if why.contains("region") => "name the region with `--region`",
        _ => {
            "check the server and the network, and run it again; a slow network wants a longer `--timeout`"
        }
    }
}

fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error
        .raw_response()
        .map(|response| response.status().as_u16())
}

/// What it says of a bucket that a question about its policy is not answered; `None` where the
/// question is to be asked again.
fn unsaid<E>(error: &SdkError<E, HttpResponse>) -> Option<Exposure> {
    match status(error)? {
        // It has none, or the store knows no such question.
        404 | 405 | 501 => Some(Exposure::Private),
        // Not allowed, or no answer that S3 would give.
        200 | 400..=499 => Some(Exposure::Unknown),
        _ => None,
    }
}

/// Whether an object is not there. Who answers 404 and gives no reason is no store.
fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    status(error) == Some(404) && !matches!(error.code(), None | Some("" | "NoSuchBucket"))
}
