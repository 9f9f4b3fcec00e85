//! A bucket whose objects are encrypted, so that their ETags are no MD5, and that may have a
//! policy.

use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

pub struct Encrypted {
    store: FileSystem,
    policy: Option<String>,
}

/// The end that sets an ETag apart from the MD5 of its bytes.
const SUFFIX: &str = "-kms";

impl Encrypted {
    pub fn new(store: FileSystem, policy: Option<&str>) -> Self {
        Self {
            store,
            policy: policy.map(str::to_owned),
        }
    }
}

fn shown(tag: Option<ETag>) -> Option<ETag> {
    tag.map(|tag| ETag::Strong(format!("{}{SUFFIX}", tag.into_value())))
}

fn meant(condition: Option<ETagCondition>) -> Option<ETagCondition> {
    condition.map(|condition| match condition.into_etag() {
        // An ETag that the server never sent matches nothing.
        Some(tag) => {
            let value = tag.into_value();
            ETagCondition::ETag(ETag::Strong(
                value.strip_suffix(SUFFIX).unwrap_or("another").to_owned(),
            ))
        }
        None => ETagCondition::Any,
    })
}

#[async_trait::async_trait]
impl S3 for Encrypted {
    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let mut answer = self.store.get_object(request).await?;
        answer.output.e_tag = shown(answer.output.e_tag);
        Ok(answer)
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let mut answer = self.store.head_object(request).await?;
        answer.output.e_tag = shown(answer.output.e_tag);
        Ok(answer)
    }

    async fn put_object(
        &self,
        mut request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        request.input.if_match = meant(request.input.if_match);
        let mut answer = self.store.put_object(request).await?;
        answer.output.e_tag = shown(answer.output.e_tag);
        Ok(answer)
    }

    async fn copy_object(
        &self,
        mut request: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        request.input.copy_source_if_match = meant(request.input.copy_source_if_match);
        let mut answer = self.store.copy_object(request).await?;
        if let Some(copy) = &mut answer.output.copy_object_result {
            copy.e_tag = shown(copy.e_tag.take());
        }
        Ok(answer)
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        self.store.delete_objects(request).await
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let mut answer = self.store.list_objects_v2(request).await?;
        for object in answer.output.contents.iter_mut().flatten() {
            object.e_tag = shown(object.e_tag.take());
        }
        Ok(answer)
    }

    async fn get_bucket_policy(
        &self,
        _: S3Request<GetBucketPolicyInput>,
    ) -> S3Result<S3Response<GetBucketPolicyOutput>> {
        let policy = self
            .policy
            .clone()
            .ok_or_else(|| s3_error!(NoSuchBucketPolicy, "there is none"))?;
        Ok(S3Response::new(GetBucketPolicyOutput {
            policy: Some(policy),
        }))
    }
}
