//! Sign-ins on the way to the provider and back. Each has a cookie of its own, so that tabs that
//! sign in at once do not disturb each other.

use serde::{Deserialize, Serialize};

use super::cookies::Cookies;
use super::keys::{KeyRing, Purpose};
use super::sealed::{deletion, open, seal};
use super::target::ReturnTarget;

/// The start of the cookie's name; the state's first letters follow.
const PREFIX: &str = "__Host-bf-attempt-";

/// The number of letters of the state in the name.
const LETTERS: usize = 10;

/// The lifetime in seconds.
pub const LIFETIME: i64 = 600;

/// The largest number of sign-ins that a browser has on the way: a restored window may open ten
/// tabs at once.
const MANY: usize = 10;

/// The largest size of their cookies in bytes. Proxies refuse requests with larger headers.
const MOST: usize = 6_000;

/// A sign-in on the way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attempt {
    /// The random number that the provider sends back.
    pub state: String,
    /// The random number that the token must have.
    pub nonce: String,
    /// The secret of PKCE.
    pub verifier: String,
    /// The address to return to.
    pub target: ReturnTarget,
    /// The start, in seconds since 1970.
    pub begun: i64,
}

impl Attempt {
    /// The attempt of a request that came back with this state.
    pub fn of(cookies: &Cookies<'_>, ring: &KeyRing, state: &str, now: i64) -> Option<Self> {
        let name = name(state)?;
        let mut opened = cookies
            .named(&name)
            .take(MANY)
            .filter_map(|sealed| open(ring, Purpose::Attempt, &name, sealed, now));
        opened.find(|attempt: &Self| {
            let age = now.saturating_sub(attempt.begun);
            attempt.state == state && (-60..LIFETIME).contains(&age)
        })
    }

    /// The headers that set the attempt's cookie, and delete the oldest ones if there are too many.
    pub fn headers(&self, cookies: &Cookies<'_>, ring: &KeyRing, now: i64) -> Vec<String> {
        let name = name(&self.state).expect("our own states are plain");
        let cookie = seal(ring, Purpose::Attempt, &name, self, LIFETIME, now);
        let mut headers = surplus(cookies, cookie.len(), ring, now);
        headers.push(cookie);
        headers
    }

    /// The header that deletes the attempt's cookie.
    pub fn ended(state: &str) -> Option<String> {
        name(state).map(|name| deletion(&name))
    }
}

/// An attempt's cookie among those of a request.
struct SentAttempt<'h> {
    /// The start of the attempt; of one that cannot be opened, before all others.
    begun: i64,
    name: &'h str,
    bytes: usize,
}

/// The headers that delete the oldest attempts of a browser, so that one of `bytes` more fits in.
fn surplus(cookies: &Cookies<'_>, bytes: usize, ring: &KeyRing, now: i64) -> Vec<String> {
    let attempts = cookies.all().filter(|(name, _)| name.starts_with(PREFIX));
    let mut attempts: Vec<SentAttempt<'_>> = attempts
        .map(|(name, sealed)| {
            let attempt: Option<Attempt> = open(ring, Purpose::Attempt, name, sealed, now);
            SentAttempt {
                begun: attempt.map_or(i64::MIN, |attempt| attempt.begun),
                name,
                bytes: name.len() + sealed.len(),
            }
        })
        .collect();
    attempts.sort_unstable_by_key(|attempt| std::cmp::Reverse(attempt.begun));
    let (mut count, mut sum) = (1, bytes);
    attempts.retain(|attempt| {
        (count, sum) = (count + 1, sum + attempt.bytes);
        count > MANY || sum > MOST
    });
    // A browser sends back names that it was given, and ours are plain.
    let ours = attempts.iter().filter(|attempt| is_plain(attempt.name));
    ours.map(|attempt| deletion(attempt.name)).collect()
}

/// The name of an attempt's cookie; `None` for a state that is none of ours.
fn name(state: &str) -> Option<String> {
    let letters = state.get(..LETTERS).filter(|letters| is_plain(letters))?;
    Some(format!("{PREFIX}{letters}"))
}

fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
