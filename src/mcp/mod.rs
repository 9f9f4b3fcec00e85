//! The MCP server: coding agents search the docs, read them, and ask what governs an item.
//!
//! **Enters:** a docs folder that is followed, or a built site. **Leaves:** answers to the calls of
//! a client, on standard input and output or over HTTP on this machine.
//! **Invariant:** the docs folder gives the answers that the site built from it gives. No answer is
//! longer than its bound, and text of the docs is marked as quoted.

mod lines;
mod named_pages;
mod library;
mod librarian;
mod place;
mod facts;
mod answer;
mod arguments;
mod section;
mod search;
mod ask;
mod read;
mod trace;
mod impact;
mod tools;
mod resources;
mod protocol;
mod instructions;

pub use instructions::instructions;
pub use librarian::Librarian;

use std::net::SocketAddr;
use std::path::Path;

use axum::middleware;

use crate::fault::{Helpful, Trouble};
use crate::http::{self, ServerFault, check_host, keep_private, listen, serve};
use crate::pipeline::Project;
use crate::site::Drafts;
use crate::studio::{self, Reopen, TreeEvent};
use protocol::ProtocolServer;

/// The reason why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The docs folder cannot be followed.
    #[error(transparent)]
    Studio(#[from] studio::Fault),
    /// No port can be listened on, or the server cannot start.
    #[error(transparent)]
    Server(#[from] ServerFault),
    /// Other machines could ask.
    #[error("`{0}` is not an address of this machine alone")]
    Public(SocketAddr),
    /// A client that does not speak the protocol.
    #[error("the client does not speak MCP: {0}")]
    Protocol(String),
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Studio(fault) => fault.help(),
            Self::Server(fault) => fault.help(),
            Self::Public(_) => Some("name `127.0.0.1`: nobody signs in here".to_owned()),
            Self::Protocol(_) => None,
        }
    }
}

/// The docs folder, which is read again after each change. `tell` receives its changes.
pub fn follow(
    project: Project,
    reopen: Reopen,
    tell: impl Fn(TreeEvent<'_>) + Send + 'static,
) -> Result<Librarian, Fault> {
    let (follower, newest) = studio::open(project, reopen, Drafts::LeaveOut)?;
    std::thread::spawn(move || follower.run(&tell));
    Ok(Librarian::live(newest))
}

/// A built site.
pub fn open(site: &Path) -> Result<Librarian, Trouble> {
    Librarian::built(site)
}

/// Answers the client on standard input and output, until it goes away.
pub fn serve_stdio(librarian: Librarian) -> Result<(), Fault> {
    let served = http::run(ProtocolServer::of(librarian).serve_stdio())?;
    served.map_err(Fault::Protocol)
}

/// Answers clients over HTTP, until the process is told to stop. `ready` is told the address.
pub fn serve_http(
    librarian: Librarian,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Fault> {
    if !address.ip().is_loopback() {
        return Err(Fault::Public(address));
    }
    let listener = listen(address.ip(), address.port())?;
    let own = listener.local_addr().map_err(ServerFault::Start)?;
    ready(own);
    let router = ProtocolServer::of(librarian)
        .router(own.port())
        .layer(middleware::from_fn(keep_private))
        .layer(middleware::from_fn_with_state(address.ip(), check_host));
    Ok(http::run(serve(listener, router))??)
}
