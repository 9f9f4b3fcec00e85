//! A place that was opened, with the distribution that serves it.

use super::edge::EdgeCache;
use super::text;
use crate::cli::{Trouble, talk};
use crate::publish::{Public, Remote};

/// A place that was opened.
pub struct OpenPlace {
    /// What lies there.
    pub remote: Remote,
    /// The distribution that serves it, where one is named.
    pub edge: Option<EdgeCache>,
}

impl OpenPlace {
    /// Refuses a bucket that everybody may read from, and says so where that cannot be known.
    pub async fn must_be_private(&mut self, means: Public) -> Result<(), Trouble> {
        if !self.remote.must_be_private(means).await.map_err(text)? {
            talk(
                "warning: nobody knows whether the bucket is public: `s3:GetBucketPolicy` and \
                 `s3:GetBucketPolicyStatus` are not allowed\n",
            );
        }
        Ok(())
    }
}
