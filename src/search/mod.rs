//! What readers find: one document a section, in one Tantivy index.
//!
//! **Enters:** a [`Site`] and its [`Trace`]. **Leaves:** the files of a Tantivy
//! index, for the built site's own folder, and a [`Library`] that answers from them.
//! **Invariant:** the same site gives the same index, any text is a query, and a
//! query is read by the same words as a page: `words` is the only file that knows
//! what a word is.

mod words;
mod sections;
mod fields;
mod index;
mod query;
mod expand;
mod excerpt;
mod shelf;
mod answer;

pub use answer::{Answer, Found, Library, Unreadable};
pub use index::FOLDER;

use crate::output::Output;
use crate::site::Site;
use crate::trace::Trace;

/// Indexes a site: the files of the index, below [`FOLDER`].
pub fn index(site: &Site, trace: &Trace) -> Vec<Output> {
    index::files(&sections::of(site, trace))
}
