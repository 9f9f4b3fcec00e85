//! What is made of a code block because of its language, where that is more than code.
//!
//! It stands in a paragraph and has no inline style and no script, which the site's policy refuses.
//! The title and the attributes of the fence are not kept.

use super::findings::Mistake;
use super::{Dialect, math};
use crate::body::Html;

/// Makes the HTML of a block out of its code.
type Maker = fn(&str) -> Result<Html, Mistake>;

/// A language with a maker.
struct Row {
    language: &'static str,
    is_on: fn(&Dialect) -> bool,
    maker: Maker,
}

/// A new kind of drawing is a row and a module.
const MAKERS: [Row; 1] = [Row {
    language: "math",
    is_on: |dialect| dialect.math,
    maker: math::block,
}];

/// The maker of a language, where it has one and that is on.
pub fn maker(language: &str, dialect: &Dialect) -> Option<Maker> {
    let mut rows = MAKERS.iter();
    let row = rows.find(|row| row.language == language && (row.is_on)(dialect))?;
    Some(row.maker)
}
