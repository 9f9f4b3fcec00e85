//! Ctrl-C during a build.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::progress::BuildProgress;
use super::talk;
use crate::write::abandon;

/// The exit code that shells give to a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// The time that an interrupted build waits for its last message to be written.
const PATIENCE: Duration = Duration::from_millis(200);

/// A build that Ctrl-C can end.
pub struct Interruptible {
    /// The progress bar of the build.
    pub progress: Arc<BuildProgress>,
    /// True once the site is built: from then on it stays.
    pub is_built: Arc<AtomicBool>,
    /// A folder that is removed together with the unfinished build.
    pub own: Option<PathBuf>,
}

impl Interruptible {
    /// From now on, Ctrl-C removes the unfinished site and the progress bar, and ends the process.
    /// A finished site stays.
    ///
    /// A process that ignores such signals, as under `nohup`, continues to ignore them. If a signal
    /// ends the process at once, the next build removes the unfinished site.
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
        // The reader of stderr may be gone.
        let _ = is_said.recv_timeout(PATIENCE);
    }
}
