//! The site becomes files.

#![allow(missing_docs)]
mod article;
mod code;
pub use article::{article, Furnish};
pub use code::Highlights;
