//! Answers to questions about a site, in its own words.
//!
//! **Enters:** a question, the site's [`Catalogue`](crate::catalogue::Catalogue) and its
//! [`SiteIndex`](crate::search::SiteIndex).
//! **Leaves:** a [`DocsAnswer`]: passages of pages, the state of the work that is asked about, and
//! the relations that say so; or a refusal that names the nearest pages.
//! **Invariant:** every passage stands in a page word for word, and is never joined into new prose;
//! work is delivered only where published release notes deliver it.

mod forms;
mod question;
mod subject;
mod state;
mod passage;
mod cut;
mod related;
mod found;
mod answerer;

pub use answerer::{Answerer, DocsAnswer, NearPage};
pub use passage::Passage;
pub use related::AnswerRelation;
pub use state::WorkState;
