//! The tool `trace`: what governs an item, and what depends on it.

use serde_json::json;

use super::answer::{AnswerRow, ToolAnswer, object};
use super::arguments::CallArguments;
use super::library::Library;
use super::lines::one_line;
use super::place::DocPlace;
use crate::fault::Trouble;
use crate::trace::{ChainLink, Status};

/// The headings of an answer's rows.
const ABOVE: &str = "Follows from";
const BOUND: &str = "Bound by";
const RELATED: &str = "Related";
const CHAIN: &str = "Chain from its top";
const LINKED: &str = "Linked from";
const LINKS: &str = "Links to";

impl Library {
    /// Answers a call.
    pub fn trace(&self, arguments: &CallArguments<'_>) -> Result<ToolAnswer, Trouble> {
        let place = self.find(&arguments.needed("id")?)?;
        let from = arguments.number("from", 0, usize::MAX)?;
        let facts = self.facts(&place);
        let mut answer = ToolAnswer::new(&facts.line());
        answer.fields = facts.value();
        if let Some(file) = facts.file() {
            answer.text.push_str(&format!("File: {file}\n"));
        }
        let document = || {
            place
                .page
                .and_then(|page| self.catalogue.trace.document_of(page))
        };
        let rows = match place.artifact.or_else(document) {
            Some(at) => self.chain_rows(at),
            None => {
                let note = "this page is no governed document: these are the pages around it";
                answer.text.push_str(&format!("Note: {note}\n"));
                answer.set("note", note);
                self.link_rows(place.page)
            }
        };
        answer.rows(rows, from);
        Ok(answer)
    }

    /// The rows of an artifact.
    fn chain_rows(&self, at: usize) -> Vec<AnswerRow> {
        let trace = &self.catalogue.trace;
        let mut rows = Vec::new();
        let mut known = vec![at];
        let mut below = at;
        for above in trace.above(at) {
            let relation = trace.neighbours(below).find(|near| near.other == above);
            let relation = relation.map_or("", |near| near.relation());
            rows.push(self.artifact_row(ABOVE, relation, above));
            known.push(above);
            below = above;
        }
        for decision in trace.binding_decisions(at) {
            rows.push(self.artifact_row(BOUND, "", decision));
            known.push(decision);
        }
        for near in trace.neighbours(at) {
            if !known.contains(&near.other) {
                rows.push(self.artifact_row(RELATED, near.relation(), near.other));
            }
        }
        let chain = trace.chain(at);
        if chain.artifact != at {
            self.add_link(&mut rows, &chain, 0);
        }
        rows
    }

    /// Adds a part of the chain, and what is below it.
    fn add_link(&self, rows: &mut Vec<AnswerRow>, link: &ChainLink<'_>, depth: usize) {
        let artifact = &self.catalogue.trace.artifacts[link.artifact];
        let relation = link.via.map_or("", |(relation, ..)| relation);
        let status = artifact.status.map(Status::name);
        let title = one_line(&artifact.title);
        let value = json!({
            "group": CHAIN,
            "depth": depth,
            "relation": relation,
            "id": artifact.id,
            "status": status,
            "title": title,
        });
        let relation = named(relation);
        let state = status.map_or(String::new(), |status| format!(" ({status})"));
        let lead = "  ".repeat(depth);
        rows.push(AnswerRow {
            heading: CHAIN,
            text: format!("{lead}- {relation}`{}`{state} {title}\n", artifact.id),
            value: object(value),
        });
        for below in &link.below {
            self.add_link(rows, below, depth + 1);
        }
    }

    /// A row with the facts of an artifact.
    pub fn artifact_row(&self, heading: &'static str, relation: &str, at: usize) -> AnswerRow {
        self.row_of(heading, relation, &self.place_of(at))
    }

    /// A row with the facts of a page.
    pub fn page_row(&self, heading: &'static str, page: usize) -> AnswerRow {
        let place = DocPlace {
            page: Some(page),
            anchor: None,
            artifact: self.catalogue.trace.document_of(page),
        };
        self.row_of(heading, "", &place)
    }

    fn row_of(&self, heading: &'static str, relation: &str, place: &DocPlace) -> AnswerRow {
        let facts = self.facts(place);
        let mut value = object(json!({ "group": heading }));
        if !relation.is_empty() {
            value.insert("relation".to_owned(), relation.into());
        }
        value.extend(facts.value());
        AnswerRow {
            heading,
            text: format!("- {}{}\n", named(relation), facts.line()),
            value,
        }
    }

    /// The rows of a page that is no artifact.
    fn link_rows(&self, page: Option<usize>) -> Vec<AnswerRow> {
        let Some(page) = page else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for from in self.linking_to(page) {
            rows.push(self.page_row(LINKED, from));
        }
        for to in &self.catalogue.pages[page].links {
            rows.push(self.page_row(LINKS, *to));
        }
        rows
    }

    /// The pages that link to a page.
    pub fn linking_to(&self, page: usize) -> Vec<usize> {
        let mut linking = Vec::new();
        for (at, from) in self.catalogue.pages.iter().enumerate() {
            if from.links.contains(&page) {
                linking.push(at);
            }
        }
        linking
    }
}

/// A relation in words, for a line; nothing for none.
fn named(relation: &str) -> String {
    match relation {
        "" => String::new(),
        relation => format!("{}: ", relation.replace('-', " ")),
    }
}
