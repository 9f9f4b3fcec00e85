//! `bf-docs search`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::map::built_site;
use super::{AnswerFormat, Trouble, colour, data, fault, talk};
use crate::diag::Colour;
use crate::search::{SearchHit, SiteIndex};

/// Search a built site
#[derive(Debug, Args)]
pub struct Search {
    /// The words to search for; `kind:`, `status:`, `tag:` and `in:` filter
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    query: Vec<String>,
    /// The built site [default: `site.out` of the content map, or `site`]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// The content map, instead of --site [default: content-map.toml in the current folder]
    #[arg(long, value_name = "FILE", conflicts_with = "site")]
    config: Option<PathBuf>,
    /// The number of sections to show
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// The format of the results
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// The answer to a query.
struct Found {
    results: Vec<SearchHit>,
    /// Queries that find something, if this one finds nothing.
    proposals: Vec<String>,
}

impl Search {
    /// Prints the hits. A search without hits is not a failure.
    pub fn run(&self) -> ExitCode {
        let query = self.query.join(" ");
        let Found { results, proposals } = match self.find(&query) {
            Ok(found) => found,
            Err(trouble) => return fault(trouble),
        };
        match self.format {
            AnswerFormat::Text if results.is_empty() => {
                talk("nothing found\n");
                for proposal in proposals {
                    talk(&format!("help: did you mean `{proposal}`?\n"));
                }
                ExitCode::SUCCESS
            }
            AnswerFormat::Text => data(
                &results
                    .iter()
                    .map(|found| text(found, colour(&std::io::stdout())))
                    .collect::<String>(),
            ),
            AnswerFormat::Json => {
                let results: Vec<Value> = results.iter().map(value).collect();
                data(&format!(
                    "{:#}\n",
                    json!({
                        "version": 1,
                        "query": query,
                        "results": results,
                        "proposals": proposals,
                    })
                ))
            }
        }
    }

    fn find(&self, query: &str) -> Result<Found, Trouble> {
        let site = built_site(self.site.as_deref(), self.config.as_deref())?;
        let index = SiteIndex::open(&site)?;
        let results = index.ask(query, self.limit.into())?;
        let proposals = if results.is_empty() {
            index.proposals(query)?
        } else {
            Vec::new()
        };
        Ok(Found { results, proposals })
    }
}

fn value(found: &SearchHit) -> Value {
    let section = &found.section;
    let marks = found.marks.iter();
    let marks = marks.map(|mark| [mark.start, mark.end]);
    json!({
        "route": found.route,
        "title": found.title,
        "heading": section.heading,
        "breadcrumb": found.breadcrumb,
        "file": found.file,
        "line": found.line,
        "kind": section.kind,
        "status": section.status,
        "score": found.score,
        "excerpt": found.excerpt,
        "marks": marks.collect::<Vec<_>>(),
    })
}

fn text(found: &SearchHit, colour: Colour) -> String {
    let section = &found.section;
    let mut excerpt = found.excerpt.clone();
    if colour == Colour::Always {
        for mark in found.marks.iter().rev() {
            excerpt.insert_str(mark.end, "\u{1b}[0m");
            excerpt.insert_str(mark.start, "\u{1b}[1m");
        }
    }
    let way: Vec<&str> = found
        .breadcrumb
        .iter()
        .map(String::as_str)
        .chain([&*section.heading])
        .collect();
    let facts: Vec<&str> = [&section.kind, &section.status]
        .into_iter()
        .flatten()
        .map(|fact| &**fact)
        .collect();
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!("  ({})", facts.join(", "))
    };
    let place = format!("{}:{}", found.file, found.line);
    let excerpt = if excerpt.is_empty() {
        String::new()
    } else {
        format!("  {excerpt}\n")
    };
    format!("{}{facts}\n  {place}\n{excerpt}\n", way.join(" › "))
}
