//! The preview: each edit of the docs is on the screen at once.
//!
//! **Enters:** a [`Project`]. **Leaves:** answers to browsers, from memory, until it is
//! told to stop.
//! **Invariant:** the preview serves what a build would write, and drafts. While the tree cannot be
//! read, it serves the last good site and says why. It answers only this machine, unless told
//! otherwise.
//!
//! Three threads share the work: `watch` hears of changes, `studio` makes editions of the site, and
//! `server` shows the newest one to browsers. Each open page hears when it has changed. ADR 0020.

mod watch;
mod git;
mod shown;
mod studio;
mod panel;
mod state;
mod page_tags;
mod docs_file;
mod copied;
mod files;
mod open_tab;
mod events;
mod server;

pub use studio::{ChangeSummary, Reopen};

use std::net::{IpAddr, SocketAddr};

use crate::fault::{Helpful, Trouble};
use crate::http::{ServerFault, listen};
use crate::pipeline::{self, Project};

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
    /// The tree cannot be read, or its theme does not work.
    #[error(transparent)]
    Site(#[from] pipeline::Fault),
    /// No port can be listened on, or the server cannot start.
    #[error(transparent)]
    Server(#[from] ServerFault),
    /// The docs folder cannot be watched.
    #[error("cannot watch `{path}`: {why}")]
    Watch {
        /// The folder.
        path: String,
        /// The system's message.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Site(fault) => fault.help(),
            Self::Server(fault) => fault.help(),
            Self::Watch { help, .. } => Some((*help).to_owned()),
        }
    }
}

/// An event of the preview, for whoever started it.
pub enum PreviewEvent<'n> {
    /// The site is at this address.
    Ready(SocketAddr, &'n ChangeSummary),
    /// Something changed, and the site is up to date again.
    Changed(&'n ChangeSummary),
    /// The change cannot be shown, for this reason.
    Stuck(&'n Trouble),
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
    project.must_be_there()?;
    let (watch, changes) = watch::Watch::begin(&project.docs)?;
    let (mut studio, shown) = studio::Studio::open(project, reopen, watch, &changes)?;
    let summary = studio.summary();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.map_err(ServerFault::Start)?;
    let tell = std::sync::Arc::new(tell);
    let told = tell.clone();
    std::thread::spawn(move || studio.run(&changes, &*told));
    tell(PreviewEvent::Ready(address, &summary));
    let done = runtime.block_on(server::run(listener, shown, options));
    // Browsers keep their connections open: the preview does not wait for them.
    runtime.shutdown_background();
    Ok(done?)
}
