//! bf-docs as its users meet it.
#[cfg(feature = "mcp")]
mod agent;
mod any_page;
mod ask;
mod bad_input;
#[cfg(feature = "serve")]
mod beside;
#[cfg(feature = "publish")]
mod bucket;
mod chain;
mod ci;
mod circles;
mod change;
#[cfg(feature = "publish")]
mod cloudfront;
mod commonmark;
mod compare;
mod decisions;
mod delivery;
#[cfg(feature = "draw")]
mod diagrams;
mod doctor;
mod edits;
mod english;
#[cfg(feature = "publish")]
mod encrypted;
#[cfg(feature = "publish")]
mod faults;
mod findings;
#[cfg(feature = "gate")]
mod gate;
mod golden_pages;
mod house;
mod links;
mod init;
mod items;
#[cfg(feature = "publish")]
mod jobs;
mod known;
mod markdown;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(feature = "mcp")]
mod mcp_serving;
mod meant;
mod navigation;
#[cfg(feature = "publish")]
mod mended;
mod openapi;
mod openapi_complete;
mod packaging;
mod pages;
mod promises;
mod readme;
mod reports;
#[cfg(feature = "publish")]
mod policy;
#[cfg(feature = "serve")]
mod preview;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "publish")]
mod publishers;
#[cfg(feature = "publish")]
mod refused;
mod scripts;
mod search;
mod shape;
mod site;
mod snapshots;
mod standing;
mod start;
mod statements;
mod trace;
mod trace_command;
mod trace_pages;
mod traced;
mod twin;
mod warm;
