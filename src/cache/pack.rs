//! A pack: a file with a head, a table of results, and the results.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Key;
use crate::output::fingerprint;

/// The beginning and the ending of packs' names. Other files of the folder are not touched.
pub const START: &str = "bf-docs-";
pub const ENDING: &str = ".pack";

/// The beginning of the names of unfinished packs.
pub const UNFINISHED: &str = ".bf-docs-unfinished-";

/// The first bytes of a pack. They name the build of bf-docs, as another build may make other
/// results of the same parts.
const HEAD: &str = concat!("bf-docs cache ", env!("BF_DOCS_BUILD"), "\n");

/// The bytes between the head and the table: the table's length and its checksum.
const LENGTHS: usize = 8 + 4;

/// The content of the file that tells backup programs to leave a cache folder out
/// (<https://bford.info/cachedir/>).
const TAG: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What bf-docs can work out again.\n";

/// A pack that can be read.
pub struct Pack {
    /// The path of the file.
    pub path: PathBuf,
    /// The size of its results, in bytes.
    pub size: u64,
    file: File,
}

/// The position of a result in a pack, in bytes, and its checksum.
pub struct PackSlice {
    range: Range<u64>,
    sum: u32,
}

impl PackSlice {
    /// The result's length in bytes.
    pub fn length(&self) -> u64 {
        self.range.end - self.range.start
    }
}

/// A row of the table: the result's length and its checksum.
#[derive(Serialize, Deserialize)]
struct PackRow([u8; 32], u64, u32);

impl Pack {
    /// Opens a pack; `None` if it is damaged or of another version.
    pub fn open(path: &Path, mut file: File) -> Option<(Self, Vec<(Key, PackSlice)>)> {
        let size = file.metadata().ok()?.len();
        let table = read_table(&mut file, size)?;
        let start = (HEAD.len() + LENGTHS + table.len()) as u64;
        let rows: Vec<PackRow> = postcard::from_bytes(&table).ok()?;
        let mut at = start;
        let slice = |PackRow(key, length, sum): PackRow| {
            let range = at..at.checked_add(length)?;
            at = range.end;
            Some((Key(key), PackSlice { range, sum }))
        };
        let slices: Vec<_> = rows.into_iter().map(slice).collect::<Option<_>>()?;
        let pack = Self {
            path: path.to_owned(),
            size: at - start,
            file,
        };
        (at == size).then_some((pack, slices))
    }

    /// Reads a result; `None` if it is damaged.
    pub fn read(&self, slice: &PackSlice) -> Option<Vec<u8>> {
        let mut bytes = vec![0; slice.length() as usize];
        read_at(&self.file, &mut bytes, slice.range.start).ok()?;
        (checksum(&bytes) == slice.sum).then_some(bytes)
    }
}

/// Reads the table of a file of `size` bytes; `None` if it is no pack of this version.
fn read_table(file: &mut File, size: u64) -> Option<Vec<u8>> {
    let mut head = [0; HEAD.len() + LENGTHS];
    file.read_exact(&mut head).ok()?;
    let (name, rest) = head.split_at(HEAD.len());
    let (length, sum) = rest.split_at(8);
    let length = u64::from_le_bytes(length.try_into().ok()?);
    let start = (head.len() as u64).checked_add(length)?;
    if start > size || name != HEAD.as_bytes() {
        return None;
    }
    let mut table = vec![0; length as usize];
    file.read_exact(&mut table).ok()?;
    (checksum(&table).to_le_bytes() == sum).then_some(table)
}

/// Writes a pack into a folder, which is created if necessary, and returns its path.
pub fn write(folder: &Path, results: &BTreeMap<Key, Vec<u8>>) -> io::Result<PathBuf> {
    make_folder(folder)?;
    let row = |(key, bytes): (&Key, &Vec<u8>)| {
        let length = bytes.len() as u64;
        PackRow(key.0, length, checksum(bytes))
    };
    let rows: Vec<PackRow> = results.iter().map(row).collect();
    let table = postcard::to_stdvec(&rows).map_err(io::Error::other)?;
    let mut file = unfinished(folder)?;
    let mut out = io::BufWriter::with_capacity(1 << 20, file.as_file_mut());
    out.write_all(HEAD.as_bytes())?;
    out.write_all(&(table.len() as u64).to_le_bytes())?;
    out.write_all(&checksum(&table).to_le_bytes())?;
    out.write_all(&table)?;
    results
        .values()
        .try_for_each(|bytes| out.write_all(bytes))?;
    out.flush()?;
    drop(out);
    // The table identifies the content: two builds with the same results write the same pack.
    let path = folder.join(format!("{START}{}{ENDING}", fingerprint(&table)));
    file.persist(&path)?;
    Ok(path)
}

/// Creates the folder, with files that keep it out of backups and repositories.
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in [("CACHEDIR.TAG", TAG), (".gitignore", "*\n")] {
        if !folder.join(name).exists() {
            fs::write(folder.join(name), text)?;
        }
    }
    Ok(())
}

/// A temporary file for a pack.
fn unfinished(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    // Temporary files are readable by their owner alone, but other users may build here too.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (bytes, at) = (&mut bytes[read..], at + read as u64);
    }
    Ok(())
}
