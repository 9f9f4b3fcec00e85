//! `bf-docs publish`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::invalidate::{Edge, Patience, Told};
use super::outcome::{Outcome, how_many, size};
use super::policy::{Policy, Target};
use super::project::{Trouble, map_of};
use super::{Shown, count, fault, talk};
use crate::content_map::PublishSettings;
use crate::discover::Head;
use crate::publish::{
    About, Access, Address, Difference, Distribution, Fault, Look, NoPlace, Options, Place, Plan,
    Progress, Public, Receipt, Remote, Site, SitePath, moment,
};

/// Publish a built site to a bucket, and look after it there
#[derive(Debug, Args)]
pub struct Publish {
    #[command(subcommand)]
    act: Option<Act>,
    /// Where to: `s3://BUCKET/PREFIX/` or `file:///FOLDER` [default: `[publish]` of the content
    /// map]
    #[arg(long, value_name = "PLACE", global = true)]
    to: Option<String>,
    /// The built site [default: `out` of the content map]
    #[arg(long, value_name = "DIR", global = true)]
    site: Option<PathBuf>,
    /// The content map [default: content-map.toml here]
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Show what would be done, and do nothing
    #[arg(long)]
    plan: bool,
    /// Fail before anything is sent where more files would be taken out of the site
    #[arg(long, value_name = "N")]
    max_delete: Option<usize>,
    /// Do not ask a person at a terminal whether it is meant; a job is never asked
    #[arg(long, global = true)]
    yes: bool,
    /// Publish a site whose strict build found something
    #[arg(long, global = true)]
    with_findings: bool,
    /// Refuse a site whose build found anything
    #[arg(long, global = true, conflicts_with = "with_findings")]
    strict: bool,
    /// Replace a release that was built from a newer commit
    #[arg(long)]
    allow_older: bool,
    /// Replace files at the place that bf-docs has not put there
    #[arg(long)]
    overwrite: bool,
    /// Take over from another publisher before its claim ends
    #[arg(long, global = true)]
    take_over: bool,
    /// Seconds that another publisher waits for this one should it die
    #[arg(long, value_name = "SECONDS", default_value_t = 120, global = true,
        value_parser = clap::value_parser!(u64).range(1..=3_600))]
    lease: u64,
    /// The CloudFront distribution that serves the bucket
    #[arg(long, value_name = "ID", global = true)]
    distribution: Option<String>,
    /// Wait until the distribution has invalidated what changed
    #[arg(long, global = true)]
    wait: bool,
    /// The S3 server, where it is not Amazon's
    #[arg(long, value_name = "URL", global = true)]
    endpoint_url: Option<String>,
    /// The bucket's region
    #[arg(long, value_name = "REGION", global = true)]
    region: Option<String>,
    /// Seconds that an answer may take before the request is tried again; a file that is sent has
    /// one more for each 64 KB
    #[arg(long, value_name = "SECONDS", default_value_t = 30, global = true,
        value_parser = clap::value_parser!(u64).range(1..=3_600))]
    timeout: u64,
    /// The profile of the AWS configuration files
    #[arg(long, value_name = "NAME", global = true)]
    profile: Option<String>,
    /// What the bucket's public policy means: that ours is not the `shared` public part, or that it
    /// is `allowed`
    #[arg(long, value_enum, value_name = "WHAT", global = true)]
    public: Option<Said>,
    /// Ask for pages below this address without credentials, and fail where they are shown
    #[arg(long, value_name = "URL", global = true)]
    probe: Option<String>,
    /// How the outcome is shown
    #[arg(long, value_enum, default_value_t = Shown::Text, global = true)]
    format: Shown,
    /// Write a short summary in Markdown there
    #[arg(long, value_name = "FILE", global = true)]
    summary: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Compare what lies there with its manifest, in full
    Verify {
        /// Do not ask for each file, for what it is served with
        #[arg(long)]
        quick: bool,
    },
    /// Send again what differs and the built site has
    Repair,
    /// Name the releases that are kept
    List,
    /// Put an earlier release up again
    Rollback {
        /// Its number [default: the release before]
        release: Option<u64>,
    },
    /// Give up earlier releases
    Prune {
        /// How many are kept
        #[arg(long, value_name = "N")]
        keep: u64,
    },
    /// Have the distribution ask for the whole site anew
    Invalidate,
    /// Print what the owner of the account sets up for the place: rights, trust, job, function
    Policy(Policy),
}

/// What is said of a bucket that everybody may read from.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Said {
    Shared,
    Allowed,
}

/// Earlier releases that can be put up again, where nothing is said.
const KEEP: u64 = 10;

/// Files that a publish may take out of the site, where nothing is said.
const MOST: usize = 100;

impl Publish {
    /// Publishes, or does what is asked for.
    pub fn run(&self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        let outcome = match runtime {
            Ok(runtime) => runtime.block_on(self.answer()),
            Err(error) => Err(format!("cannot start threads: {error}")),
        };
        outcome.unwrap_or_else(|trouble| fault(&trouble))
    }

    async fn answer(&self) -> Result<ExitCode, Trouble> {
        self.means_something()?;
        let address = self.address()?;
        let (map, root) = map_of(self.config.as_deref())?;
        let place = self.place(&map.publish)?;
        let settings = settings_at(&place, &map.publish);
        if let Some(Act::Policy(policy)) = &self.act {
            return policy.show(self.target(&settings, place)?, &map, self.format);
        }
        let options = self.options(&settings);
        // A site that cannot be published is known before anything is asked of the place.
        let site = match self.act {
            None | Some(Act::Repair) => Some(self.built(
                self.site.as_ref().unwrap_or(&root.join(&map.site.out)),
                &place,
            )?),
            _ => None,
        };
        let access = self.access(&settings, &place)?;
        let edge = self.edge(&settings, &place, &access).await?;
        let mut remote = Remote::open(&place, access).await.map_err(text)?;
        let outcome = Outcome {
            format: self.format,
            place: &place,
            summary: self.summary.as_deref(),
        };
        let probe = async |remote: &Remote| self.probe(remote, address.as_ref()).await;
        match (&self.act, site) {
            (Some(Act::List), _) => Ok(outcome.releases(&remote)),
            (Some(Act::Invalidate), _) => invalidate(edge, &remote, &outcome).await,
            (Some(Act::Verify { quick }), _) => {
                let look = if *quick { Look::List } else { Look::Each };
                let code = outcome.verified(&remote, &remote.verify(look).await.map_err(text)?);
                let troubles = [
                    see_whether_private(&mut remote, &options).await.err(),
                    probe(&remote).await.err(),
                ];
                joined(troubles, code)
            }
            (None, Some(site)) if self.plan => {
                see_whether_private(&mut remote, &options).await?;
                let plan = remote.planned(&site, &options);
                let code = outcome.planned(&plan);
                // Whoever plans learns of what would stop it, too.
                remote
                    .must_be_allowed(&plan, &about(&remote), &options)
                    .await
                    .map(|()| code)
                    .map_err(text)
            }
            (_, site) => {
                see_whether_private(&mut remote, &options).await?;
                let is_unfinished = remote.holder().is_some();
                let (receipt, left) = self.change(&mut remote, site, &options, &place).await?;
                let told = tell(edge.as_ref(), &receipt, is_unfinished).await;
                let (code, unsaid) = match left {
                    None => outcome.changed(&receipt, told.as_ref()),
                    Some(left) => outcome.repaired(&remote, &receipt, &left, told.as_ref()),
                };
                let undone =
                    |why| format!("the release is up, but not all is deleted that goes: {why}");
                joined(
                    [
                        probe(&remote).await.err(),
                        receipt.left.map(undone),
                        unsaid.err(),
                    ],
                    code,
                )
            }
        }
    }

    /// Changes the place. Gives what was done, and what then still differs where that is asked.
    async fn change(
        &self,
        remote: &mut Remote,
        site: Option<Site>,
        options: &Options,
        place: &Place,
    ) -> Result<(Receipt, Option<Vec<Difference>>), Trouble> {
        let (about, bar) = (about(remote), bar());
        let wait = remote.wait(options);
        if !wait.is_zero() {
            talk(&format!(
                "waiting {:.0} s for whoever is taken over from to notice\n",
                wait.as_secs_f64().ceil()
            ));
        }
        let watch = |progress: Progress| follow(&bar, progress);
        let alone = |receipt| (receipt, None);
        let done = match (&self.act, site) {
            (Some(Act::Rollback { release }), _) => remote
                .rollback(*release, &about, options, &watch)
                .await
                .map(alone),
            (Some(Act::Prune { keep }), _) => {
                let options = Options {
                    keep: *keep,
                    ..options.clone()
                };
                remote.prune(&about, &options, &watch).await.map(alone)
            }
            (Some(Act::Repair), Some(site)) => {
                let done = remote.repair(&site, &about, options, &watch).await;
                done.map(|(receipt, left)| (receipt, Some(left)))
            }
            (None, Some(site)) => {
                if self.asks() {
                    let plan = remote.planned(&site, options);
                    remote
                        .must_be_allowed(&plan, &about, options)
                        .await
                        .map_err(text)?;
                    if !is_meant(&plan, place) {
                        return Err("nothing was done".to_owned());
                    }
                }
                remote
                    .publish(site, &about, options, &watch)
                    .await
                    .map(alone)
            }
            (act, _) => unreachable!("{act:?} changes nothing"),
        };
        bar.finish_and_clear();
        done.map_err(text)
    }

    /// The site that was built into a folder.
    fn built(&self, site: &Path, place: &Place) -> Result<Site, Trouble> {
        if let Place::Folder(folder) = place
            && let (Some(folder), Some(site)) = (real(folder), real(site))
            && (folder.starts_with(&site) || site.starts_with(&folder))
        {
            let help = "name a folder that is neither the site, nor in it, nor around it";
            return Err(format!(
                "`{}` cannot be published into itself\nhelp: {help}",
                site.display()
            ));
        }
        Site::read(site, |found| self.allows(found)).map_err(text)
    }

    /// Refuses options that would do nothing.
    fn means_something(&self) -> Result<(), Trouble> {
        let publishes = self.act.is_none();
        let changes = !self.plan
            && matches!(
                self.act,
                None | Some(Act::Repair | Act::Rollback { .. } | Act::Prune { .. })
            );
        let invalidates = matches!(self.act, Some(Act::Invalidate));
        let is_looked_at = changes || matches!(self.act, Some(Act::Verify { .. }));
        let reads_site = matches!(self.act, None | Some(Act::Repair));
        idle([
            ("--plan", self.plan && !publishes),
            ("--allow-older", self.allow_older && !publishes),
            ("--overwrite", self.overwrite && !publishes),
            ("--max-delete", self.max_delete.is_some() && !publishes),
            // Only a publish asks; a job may say it of all that writes.
            ("--yes", self.yes && !(changes || invalidates || publishes)),
            ("--with-findings", self.with_findings && !reads_site),
            ("--strict", self.strict && !reads_site),
            ("--take-over", self.take_over && !changes),
            (
                "--summary",
                self.summary.is_some() && !changes && !invalidates,
            ),
            ("--probe", self.probe.is_some() && !is_looked_at),
        ])
    }

    /// What is probed.
    fn address(&self) -> Result<Option<Address>, Trouble> {
        let Some(text) = &self.probe else {
            return Ok(None);
        };
        // It may hold a password: it is not shown.
        let help =
            "write `https://HOST/PATH/`, with no name or password: the probe asks as a stranger";
        let wrong = || format!("what `--probe` is given is no address of a site\nhelp: {help}");
        Address::new(text).map(Some).ok_or_else(wrong)
    }

    /// Looks at what is published as a stranger would.
    async fn probe(&self, remote: &Remote, address: Option<&Address>) -> Result<(), Trouble> {
        let Some(address) = address else {
            return Ok(());
        };
        let (asked, absent) = remote
            .probe(address, Duration::from_secs(self.timeout))
            .await
            .map_err(text)?;
        let doubt = if asked == absent {
            ": nothing is there, so check the address"
        } else {
            ""
        };
        talk(&format!(
            "none of {asked} addresses below {address} is shown without credentials{doubt}\n"
        ));
        Ok(())
    }

    fn access(&self, map: &PublishSettings, place: &Place) -> Result<Access, Trouble> {
        if matches!(place, Place::Folder(_)) {
            let of_buckets = [
                ("--endpoint-url", &self.endpoint_url),
                ("--region", &self.region),
                ("--profile", &self.profile),
            ];
            idle(of_buckets.map(|(option, value)| (option, value.is_some())))?;
        }
        let endpoint = self
            .endpoint_url
            .clone()
            .or_else(|| map.endpoint_url.clone())
            .or_else(|| known(OWN_SERVER));
        let is_address =
            |text: &String| text.starts_with("http://") || text.starts_with("https://");
        if let Some(wrong) = endpoint.as_ref().filter(|endpoint| !is_address(endpoint)) {
            let wrong = wrong.escape_debug();
            return Err(format!(
                "`{wrong}` is no address of a server\nhelp: write `http://` or `https://` before it"
            ));
        }
        Ok(Access {
            endpoint,
            region: self.region.clone().or_else(|| map.region.clone()),
            profile: self.profile.clone(),
            timeout: Duration::from_secs(self.timeout),
        })
    }

    /// The distribution that is told of changes, where one is named.
    async fn edge(
        &self,
        map: &PublishSettings,
        place: &Place,
        access: &Access,
    ) -> Result<Option<Edge>, Trouble> {
        let Place::Bucket { prefix, .. } = place else {
            idle([("--wait", self.wait)])?;
            let refused =
                || "no distribution serves a folder\nhelp: leave out `--distribution`".to_owned();
            return self
                .distribution
                .as_ref()
                .map_or(Ok(None), |_| Err(refused()));
        };
        let Some(id) = self.distribution(map)? else {
            return idle([("--wait", self.wait)]).map(|()| None);
        };
        let path = site_path(map, prefix)?;
        let patience = if self.wait {
            Patience::Waits
        } else {
            Patience::None
        };
        Ok(Some(Edge {
            distribution: Distribution::open(id, access).await,
            path,
            patience,
        }))
    }

    fn place(&self, map: &PublishSettings) -> Result<Place, Trouble> {
        let configured = || {
            let prefix = map
                .prefix
                .as_deref()
                .unwrap_or_default()
                .trim_start_matches('/');
            map.bucket
                .as_ref()
                .map(|bucket| format!("s3://{bucket}/{prefix}"))
        };
        let help = "help: name it with `--to s3://BUCKET/PREFIX/`, or as `bucket` and `prefix` of `[publish]` in the content map";
        let to = self
            .to
            .clone()
            .or_else(configured)
            .ok_or_else(|| format!("no place to publish to\n{help}"))?;
        to.parse().map_err(|no: NoPlace| no.to_string())
    }

    /// What `policy` is printed for. Options of this call that the content map does not say
    /// the job has to say, too.
    fn target(&self, map: &PublishSettings, place: Place) -> Result<Target, Trouble> {
        let Place::Bucket { bucket, prefix } = place else {
            return Err(
                "a folder needs no policy\nhelp: name a bucket with `--to s3://BUCKET/PREFIX/`"
                    .to_owned(),
            );
        };
        let named = |path: &Option<PathBuf>| {
            path.as_ref()
                .map(|path| path.to_string_lossy().into_owned())
        };
        let (config, site) = (named(&self.config), named(&self.site));
        let public = self
            .public
            .as_ref()
            .and_then(ValueEnum::to_possible_value)
            .map(|said| said.get_name().to_owned());
        let options = [
            ("--config", &config),
            ("--site", &site),
            ("--to", &self.to),
            ("--distribution", &self.distribution),
            ("--endpoint-url", &self.endpoint_url),
            ("--public", &public),
        ];
        let given = |options: &[(&str, &Option<String>)]| {
            let given = options
                .iter()
                .filter_map(|(name, value)| Some([(*name).to_owned(), (*value).clone()?]));
            given.flatten().collect()
        };
        Ok(Target {
            path: site_path(map, &prefix)?,
            distribution: self.distribution(map)?,
            region: self.region.clone().or_else(|| map.region.clone()),
            build: given(&[("--config", &config), ("--out", &site)]),
            publish: given(&options),
            bucket,
            prefix,
        })
    }

    fn distribution(&self, map: &PublishSettings) -> Result<Option<String>, Trouble> {
        let Some(id) = self.distribution.as_ref().or(map.distribution.as_ref()) else {
            return Ok(None);
        };
        let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
        let wrong = || {
            format!(
                "`{}` is no distribution\nhelp: its ID is like `E1ABCDEF2GHIJK`",
                id.escape_debug()
            )
        };
        is_id.then(|| Some(id.clone())).ok_or_else(wrong)
    }

    fn options(&self, map: &PublishSettings) -> Options {
        Options {
            max_delete: self.max_delete.or(map.max_delete).unwrap_or(MOST),
            keep: map.keep.unwrap_or(KEEP),
            take_over: self.take_over,
            allow_older: self.allow_older,
            overwrite: self.overwrite,
            lease: Duration::from_secs(self.lease),
            public: match self.public {
                Some(Said::Allowed) => Public::Allowed,
                Some(Said::Shared) => Public::Shared,
                None if map.shared_bucket => Public::Shared,
                None => Public::Refused,
            },
        }
    }

    fn allows(&self, found: &crate::write::Found) -> bool {
        self.with_findings || !(found.failed() || self.strict && found.errors + found.warnings > 0)
    }

    /// Whether a person at a terminal is asked. A job is not.
    fn asks(&self) -> bool {
        !self.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }
}

/// Refuses the first option that is given and would do nothing.
fn idle<const N: usize>(options: [(&str, bool); N]) -> Result<(), Trouble> {
    match options.into_iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => Err(format!("`{option}` does nothing here\nhelp: leave it out")),
        None => Ok(()),
    }
}

/// Where a folder lies, or would lie once it is made.
fn real(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().find_map(|above| {
        Some(
            above
                .canonicalize()
                .ok()?
                .join(folder.strip_prefix(above).ok()?),
        )
    })
}

/// The path that the site has at its distribution.
fn site_path(map: &PublishSettings, prefix: &str) -> Result<SitePath, Trouble> {
    let Some(path) = &map.distribution_path else {
        return Ok(SitePath::of_prefix(prefix));
    };
    let wrong = || {
        format!(
            "`{}` is no path of a site\nhelp: write `/` or `/FOLDER/` as `distribution-path` of `[publish]`",
            path.escape_debug()
        )
    };
    SitePath::new(path).ok_or_else(wrong)
}

/// What the content map says of a place. Where `--to` names another one, what serves or shares the
/// map's own says nothing of it.
fn settings_at(place: &Place, map: &PublishSettings) -> PublishSettings {
    let mut settings = map.clone();
    let prefix = map.prefix.as_deref().unwrap_or_default().trim_matches('/');
    let (is_bucket, is_place) = match place {
        Place::Bucket {
            bucket,
            prefix: named,
        } => {
            let is_bucket = map.bucket.as_ref() == Some(bucket);
            (is_bucket, is_bucket && named.trim_matches('/') == prefix)
        }
        Place::Folder(_) => (false, false),
    };
    if !is_place {
        (settings.distribution, settings.distribution_path) = (None, None);
    }
    settings.shared_bucket &= is_bucket;
    settings
}

/// Refuses a bucket that everybody may read from, and says so where that cannot be known.
async fn see_whether_private(remote: &mut Remote, options: &Options) -> Result<(), Trouble> {
    if !remote.must_be_private(options.public).await.map_err(text)? {
        talk(
            "warning: nobody knows whether the bucket is public: `s3:GetBucketPolicy` and \
             `s3:GetBucketPolicyStatus` are not allowed\n",
        );
    }
    Ok(())
}

/// Has the distribution ask for the whole site anew.
async fn invalidate(
    edge: Option<Edge>,
    remote: &Remote,
    outcome: &Outcome<'_>,
) -> Result<ExitCode, Trouble> {
    let help = "help: name it with `--distribution`, or as `distribution` of `[publish]` in the content map";
    let edge = edge.ok_or_else(|| format!("no distribution to invalidate\n{help}"))?;
    let receipt = Receipt {
        release: remote.list().into_iter().next(),
        ..Receipt::default()
    };
    let told = match &receipt.release {
        Some(release) => Some(edge.tell_all(release).await),
        None => None,
    };
    let (code, unsaid) = outcome.changed(&receipt, told.as_ref());
    unsaid.map(|()| code)
}

/// Whether a person means what is planned.
fn is_meant(plan: &Plan, place: &Place) -> bool {
    if plan.actions.is_empty() {
        return true;
    }
    let of = |verb: &str| how_many(&plan.actions, verb);
    talk(&format!(
        "write {} and delete {} at {place}? [y/N] ",
        count(of("write"), "file"),
        of("delete")
    ));
    let mut answer = String::new();
    let is_read = std::io::stdin().read_line(&mut answer).is_ok();
    is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// The exit code, or all that stands in its way: none keeps another one from being said.
fn joined(
    troubles: impl IntoIterator<Item = Option<Trouble>>,
    code: ExitCode,
) -> Result<ExitCode, Trouble> {
    let troubles: Vec<Trouble> = troubles.into_iter().flatten().collect();
    if troubles.is_empty() {
        Ok(code)
    } else {
        Err(troubles.join("\nerror: "))
    }
}

/// Tells a distribution what changed.
async fn tell(edge: Option<&Edge>, receipt: &Receipt, is_unfinished: bool) -> Option<Told> {
    match (edge, &receipt.release) {
        // What another one changed before it died, it may have told nobody.
        (Some(edge), Some(release)) if is_unfinished => Some(edge.tell_all(release).await),
        (Some(edge), Some(release)) => edge.tell(&receipt.actions, release).await,
        _ => None,
    }
}

fn text(fault: Fault) -> Trouble {
    fault.to_string()
}

/// The variable that names a server for S3 alone.
const OWN_SERVER: &str = "AWS_ENDPOINT_URL_S3";

/// A variable of the environment.
fn known(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who publishes what: the job or person, and the commit that is checked out.
fn about(remote: &Remote) -> About {
    let person = || {
        known("USER")
            .or_else(|| known("USERNAME"))
            .unwrap_or_else(|| "somebody".to_owned())
    };
    let here = Path::new(".");
    let up = remote
        .list()
        .into_iter()
        .next()
        .and_then(|release| release.commit);
    let (mut about, head) = (
        About {
            by: known("CI_JOB_URL").unwrap_or_else(person),
            ..About::default()
        },
        Head::of(here),
    );
    match head {
        Some(head) => {
            about.follows = up.and_then(|up| head.follows(here, &up));
            (about.commit, about.committed) = (Some(head.commit), Some(head.committed));
        }
        // A job's image need not have git.
        None => {
            about.commit = known("CI_COMMIT_SHA");
            about.committed = known("CI_COMMIT_TIMESTAMP").and_then(|text| moment(&text));
        }
    }
    about
}

/// A bar on a terminal; nothing elsewhere.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {wide_bar} {elapsed}")
    {
        bar.set_style(style);
    }
    bar
}

fn follow(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.of as u64);
    bar.set_position(progress.done as u64);
    let rate = progress.sent as f64 / bar.elapsed().as_secs_f64().max(0.1);
    bar.set_message(format!("{}, {}/s", size(progress.sent), size(rate as u64)));
}
