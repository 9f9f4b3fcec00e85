//! What results show: the text of each page, in files that browsers fetch one by one.
//!
//! A page's sections lie in the files `PAGE-CHUNK.bin`, a power of two of them in each,
//! so that an edit changes one file and a result costs a few kilobytes.

use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress};
use serde::{Deserialize, Serialize};

use super::sections::{Searched, Section};
use super::shards::{FOLDER, seal, unseal};
use crate::output::{Content, Output};

/// Bytes of text that a file holds, about.
const SIZE: usize = 4_000;

/// Bytes of a section's text, and of its code, that are kept to be shown.
const LONGEST: usize = 20_000;

/// The most bytes that a file is read to.
const MOST: u64 = 1 << 28;

/// Some sections of a page, as results show them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    /// The page's address from the site's root.
    pub route: String,
    /// What it is called.
    pub title: String,
    /// The titles of the folders that it is in.
    pub folders: Vec<String>,
    /// The number of the first of these sections.
    pub first: usize,
    /// The sections.
    pub sections: Vec<Shown>,
}

/// What a result shows of a section.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// Its heading; the page's title where it stands above all headings.
    pub heading: String,
    /// Its heading's id, ready for an address; empty where it stands above all headings.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The headings that it stands in, but for the page's title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<String>,
    /// The kind of the artifact that it is or stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// That artifact's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Its code blocks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
}

/// How many sections lie in a file of a page, as a power of two.
pub fn shift(page: &Searched) -> u32 {
    let size: usize = page.sections.iter().map(|section| section.text.len() + section.code.len() + 60).sum();
    let sections = page.sections.len().max(1);
    (0..16).rev().find(|shift| size << shift <= SIZE * sections).unwrap_or(0).min(sections.ilog2() + 1)
}

/// The name of the file with a section.
pub fn name(page: u64, chunk: u64) -> String {
    format!("{FOLDER}/{page}-{chunk}.bin")
}

/// A page's files.
pub fn files(deflater: &mut Deflater, number: usize, page: &Searched) -> Vec<Output> {
    let shift = shift(page);
    let files = page.sections.chunks(1 << shift).enumerate().map(|(at, sections)| {
        let chunk = Chunk {
            route: page.route.clone(),
            title: page.title.clone(),
            folders: page.folders.clone(),
            first: at << shift,
            sections: sections.iter().map(shown).collect(),
        };
        let json = serde_json::to_vec(&chunk).expect("text and numbers are always JSON");
        Output { path: name(number as u64, at as u64), content: Content::Bytes(seal(deflater.deflate(&json))) }
    });
    files.collect()
}

/// Reads a file; `None` where it is not one.
pub fn read(bytes: &[u8]) -> Option<Chunk> {
    let mut json = Vec::new();
    DeflateDecoder::new(unseal(bytes)?).take(MOST).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

/// Makes bytes that browsers inflate by themselves. Most of its cost is to make one.
pub struct Deflater(Compress);

impl Default for Deflater {
    fn default() -> Self {
        // The texts are short: a smaller window is sooner made ready.
        Self(Compress::new_with_window_bits(Compression::new(2), false, 12))
    }
}

impl Deflater {
    /// Deflates bytes.
    pub fn deflate(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        // More than bytes that cannot be deflated take.
        let mut deflated = Vec::with_capacity(bytes.len() + bytes.len() / 1_000 + 64);
        let done = self.0.compress_vec(bytes, &mut deflated, FlushCompress::Finish);
        debug_assert!(matches!(done, Ok(flate2::Status::StreamEnd)));
        deflated.shrink_to_fit();
        deflated
    }
}

fn shown(section: &Section) -> Shown {
    let cut = |text: &str| {
        let end = (0..=text.len().min(LONGEST)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text[..end].to_owned()
    };
    Shown {
        heading: section.heading.clone(),
        id: section.id.clone(),
        above: section.above.clone(),
        kind: section.kind.clone(),
        status: section.status.clone(),
        text: cut(&section.text),
        code: cut(&section.code),
    }
}
