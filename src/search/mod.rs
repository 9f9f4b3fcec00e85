//! What readers find: one document a section, in one Tantivy index.
//!
//! **Enters:** a [`Site`], its [`Trace`] and the [`ContentMap`]. **Leaves:** the files of a Tantivy
//! index, for the built site's own folder and a [`Library`] that answers from them; and
//! the same index in small files, from which `theme/search/` answers in a browser.
//! **Invariant:** the same site gives the same files, any text is a query, and a query
//! is read by the same words as a page: `words` is the only file that knows what a word
//! is. What a browser finds is what the library finds.

mod words;
mod sections;
mod terms;
mod fields;
mod index;
mod coder;
mod pieces;
mod shards;
mod texts;
mod export;
mod query;
mod expand;
mod excerpt;
mod shelf;
mod answer;

pub use answer::{Found, Library, Unreadable};
pub use shards::FOLDER;

use rayon::prelude::*;

use crate::content_map::ContentMap;
use crate::output::Output;
use crate::site::Site;
use crate::trace::Trace;

/// Indexes a site: the files of the index, and those that browsers read, below [`FOLDER`].
pub fn index(site: &Site, trace: &Trace, map: &ContentMap) -> Vec<Output> {
    let pages = sections::of(site, trace, map);
    let (mut files, texts) = rayon::join(
        || {
            let index = index::index(&pages);
            let mut files = index.files();
            files.extend(export::files(&pages, &index));
            files
        },
        || {
            let pages = pages.par_iter().enumerate().with_min_len(64);
            let files = |deflater: &mut _, (number, page)| texts::files(deflater, number, page);
            pages.map_init(texts::Deflater::default, files).collect::<Vec<_>>()
        },
    );

    files.extend(texts.into_iter().flatten());
    files
}
