//! bf-docs: a governed docs tree becomes a private, searchable static site.
//!
//! The rooms are listed in the order in which the data walks through them. A room imports only
//! rooms above it in this list: `USES` in `tests/it/house.rs` says which, and what for.
//! [`pipeline`] is the only place that knows the order of a build, and [`publish`] that of a
//! publish.
//!
//! `docs/reference/architecture.md` says where a change goes. Each room's `mod.rs` says what enters
//! it, what leaves it and what stays true.

#![warn(missing_docs)]

// Ground floor: the words every room speaks.
pub mod fault;
pub mod clock;
pub mod file;
pub mod source;
pub mod address;
pub mod output;
pub mod colour;
pub mod cache;
pub mod diag;
pub mod body;
pub mod yaml;
// The rooms.
pub mod content_map;
pub mod discover;
#[cfg(feature = "draw")]
pub mod draw;
pub mod parse;
pub mod openapi;
pub mod site;
pub mod trace;
pub mod highlight;
pub mod render;
pub mod twin;
pub mod search;
pub mod catalogue;
pub mod answer;
pub mod write;
#[cfg(feature = "publish")]
pub mod store;
#[cfg(feature = "publish")]
pub mod publish;
// The corridor, the servers and the desk.
pub mod pipeline;
pub mod migrate;
pub mod compare;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "studio")]
pub mod studio;
#[cfg(feature = "serve")]
pub mod preview;
#[cfg(feature = "gate")]
pub mod gate;
#[cfg(feature = "mcp")]
pub mod mcp;
pub mod cli;
