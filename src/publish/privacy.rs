//! The check that a place is private. A publish to a public place is refused unless the author
//! allows it.

use super::Fault;
use super::remote::Remote;
use crate::clock::unix_seconds;
use crate::store::{Exposure, Store};

/// The author's choice to refuse or accept a public bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublicAccess {
    /// A public bucket is refused.
    #[default]
    Refused,
    /// Another part of the bucket is public, and ours is private.
    Shared,
    /// Our part may be public.
    Allowed,
}

/// The result of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// The place is private, or as public as the author allows.
    Accepted,
    /// The place does not answer whether it is public.
    Unknown,
}

/// The number of seconds for which a check holds, so most publishes need no new check.
const PRIVACY_TRUST: i64 = 3_600;

impl Remote {
    /// Fails if everybody may reach our part of the bucket and the author does not allow it. Asks
    /// the bucket at most once. If the bucket is private, the time of the check goes into the
    /// manifest, for the next save.
    pub async fn must_be_private(&mut self, public: PublicAccess) -> Result<Privacy, Fault> {
        let Store::Bucket(bucket) = &*self.store else {
            return Ok(Privacy::Accepted);
        };
        if public == PublicAccess::Allowed || self.was_private_lately() {
            return Ok(Privacy::Accepted);
        }
        let place = bucket.place();
        let refused = |why: String, help| Fault::Public {
            place: place.to_string(),
            why,
            help,
        };
        let exposure = match self.exposure.take() {
            Some(known) => known,
            None => bucket.exposure().await?,
        };
        match self.exposure.insert(exposure) {
            Exposure::Open(how) => Err(refused(
                format!("the bucket's policy {how}"),
                "narrow the policy, or publish with `--public allowed` if this is meant",
            )),
            Exposure::Somewhere if public != PublicAccess::Shared => Err(refused(
                "the bucket is public, and its policy may not be read".to_owned(),
                "allow `s3:GetBucketPolicy`, or say with `--public shared` that only another part of it is public",
            )),
            Exposure::Private => {
                self.manifest.private = Some(unix_seconds());
                Ok(Privacy::Accepted)
            }
            // The next publisher may accept less, so nothing is recorded.
            Exposure::Somewhere => Ok(Privacy::Accepted),
            Exposure::Unknown => Ok(Privacy::Unknown),
        }
    }

    /// Returns whether a check found the bucket private so lately that it still holds.
    fn was_private_lately(&self) -> bool {
        let then = self.manifest.private;
        let age = then.map(|then| unix_seconds().saturating_sub(then));
        age.is_some_and(|age| (0..PRIVACY_TRUST).contains(&age))
    }
}
