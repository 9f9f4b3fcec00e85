//! The site while it is written: each edit is on the screen at once.
//!
//! **Enters:** a [`Project`]. **Leaves:** answers to browsers, from memory, until it is
//! told to stop.
//! **Invariant:** what is served is what a build would write, drafts added; a tree that
//! cannot be read leaves the last good site and says why; and nobody but this machine is
//! answered, unless told otherwise.
//!
//! Three threads of work: `watch` hears of changes, `studio` makes editions of the site
//! of them, and `server` shows the newest to browsers, each of which hears when its own
//! page has changed. ADR 0020.

mod watch;
mod git;
mod shown;
mod studio;
mod panel;
mod desk;
mod alive;
mod docs_file;
mod copied;
mod files;
mod open_tab;
mod events;
mod server;

pub use studio::{ChangeSummary, Reopen};

use std::net::{IpAddr, SocketAddr};

use crate::http::{ServerFault, listen};
use crate::pipeline::{self, Project};

/// How the site is served.
pub struct PreviewOptions {
    /// The address of this machine that is listened on.
    pub host: IpAddr,
    /// The port, or the next one that is free; 0 for any.
    pub port: u16,
    /// The address that opens a file in an editor, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The tree cannot be read, or its theme does not work.
    #[error(transparent)]
    Site(#[from] pipeline::Fault),
    /// Nothing can be listened on, or the server cannot be started.
    #[error(transparent)]
    Server(#[from] ServerFault),
    /// The docs folder cannot be watched.
    #[error("cannot watch `{path}`: {why}\nhelp: {help}")]
    Watch {
        /// The folder.
        path: String,
        /// What the system says.
        why: String,
        /// What to do.
        help: &'static str,
    },
}

/// What happens, told to whoever started the preview.
pub enum News<'n> {
    /// The site is at this address.
    Ready(SocketAddr, &'n ChangeSummary),
    /// Something changed, and the site is up to date again.
    Changed(&'n ChangeSummary),
    /// The change cannot be shown: why.
    Stuck(&'n str),
}

/// Serves a project until the process is told to stop. `reopen` reads the content map anew.
pub fn serve(
    project: Project,
    reopen: Reopen,
    options: &PreviewOptions,
    tell: impl Fn(News<'_>) + Send + Sync + 'static,
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
    tell(News::Ready(address, &summary));
    let done = runtime.block_on(server::run(listener, shown, options));
    // Browsers hold their connections open: nobody waits for them.
    runtime.shutdown_background();
    Ok(done?)
}
