//! `bf-docs publish` without a verb: sends what changed of a built site.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Args;

use super::about::about;
use super::built::BuiltArgs;
use super::change::{BegunChange, ChangeArgs};
use super::lines::how_many;
use super::place::NamedPlace;
use super::shared::SharedArgs;
use super::text;
use crate::cli::{Trouble, count, talk};
use crate::publish::{Options, Place, Plan, Site};

/// Publish a built site to a bucket
#[derive(Debug, Args)]
pub struct Upload {
    /// Show what would be done, and do nothing
    #[arg(long, conflicts_with_all = ["take_over", "probe", "summary"])]
    plan: bool,
    /// Fail before anything is sent where more files would be taken out of the site
    #[arg(long, value_name = "N")]
    max_delete: Option<usize>,
    /// Replace a release that was built from a newer commit
    #[arg(long)]
    allow_older: bool,
    /// Replace files at the place that bf-docs has not put there
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
    /// Publishes the site, or shows what that would do.
    pub async fn run(&self) -> Result<ExitCode, Trouble> {
        let probe = self.change.probe.read(&self.shared.access)?;
        let named = self.shared.place.named()?;
        let options = self.options(&named);
        // A site that cannot be published is known before anything is asked of the place.
        let site = self.built.site(&named)?;
        if self.plan {
            return self.show_plan(&named, &site, &options).await;
        }
        let mut change = self
            .change
            .begin(&self.shared, &named, options, probe)
            .await?;
        if self.asks() {
            must_be_meant(&change, &site, &named.place).await?;
        }
        let done = change
            .remote
            .publish(site, &change.about, &change.options, &|progress| {
                change.bar.follow(progress)
            })
            .await;
        change.end(done).await
    }

    fn options(&self, named: &NamedPlace) -> Options {
        let options = self.change.options(&self.shared, named);
        Options {
            max_delete: self.max_delete.unwrap_or(options.max_delete),
            allow_older: self.allow_older,
            overwrite: self.overwrite,
            ..options
        }
    }

    async fn show_plan(
        &self,
        named: &NamedPlace,
        site: &Site,
        options: &Options,
    ) -> Result<ExitCode, Trouble> {
        let mut open = self.shared.open(named).await?;
        open.must_be_private(options.public).await?;
        let plan = open.remote.planned(site, options);
        let code = self.shared.outcome(named, None).planned(&plan);
        // Whoever plans learns of what would stop it, too.
        open.remote
            .must_be_allowed(&plan, &about(&open.remote), options)
            .await
            .map(|()| code)
            .map_err(text)
    }

    /// Whether a person at a terminal is asked. A job is not.
    fn asks(&self) -> bool {
        !self.change.write.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }
}

/// Asks the person at the terminal, and fails where the answer is no.
async fn must_be_meant(
    change: &BegunChange<'_>,
    site: &Site,
    place: &Place,
) -> Result<(), Trouble> {
    let plan = change.remote.planned(site, &change.options);
    change
        .remote
        .must_be_allowed(&plan, &change.about, &change.options)
        .await
        .map_err(text)?;
    if is_meant(&plan, place) {
        Ok(())
    } else {
        Err("nothing was done".to_owned())
    }
}

/// Whether a person means what is planned.
fn is_meant(plan: &Plan, place: &Place) -> bool {
    if plan.actions.is_empty() {
        return true;
    }
    talk(&format!(
        "write {} and delete {} at {place}? [y/N] ",
        count(how_many(&plan.actions, "write"), "file"),
        how_many(&plan.actions, "delete")
    ));
    let mut answer = String::new();
    let is_read = std::io::stdin().read_line(&mut answer).is_ok();
    is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
