//! Ctrl-C while a site is built.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::progress::BuildProgress;
use super::talk;
use crate::write::abandon;

/// What shells say of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// How long an interrupted build waits for its last word to be read.
const PATIENCE: Duration = Duration::from_millis(200);

/// A build that Ctrl-C may end.
pub struct Interruptible {
    /// Shows how far the build is.
    pub progress: Arc<BuildProgress>,
    /// Whether the site is built: from then on it stays.
    pub is_built: Arc<AtomicBool>,
    /// A folder that goes with the build.
    pub own: Option<PathBuf>,
}

impl Interruptible {
    /// From now on Ctrl-C removes what is half built, takes the progress bar away and ends the
    /// process. What is built stays.
    ///
    /// A process that has such signals ignored, as under `nohup`, goes on ignoring them. Where
    /// they end the process at once, the next build removes what this one leaves.
    pub fn end_on_interrupt(self) {
        let _ = ctrlc::try_set_handler(move || {
            if !self.is_built.load(Ordering::SeqCst) {
                self.abandon();
            }
            std::process::exit(INTERRUPTED)
        });
    }

    fn abandon(&self) {
        abandon();
        if let Some(own) = &self.own {
            let _ = std::fs::remove_dir_all(own);
        }
        let (done, is_said) = channel();
        let progress = self.progress.clone();
        std::thread::spawn(move || {
            progress.finish();
            talk("interrupted\n");
            let _ = done.send(());
        });
        // Nobody may be reading.
        let _ = is_said.recv_timeout(PATIENCE);
    }
}
