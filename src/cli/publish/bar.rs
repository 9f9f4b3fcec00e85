//! How far a change is: a bar on a terminal, and nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::lines::size;
use crate::publish::Progress;

/// Shows how much is done, and how fast bytes are sent.
pub struct TransferBar(ProgressBar);

impl TransferBar {
    /// A bar that stays away until there is something to do.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        let style = "{spinner} {pos}/{len} {msg} {wide_bar} {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Shows how far it is.
    pub fn follow(&self, progress: Progress) {
        self.0.set_length(progress.of as u64);
        self.0.set_position(progress.done as u64);
        let rate = progress.sent as f64 / self.0.elapsed().as_secs_f64().max(0.1);
        let rate = size(rate as u64);
        self.0
            .set_message(format!("{}, {rate}/s", size(progress.sent)));
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
