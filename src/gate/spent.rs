//! Random numbers that are no longer valid: states of sign-ins that came back, and sessions whose
//! readers signed out.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The largest number of them that is remembered.
const MANY: usize = 20_000;

/// Numbers that this gate takes no more. Another gate does not know of them: there, the provider
/// refuses a code that was used, and a copied session lasts until its limits.
pub struct SpentIds {
    /// The seconds for which a number is remembered: it is good for no longer anyway.
    seconds: i64,
    spent: Mutex<HashMap<String, i64>>,
}

impl SpentIds {
    /// Numbers that are good for this many seconds.
    pub fn lasting(seconds: i64) -> Self {
        Self {
            seconds,
            spent: Mutex::default(),
        }
    }

    /// Spends a number. Returns whether it was still good.
    pub fn spend(&self, id: &str, now: i64) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= MANY {
            spent.retain(|_, at| now - *at < self.seconds);
        }
        // A flood makes older ones forgotten, and never the memory full.
        if spent.len() >= MANY {
            spent.clear();
        }
        spent.insert(id.to_owned(), now).is_none()
    }

    /// Returns whether a number is spent.
    pub fn has(&self, id: &str) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.contains_key(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_good_once_and_memory_is_bounded() {
        let spent = SpentIds::lasting(60);
        assert!(spent.spend("a", 0) && spent.spend("b", 0));
        assert!(!spent.spend("a", 1) && spent.has("a") && !spent.has("c"));
        for id in 0..2 * MANY {
            spent.spend(&id.to_string(), 2);
        }
        assert!(spent.spent.lock().expect("nobody else has it").len() <= MANY);
    }
}
