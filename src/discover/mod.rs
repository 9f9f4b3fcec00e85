//! Reads the docs tree from the disk, and its history and changes from git.
//!
//! **Enters:** the docs folder and the roots of snippets. **Leaves:** an [`Inventory`] and the
//! findings about files. Git gives the [`History`] of each file, the [`Checkout`] around the docs
//! folder, the files [`Touched`] since a [`BaseRevision`], and the [`GitState`] that all of these
//! depend on.
//! **Invariant:** no path in the inventory leaves the docs folder. An unreadable file is a finding,
//! and the rest of the tree is still built.

mod git;
mod head;
mod depth;
mod remote;
mod state;
mod versions;
mod past;
mod log;
mod history;
mod patch;
mod change;
mod paths;
mod snippets;
mod checkout;
mod kind;
mod api_head;
mod inventory;
mod walk;
mod source_file;
mod tree;
mod again;

pub use again::again;
pub use change::{BaseRevision, CompareFault, Touched};
pub use checkout::{Checkout, CheckoutEntry};
pub use depth::CloneDepth;
pub use git::git_folder;
pub use head::HeadCommit;
pub use history::History;
pub use inventory::{AssetFile, Inventory, SourceFile};
pub use kind::FileKind;
pub use paths::openable;
pub use remote::RemoteRepository;
pub use snippets::Snippets;
pub use state::{GitState, git_state};
pub use tree::{Fault, read};
pub use versions::{FileHistory, Version};
