//! `bf-docs serve`

use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::progress::Progress;
use super::project::{Kept, Opened, Tree};
use super::{count, fault, talk};
use crate::pipeline::Step;
use crate::preview::{self, News, Options, Summary};

/// Show the site while it is written: each edit is on the screen at once
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    tree: Tree,
    /// The port, or the next one that is free; 0 for any
    #[arg(long, value_name = "N", default_value_t = 8000)]
    port: u16,
    /// The address of this machine to listen on: others than 127.0.0.1 show the site to others
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// What opens a finding's file, with `{path}`, `{line}` and `{column}`; `none` for nothing
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "vscode://file{path}:{line}:{column}"
    )]
    editor: String,
}

impl Serve {
    /// Serves until Ctrl-C.
    pub fn run(&self) -> ExitCode {
        // What builds have left makes the start faster.
        let prepared = |opened: Opened| Ok(opened.with_baseline()?.with_cache(&Kept::default()));
        let opened = match self.tree.open(None).and_then(prepared) {
            Ok(opened) => opened,
            Err(trouble) => return fault(&trouble),
        };
        let (project, own) = (opened.project, opened.own);
        if own.is_some() {
            talk("no docs folder and no content map here: showing the documentation of bf-docs\n");
        }
        let options = Options {
            host: self.host,
            port: self.port,
            editor: Some(self.editor.clone()).filter(|editor| editor != "none"),
        };
        let (tree, unpacked) = (self.tree.clone(), own.is_some().then(|| project.clone()));
        // What was unpacked has no content map that could change.
        let reopen = move || match &unpacked {
            Some(project) => Ok(project.clone()),
            None => match tree.find(None)? {
                Some(opened) => prepared(opened).map(|opened| opened.project),
                None => Err("there is neither a docs folder nor a content map any more".into()),
            },
        };
        let (docs, opens, port) = (project.docs.clone(), self.open, self.port);
        let progress = Arc::new(Progress::start());
        progress.step(Step::Parse);
        let starting = progress.clone();
        let served = preview::serve(
            project,
            Box::new(reopen),
            &options,
            move |news| match news {
                News::Ready(address, summary) => {
                    starting.finish();
                    let taken = Some(port).filter(|port| ![0, address.port()].contains(port));
                    let address = format!("http://{address}/");
                    talk(&ready(&docs, &address, taken, summary));
                    if opens && let Err(error) = open::that_detached(address) {
                        talk(&format!("cannot open a browser: {error}\n"));
                    }
                }
                News::Changed(summary) => talk(&changed(summary)),
                News::Stuck(why) => talk(&format!(
                    "error: {why}\nthe last good site is still shown\n"
                )),
            },
        );
        drop(own);
        progress.finish();
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => fault(&trouble),
        }
    }
}

/// `taken` is the port that was asked for, if it is in use.
fn ready(docs: &std::path::Path, address: &str, taken: Option<u16>, summary: &Summary) -> String {
    let pages = count(summary.pages, "page");
    let taken = taken
        .map(|port| format!(", for port {port} is in use"))
        .unwrap_or_default();
    format!(
        "`{}` is at {address}{taken} ({pages}, {}): Ctrl-C ends it\n",
        docs.display(),
        sum(summary)
    )
}

fn changed(summary: &Summary) -> String {
    let what = match &summary.changed {
        Some((path, 0)) => path.clone(),
        Some((path, more)) => format!("{path} and {more} more"),
        None => "what git says".to_owned(),
    };
    format!("{what}: up to date, {}\n", sum(summary))
}

fn sum(
    Summary {
        found: (errors, warnings),
        took,
        ..
    }: &Summary,
) -> String {
    format!(
        "{}, {}, {:.3} s",
        count(*errors, "error"),
        count(*warnings, "warning"),
        took.as_secs_f64()
    )
}
