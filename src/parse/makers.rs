//! Code blocks that become more than code by their language.
//!
//! Their HTML has no inline style and no script, which the site's policy refuses. The fence's title
//! and attributes are dropped.

use super::findings::BlockMistake;
use super::{Dialect, math};
use crate::body::Html;

/// A language whose blocks become more than code.
pub struct BlockMaker {
    language: &'static str,
    is_on: fn(&Dialect) -> bool,
    /// The element around the HTML; it must be allowed to hold it.
    pub holder: &'static str,
    /// Makes the HTML of a block from its code. The search indexes [`Html::text`].
    pub make: fn(&str) -> Result<Html, BlockMistake>,
}

/// The languages; a new one is a row here and a module.
const MAKERS: [BlockMaker; 1] = [BlockMaker {
    language: "math",
    is_on: |dialect| dialect.math,
    holder: "p",
    make: math::block,
}];

/// The maker of a language, if it has one that the dialect turns on.
pub fn maker(language: &str, dialect: &Dialect) -> Option<&'static BlockMaker> {
    let mut makers = MAKERS.iter();
    makers.find(|maker| maker.language == language && (maker.is_on)(dialect))
}
