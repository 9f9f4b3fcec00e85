//! The disk becomes an inventory of the docs tree.
//!
//! **Enters:** the docs folder and the roots of snippets. **Leaves:** an
//! [`Inventory`], and what was wrong with files.
//! **Invariant:** no path in the inventory leaves the docs folder, and what
//! cannot be read is a finding: the rest of the tree is still built.

mod history;
mod change;
mod snippets;
mod checkout;
mod tree;

pub use change::{Base, Touched, Unknown};
pub use checkout::{Checkout, Entry};
pub use history::{Change, Head, History, Version, git_folder, git_state};
pub use snippets::{Refusal, Snippets};
pub use tree::{AssetFile, BUILT, Fault, Inventory, PageFile, again, here, read, shown};
