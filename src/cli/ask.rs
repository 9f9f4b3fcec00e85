//! `bf-docs ask`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::map::built_site;
use super::{AnswerFormat, Trouble, colour, data, fault};
use crate::answer::{AnswerRelation, Answerer, DocsAnswer, Passage};
use crate::catalogue::Catalogue;
use crate::diag::Colour;
use crate::search::SiteIndex;

/// Answer a question from a built site, in its own words
#[derive(Debug, Args)]
pub struct AskDocs {
    /// The question
    #[arg(value_name = "QUESTION", required = true, num_args = 1..)]
    question: Vec<String>,
    /// The built site [default: `site.out` of the content map, or `site`]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// The content map, instead of --site [default: content-map.toml in the current folder]
    #[arg(long, value_name = "FILE", conflicts_with = "site")]
    config: Option<PathBuf>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

impl AskDocs {
    /// Prints the answer. A refusal is one.
    pub fn run(&self) -> ExitCode {
        match self.answer() {
            Err(trouble) => fault(trouble),
            Ok(answer) => data(&match self.format {
                AnswerFormat::Text => text(&answer, colour(&std::io::stdout())),
                AnswerFormat::Json => {
                    let json = serde_json::to_string_pretty(&answer);
                    json.expect("strings and numbers are always JSON") + "\n"
                }
            }),
        }
    }

    fn answer(&self) -> Result<DocsAnswer, Trouble> {
        let site = built_site(self.site.as_deref(), self.config.as_deref())?;
        let index = SiteIndex::open(&site)?;
        let catalogue = Catalogue::open(&site)?;
        let answerer = Answerer {
            catalogue: &catalogue,
            index: &index,
        };
        Ok(answerer.ask(&self.question.join(" "))?)
    }
}

fn text(answer: &DocsAnswer, colour: Colour) -> String {
    let mut lines = String::new();
    if let Some(state) = answer.state {
        lines.push_str(&format!("State: {}\n\n", state.name()));
    }
    for passage in &answer.passages {
        lines.push_str(&passage_text(passage, colour));
    }
    for relation in &answer.relations {
        lines.push_str(&relation_text(relation));
    }
    if answer.refused {
        lines.push_str("The docs do not answer this.\n");
        if !answer.nearest.is_empty() {
            lines.push_str("Nearest:\n");
        }
        for near in &answer.nearest {
            lines.push_str(&format!("- {} {}\n", near.heading.join(" › "), near.route));
        }
    }
    lines
}

fn passage_text(passage: &Passage, colour: Colour) -> String {
    let mut text = passage.text.clone();
    if colour == Colour::Always {
        for mark in passage.marks.iter().rev() {
            text.insert_str(mark.end, "\u{1b}[0m");
            text.insert_str(mark.start, "\u{1b}[1m");
        }
    }
    let mut lines = String::new();
    if !passage.lead.is_empty() {
        lines.push_str(&format!("    {}\n", cells(&passage.lead)));
    }
    for line in text.lines() {
        lines.push_str(&format!("    {}\n", cells(line)));
    }
    let mut facts: Vec<String> = Vec::new();
    facts.extend(passage.kind.clone());
    facts.extend(passage.status.clone());
    let successor = passage.superseded_by.as_ref();
    facts.extend(successor.map(|id| format!("superseded by {id}")));
    facts.extend(passage.updated.as_ref().map(|day| format!("changed {day}")));
    let facts = match facts.is_empty() {
        true => String::new(),
        false => format!(" ({})", facts.join(", ")),
    };
    let heading = passage.heading.join(" › ");
    let Passage { file, line, .. } = passage;
    format!("{lines}  {heading}{facts}\n  {file}:{line}\n\n")
}

fn relation_text(relation: &AnswerRelation) -> String {
    let mut facts: Vec<&str> = Vec::new();
    facts.extend(relation.id.as_deref());
    match relation.state {
        Some(state) => facts.push(state.name()),
        None => facts.extend(relation.status),
    }
    facts.extend(relation.audience.as_deref());
    let facts = match facts.is_empty() {
        true => String::new(),
        false => format!(" ({})", facts.join(", ")),
    };
    let name = relation.relation.replace('-', " ");
    format!("- {name}: {}{facts}\n", relation.title)
}

/// A row of a table as a line.
fn cells(line: &str) -> String {
    line.replace('\t', " | ")
}
