//! A part of a bucket as a place, in any store that speaks S3.

use std::borrow::Cow;
use std::error::Error;
use std::ops::Range;
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
use super::answer::{help, is_absent, service_message, status};
use super::fault::StoreFault;
use super::object::{ChangedObject, Headers, ListedObject};
use super::place::{ObjectKey, StorePlace};
use super::reader::ObjectReader;

/// A part of a bucket.
pub struct BucketStore {
    pub(super) client: Client,
    /// The bucket's name.
    pub(super) bucket: String,
    /// The prefix of every key; never empty, and ends in `/`.
    pub(super) prefix: String,
    /// The longest wait for an answer once the whole request was sent.
    pub(super) timeout: Duration,
}

/// The largest number of keys that one request deletes.
const TOGETHER: usize = 1_000;

/// The characters that are not encoded in the source of a copy.
pub(crate) const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl BucketStore {
    /// Reads credentials and settings as all AWS tools do: environment, profile, web identity,
    /// instance role. Sends no request.
    pub async fn open(bucket: String, prefix: String, access: Access) -> Self {
        let (own_server, timeout) = (access.endpoint.is_some(), access.timeout);
        let mut loader = access.loader();
        if let Some(endpoint) = access.endpoint {
            loader = loader.endpoint_url(endpoint);
        }
        let config = loader.load().await;
        let own_server = own_server || config.endpoint_url().is_some();
        // Some stores do not know the checksums that the SDK puts behind a body.
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

    pub async fn get(
        &self,
        key: &ObjectKey,
        most: u64,
    ) -> Result<Option<(Vec<u8>, String)>, StoreFault> {
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
        let bytes = self.reader(key, answer.body).all(most).await?;
        Ok(Some((bytes, etag)))
    }

    /// Reads an object unless it still has the ETag `known`.
    pub async fn get_if_changed(
        &self,
        key: &ObjectKey,
        most: u64,
        known: Option<&str>,
    ) -> Result<ChangedObject, StoreFault> {
        let answer = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(self.key(key))
            .set_if_none_match(known.map(str::to_owned))
            .send()
            .await;
        let mut answer = match answer {
            Err(error) if is_absent(&error) => return Ok(ChangedObject::Missing),
            Err(error) if status(&error) == Some(304) => return Ok(ChangedObject::Same),
            answer => answer.map_err(|error| self.fault("read", key, error))?,
        };
        let etag = answer.e_tag.take().unwrap_or_default();
        let body = self.reader(key, answer.body);
        Ok(ChangedObject::Changed(body.all(most).await?, etag))
    }

    /// Opens an object for reading, if it has this ETag; an empty one stands for any.
    pub async fn read(
        &self,
        key: &ObjectKey,
        tag: &str,
        range: Option<Range<u64>>,
    ) -> Result<Option<ObjectReader>, StoreFault> {
        let range = range.map(|range| format!("bytes={}-{}", range.start, range.end - 1));
        let tag = Some(tag).filter(|tag| !tag.is_empty());
        let answer = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(self.key(key))
            .set_if_match(tag.map(str::to_owned))
            .set_range(range)
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(Some(self.reader(key, answer.body))),
            Err(error) if is_absent(&error) || status(&error) == Some(412) => Ok(None),
            Err(error) => Err(self.fault("read", key, error)),
        }
    }

    fn reader(&self, key: &ObjectKey, body: ByteStream) -> ObjectReader {
        ObjectReader::Stream {
            body,
            address: self.address(key),
        }
    }

    pub async fn copy(
        &self,
        from: &ObjectKey,
        to: &ObjectKey,
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
            // Tags may be a virus scanner's, say. Copying them needs rights that nothing else
            // needs.
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

    pub async fn head(&self, key: &ObjectKey) -> Result<Option<(String, Headers)>, StoreFault> {
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

    pub async fn delete(&self, keys: &[ObjectKey]) -> Result<(), StoreFault> {
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

    /// The body of a request that deletes these objects. The answer names only those that could not
    /// be deleted.
    fn deletion(&self, keys: &[ObjectKey]) -> Delete {
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

    /// Does nothing: a bucket has no half-written objects.
    pub fn tidy(&self) {}

    pub async fn list(&self) -> Result<Vec<ListedObject>, StoreFault> {
        let fault = |error| self.fault_at("list", self.prefix.clone(), error);
        match self.listed(None).await {
            // XML cannot write some characters that a key of somebody else may have. Some stores do
            // not encode keys as they claim, so they are asked to only in this case.
            Err(error) if status(&error) == Some(200) => {
                self.listed(Some(EncodingType::Url)).await.map_err(fault)
            }
            listed => listed.map_err(fault),
        }
    }

    async fn listed(
        &self,
        encoding: Option<EncodingType>,
    ) -> Result<Vec<ListedObject>, SdkError<ListObjectsV2Error, HttpResponse>> {
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

    /// An object of a list; `None` for the empty object that consoles make to show the prefix as a
    /// folder.
    fn listed_object(&self, object: &Object, is_encoded: bool) -> Option<ListedObject> {
        let key = object.key().unwrap_or_default();
        let key = if is_encoded {
            decoded(key)
        } else {
            Cow::Borrowed(key)
        };
        let key = key.strip_prefix(&self.prefix).unwrap_or_default();
        (!key.is_empty()).then(|| ListedObject {
            key: key.to_owned(),
            size: object.size().unwrap_or_default().max(0) as u64,
            etag: object.e_tag().map(str::to_owned),
        })
    }

    /// The address of this part of the bucket.
    pub fn place(&self) -> StorePlace {
        StorePlace::Bucket {
            bucket: self.bucket.clone(),
            prefix: self.prefix.clone(),
        }
    }

    pub(super) fn key(&self, key: &ObjectKey) -> String {
        key.below(&self.prefix)
    }

    fn address(&self, key: &ObjectKey) -> String {
        format!("s3://{}/{}", self.bucket, self.key(key))
    }

    pub(super) fn fault<E>(
        &self,
        act: &'static str,
        key: &ObjectKey,
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
        let why = service_message(&error);
        StoreFault::new(
            act,
            &what,
            &why,
            help(error.code().unwrap_or_default(), status(&error), &why),
        )
    }
}

/// Decodes a key of an encoded list, where a space is a plus as in forms.
fn decoded(key: &str) -> Cow<'_, str> {
    Cow::Owned(
        percent_decode_str(&key.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned(),
    )
}
