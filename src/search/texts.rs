//! The text of each page that results show, in files that browsers fetch one by one.
//!
//! A page's sections lie in the files `PAGE-CHUNK.bin`, a power of two of them in each,
//! so that an edit changes one file and a result costs a few kilobytes.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::DeflateDecoder;
use libdeflater::{CompressionLvl, Compressor};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::search_page::{SearchPage, SearchSection};
use super::shards::{FOLDER, seal, unseal};
use crate::output::{Content, Output};

/// Bytes of text that a file holds, about.
const SIZE: usize = 4_000;

/// Bytes of a section's text, and of its code, that are kept to be shown.
const LONGEST: usize = 20_000;

/// The most bytes that a file is read to.
const MOST: u64 = 1 << 28;

/// Some sections of a page, as results show them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Chunk<'t> {
    /// The page's address from the site's root.
    pub route: Cow<'t, str>,
    /// The page's title.
    pub title: Cow<'t, str>,
    /// The titles of the folders that it is in.
    pub folders: Cow<'t, [String]>,
    /// The number of the first of these sections.
    pub first: usize,
    /// The sections.
    pub sections: Vec<ShownSection<'t>>,
}

/// A section as a result shows it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShownSection<'t> {
    /// The heading; the page's title above all headings.
    pub heading: Cow<'t, str>,
    /// The heading's id, ready for an address; empty above all headings.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub id: Cow<'t, str>,
    /// The headings that it stands in, but for the page's title.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub above: Cow<'t, [String]>,
    /// The kind of the artifact that it is or stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Cow<'t, str>>,
    /// The artifact's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Cow<'t, str>>,
    /// The text, a block a line.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub text: Cow<'t, str>,
    /// The code blocks, one behind the other.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub code: Cow<'t, str>,
}

/// The number of sections in a file of a page, as a power of two.
pub fn shift(page: &SearchPage) -> u32 {
    let sizes = page
        .sections
        .iter()
        .map(|section| section.text.len() + section.code.len() + 60);
    let size: usize = sizes.sum();
    let sections = page.sections.len().max(1);
    let fits = |shift: &u32| size << shift <= SIZE * sections;
    let largest = (0..16).rev().find(fits).unwrap_or(0);
    largest.min(sections.ilog2() + 1)
}

/// The name of the file with a section.
pub fn name(page: u32, chunk: u64) -> String {
    format!("{FOLDER}/{page}-{chunk}.bin")
}

/// The files of a page.
pub fn files(deflater: &mut Deflater, page: &SearchPage) -> Vec<ByteBuf> {
    let shift = shift(page);
    let mut files = Vec::new();
    for (at, sections) in page.sections.chunks(1 << shift).enumerate() {
        let chunk = Chunk {
            route: (&page.route).into(),
            title: (&page.title).into(),
            folders: (&page.folders).into(),
            first: at << shift,
            sections: sections.iter().map(shown).collect(),
        };
        let json = serde_json::to_vec(&chunk).expect("text and numbers are always JSON");
        let deflated = deflater.deflate(&json);
        files.push(ByteBuf::from(seal(deflated)));
    }
    files
}

/// The files of a page, by its number.
pub fn outputs(number: u32, files: Vec<ByteBuf>) -> impl Iterator<Item = Output> {
    let path = move |at| name(number, at);
    (0..).zip(files).map(move |(at, file)| Output {
        path: path(at),
        content: Content::Bytes(file.into_vec()),
    })
}

/// Reads a file. Returns `None` if it is damaged.
pub fn read(bytes: &[u8]) -> Option<Chunk<'static>> {
    let mut json = Vec::new();
    DeflateDecoder::new(unseal(bytes)?)
        .take(MOST)
        .read_to_end(&mut json)
        .ok()?;
    serde_json::from_slice(&json).ok()
}

/// Makes bytes that browsers inflate by themselves. Of texts this short libdeflate's first
/// level is no larger than zlib's second and takes less time; most of its cost is to make one.
pub struct Deflater(Compressor);

impl Default for Deflater {
    fn default() -> Self {
        Self(Compressor::new(
            CompressionLvl::new(1).expect("there is a level 1"),
        ))
    }
}

impl Deflater {
    /// Deflates bytes.
    pub fn deflate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut deflated = vec![0; self.0.deflate_compress_bound(bytes.len())];
        let length = self
            .0
            .deflate_compress(bytes, &mut deflated)
            .expect("the bound is enough");
        deflated.truncate(length);
        deflated.shrink_to_fit();
        deflated
    }
}

fn shown(section: &SearchSection) -> ShownSection<'_> {
    ShownSection {
        heading: (&section.heading).into(),
        id: (&section.id).into(),
        above: (&section.above).into(),
        kind: section.kind.as_deref().map(Cow::from),
        status: section.status.as_deref().map(Cow::from),
        text: cut(&section.text).into(),
        code: cut(&section.code).into(),
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}
