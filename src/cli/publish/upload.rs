//! `bf-docs publish` without a verb: sends the changes of a built site.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Args;

use super::built::BuiltArgs;
use super::change::{ChangeArgs, ChangeCall};
use super::shared::SharedArgs;
use super::watcher::DeskWatcher;
use crate::cli::Trouble;
use crate::publish::{BuiltSite, Consent, Operation, PublishOptions, forecast};

/// Publish a built site to a bucket
#[derive(Debug, Args)]
pub struct Upload {
    /// Show the plan and do nothing
    #[arg(long, conflicts_with_all = ["take_over", "probe", "summary"])]
    plan: bool,
    /// Fail before anything is sent if more than N files would be removed from the site
    #[arg(long, value_name = "N")]
    max_delete: Option<usize>,
    /// Replace a release that was built from a newer commit
    #[arg(long)]
    allow_older: bool,
    /// Replace files at the place that are not from bf-docs
    #[arg(long)]
    overwrite: bool,
    #[command(flatten)]
    built: BuiltArgs,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    shared: SharedArgs,
}

impl Upload {
    /// Publishes the site, or shows the plan.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let mut call = self.change.call(&self.shared)?;
        self.allow(&mut call.options);
        // A site that cannot be published fails before any request to the place.
        let site = self.built.site(&call.named)?;
        if self.plan {
            show_plan(&call, &site).await
        } else {
            call.run(Operation::Upload(site, self.consent())).await
        }
    }

    fn allow(&self, options: &mut PublishOptions) {
        options.max_delete = self.max_delete.unwrap_or(options.max_delete);
        options.allow_older = self.allow_older;
        options.overwrite = self.overwrite;
    }

    /// A person at a terminal is asked. A job is not.
    fn consent(&self) -> Consent {
        let is_at_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if is_at_terminal && !self.change.write.yes {
            Consent::Required
        } else {
            Consent::Given
        }
    }
}

async fn show_plan(call: &ChangeCall<'_>, site: &BuiltSite) -> Result<ExitCode, Trouble> {
    let (mut remote, _) = call.shared.open(&call.named).await?;
    let watcher = DeskWatcher::new(call.shared.printer(&call.named, None));
    let forecast = forecast(&mut remote, site, &call.options, &watcher).await;
    watcher.printer.forecast(forecast?)
}
