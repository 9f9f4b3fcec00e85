//! The beginnings and ends of web addresses.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind as AddressKind};
use memchr::memmem;

/// Finds web addresses.
pub struct AddressFinder(LinkFinder);

impl AddressFinder {
    /// A finder of addresses with and without a scheme.
    pub fn new() -> Self {
        let mut finder = LinkFinder::new();
        finder
            .kinds(&[AddressKind::Url])
            .url_must_have_scheme(false);
        Self(finder)
    }

    /// Returns whether the text may have an address in which CommonMark reads signs.
    pub fn may_cut(text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_word = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_alphanumeric)
        };
        has_start(text)
            && bytes.iter().enumerate().any(|(at, byte)| match byte {
                b'*' | b'$' | b'\\' => true,
                b'&' => bytes[at..].contains(&b';'),
                // Inside a word it is only a letter.
                b'_' => !is_word(at.checked_sub(1)) || !is_word(Some(at + 1)),
                _ => false,
            })
    }

    /// Returns whether an address could start at that byte of a line.
    pub fn starts_here(line: &str, at: usize) -> bool {
        const STARTS: [&str; 3] = ["http://", "https://", "www."];
        let before = at
            .checked_sub(1)
            .map_or(b' ', |before| line.as_bytes()[before]);
        STARTS.iter().any(|start| line[at..].starts_with(start))
            && !before.is_ascii_alphanumeric()
            && !b"$\\/{@.#%&".contains(&before)
    }

    /// The byte ranges of all addresses in a text.
    pub fn addresses(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.0.links(text);
        found
            .filter(|found| target(found.as_str()).is_some())
            .map(|found| found.start()..found.end())
            .collect()
    }

    /// The first address of a text without blanks. It ends by GFM's rule: not with a stop, an
    /// unpaired closing bracket, a sign of emphasis, or an entity.
    pub fn address(&self, text: &str) -> Option<Range<usize>> {
        let found = self
            .0
            .links(text)
            .find(|found| target(found.as_str()).is_some())?;
        let (start, mut end) = (found.start(), found.end());
        loop {
            let shorter = start + without_ending(&text[start..], end - start).len();
            if shorter == end {
                return target(&text[start..end]).map(|_| start..end);
            }
            end = shorter;
        }
    }
}

/// The first `length` bytes of a text without one ending that does not belong to an address there.
fn without_ending(text: &str, length: usize) -> &str {
    let address = text[..length].trim_end_matches(|c| "?!.,:;*_~'\"\\".contains(c));
    let behind = &text[address.len()..];
    match address.rsplit_once('&') {
        Some((before, name)) if behind.starts_with(';') && is_entity_name(name) => before,
        _ if behind.starts_with('}') => ["==", "++", "--", "~~"]
            .iter()
            .find_map(|sign| address.strip_suffix(sign))
            .unwrap_or(address),
        _ => address,
    }
}

fn is_entity_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
}

/// The target of an address, with a scheme; `None` if it is no web address.
pub fn target(address: &str) -> Option<String> {
    if address.starts_with("http://") || address.starts_with("https://") {
        Some(address.to_owned())
    } else {
        address
            .starts_with("www.")
            .then(|| format!("http://{address}"))
    }
}

/// Returns whether a part of the text looks like the beginning of a web address.
pub fn has_start(text: &str) -> bool {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    has("://") || has("www.")
}
