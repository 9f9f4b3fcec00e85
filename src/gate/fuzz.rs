//! Random input for everything that strangers write: targets, cookies and paths. `BF_DOCS_CASES`
//! says how many cases each test tries; a failure prints its case.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use url::Url;

use super::attempt::Attempt;
use super::cookies::Cookies;
use super::file_answer::SiteAddress;
use super::keys::{KeyRing, Purpose};
use super::sealed::{open, seal};
use super::target::ReturnTarget;
use crate::http::RequestPath;
use crate::publish::PublishedRelease;

/// Pieces that servers and browsers read differently.
const PIECES: &[&str] = &[
    "/",
    "//",
    "\\",
    ".",
    "..",
    "%2f",
    "%2F",
    "%5c",
    "%252f",
    "%2e",
    "%00",
    "\0",
    "\t",
    "%09",
    "\r",
    "\n",
    "%0d%0a",
    " ",
    "%20",
    "@",
    ":",
    "http:",
    "https://",
    "javascript:",
    "evil.example",
    "docs.example.com",
    "?",
    "#",
    "&",
    "=",
    ";",
    "%",
    "%zz",
    "%ff",
    "ä",
    "%C3%A4",
    "\u{200b}",
    "\u{ff0f}",
    "\u{2028}",
    "a",
    "guide",
    "index.html",
    ".gate",
    "/.gate/",
    "start",
    "%2egate",
    "[",
    "]",
    "*",
    "|",
    "+",
    "~",
    "\"",
    "<",
];

/// A small generator (SplitMix64): the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most as u64) as usize
    }

    fn text(&mut self) -> String {
        let count = self.below(9);
        (0..count)
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }
}

fn cases() -> u64 {
    let named = option_env!("BF_DOCS_CASES");
    named.and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

fn origin() -> Url {
    Url::parse("https://docs.example.com/").expect("it is an address")
}

/// The address that a browser goes to from our own page.
fn gone_to(location: &str) -> Url {
    let page = origin().join("/.gate/callback").expect("it is an address");
    page.join(location).expect("a browser reads it")
}

#[test]
fn any_target_stays_on_the_site() {
    for seed in 0..cases() {
        let mut numbers = Numbers(seed);
        let text = format!(
            "{}{}",
            if numbers.below(4) > 0 { "/" } else { "" },
            numbers.text()
        );
        let Some(target) = ReturnTarget::parse(&text, &origin()) else {
            continue;
        };
        let location = target.as_str();
        assert!(HeaderValue::from_str(location).is_ok(), "{text:?}");
        assert!(
            location.starts_with('/') && !location.starts_with("//"),
            "{text:?}"
        );
        assert!(
            location.bytes().all(|byte| byte.is_ascii_graphic()),
            "{text:?}"
        );
        assert_eq!(gone_to(location).origin(), origin().origin(), "{text:?}");
        assert!(!gone_to(location).path().starts_with("/.gate/"), "{text:?}");
        assert_eq!(
            ReturnTarget::parse(location, &origin()).as_ref(),
            Some(&target),
            "{text:?}"
        );
    }
}

#[test]
fn any_path_names_a_file_or_a_path_of_the_site() {
    let release = PublishedRelease::default();
    for seed in 0..cases() {
        let mut numbers = Numbers(seed);
        let text = format!("/{}", numbers.text());
        let Ok(asked) = text.parse::<Uri>() else {
            continue;
        };
        let Some(path) = RequestPath::of(&asked) else {
            continue;
        };
        match SiteAddress::of(path.as_str(), &path.file(), "/a/", &release) {
            SiteAddress::File(_) => panic!("{text:?} names a file of an empty release"),
            SiteAddress::Elsewhere(path) => {
                let location = crate::address::encode(&path).into_owned();
                if let Some(target) = ReturnTarget::parse(&location, &origin()) {
                    assert_eq!(
                        gone_to(target.as_str()).origin(),
                        origin().origin(),
                        "{text:?}"
                    );
                }
            }
            SiteAddress::Missing => {}
        }
    }
}

#[test]
fn any_cookie_that_was_not_sealed_here_is_no_cookie() {
    let ring = KeyRing::new(0);
    let header = seal(&ring, Purpose::Session, "a", &"secret", 60, 0);
    let sealed = header["a=".len()..]
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    for seed in 0..cases() {
        let mut numbers = Numbers(seed);
        let mut bytes = match numbers.below(3) {
            0 => numbers.text().into_bytes(),
            _ => sealed.clone().into_bytes(),
        };
        for _ in 0..numbers.below(4) {
            let at = numbers.below(bytes.len() + 1);
            match numbers.below(3) {
                0 => bytes.insert(at, numbers.below(256) as u8),
                1 => bytes.truncate(at),
                _ if at < bytes.len() => bytes[at] = numbers.below(256) as u8,
                _ => {}
            }
        }
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(&[b"x=1; a=", &bytes[..]].concat()) {
            headers.append(header::COOKIE, value);
        }
        let cookies = Cookies::of(&headers);
        for value in cookies.named("a") {
            let opened: Option<String> = open(&ring, Purpose::Session, "a", value, 0);
            assert_eq!(opened.is_some(), value == sealed, "case {seed}: {value:?}");
        }
        let state = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            Attempt::of(&cookies, &ring, &state, 0).is_none(),
            "case {seed}"
        );
    }
}
