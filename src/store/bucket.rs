//! A part of a bucket as a place: any store that speaks S3.

use std::borrow::Cow;
use std::error::Error;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Error;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    Delete, EncodingType, MetadataDirective, Object, ObjectIdentifier, TaggingDirective,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::access::Access;
use super::answer::{help, is_absent, said, status};
use super::fault::StoreFault;
use super::object::{Headers, Listed};
use super::place::{Key, Place};

/// A part of a bucket.
pub struct Bucket {
    pub(super) client: Client,
    /// The bucket's name.
    pub(super) bucket: String,
    /// What every key begins with; never empty, and ends in `/`.
    pub(super) prefix: String,
    /// How long an answer may take, once all of a request was sent.
    pub(super) timeout: Duration,
}

/// Keys that one request deletes at most.
const TOGETHER: usize = 1_000;

/// What stays as it is in the address of what is copied.
pub(crate) const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

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

    pub async fn get(&self, key: &Key, most: u64) -> Result<Option<(Vec<u8>, String)>, StoreFault> {
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
        let etag = answer.e_tag.take().unwrap_or_default();
        let bytes = read_up_to(most, answer.body).await.map_err(|unread| {
            StoreFault::new("read", &self.shown(key), &unread.why, unread.help)
        })?;
        Ok(Some((bytes, etag)))
    }

    pub async fn copy(
        &self,
        from: &Key,
        to: &Key,
        headers: &Headers,
        tag: Option<&str>,
    ) -> Result<Option<String>, StoreFault> {
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

    pub async fn head(&self, key: &Key) -> Result<Option<(String, Headers)>, StoreFault> {
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

    pub async fn delete(&self, keys: &[Key]) -> Result<(), StoreFault> {
        for keys in keys.chunks(TOGETHER) {
            let answer = self
                .client
                .delete_objects()
                .bucket(&self.bucket)
                .delete(self.deletion(keys))
                .send()
                .await;
            let answer = answer.map_err(|error| self.fault("delete", &keys[0], error))?;
            if let Some(error) = answer.errors().first() {
                return Err(StoreFault::new(
                    "delete",
                    &error.key().unwrap_or_default(),
                    &error.message().unwrap_or_default(),
                    "allow `s3:DeleteObject` for the prefix",
                ));
            }
        }
        Ok(())
    }

    /// What a request says that deletes these objects: the answer names those alone that could not
    /// be deleted.
    fn deletion(&self, keys: &[Key]) -> Delete {
        let object = |key| {
            ObjectIdentifier::builder()
                .key(self.key(key))
                .build()
                .expect("a key is given")
        };
        Delete::builder()
            .set_objects(Some(keys.iter().map(object).collect()))
            .quiet(true)
            .build()
            .expect("objects are given")
    }

    pub fn deletes_at_once(&self) -> usize {
        TOGETHER
    }

    /// A bucket has no objects that are half written.
    pub fn tidy(&self) {}

    pub async fn list(&self) -> Result<Vec<Listed>, StoreFault> {
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
                listed.extend(self.listed_object(object, encoding.is_some()));
            }
        }
        Ok(listed)
    }

    /// An object of a list; `None` for the prefix itself, which consoles show as a folder where an
    /// empty object is named by it.
    fn listed_object(&self, object: &Object, is_encoded: bool) -> Option<Listed> {
        let key = object.key().unwrap_or_default();
        let key = if is_encoded {
            decoded(key)
        } else {
            Cow::Borrowed(key)
        };
        let key = key.strip_prefix(&self.prefix).unwrap_or_default();
        (!key.is_empty()).then(|| Listed {
            key: key.to_owned(),
            size: object.size().unwrap_or_default().max(0) as u64,
            etag: object.e_tag().map(str::to_owned),
        })
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        Place::Bucket {
            bucket: self.bucket.clone(),
            prefix: self.prefix.clone(),
        }
    }

    pub(super) fn key(&self, key: &Key) -> String {
        key.below(&self.prefix)
    }

    fn shown(&self, key: &Key) -> String {
        format!("s3://{}/{}", self.bucket, self.key(key))
    }

    pub(super) fn fault<E>(
        &self,
        act: &'static str,
        key: &Key,
        error: SdkError<E, HttpResponse>,
    ) -> StoreFault
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        self.fault_at(act, self.key(key), error)
    }

    pub(super) fn fault_at<E>(
        &self,
        act: &'static str,
        key: String,
        error: SdkError<E, HttpResponse>,
    ) -> StoreFault
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let what = format!("s3://{}/{key}", self.bucket);
        let why = said(&error);
        StoreFault::new(
            act,
            &what,
            &why,
            help(error.code().unwrap_or_default(), status(&error), &why),
        )
    }
}

/// A key of a list that is encoded as a form is: a space is a plus.
fn decoded(key: &str) -> Cow<'_, str> {
    Cow::Owned(
        percent_decode_str(&key.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned(),
    )
}

/// Why a body was not read.
struct Unread {
    why: String,
    help: &'static str,
}

/// The bytes of an answer, of which there must be no more than `most`.
async fn read_up_to(most: u64, mut body: ByteStream) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    while let Some(part) = body.next().await {
        let part = part.map_err(|error| Unread {
            why: error.to_string(),
            help: "check the network, and run it again",
        })?;
        bytes.extend_from_slice(&part);
        if bytes.len() as u64 > most {
            return Err(Unread {
                why: format!("it has more than {most} bytes"),
                help: "it is not what bf-docs wrote",
            });
        }
    }
    Ok(bytes)
}
