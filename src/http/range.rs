//! The bytes of a file that a request asks for.

use std::ops::Range;

/// The bytes of a file that a request selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByteSelection {
    /// The whole file.
    Whole,
    /// A range, which is not empty and ends within the file.
    Part(Range<u64>),
    /// A range that has no byte of the file.
    Unsatisfiable,
}

impl ByteSelection {
    /// Reads a `Range` header for a file of `size` bytes: `bytes=5-9`, `bytes=5-` or `bytes=-5`
    /// (RFC 9110, 14.1.2). Several ranges and invalid ones select the whole file. A range without
    /// an end selects at most `most` bytes: a video player asks for the rest (RFC 9110, 15.3.7).
    pub fn of(asked: Option<&str>, size: u64, most: u64) -> Self {
        match asked.and_then(|asked| range(asked, size, most)) {
            None => Self::Whole,
            Some(range) if range.is_empty() => Self::Unsatisfiable,
            Some(range) => Self::Part(range),
        }
    }
}

/// The range of a header, cut at the end of the file.
fn range(asked: &str, size: u64, most: u64) -> Option<Range<u64>> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (first.trim().is_empty(), last.trim().is_empty()) {
        (true, _) => size.saturating_sub(number(last)?)..size,
        (false, true) => number(first)?..size.min(number(first)?.saturating_add(most)),
        (false, false) => number(first)?..number(last)?.checked_add(1)?.min(size),
    };
    Some(range)
}

#[cfg(test)]
mod tests {
    use super::ByteSelection::{self, Part, Unsatisfiable, Whole};

    const PART: u64 = 8 << 20;

    #[test]
    fn a_range_selects_these_bytes() {
        let film = 3 * PART;
        for (asked, size, expected) in [
            // A first and a last byte.
            ("bytes=5-7", 10, Part(5..8)),
            ("bytes=0-0", 10, Part(0..1)),
            ("bytes= 5 - 7 ", 10, Part(5..8)),
            ("bytes=5-99", 10, Part(5..10)),
            // No last byte.
            ("bytes=8-", 10, Part(8..10)),
            ("bytes=0-", film, Part(0..PART)),
            // A number of bytes from the end.
            ("bytes=-3", 10, Part(7..10)),
            ("bytes=-99", 10, Part(0..10)),
            // No byte of the file.
            ("bytes=-0", 10, Unsatisfiable),
            ("bytes=10-", 10, Unsatisfiable),
            ("bytes=10-20", 10, Unsatisfiable),
            ("bytes=18446744073709551615-", 10, Unsatisfiable),
            ("bytes=0-", 0, Unsatisfiable),
            ("bytes=0-0", 0, Unsatisfiable),
            ("bytes=-3", 0, Unsatisfiable),
            // Several ranges, and none.
            ("bytes=1-2,4-5", 10, Whole),
            ("bytes=1-18446744073709551615", 10, Whole),
            ("bytes=18446744073709551616-", 10, Whole),
            ("bytes=-", 10, Whole),
            ("bytes=b-", 10, Whole),
            ("bytes=5", 10, Whole),
            ("lines=1-2", 10, Whole),
            ("", 0, Whole),
        ] {
            let selection = ByteSelection::of(Some(asked), size, PART);
            assert_eq!(selection, expected, "{asked} of {size}");
        }
        assert_eq!(ByteSelection::of(None, 10, PART), Whole);
    }
}
