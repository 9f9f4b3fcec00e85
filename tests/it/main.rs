//! bf-docs as its users meet it.
mod any_page;
mod commonmark;
mod markdown;
