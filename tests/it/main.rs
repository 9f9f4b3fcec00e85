//! bf-docs as its users meet it.
mod commonmark;
