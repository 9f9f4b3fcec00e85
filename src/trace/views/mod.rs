//! Facts of a trace, as data: coverage, chains, work, decisions, matrices, orphans, broken links of
//! the chain. Pages, commands, the export and servers use them.

mod coverage;
mod work;
mod decisions;
mod matrices;
mod orphans;
mod broken;
mod page_facts;
mod retired;

pub use broken::broken;
pub use coverage::{Coverage, Measure};
pub use decisions::DecisionFacts;
pub use matrices::{Matrix, MatrixKind};
pub use page_facts::{PageFacts, PageKind};
pub use retired::Retired;
pub use work::{ChainFacts, StoryFacts, WorkFacts};
