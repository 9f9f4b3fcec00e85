//! The tool `search`: the sections that answer a query.

use std::collections::BTreeSet;

use super::answer::{AnswerRow, DEFAULT_TOKENS, ToolAnswer};
use super::arguments::CallArguments;
use super::library::Library;
use super::lines::{one_line, quoted};
use super::named_pages::decoded;
use super::place::DocPlace;
use crate::fault::{Helpful, Trouble};
use crate::search::{IndexFault, SearchHit};

/// The sections of an answer, unless a call says otherwise, and the most.
const DEFAULT_LIMIT: usize = 8;
const MOST_LIMIT: usize = 50;

/// The last section of a query that is shown.
const LAST: usize = 1_000;

/// The headings of a title, from the last.
const HEADINGS: usize = 3;

impl Library {
    /// Answers a call.
    pub fn search(&self, arguments: &CallArguments<'_>) -> Result<ToolAnswer, Trouble> {
        let words = arguments.needed("query")?;
        // Filters come first: a quotation mark that is never closed would swallow them.
        let mut query = String::new();
        for filter in ["kind", "status"] {
            if let Some(value) = arguments.text(filter)? {
                query.push_str(&format!("{filter}:\"{}\" ", value.trim().replace('"', "")));
            }
        }
        query.push_str(&format!("{} ", words.trim()));
        let limit = arguments.number("limit", DEFAULT_LIMIT, MOST_LIMIT)?.max(1);
        let from = arguments.number("from", 0, LAST)?;
        let index = self.index()?;
        let many = (from + limit + 1).min(LAST);
        let hits = index.ask(&query, many).map_err(trouble)?;
        if hits.is_empty() {
            let proposals = index.proposals(&query).map_err(trouble)?;
            return Ok(self.nothing(&words, proposals));
        }
        let name = one_line(&self.catalogue.name);
        let mut answer = ToolAnswer::new(&format!("Sections of {name} that answer it:"));
        answer.say_quoted();
        let rows = hits.iter().enumerate();
        let rows: Vec<AnswerRow> = rows.map(|(at, hit)| self.row(at + 1, hit)).collect();
        answer.rows_at_most(rows, from, limit, DEFAULT_TOKENS);
        Ok(answer)
    }

    fn nothing(&self, query: &str, proposals: Vec<String>) -> ToolAnswer {
        let mut answer = ToolAnswer::new(&format!("Nothing is found for `{}`.", one_line(query)));
        answer.set("rows", Vec::<String>::new());
        if !proposals.is_empty() {
            answer
                .text
                .push_str(&format!("Try: {}\n", proposals.join("; ")));
            answer.set("try", proposals);
        }
        let mut kinds = BTreeSet::new();
        for page in &self.catalogue.pages {
            kinds.extend(page.kind.clone());
        }
        let kinds: Vec<String> = kinds.into_iter().collect();
        if !kinds.is_empty() {
            answer
                .text
                .push_str(&format!("Kinds: {}\n", kinds.join(", ")));
            answer.set("kinds", kinds);
        }
        answer
    }

    fn row(&self, number: usize, hit: &SearchHit) -> AnswerRow {
        let route = hit.route.split('#').next().unwrap_or_default();
        let page = self.paths.at_route(&decoded(route));
        let anchor = decoded(&hit.section.id);
        let place = DocPlace {
            page,
            anchor: Some(anchor).filter(|id| !id.is_empty()),
            artifact: page.and_then(|page| self.artifact_at(page, hit.line)),
        };
        let mut way: Vec<&str> = hit.breadcrumb.iter().map(String::as_str).collect();
        way.push(&hit.section.heading);
        let way = &way[way.len().saturating_sub(HEADINGS)..];
        let facts = self.facts(&place).titled(&way.join(" › "));
        let mut value = facts.value();
        let file = page.map_or(&hit.file, |page| &self.catalogue.pages[page].file);
        let line = format!("{}{file}:{}", self.catalogue.docs, hit.line);
        value.insert("file".to_owned(), line.into());
        let mut text = format!("{number}. {}\n", facts.line());
        if !hit.excerpt.is_empty() {
            text.push_str(&quoted(&hit.excerpt));
            value.insert("quoted".to_owned(), hit.excerpt.clone().into());
        }
        AnswerRow {
            heading: "",
            text,
            value,
        }
    }
}

fn trouble(fault: IndexFault) -> Trouble {
    fault.trouble()
}
