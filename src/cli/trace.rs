//! `bf-docs trace`

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::impact::TraceImpact;
use super::project::TreeArgs;
use super::trace_status::TraceStatus;
use super::{Trouble, data, fault, notes, talk};
use crate::diag::did_you_mean;
use crate::pipeline::{self, Understood};
use crate::site::Drafts;
use crate::trace::{ChainLink, ExportFormat, Status, Trace};
use crate::twin::{self, HandoverInputs};

/// Show the chain of a governed document
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Chain {
    #[command(subcommand)]
    command: Option<ChainVerb>,
    /// The artifact: `decision/0014`, `story/IPT-106` ...
    #[arg(value_name = "ID", required = true)]
    id: Option<String>,
    #[command(flatten)]
    tree: TreeArgs,
    /// The format of the chain
    #[arg(long, value_enum, default_value_t = ChainFormat::Text)]
    format: ChainFormat,
    /// The longest text for `--format prompt`, in tokens
    #[arg(long, value_name = "N", default_value_t = 4_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(200..=100_000))]
    max_tokens: u32,
}

/// The format of a chain.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ChainFormat {
    Text,
    Json,
    /// The texts of the chain as Markdown, to hand over to a coding agent
    Prompt,
}

#[derive(Debug, Subcommand)]
enum ChainVerb {
    /// Print the artifacts that depend on the changes since the merge base with a revision
    Impact(TraceImpact),
    /// Print all artifacts and relations
    Export(TraceExport),
    /// Print the coverage of the chain, and its findings
    Status(TraceStatus),
}

/// Print all artifacts and relations
#[derive(Debug, Args)]
struct TraceExport {
    #[command(flatten)]
    tree: TreeArgs,
    /// The format
    #[arg(long, value_enum, default_value_t = Exported::Json)]
    format: Exported,
    /// Only the chain of this artifact; with the format `mermaid` or `dot`
    #[arg(long, value_name = "ID")]
    chain: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Exported {
    Json,
    Csv,
    Mermaid,
    Dot,
}

impl Chain {
    /// Prints the chain, or runs a verb.
    pub fn run(&self) -> ExitCode {
        match &self.command {
            Some(ChainVerb::Impact(impact)) => impact.run(),
            Some(ChainVerb::Export(export)) => export.run(),
            Some(ChainVerb::Status(status)) => status.run(),
            None => self.chain(),
        }
    }

    fn chain(&self) -> ExitCode {
        let understood = match understood(&self.tree) {
            Ok(understood) => understood,
            Err(trouble) => return fault(trouble),
        };
        let trace = &understood.trace;
        let at = match find(trace, self.id.as_deref().unwrap_or_default()) {
            Ok(at) => at,
            Err(trouble) => return fault(trouble),
        };
        let chain = trace.chain(at);
        data(&match self.format {
            ChainFormat::Text => text(&understood, &chain, at),
            ChainFormat::Prompt => {
                let Understood {
                    site, trace, paths, ..
                } = &understood;
                let inputs = HandoverInputs { site, trace, paths };
                twin::handover(inputs, at, self.max_tokens as usize)
            }
            ChainFormat::Json => {
                let mut json = serde_json::to_string_pretty(&value(&understood, &chain))
                    .expect("strings are always JSON");
                json.push('\n');
                json
            }
        })
    }
}

/// The number of an artifact, by its id or by one that it had before.
fn find(trace: &Trace, id: &str) -> Result<usize, Trouble> {
    let former = trace.find_former(id).filter(|_| trace.find(id).is_none());
    if let Some(at) = former {
        talk(&format!(
            "note: `{id}` is `{}` now\n",
            trace.artifacts[at].id
        ));
    }
    trace.find(id).or(former).ok_or_else(|| {
        let artifacts = trace.artifacts.iter();
        let ids: Vec<&str> = artifacts.map(|artifact| artifact.id.as_str()).collect();
        let help = if ids.is_empty() {
            "the tree has none".to_owned()
        } else {
            nearest(id, &ids)
        };
        Trouble::new(format!("there is no artifact `{id}`")).help(help)
    })
}

/// The help for an unknown id: the most similar ones.
fn nearest(id: &str, ids: &[&str]) -> String {
    let ending: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|known| known.ends_with(id) && !id.is_empty())
        .take(5)
        .collect();
    match ending.as_slice() {
        [] if ids.len() <= 20 => did_you_mean(id, ids),
        [] => match crate::diag::suggest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`bf-docs trace export --format csv` lists all".to_owned(),
        },
        some => format!(
            "did you mean {}?",
            some.iter()
                .map(|id| format!("`{id}`"))
                .collect::<Vec<_>>()
                .join(" or ")
        ),
    }
}

impl TraceExport {
    fn run(&self) -> ExitCode {
        let (Understood { site, trace, .. }, mut report) = match self.tree.weighed() {
            Ok(weighed) => weighed,
            Err(trouble) => return fault(trouble),
        };
        report.notes.retain(|note| note.code.is_about_the_chain());
        notes(&report);
        let format = match self.format {
            Exported::Json => ExportFormat::Json,
            Exported::Csv => ExportFormat::Csv,
            Exported::Mermaid => ExportFormat::Mermaid,
            Exported::Dot => ExportFormat::Dot,
        };
        let Some(id) = &self.chain else {
            return data(&trace.export(&site, &report, format));
        };
        let at = match find(&trace, id) {
            Ok(at) => at,
            Err(trouble) => return fault(trouble),
        };
        match trace.export_chain(at, format) {
            Some(diagram) => data(&diagram),
            None => {
                let help = format!(
                    "add `--format mermaid` or `--format dot`, or run `bf-docs trace {id} --format json`"
                );
                let message = "a chain is exported as a diagram only";
                fault(Trouble::new(message).help(help))
            }
        }
    }
}

fn understood(tree: &TreeArgs) -> Result<Understood, Trouble> {
    let opened = tree.open(None)?;
    Ok(pipeline::understand(
        &opened.project,
        Drafts::LeaveOut,
        &|_| {},
    )?)
}

/// The chain as a text tree; the artifact `at` is marked.
fn text(understood: &Understood, top: &ChainLink<'_>, at: usize) -> String {
    let mut tree = ChainTree {
        understood,
        at,
        text: String::new(),
    };
    tree.line(top, "", "");
    tree.branches(top, "");
    tree.text
}

struct ChainTree<'u> {
    understood: &'u Understood,
    /// The requested artifact.
    at: usize,
    text: String,
}

impl ChainTree<'_> {
    fn branches(&mut self, link: &ChainLink<'_>, lead: &str) {
        for (number, below) in link.below.iter().enumerate() {
            let is_last = number + 1 == link.below.len();
            let (branch, beside) = if is_last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            self.line(below, lead, branch);
            self.branches(below, &format!("{lead}{beside}"));
        }
    }

    fn line(&mut self, link: &ChainLink<'_>, lead: &str, branch: &str) {
        let Understood { trace, paths, .. } = self.understood;
        let artifact = &trace.artifacts[link.artifact];
        let relation = link.via.map_or(String::new(), |(relation, ..)| {
            format!("{} ", relation.replace('-', " "))
        });
        let status = artifact
            .status
            .map_or(String::new(), |status| format!(" ({})", status.name()));
        let place = match link.via {
            Some((_, how, place)) => {
                let how = how.name().replace('-', " ");
                format!("{how} {}", paths.of_line(place))
            }
            None => paths.of_line(&artifact.place),
        };
        let mark = if link.artifact == self.at {
            "  ← this one"
        } else {
            ""
        };
        let again = if link.repeated { "  (see above)" } else { "" };
        self.text.push_str(&format!(
            "{lead}{branch}{relation}{}{status}: {}  [{place}]{again}{mark}\n",
            artifact.id, artifact.title
        ));
    }
}

fn value(understood: &Understood, link: &ChainLink<'_>) -> Value {
    let Understood { trace, paths, .. } = understood;
    let artifact = &trace.artifacts[link.artifact];
    let below = link.below.iter().map(|below| value(understood, below));
    let mut row = json!({
        "id": artifact.id,
        "kind": artifact.kind.name(),
        "title": artifact.title,
        "status": artifact.status.map(Status::name),
        "file": paths.of_file(&artifact.place.file),
        "line": artifact.place.line,
        "below": below.collect::<Vec<_>>(),
    });
    if let Some((relation, how, place)) = link.via {
        row["via"] = json!({
            "relation": relation,
            "how": how.name(),
            "file": paths.of_file(&place.file),
            "line": place.line,
        });
    }
    row
}
