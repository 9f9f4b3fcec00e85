//! The preview: each edit of the docs is on the screen at once.
//!
//! **Enters:** a [`Project`]. **Leaves:** answers to browsers, from memory, until it is
//! told to stop.
//! **Invariant:** the preview serves what a build would write, and drafts. While the tree cannot be
//! read, it serves the last good site and says why. It answers only this machine, unless told
//! otherwise.
//!
//! The studio makes editions of the site, and `server` shows the newest one to browsers. Each open
//! page hears when it has changed. ADR 0020.

mod panel;
mod state;
mod page_tags;
mod docs_file;
mod copied;
mod files;
mod open_tab;
mod events;
mod server;

use std::net::{IpAddr, SocketAddr};

use crate::fault::Helpful;
use crate::http::{self, ServerFault, listen};
use crate::pipeline::Project;
use crate::site::Drafts;
use crate::studio::{self, ChangeSummary, Reopen, TreeEvent};

/// The settings of a preview.
pub struct PreviewOptions {
    /// The address of this machine to listen on.
    pub host: IpAddr,
    /// The port, or the next free one; 0 for any.
    pub port: u16,
    /// The address that opens a file in an editor, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
}

/// The reason why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no site to show.
    #[error(transparent)]
    Studio(#[from] studio::Fault),
    /// No port can be listened on, or the server cannot start.
    #[error(transparent)]
    Server(#[from] ServerFault),
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Studio(fault) => fault.help(),
            Self::Server(fault) => fault.help(),
        }
    }
}

/// An event of the preview, for whoever started it.
pub enum PreviewEvent<'n> {
    /// The site is at this address.
    Ready(SocketAddr, &'n ChangeSummary),
    /// The tree has changed.
    Tree(TreeEvent<'n>),
}

/// Serves a project until the process is told to stop. `reopen` reads the content map anew.
pub fn serve(
    project: Project,
    reopen: Reopen,
    options: &PreviewOptions,
    tell: impl Fn(PreviewEvent<'_>) + Send + Sync + 'static,
) -> Result<(), Fault> {
    let listener = listen(options.host, options.port)?;
    let address = listener.local_addr().map_err(ServerFault::Start)?;
    let (follower, newest) = studio::open(project, reopen, Drafts::Show)?;
    let summary = follower.summary();
    let tell = std::sync::Arc::new(tell);
    let told = tell.clone();
    std::thread::spawn(move || follower.run(&|event| told(PreviewEvent::Tree(event))));
    tell(PreviewEvent::Ready(address, &summary));
    // Browsers keep their connections open: the preview does not wait for them.
    Ok(http::run(server::run(listener, newest.shown, options))??)
}
