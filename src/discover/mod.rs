//! The disk becomes an inventory of the docs tree.

mod history;
mod snippets;

pub use history::{Change, History};
pub use snippets::{Refusal, Snippets};
