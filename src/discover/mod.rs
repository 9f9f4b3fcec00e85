//! The disk becomes an inventory of the docs tree.

mod snippets;

pub use snippets::{Refusal, Snippets};
