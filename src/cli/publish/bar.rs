//! The progress bar of a change, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::lines::size;
use crate::publish::Progress;

/// A bar with the number of actions and the rate of bytes.
pub struct TransferBar(ProgressBar);

impl TransferBar {
    /// A bar that is invisible until there is something to do.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        let style = "{spinner} {pos}/{len} {msg} {wide_bar} {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Shows the progress.
    pub fn follow(&self, progress: Progress) {
        self.0.set_length(progress.total as u64);
        self.0.set_position(progress.done as u64);
        let rate = progress.sent as f64 / self.0.elapsed().as_secs_f64().max(0.1);
        let rate = size(rate as u64);
        self.0
            .set_message(format!("{}, {rate}/s", size(progress.sent)));
    }

    /// Removes the bar.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
