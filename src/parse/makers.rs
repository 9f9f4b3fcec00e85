//! Code blocks that become more than code by their language.
//!
//! Their HTML has no inline style and no script, which the site's policy refuses.

use super::findings::BlockMistake;
use super::made_block::MadeBlock;
use super::{Dialect, math};
use crate::body::CodeBlock;

/// A language whose blocks become more than code.
pub struct BlockMaker {
    /// The language of its blocks.
    pub language: &'static str,
    is_on: fn(&Dialect) -> bool,
    /// Makes a block from code. The number is that of the block among those of the language on the
    /// page, from 1: no other block's ids may be made from it. A block with a mistake is shown as
    /// code.
    pub make: fn(&CodeBlock, usize, &Dialect) -> Result<MadeBlock, BlockMistake>,
}

/// The languages; a new one is a row here and a module.
const MAKERS: &[BlockMaker] = &[
    BlockMaker {
        language: "math",
        is_on: |dialect| dialect.math,
        make: math::block,
    },
    #[cfg(feature = "draw")]
    BlockMaker {
        language: "mermaid",
        is_on: |dialect| dialect.diagrams,
        make: super::diagrams::block,
    },
];

/// The maker of a language, if it has one that the dialect turns on.
pub fn maker(language: &str, dialect: &Dialect) -> Option<&'static BlockMaker> {
    let mut makers = MAKERS.iter();
    makers.find(|maker| maker.language == language && (maker.is_on)(dialect))
}
