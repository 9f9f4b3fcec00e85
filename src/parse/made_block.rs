//! The result of a maker.

use std::ops::Range;

use super::findings::BlockMistake;
use crate::body::EventKind;

/// A block that was made from code.
#[derive(Default)]
pub struct MadeBlock {
    /// Its elements. The search reads [`Html::text`](crate::body::Html::text).
    pub events: Vec<EventKind>,
    /// The addresses in it. Their numbers in the events are those in this list.
    pub links: Vec<MadeLink>,
    /// The ids in it that links may lead to.
    pub ids: Vec<String>,
    /// Parts of the code that have no effect.
    pub mistakes: Vec<BlockMistake>,
}

/// An address in a block that was made from code.
pub struct MadeLink {
    /// The address as written.
    pub dest: String,
    /// Its byte range in the code; `None` if it is not written there as it is.
    pub at: Option<Range<usize>>,
}
