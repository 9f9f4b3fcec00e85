//! A publish is refused where everybody could read it, unless that is meant.

use super::remote::Remote;
use super::{Fault, seconds};
use crate::store::{Exposure, Store};

/// What is said of a bucket that everybody may read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Public {
    /// Nothing: it is refused.
    #[default]
    Refused,
    /// Another part of it is public, and ours is not.
    Shared,
    /// Our part is meant to be public.
    Allowed,
}

/// Whether a place is known not to be public, or to be as public as is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// It is.
    Known,
    /// The place may not be asked.
    Unknown,
}

/// How long a bucket that was private is believed to be, in seconds: most publishes then ask
/// nothing more.
const BELIEVED: i64 = 3_600;

impl Remote {
    /// Fails where everybody may reach our part of the bucket, and nobody said that this is meant.
    /// Asks once.
    pub async fn must_be_private(&mut self, public: Public) -> Result<Privacy, Fault> {
        let Store::Bucket(bucket) = &*self.store else {
            return Ok(Privacy::Known);
        };
        if public == Public::Allowed || self.was_private_lately() {
            return Ok(Privacy::Known);
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
            Exposure::Somewhere if public != Public::Shared => Err(refused(
                "the bucket is public, and its policy may not be read".to_owned(),
                "allow `s3:GetBucketPolicy`, or say with `--public shared` that only another part of it is public",
            )),
            Exposure::Private => {
                self.state.private = Some(seconds());
                Ok(Privacy::Known)
            }
            // The next publisher may say otherwise.
            Exposure::Somewhere => Ok(Privacy::Known),
            Exposure::Unknown => Ok(Privacy::Unknown),
        }
    }

    /// Whether the bucket was found to be private so lately that it is not asked again.
    fn was_private_lately(&self) -> bool {
        let then = self.state.private;
        let age = then.map(|then| seconds().saturating_sub(then));
        age.is_some_and(|age| (0..BELIEVED).contains(&age))
    }
}
