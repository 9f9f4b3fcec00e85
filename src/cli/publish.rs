//! `bf-docs publish`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::invalidate::{Edge, Patience, Told};
use super::policy::{Policy, Target};
use super::project::{Trouble, map_of};
use super::{Shown, count, data, fault, talk};
use crate::content_map::PublishSettings;
use crate::discover::Head;
use crate::publish::{
    About, Access, Action, Difference, Distribution, Fault, Look, NoPlace, Options, Place, Plan, Progress, Public,
    Receipt, Release, Remote, Site, SitePath, Step,
};

/// Publish a built site to a bucket, and look after it there
#[derive(Debug, Args)]
pub struct Publish {
    #[command(subcommand)]
    act: Option<Act>,
    /// Where to: `s3://BUCKET/PREFIX/` or `file:///FOLDER` [default: `[publish]` of the content map]
    #[arg(long, value_name = "PLACE", global = true)]
    to: Option<String>,
    /// The built site
    #[arg(long, value_name = "DIR", default_value = "site", global = true)]
    site: PathBuf,
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
    #[arg(long)]
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
    /// What the bucket's public policy means: that ours is not the `shared` public part, or that it is `allowed`
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
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let outcome = match runtime {
            Ok(runtime) => runtime.block_on(self.answer()),
            Err(error) => Err(format!("cannot start threads: {error}")),
        };
        outcome.unwrap_or_else(|trouble| fault(&trouble))
    }

    async fn answer(&self) -> Result<ExitCode, Trouble> {
        self.means_something()?;
        let map = map_of(self.config.as_deref())?;
        let place = self.place(&map.publish)?;
        if let Some(Act::Policy(policy)) = &self.act {
            return policy.show(self.target(&map.publish, place)?, &map, self.format);
        }
        let map = map.publish;
        let about = about();
        let options = self.options(&map);
        let site = || Site::read(&self.site, |found| self.allows(found)).map_err(text);
        // A site that cannot be published is known before anything is asked of the place.
        let built = match self.act {
            None | Some(Act::Repair) => Some(site()?),
            _ => None,
        };
        let access = self.access(&map);
        let edge = self.edge(&map, &place, &access).await?;
        let mut remote = Remote::open(&place, access).await.map_err(text)?;
        let is_unfinished = remote.is_unfinished();
        let bar = bar();
        let watch = |progress: Progress| follow(&bar, progress);
        let done = match (&self.act, built) {
            (None, Some(site)) if self.plan => return Ok(self.planned(&remote, &site, &options)),
            (Some(Act::Verify { quick }), _) => {
                let code = self.verify(&remote, *quick).await?;
                return self.probe(&remote).await.map(|()| code);
            }
            (Some(Act::List), _) => return Ok(self.releases(&remote)),
            (Some(Act::Invalidate), _) => return self.invalidate(edge, &remote, &place).await,
            (None, Some(site)) if self.asks() && !self.is_meant(&remote.planned(&site, &options), &place) => {
                return Err("nothing was done".to_owned());
            }
            (None, Some(site)) => remote.publish(site, &about, &options, &watch).await.map(alone),
            (Some(Act::Repair), Some(site)) => {
                let done = remote.repair(&site, &about, &options, &watch).await;
                done.map(|(receipt, left)| (receipt, Some(left)))
            }
            (Some(Act::Rollback { release }), _) => {
                remote.rollback(*release, &about, &options, &watch).await.map(alone)
            }
            (Some(Act::Prune { keep }), _) => {
                remote.prune(&about, &Options { keep: *keep, ..options }, &watch).await.map(alone)
            }
            (None | Some(Act::Repair | Act::Policy(_)), _) => Ok(alone(Receipt::default())),
        };
        bar.finish_and_clear();
        let (receipt, left) = done.map_err(text)?;
        let told = tell(edge.as_ref(), &receipt, is_unfinished).await;
        let (code, unsaid) = match left {
            None => self.report(&receipt, &place, told.as_ref()),
            Some(left) => self.repaired(&receipt, &left, told.as_ref()),
        };
        let undone = |why| format!("the release is up, but not all is deleted that goes: {why}");
        // None of these keeps another one from being said.
        let troubles = [self.probe(&remote).await.err(), receipt.left.map(undone), unsaid.err()];
        let troubles: Vec<Trouble> = troubles.into_iter().flatten().collect();
        if troubles.is_empty() { Ok(code) } else { Err(troubles.join("\nerror: ")) }
    }

    /// Says what was sent again, and what still differs.
    fn repaired(&self, receipt: &Receipt, left: &[Difference], told: Option<&Told>) -> (ExitCode, Result<(), Trouble>) {
        let (sent, left_over) = (count(receipt.actions.len(), "file"), count(left.len(), "difference"));
        let did = format!("sent {sent} again, {left_over} left");
        talk(&format!("{did}\n"));
        (self.differences(left, told), self.summarise(&did, receipt, told))
    }

    /// Writes the summary that a pipeline shows, where one is asked for.
    fn summarise(&self, did: &str, receipt: &Receipt, told: Option<&Told>) -> Result<(), Trouble> {
        match (&self.summary, &receipt.release) {
            (Some(path), Some(release)) => write_summary(path, did, release, told),
            _ => Ok(()),
        }
    }

    /// Refuses options that would do nothing.
    fn means_something(&self) -> Result<(), Trouble> {
        if self.act.is_some() && (self.plan || self.allow_older) {
            return Err("`--plan` and `--allow-older` are for publishing alone".to_owned());
        }
        let is_only_asked = matches!(self.act, Some(Act::List | Act::Policy(_) | Act::Invalidate));
        if self.probe.is_some() && (self.plan || is_only_asked) {
            return Err("`--probe` is for what changes the place, and for `verify`".to_owned());
        }
        if self.probe.as_ref().is_some_and(|address| !is_web(address)) {
            // It may hold a password: it is not shown.
            let help = "write `https://HOST/PATH/`, with no name or password: the probe asks as a stranger";
            return Err(format!("what `--probe` is given is no address of a site\nhelp: {help}"));
        }
        Ok(())
    }

    async fn verify(&self, remote: &Remote, quick: bool) -> Result<ExitCode, Trouble> {
        let look = if quick { Look::List } else { Look::Each };
        Ok(self.differences(&remote.verify(look).await.map_err(text)?, None))
    }

    /// Looks at what is published as a stranger would.
    async fn probe(&self, remote: &Remote) -> Result<(), Trouble> {
        if let Some(address) = &self.probe {
            let (asked, absent) = remote.probe(address, Duration::from_secs(self.timeout)).await.map_err(text)?;
            let doubt = if asked == absent { ": nothing is there, so check the address" } else { "" };
            talk(&format!("none of {asked} addresses below {address} is shown without credentials{doubt}\n"));
        }
        Ok(())
    }

    fn access(&self, map: &PublishSettings) -> Access {
        Access {
            endpoint: self.endpoint_url.clone().or_else(|| map.endpoint_url.clone()),
            region: self.region.clone().or_else(|| map.region.clone()),
            profile: self.profile.clone(),
            timeout: Duration::from_secs(self.timeout),
        }
    }

    /// The distribution that is told of changes, where one is named.
    async fn edge(&self, map: &PublishSettings, place: &Place, access: &Access) -> Result<Option<Edge>, Trouble> {
        let Place::Bucket { prefix, .. } = place else {
            let refused = || "no distribution serves a folder\nhelp: leave out `--distribution`".to_owned();
            return self.distribution.as_ref().map_or(Ok(None), |_| Err(refused()));
        };
        let Some(id) = self.distribution(map)? else { return Ok(None) };
        let path = site_path(map, prefix)?;
        let patience = if self.wait { Patience::Waits } else { Patience::None };
        Ok(Some(Edge { distribution: Distribution::open(id, access).await, path, patience }))
    }

    /// Has the distribution ask for the whole site anew.
    async fn invalidate(&self, edge: Option<Edge>, remote: &Remote, place: &Place) -> Result<ExitCode, Trouble> {
        let help = "help: name it with `--distribution`, or as `distribution` of `[publish]` in the content map";
        let edge = edge.ok_or_else(|| format!("no distribution to invalidate\n{help}"))?;
        let receipt = Receipt { release: remote.list().into_iter().next(), ..Receipt::default() };
        let told = match &receipt.release {
            Some(release) => Some(edge.tell_all(release).await),
            None => None,
        };
        let (code, unsaid) = self.report(&receipt, place, told.as_ref());
        unsaid.map(|()| code)
    }

    fn place(&self, map: &PublishSettings) -> Result<Place, Trouble> {
        let configured = || {
            let prefix = map.prefix.as_deref().unwrap_or_default().trim_start_matches('/');
            map.bucket.as_ref().map(|bucket| format!("s3://{bucket}/{prefix}"))
        };
        let help = "help: name it with `--to s3://BUCKET/PREFIX/`, or as `bucket` and `prefix` of `[publish]` in the content map";
        let to = self.to.clone().or_else(configured).ok_or_else(|| format!("no place to publish to\n{help}"))?;
        to.parse().map_err(|no: NoPlace| no.to_string())
    }

    /// What `policy` is printed for. Options of this call that the content map does not say
    /// the job has to say, too.
    fn target(&self, map: &PublishSettings, place: Place) -> Result<Target, Trouble> {
        let Place::Bucket { bucket, prefix } = place else {
            return Err("a folder needs no policy\nhelp: name a bucket with `--to s3://BUCKET/PREFIX/`".to_owned());
        };
        let config = self.config.as_ref().map(|path| path.to_string_lossy().into_owned());
        let public = self.public.as_ref().and_then(ValueEnum::to_possible_value).map(|said| said.get_name().to_owned());
        let options = [
            ("--to", &self.to),
            ("--distribution", &self.distribution),
            ("--endpoint-url", &self.endpoint_url),
            ("--public", &public),
        ];
        let given = options.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value.clone()?]));
        Ok(Target {
            path: site_path(map, &prefix)?,
            distribution: self.distribution(map)?,
            region: self.region.clone().or_else(|| map.region.clone()),
            config,
            arguments: given.flatten().collect(),
            bucket,
            prefix,
        })
    }

    fn distribution(&self, map: &PublishSettings) -> Result<Option<String>, Trouble> {
        let Some(id) = self.distribution.as_ref().or(map.distribution.as_ref()) else { return Ok(None) };
        let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
        let wrong = || format!("`{}` is no distribution\nhelp: its ID is like `E1ABCDEF2GHIJK`", id.escape_debug());
        is_id.then(|| Some(id.clone())).ok_or_else(wrong)
    }

    fn options(&self, map: &PublishSettings) -> Options {
        Options {
            max_delete: self.max_delete.or(map.max_delete).unwrap_or(MOST),
            keep: map.keep.unwrap_or(KEEP),
            take_over: self.take_over,
            allow_older: self.allow_older,
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

    /// Whether that person means what is planned.
    fn is_meant(&self, plan: &Plan, place: &Place) -> bool {
        if plan.actions.is_empty() {
            return true;
        }
        let of = |verb: &str| plan.actions.iter().filter(|action| action.step.verb() == verb).count();
        talk(&format!("write {} and delete {} at {place}? [y/N] ", count(of("write"), "file"), of("delete")));
        let mut answer = String::new();
        let is_read = std::io::stdin().read_line(&mut answer).is_ok();
        is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    }

    fn planned(&self, remote: &Remote, site: &Site, options: &Options) -> ExitCode {
        let plan = remote.planned(site, options);
        match self.format {
            Shown::Json => data(&format!("{:#}\n", json!({ "version": 1, "actions": plan.actions }))),
            Shown::Text => {
                talk(&format!("{} to do\n", count(plan.actions.len(), "thing")));
                let line = |action: &Action| {
                    let key = action.key.escape_debug();
                    format!("{:<6} {key}  ({})\n", action.step.verb(), action.reason.clause())
                };
                data(&plan.actions.iter().map(line).collect::<String>())
            }
        }
    }

    /// Says what differs; exit 1 where something does.
    fn differences(&self, differences: &[Difference], told: Option<&Told>) -> ExitCode {
        match self.format {
            Shown::Json => _ = answer(json!({ "version": 1, "differences": differences }), told),
            Shown::Text => {
                let line = |difference: &Difference| {
                    let what = match difference {
                        Difference::Missing(_) => "is not there",
                        Difference::Changed(_) => "has other bytes",
                        Difference::Headers(_) => "is served with other headers",
                        Difference::MissingKept(_) => "is not there, and bf-docs needs it",
                        Difference::Stranger(_) => "is not ours",
                    };
                    format!("{} {what}\n", difference.key().escape_debug())
                };
                data(&differences.iter().map(line).collect::<String>());
            }
        }
        talk(&match differences.len() {
            0 => "all is as the manifest says\n".to_owned(),
            number => format!("{} from the manifest\n", count(number, "difference")),
        });
        told.and_then(|told| told.say("the files are sent"))
            .unwrap_or(ExitCode::from(u8::from(!differences.is_empty())))
    }

    fn releases(&self, remote: &Remote) -> ExitCode {
        let releases = remote.list();
        match self.format {
            Shown::Json => data(&format!("{:#}\n", json!({ "version": 1, "releases": releases }))),
            Shown::Text => data(&releases.iter().map(|release| format!("{}\n", line(release))).collect::<String>()),
        }
    }

    fn report(&self, receipt: &Receipt, place: &Place, told: Option<&Told>) -> (ExitCode, Result<(), Trouble>) {
        let is_done = |action: &&Action| receipt.left.is_none() || action.step != Step::Delete;
        let done = |verb: &str| receipt.actions.iter().filter(is_done).filter(|of| of.step.verb() == verb).count();
        let Some(release) = &receipt.release else {
            talk(&format!("nothing is published at {place}\n"));
            return (self.shown(receipt, told), Ok(()));
        };
        let did = match receipt.actions.is_empty() {
            true => format!("release {} is up at {place}: nothing to do", release.number),
            false => format!(
                "release {} is up at {place}: {} written ({} sent), {} kept, {} deleted",
                release.number,
                count(done("write"), "file"),
                size(receipt.sent),
                done("keep"),
                done("delete"),
            ),
        };
        talk(&format!("{did}\n"));
        let shown = self.shown(receipt, told);
        let up = format!("release {} is up at {place}", release.number);
        let code = told.and_then(|told| told.say(&up)).unwrap_or(shown);
        (code, self.summarise(&did, receipt, told))
    }

    fn shown(&self, receipt: &Receipt, told: Option<&Told>) -> ExitCode {
        match self.format {
            Shown::Json => answer(json!({ "version": 1, "receipt": receipt }), told),
            Shown::Text => ExitCode::SUCCESS,
        }
    }
}

/// The path that the site has at its distribution.
fn site_path(map: &PublishSettings, prefix: &str) -> Result<SitePath, Trouble> {
    let Some(path) = &map.distribution_path else { return Ok(SitePath::of_prefix(prefix)) };
    let wrong = || {
        format!(
            "`{}` is no path of a site\nhelp: write `/` or `/FOLDER/` as `distribution-path` of `[publish]`",
            path.escape_debug()
        )
    };
    SitePath::new(path).ok_or_else(wrong)
}

/// Whether this is an address that anybody can ask.
fn is_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let server = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    !server.is_empty() && !server.contains('@') && !address.contains(['?', '#', ' '])
}

/// What was done, where nothing is said of what still differs.
fn alone(receipt: Receipt) -> (Receipt, Option<Vec<Difference>>) {
    (receipt, None)
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

/// Who publishes what: the job or person, and the commit that is checked out.
fn about() -> About {
    let known = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let person = || known("USER").or_else(|| known("USERNAME")).unwrap_or_else(|| "somebody".to_owned());
    let head = Head::of(Path::new("."));
    let (commit, committed) = head.map(|head| (head.commit, head.committed)).unzip();
    About { commit, committed, by: known("CI_JOB_URL").unwrap_or_else(person) }
}

/// A release in a line.
fn line(release: &Release) -> String {
    let again = release.again.map(|number| format!(", release {number} again")).unwrap_or_default();
    let commit =
        release.commit.as_ref().map(|commit| format!(", commit {}", commit.get(..12).unwrap_or(commit).escape_debug()));
    format!(
        "release {}{again}: {} by {}{}, {} ({})",
        release.number,
        release.published_at(),
        release.by.escape_debug(),
        commit.unwrap_or_default(),
        count(release.count, "file"),
        size(release.bytes),
    )
}

/// Shows what was done as JSON, with what a distribution was told.
fn answer(mut answer: Value, told: Option<&Told>) -> ExitCode {
    if let Some(told) = told {
        answer["invalidation"] = told.json();
    }
    data(&format!("{answer:#}\n"))
}

fn write_summary(path: &Path, did: &str, release: &Release, told: Option<&Told>) -> Result<(), Trouble> {
    let told = told.map(Told::markdown).unwrap_or_default();
    let markdown = format!("### Published\n\n- {did}\n- {}\n{told}", line(release));
    std::fs::write(path, markdown).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

/// A bar on a terminal; nothing elsewhere.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {wide_bar} {elapsed}") {
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
