//! SVG that pages can hold.
//!
//! [`read`] drops everything but shapes, texts and links, and turns styles into attributes. The
//! other files change the tree; [`write`] writes it.

mod element;
mod allowed;
mod html_label;
mod read;
mod geometry;
mod links;
mod mend;
mod recolour;
mod ground;
mod tidy;
mod picture;
mod view;
mod labels;
mod write;

pub use element::SvgElement;
pub use ground::make_readable;
pub use labels::{describe, labels};
pub use links::{drop_scripts, link};
pub use mend::{decode_entities, mend};
pub use picture::{follow_scheme, keep_size, limit_uses};
pub use read::read;
pub use recolour::{AuthorColours, recolour};
pub use tidy::{prune, rename_ids, round};
pub use view::widen;
pub use write::{WrittenSvg, write};
