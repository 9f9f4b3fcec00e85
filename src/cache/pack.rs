//! A file of results: a head, the table of what it holds, and that.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Key;
use crate::output::fingerprint;

/// How packs' names begin and end: no other file of the folder is touched.
pub const START: &str = "bf-docs-";
pub const ENDING: &str = ".pack";

/// How the names of packs begin that are being written.
pub const UNFINISHED: &str = ".bf-docs-unfinished-";

/// What a pack starts with: another build of bf-docs may make something else of the same.
const HEAD: &str = concat!("bf-docs cache ", env!("BF_DOCS_BUILD"), "\n");

/// Bytes between that and the table: of the table's length, and of its checksum.
const LENGTHS: usize = 8 + 4;

/// A folder of such files is left out of backups, by those that know the sign
/// (<https://bford.info/cachedir/>).
const TAG: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What bf-docs can work out again.\n";

/// A pack that can be read.
pub struct Pack {
    /// Where it lies.
    pub path: PathBuf,
    /// How many bytes all that it holds has.
    pub size: u64,
    file: File,
}

/// Where a result lies in a pack, in bytes, and its checksum.
pub struct PackSlice {
    range: Range<u64>,
    sum: u32,
}

impl PackSlice {
    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.range.end - self.range.start
    }
}

/// A row of the table: of which length what lies there is, and its checksum.
#[derive(Serialize, Deserialize)]
struct PackRow([u8; 32], u64, u32);

impl Pack {
    /// Opens a pack; none where it is damaged or of another version.
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

    /// Reads a result; none where it is damaged.
    pub fn read(&self, slice: &PackSlice) -> Option<Vec<u8>> {
        let mut bytes = vec![0; slice.length() as usize];
        read_at(&self.file, &mut bytes, slice.range.start).ok()?;
        (checksum(&bytes) == slice.sum).then_some(bytes)
    }
}

/// Reads the table of a file of so many bytes; none where it is no pack of this version.
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

/// Writes a pack into a folder, which is made where it is not there, and says where it lies.
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
    // The table says what it holds: two builds that did the same write the same.
    let path = folder.join(format!("{START}{}{ENDING}", fingerprint(&table)));
    file.persist(&path)?;
    Ok(path)
}

/// Makes the folder, with what keeps it out of backups and repositories.
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in [("CACHEDIR.TAG", TAG), (".gitignore", "*\n")] {
        if !folder.join(name).exists() {
            fs::write(folder.join(name), text)?;
        }
    }
    Ok(())
}

/// A file for a pack that is being written.
fn unfinished(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    // Others may build here too, unlike where temporary files are made for one.
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
