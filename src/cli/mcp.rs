//! `bf-docs mcp`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::following::{prepared, reopened};
use super::project::{CacheArgs, Opened, TreeArgs};
use super::{Trouble, data, fault, talk};
use crate::catalogue::{Catalogue, CatalogueInputs, catalogue};
use crate::discover::History;
use crate::mcp::{self, Librarian};
use crate::pipeline::{self, Understood};
use crate::site::Drafts;
use crate::studio::TreeEvent;

/// Answer coding agents from the docs: an MCP server on standard input and output
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Mcp {
    #[command(subcommand)]
    command: Option<McpVerb>,
    #[command(flatten)]
    tree: TreeArgs,
    /// Answer from a built site in place of the docs folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["folder", "docs", "config"])]
    site: Option<PathBuf>,
    /// Serve over HTTP at `/mcp` of this address, such as `127.0.0.1:8100`; only this machine is
    /// answered
    #[arg(long, value_name = "ADDRESS")]
    http: Option<SocketAddr>,
}

#[derive(Debug, Subcommand)]
enum McpVerb {
    /// Print the lines for AGENTS.md: when to ask what, and where the docs are
    Instructions(Instructions),
}

/// Print the lines for AGENTS.md: when to ask what, and where the docs are
#[derive(Debug, Args)]
struct Instructions {
    #[command(flatten)]
    tree: TreeArgs,
}

impl Mcp {
    /// Serves until the client goes away, or prints the lines for AGENTS.md.
    pub fn run(&self) -> ExitCode {
        let done = match &self.command {
            Some(McpVerb::Instructions(instructions)) => return instructions.run(),
            None => self.serve(),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => fault(trouble),
        }
    }

    fn serve(&self) -> Result<(), Trouble> {
        // The unpacked documentation of bf-docs lives as long as it is served.
        let (librarian, _own) = self.librarian()?;
        match self.http {
            None => mcp::serve_stdio(librarian)?,
            Some(address) => mcp::serve_http(librarian, address, |address| {
                talk(&format!(
                    "the docs are at http://{address}/mcp: Ctrl-C ends it\n"
                ));
            })?,
        }
        Ok(())
    }

    fn librarian(&self) -> Result<(Librarian, Option<tempfile::TempDir>), Trouble> {
        if let Some(site) = &self.site {
            return Ok((mcp::open(site)?, None));
        }
        let Opened { project, own } = self.tree.open(None).and_then(prepared)?;
        let reopen = reopened(&self.tree, &project, own.is_some());
        Ok((mcp::follow(project, reopen, tell)?, own))
    }
}

fn tell(event: TreeEvent<'_>) {
    if let TreeEvent::Stuck(why) = event {
        talk(&format!(
            "error: {why}\nthe last good version is still answered from\n"
        ));
    }
}

impl Instructions {
    fn run(&self) -> ExitCode {
        match self.catalogue() {
            Ok(catalogue) => data(&mcp::instructions(&catalogue)),
            Err(trouble) => fault(trouble),
        }
    }

    fn catalogue(&self) -> Result<Catalogue, Trouble> {
        let opened = self.tree.open(None)?.with_cache(&CacheArgs::default());
        let project = &opened.project;
        let understood = pipeline::understand(project, Drafts::LeaveOut, &|_| {})?;
        let Understood { site, trace, .. } = &understood;
        Ok(catalogue(CatalogueInputs {
            site,
            trace,
            map: &project.map,
            history: &History::default(),
            docs: &project.docs_in_checkout(),
        }))
    }
}
