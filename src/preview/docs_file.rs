//! A file of the docs folder, or the bytes of it that are asked for.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use crate::discover::here;

/// Bytes of a file, and where they are from.
pub struct FilePart {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many bytes the whole file has.
    pub size: u64,
    /// The range that was asked for; none where the bytes are the whole file.
    pub range: Option<Range<u64>>,
}

impl FilePart {
    /// Reads a file in the docs folder; `asked` is a header `Range`.
    pub fn read(full: &Path, docs: &Path, asked: Option<&str>) -> std::io::Result<Self> {
        let full = full.canonicalize()?;
        if !full.starts_with(here(docs).canonicalize()?) {
            return Err(ErrorKind::NotFound.into());
        }
        let mut file = File::open(full)?;
        let size = file.metadata()?.len();
        let range = asked.and_then(|asked| range(asked, size));
        let within = range.clone().unwrap_or(0..size);
        file.seek(SeekFrom::Start(within.start))?;
        let mut bytes = Vec::new();
        file.take(within.end - within.start)
            .read_to_end(&mut bytes)?;
        Ok(Self { bytes, size, range })
    }
}

/// As many bytes as are sent at once of a range without an end.
const PART: u64 = 8 << 20;

/// The bytes that `bytes=5-9`, `bytes=5-` or `bytes=-5` ask for: an empty range where there are
/// none (RFC 9110, 14.1.2). Several ranges, and what is no range, ask for the whole file. Of a
/// range without an end a part is sent: a player of films asks for the rest (RFC 9110, 15.3.7).
fn range(asked: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (first.trim().is_empty(), last.trim().is_empty()) {
        (true, _) => size.saturating_sub(number(last)?)..size,
        (false, true) => number(first)?..size.min(number(first)?.saturating_add(PART)),
        (false, false) => number(first)?..number(last)?.checked_add(1)?.min(size),
    };
    Some(if range.start < range.end { range } else { 0..0 })
}
