//! The time of this machine.

use std::time::{SystemTime, UNIX_EPOCH};

/// The current time, in seconds since 1970.
pub fn unix_seconds() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs() as i64)
}
