//! The desk's watcher of a job: it reports events, and asks the person.

use std::sync::OnceLock;
use std::time::Duration;

use indicatif::ProgressBar;

use super::bar::TransferBar;
use super::lines::how_many;
use super::outcome::ShownOutcome;
use super::printer::{Printer, warn_of_unknown_privacy};
use super::provenance::provenance;
use crate::cli::{count, talk};
use crate::publish::{Invalidation, JobEvent, JobWatcher, Plan, Provenance};

/// The watcher for a terminal or a job's log.
pub struct DeskWatcher<'c> {
    /// The printer of the outcome.
    pub printer: Printer<'c>,
    shown: OnceLock<ShownOutcome>,
    /// The bar, shown from the first action on.
    bar: OnceLock<TransferBar>,
    /// The spinner while the distribution is waited for.
    spinner: OnceLock<ProgressBar>,
}

impl<'c> DeskWatcher<'c> {
    /// A watcher of a job.
    pub fn new(printer: Printer<'c>) -> Self {
        Self {
            printer,
            shown: OnceLock::new(),
            bar: OnceLock::new(),
            spinner: OnceLock::new(),
        }
    }

    /// The job's reported outcome.
    pub fn shown(self) -> ShownOutcome {
        self.shown
            .into_inner()
            .expect("a job that succeeds says when it is done")
    }

    fn bar(&self) -> &TransferBar {
        self.bar.get_or_init(TransferBar::new)
    }

    fn spinner(&self) -> &ProgressBar {
        self.spinner.get_or_init(ProgressBar::new_spinner)
    }

    fn spin(&self, waited: Duration) {
        let spinner = self.spinner();
        spinner.set_message(format!("not done after {} s", waited.as_secs()));
        spinner.tick();
    }
}

impl JobWatcher for DeskWatcher<'_> {
    fn provenance(&self, up: Option<&str>) -> Provenance {
        provenance(up)
    }

    fn confirms(&self, plan: &Plan) -> bool {
        talk(&format!(
            "write {} and delete {} at {}? [y/N] ",
            count(how_many(&plan.actions, "write"), "file"),
            how_many(&plan.actions, "delete"),
            self.printer.place
        ));
        let mut answer = String::new();
        let is_read = std::io::stdin().read_line(&mut answer).is_ok();
        is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    }

    fn hears(&self, event: JobEvent<'_>) {
        match event {
            JobEvent::PrivacyUnknown => warn_of_unknown_privacy(),
            JobEvent::TakeOver(wait) => say_that_it_waits(wait),
            JobEvent::Progress(progress) => self.bar().follow(progress),
            JobEvent::ChangeEnded => self.bar().clear(),
            JobEvent::EdgeWait(invalidation) => say_what_it_waits_for(invalidation),
            JobEvent::EdgeAsked(waited) => self.spin(waited),
            JobEvent::EdgeWaitEnded => self.spinner().finish_and_clear(),
            JobEvent::Done(outcome) => {
                _ = self.shown.get_or_init(|| self.printer.outcome(outcome));
            }
        }
    }
}

fn say_that_it_waits(wait: Duration) {
    talk(&format!(
        "waiting {:.0} s until the publisher that had the lease notices\n",
        wait.as_secs_f64().ceil()
    ));
}

fn say_what_it_waits_for(invalidation: &Invalidation) {
    talk(&format!(
        "waiting until {} is done with {}\n",
        invalidation.distribution,
        count(invalidation.paths.len(), "path")
    ));
}
