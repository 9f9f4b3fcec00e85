//! The cookies of a request, and of an answer.

use std::str::from_utf8;

use axum::http::{HeaderMap, HeaderValue, header};

/// The cookies of a request, as they were sent.
pub struct Cookies<'h>(&'h HeaderMap);

impl<'h> Cookies<'h> {
    /// The cookies among these headers.
    pub fn of(headers: &'h HeaderMap) -> Self {
        Self(headers)
    }

    /// All names and values, in the order in which they were sent.
    pub fn all(&self) -> impl Iterator<Item = (&'h str, &'h str)> + use<'h> {
        let lines = self.0.get_all(header::COOKIE).iter();
        let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
        // A page of a sibling host can set a cookie that is no text: it must not hide the others.
        let texts = pairs.filter_map(|pair| from_utf8(pair).ok());
        // Other blanks are part of the name: browsers let any host set a cookie whose name begins
        // with one, and it must not be taken for one of ours (the prefix `__Host-` would be void).
        texts.filter_map(|pair| pair.trim_matches([' ', '\t']).split_once('='))
    }

    /// The values of the cookies with this name. Names are told apart by their letters' case.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &'h str> {
        self.all()
            .filter(move |(known, _)| *known == name)
            .map(|(_, value)| value)
    }
}

/// Adds a `Set-Cookie`.
pub fn add_cookie(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_those_of_others_by_its_exact_name() {
        let mut headers = HeaderMap::new();
        let odd = HeaderValue::from_bytes(b"x=\xff; a=1; A=2").expect("it is a value");
        headers.append(header::COOKIE, odd);
        headers.append(header::COOKIE, HeaderValue::from_static(" a=3=4;b"));
        let named = |headers: &HeaderMap| -> Vec<String> {
            let cookies = Cookies::of(headers);
            cookies.named("a").map(str::to_owned).collect()
        };
        assert_eq!(named(&headers), ["1", "3=4"]);
        for blank in ["\u{2000}", "\u{a0}", "\u{85}", "\u{3000}", "\u{feff}"] {
            let planted = format!("{blank}a=5; b{blank}a=6; a{blank}=7");
            let value = HeaderValue::from_bytes(planted.as_bytes()).expect("it is a value");
            headers.clear();
            headers.append(header::COOKIE, value);
            assert_eq!(named(&headers), [""; 0], "{blank:?}");
        }
    }
}
