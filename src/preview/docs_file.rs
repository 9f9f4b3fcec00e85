//! A file of the docs folder, or a part of it.

use std::fs::File;
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::Path;

use crate::discover::openable;
use crate::http::{ByteSelection, FilePart};

/// The number of bytes that are sent for a range without an end: they are in memory meanwhile.
const PART: u64 = 8 << 20;

/// Reads a file in the docs folder. Refuses a file that a link puts outside. `asked` is a `Range`
/// header.
pub fn read(full: &Path, docs: &Path, asked: Option<&str>) -> Result<FilePart> {
    let full = full.canonicalize()?;
    if !full.starts_with(openable(docs).canonicalize()?) {
        return Err(ErrorKind::NotFound.into());
    }
    let mut file = File::open(full)?;
    let size = file.metadata()?.len();
    let selection = ByteSelection::of(asked, size, PART);
    let within = match &selection {
        ByteSelection::Whole => 0..size,
        ByteSelection::Part(range) => range.clone(),
        ByteSelection::Unsatisfiable => 0..0,
    };
    file.seek(SeekFrom::Start(within.start))?;
    let mut bytes = Vec::new();
    file.take(within.end - within.start)
        .read_to_end(&mut bytes)?;
    Ok(FilePart {
        bytes,
        size,
        selection,
    })
}
