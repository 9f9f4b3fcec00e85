//! Sealed cookies: encrypted, authenticated, and bound to their name and purpose.

use cookie::{Cookie, CookieJar, SameSite};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keys::{KeyRing, Purpose};

/// Seals a value into a cookie that only this host gets, over https alone, and no script. It ends
/// after `seconds`.
pub fn seal(
    ring: &KeyRing,
    purpose: Purpose,
    name: &str,
    value: &impl Serialize,
    seconds: i64,
    now: i64,
) -> String {
    let json = serde_json::to_string(value).expect("texts and numbers are always JSON");
    let mut jar = CookieJar::new();
    jar.private_mut(ring.sealing(purpose, now))
        .add(Cookie::new(name.to_owned(), json));
    let sealed = jar.get(name).expect("it was just added").value().to_owned();
    header(name, sealed, seconds)
}

/// The header that deletes a cookie: with all its attributes, or browsers keep it.
pub fn deletion(name: &str) -> String {
    header(name, String::new(), 0)
}

fn header(name: &str, value: String, seconds: i64) -> String {
    let cookie = Cookie::build((name.to_owned(), value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(seconds));
    cookie.build().to_string()
}

/// Opens a cookie's value; `None` unless a key of the ring has sealed it for this purpose under
/// this name.
pub fn open<T: DeserializeOwned>(
    ring: &KeyRing,
    purpose: Purpose,
    name: &str,
    sealed: &str,
    now: i64,
) -> Option<T> {
    let jar = CookieJar::new();
    let cookie = Cookie::new(name.to_owned(), sealed.to_owned());
    let opened = ring
        .openers(purpose, now)
        .find_map(|key| jar.private(key).decrypt(cookie.clone()))?;
    serde_json::from_str(opened.value()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of a `Set-Cookie` header.
    fn value(header: &str) -> &str {
        let (_, rest) = header.split_once('=').expect("it has a value");
        rest.split(';').next().unwrap_or_default()
    }

    #[test]
    fn a_cookie_is_opened_under_its_name_for_its_purpose_and_untouched() {
        let ring = KeyRing::new(0);
        let header = seal(&ring, Purpose::Session, "a", &"secret", 60, 0);
        let sealed = value(&header);
        let other = KeyRing::new(0);
        let opened =
            |ring, purpose, name, sealed: &str| open::<String>(ring, purpose, name, sealed, 0);
        assert_eq!(
            opened(&ring, Purpose::Session, "a", sealed).as_deref(),
            Some("secret")
        );
        assert_eq!(opened(&ring, Purpose::Session, "b", sealed), None);
        assert_eq!(opened(&ring, Purpose::Attempt, "a", sealed), None);
        assert_eq!(opened(&other, Purpose::Session, "a", sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.as_bytes().to_vec();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("it is ASCII");
            assert_eq!(opened(&ring, Purpose::Session, "a", &changed), None, "{at}");
        }
        assert!(!header.contains("secret"));
    }

    #[test]
    fn the_same_value_is_never_sealed_alike() {
        let ring = KeyRing::new(0);
        let seal = || seal(&ring, Purpose::Session, "a", &"secret", 60, 0);
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_cookie_is_deleted_with_all_its_attributes() {
        let ring = KeyRing::new(0);
        let made = seal(&ring, Purpose::Session, "__Host-a", &"secret", 60, 0);
        let deleted = deletion("__Host-a");
        for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(
                made.contains(attribute) && deleted.contains(attribute),
                "{attribute}"
            );
        }
        assert!(deleted.starts_with("__Host-a=;") && deleted.contains("Max-Age=0"));
    }
}
