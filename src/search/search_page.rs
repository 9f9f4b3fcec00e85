//! The parts of a page that are indexed and shown.

use std::borrow::Cow;

use serde::Serialize;

use super::language::Language;
use crate::cache::Key;

/// A page as it is searched.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchPage {
    /// The address from the site's root.
    pub route: String,
    /// The title.
    pub title: String,
    /// The file, from the docs folder.
    pub file: String,
    /// The name of its file, without its ending, or of the folder that it speaks for.
    pub called: String,
    /// The titles of the folders that it is in.
    pub folders: Vec<String>,
    /// The top folder that it is in.
    pub place: String,
    /// The tags of its front matter.
    pub tags: Vec<String>,
    /// The description of its front matter.
    pub about: String,
    /// Names that its text may not show, such as old addresses.
    pub also: Vec<String>,
    /// The factor of its score.
    pub boost: f64,
    /// The sections; the first stands above the first heading.
    pub sections: Vec<SearchSection>,
}

/// A section of a page: a heading, and the text up to the next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchSection {
    /// The heading; the page's title above all headings.
    pub heading: String,
    /// The heading's id, ready for an address; empty above all headings.
    pub id: String,
    /// The line in the file, from 1.
    pub line: u32,
    /// The headings that it stands in, but for the page's title.
    pub above: Vec<String>,
    /// The kind of the artifact that it is or is a part of, or else the page's: `decision`.
    pub kind: Option<Cow<'static, str>>,
    /// The status of that artifact or page.
    pub status: Option<Cow<'static, str>>,
    /// True if the artifact starts here.
    pub opens: bool,
    /// Names elsewhere: a decision's number, a tracker's item, a service.
    pub identifiers: Vec<String>,
    /// The text, a block a line; a tab between the cells of a row.
    pub text: String,
    /// The code blocks, one behind the other.
    pub code: String,
}

impl SearchPage {
    /// Names all that is indexed of the page in a language.
    pub fn key(&self, language: Language) -> Key {
        let page = postcard::to_stdvec(self).expect("texts and numbers can be written");
        Key::of("searched", [page.as_slice(), language.tag().as_bytes()])
    }
}
