//! `bf-docs serve`

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::following::{prepared, reopened};
use super::progress::BuildProgress;
use super::project::TreeArgs;
use super::{count, fault, talk};
use crate::pipeline::BuildStep;
use crate::preview::{self, PreviewEvent, PreviewOptions};
use crate::studio::{ChangeSummary, TreeEvent};

/// Preview the site in a browser, up to date with each edit
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    tree: TreeArgs,
    /// The port; if it is in use, the next free one of 50. 0 means any
    #[arg(long, value_name = "N", default_value_t = 8000)]
    port: u16,
    /// The IP address to listen on; with any but a loopback address, other machines can see the
    /// site
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// The URL that opens a finding's file in an editor, with `{path}`, `{line}` and `{column}`;
    /// `none` for no links
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "vscode://file{path}:{line}:{column}"
    )]
    editor: String,
}

/// Prints the events of the preview.
struct Herald {
    docs: PathBuf,
    /// True if the site is opened in a browser.
    opens: bool,
    /// The requested port.
    port: u16,
    progress: Arc<BuildProgress>,
}

impl Serve {
    /// Serves the site until Ctrl-C.
    pub fn run(&self) -> ExitCode {
        let opened = match self.tree.open(None).and_then(prepared) {
            Ok(opened) => opened,
            Err(trouble) => return fault(trouble),
        };
        let (project, own) = (opened.project, opened.own);
        if own.is_some() {
            talk("no docs folder and no content map here: showing the documentation of bf-docs\n");
        }
        let reopen = reopened(&self.tree, &project, own.is_some());
        let progress = Arc::new(BuildProgress::start());
        progress.step(BuildStep::Parse);
        let herald = Herald {
            docs: project.docs.clone(),
            opens: self.open,
            port: self.port,
            progress: progress.clone(),
        };
        let tell = move |news: PreviewEvent<'_>| herald.tell(news);
        let served = preview::serve(project, reopen, &self.options(), tell);
        drop(own);
        progress.finish();
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => fault(trouble),
        }
    }

    fn options(&self) -> PreviewOptions {
        PreviewOptions {
            host: self.host,
            port: self.port,
            editor: Some(self.editor.clone()).filter(|editor| editor != "none"),
        }
    }
}

impl Herald {
    fn tell(&self, news: PreviewEvent<'_>) {
        match news {
            PreviewEvent::Ready(address, summary) => self.welcome(address, summary),
            PreviewEvent::Tree(TreeEvent::Changed(summary)) => talk(&changed(summary)),
            PreviewEvent::Tree(TreeEvent::Stuck(why)) => talk(&format!(
                "error: {why}\nthe last good site is still shown\n"
            )),
        }
    }

    fn welcome(&self, at: SocketAddr, summary: &ChangeSummary) {
        self.progress.finish();
        let taken = Some(self.port).filter(|port| ![0, at.port()].contains(port));
        let address = format!("http://{at}/");
        talk(&ready(&self.docs, &address, taken, summary));
        if self.opens
            && let Err(error) = open::that_detached(address)
        {
            talk(&format!("cannot open a browser: {error}\n"));
        }
    }
}

/// The message of a ready preview. `taken` is the requested port, if it is in use.
fn ready(docs: &Path, address: &str, taken: Option<u16>, summary: &ChangeSummary) -> String {
    let pages = count(summary.pages, "page");
    let taken = taken
        .map(|port| format!(" because port {port} is in use"))
        .unwrap_or_default();
    format!(
        "`{}` is at {address}{taken} ({pages}, {}): Ctrl-C ends it\n",
        docs.display(),
        sum(summary)
    )
}

fn changed(summary: &ChangeSummary) -> String {
    let what = match &summary.changed {
        Some((path, 0)) => path.clone(),
        Some((path, more)) => format!("{path} and {more} more"),
        None => "the git history".to_owned(),
    };
    format!("{what}: up to date, {}\n", sum(summary))
}

fn sum(
    ChangeSummary {
        found: (errors, warnings),
        took,
        ..
    }: &ChangeSummary,
) -> String {
    format!(
        "{}, {}, {:.3} s",
        count(*errors, "error"),
        count(*warnings, "warning"),
        took.as_secs_f64()
    )
}
