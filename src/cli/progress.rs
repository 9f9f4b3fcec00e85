//! A progress bar on a terminal, for builds that take longer than a second.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::BuildStep;

/// Shows the steps of a build.
pub struct BuildProgress {
    bar: ProgressBar,
    started: Instant,
}

impl BuildProgress {
    /// A bar that is hidden for the first second.
    pub fn start() -> Self {
        let bar = ProgressBar::with_draw_target(Some(4), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{spinner} {msg:<22} {wide_bar} {elapsed}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        let shown = bar.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_secs(1));
            if !shown.is_finished() {
                // Nothing is drawn if stderr is not a terminal.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Self {
            bar,
            started: Instant::now(),
        }
    }

    /// Shows the current step.
    pub fn step(&self, step: BuildStep) {
        let (at, what) = match step {
            BuildStep::Read => (0, "reading files"),
            BuildStep::Parse => (1, "parsing pages"),
            BuildStep::Render => (2, "rendering pages"),
            BuildStep::Write => (3, "writing the site"),
        };
        self.bar.set_position(at);
        self.bar.set_message(what);
    }

    /// Removes the bar, and returns the duration in seconds.
    pub fn finish(&self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}
