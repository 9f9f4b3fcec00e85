//! The faults of a publish.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::fault::Helpful;
use crate::store::StoreFault;

/// The reason why nothing, or not all, was published.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The folder is no site that may be published.
    #[error("cannot publish `{}`: {why}", site.display())]
    Site {
        /// The folder.
        site: PathBuf,
        /// The reason.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
    /// The place could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A manifest, or a list that one names, cannot be read.
    #[error("cannot read the manifest `{key}`: {why}")]
    Manifest {
        /// The key of the object.
        key: String,
        /// The defect.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
    /// Another publisher holds the place, or was quicker.
    #[error(transparent)]
    Race(#[from] RaceFault),
    /// The plan may not be carried out.
    #[error(transparent)]
    Refused(#[from] PlanRefusal),
    /// Everybody may read the published site.
    #[error("`{place}` is public: {why}")]
    Public {
        /// The place, or the address.
        place: String,
        /// The way in.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
    /// A release cannot be put up again.
    #[error("release {number} cannot be put up: {why}")]
    Release {
        /// The release.
        number: u64,
        /// The reason.
        why: String,
    },
}

/// A race that another publisher wins.
#[derive(Debug, thiserror::Error)]
pub enum RaceFault {
    /// Another publisher holds the lease.
    #[error("{holder}")]
    Held {
        /// The owner, the start and the end of the lease, as a sentence.
        holder: String,
    },
    /// Another publisher was quicker: nothing of ours was written.
    #[error("{by} put up release {number} while this publish was planned")]
    Overtaken {
        /// The other publisher.
        by: String,
        /// The release that is up now.
        number: u64,
    },
    /// Another publisher took over the lease while this one worked.
    #[error("somebody else took over before this was done")]
    Lost,
}

/// A plan that may not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum PlanRefusal {
    /// The release that is up is newer.
    #[error("release {number} was built from a newer commit, {commit}{}", of_time(committed.as_deref()))]
    Older {
        /// The release that is up.
        number: u64,
        /// The commit of that release.
        commit: String,
        /// The time of that commit, in UTC; `None` if it is not known.
        committed: Option<String>,
    },
    /// The release that is up may be newer: git knows no commit here.
    #[error(
        "this site may be older than release {number}, of commit {commit}: git knows no commit here"
    )]
    NoCommit {
        /// The release that is up.
        number: u64,
        /// The commit of that release.
        commit: String,
    },
    /// The plan would replace files that bf-docs did not put there.
    #[error("{} that bf-docs has not put there would be replaced, `{first}` among them", files(*count))]
    Strangers {
        /// The number of files.
        count: usize,
        /// The key of one of them.
        first: String,
    },
    /// The plan would delete more files than is allowed.
    #[error("{count} files would be deleted, and no more than {most} may be")]
    TooMany {
        /// The number of files.
        count: usize,
        /// The largest number that is allowed.
        most: usize,
    },
    /// The person at the terminal said no.
    #[error("nothing was done")]
    Declined,
}

impl Fault {
    /// A fault of reading or writing one object or file.
    pub fn place(
        act: &'static str,
        what: &dyn Display,
        why: &dyn Display,
        help: &'static str,
    ) -> Self {
        StoreFault::new(act, what, why, help).into()
    }

    /// A file of the site differs from the site's manifest.
    pub(super) fn changed(path: &Path) -> Self {
        StoreFault::changed(path).into()
    }
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Site { help, .. } | Self::Manifest { help, .. } | Self::Public { help, .. } => {
                Some((*help).to_owned())
            }
            Self::Store(fault) => fault.help(),
            Self::Race(fault) => fault.help(),
            Self::Refused(refusal) => refusal.help(),
            Self::Release { .. } => Some(
                "`bf-docs publish list` names the others, and `bf-docs publish verify` the files \
                 that are missing"
                    .to_owned(),
            ),
        }
    }
}

impl Helpful for RaceFault {
    fn help(&self) -> Option<String> {
        let help = match self {
            Self::Held { .. } => "wait, or publish with `--take-over` if that job is dead",
            Self::Overtaken { .. } => "run it again",
            Self::Lost => {
                "`bf-docs publish list` shows the release that is up, and `bf-docs publish verify` \
                 the files that it lacks; run it again if another release should be up"
            }
        };
        Some(help.to_owned())
    }
}

impl Helpful for PlanRefusal {
    fn help(&self) -> Option<String> {
        let help = match self {
            Self::Older { .. } => "publish that one, or this older one with `--allow-older`",
            Self::NoCommit { .. } => {
                "publish from the checkout that it was built in, or with `--allow-older`"
            }
            Self::Strangers { .. } => "choose another place, or replace them with `--overwrite`",
            Self::TooMany { count, .. } => {
                return Some(format!(
                    "look at them with `--plan`, and allow them with `--max-delete {count}`"
                ));
            }
            Self::Declined => return None,
        };
        Some(help.to_owned())
    }
}

fn of_time(time: Option<&str>) -> String {
    time.map_or_else(String::new, |time| format!(" of {time}"))
}

fn files(count: usize) -> String {
    if count == 1 {
        "a file".to_owned()
    } else {
        format!("{count} files")
    }
}
