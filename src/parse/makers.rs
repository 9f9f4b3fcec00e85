//! What is made of a code block because of its language, where that is more than code.
//!
//! Its HTML has no inline style and no script, which the site's policy refuses. The title and the
//! attributes of the fence are not kept.

use super::findings::Mistake;
use super::{Dialect, math};
use crate::body::Html;

/// A language whose blocks become more than code.
pub struct BlockMaker {
    language: &'static str,
    is_on: fn(&Dialect) -> bool,
    /// The element that the HTML stands in: it must be allowed to hold it.
    pub holder: &'static str,
    /// Makes the HTML of a block out of its code. What the search finds in it is its text.
    pub make: fn(&str) -> Result<Html, Mistake>,
}

/// A new language is a row and a module.
const MAKERS: [BlockMaker; 1] = [BlockMaker {
    language: "math",
    is_on: |dialect| dialect.math,
    holder: "p",
    make: math::block,
}];

/// The maker of a language, where it has one and that is on.
pub fn maker(language: &str, dialect: &Dialect) -> Option<&'static BlockMaker> {
    let mut makers = MAKERS.iter();
    makers.find(|maker| maker.language == language && (maker.is_on)(dialect))
}
