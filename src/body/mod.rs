//! The page: its types are the same whatever the page was made from.
//!
//! **Enters:** nothing. Rooms that make pages fill these types, and all others read them.
//! **Leaves:** a [`Page`]: its [`Events`], and the facts that are read from them once for all
//! rooms.
//! **Invariant:** a page holds nothing of another page and nothing of its site, and each byte of
//! its text can be found in the file that it came from.

pub mod element;
mod event;
mod html_parts;
mod plain;
mod text;
mod link;
mod heading;
mod section;
mod front_matter;
mod opening;
mod include;
mod allow;

pub use allow::Allow;
pub use event::{AttrList, Attrs, CodeBlock, Element, Event, EventKind, Events, Html, end_of};
pub use front_matter::{FrontMatter, as_bool, as_number};
pub use heading::{Heading, around};
pub use html_parts::{HtmlAttribute, HtmlPart, html_parts};
pub use include::{Include, IncludeBase, Refusal};
pub use link::{Link, LinkKind};
pub use opening::Opening;
pub use plain::{heading_text, plain_lines, plain_rows, plain_text, slug_text};
pub use section::Section;
pub use text::{LineRef, Text};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::address::{join, split};
use crate::cache::Key;
use crate::file::FileId;
use crate::source::{Place, Source};

/// A parsed page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page {
    /// The file that the page is made of; included files are in `includes`.
    pub file: FileId,
    /// The path in the docs folder: that of its file, unless the file makes several pages.
    pub path: Arc<str>,
    /// Its number among the pages of its file, in reading order.
    pub number: u32,
    /// The front matter's fields.
    pub front: FrontMatter,
    /// The body, in terms of HTML.
    #[serde(skip)]
    pub events: Events,
    /// The beginning of the body.
    pub opening: Opening,
    /// Every address in the body, in the order of the source.
    pub links: Vec<Link>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Ids of other elements: first those of raw HTML, then those of attribute lists.
    pub ids: Vec<String>,
    /// Findings that comments on the page allow.
    pub allows: Vec<Allow>,
    /// The included files, in the order in which they were asked for.
    pub includes: Vec<Include>,
    /// The text that was parsed, to find places in.
    pub text: Text,
    /// The key of everything that the page was made from; `None` if nothing is cached.
    pub key: Option<Key>,
}

/// The field of front matter that names the description of an API.
pub const DESCRIPTION_FIELD: &str = "openapi";

impl Page {
    /// The text of the file that the page is made of.
    pub fn source(&self) -> &Source {
        &self.text.sources()[0]
    }

    /// The place of a link's address if the source has it as it is, or else of the whole link.
    pub fn link_place(&self, link: &Link) -> Place {
        let whole = self
            .text
            .as_str()
            .get(link.range.clone())
            .unwrap_or_default();
        match whole.rfind(&link.dest) {
            Some(at) if !link.dest.is_empty() => {
                let start = link.range.start + at;
                self.text.place(start..start + link.dest.len())
            }
            _ => self.text.place(link.range.clone()),
        }
    }

    /// The path in the docs folder of the API description that the page introduces.
    pub fn introduced_file(&self) -> Option<String> {
        let path = self.front.text(DESCRIPTION_FIELD)?;
        let folder = split(self.file.below_docs()?).0;
        join(folder, &path).filter(|_| !path.is_empty())
    }

    /// Returns whether the body has a level-1 heading, in Markdown or in raw HTML.
    pub fn has_title(&self) -> bool {
        self.headings.iter().any(|heading| heading.level == 1) || self.opening.has_raw_title
    }
}
