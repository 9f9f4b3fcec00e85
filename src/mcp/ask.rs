//! The tool `ask`: passages that answer a question, or a refusal.

use serde_json::json;

use super::answer::{AnswerRow, DEFAULT_TOKENS, ToolAnswer, object};
use super::arguments::CallArguments;
use super::library::Library;
use super::lines::{one_line, quoted};
use super::named_pages::decoded;
use super::place::DocPlace;
use crate::answer::{AnswerRelation, Answerer, Passage};
use crate::fault::{Helpful, Trouble};

/// The headings of the rows of an answer.
const PASSAGES: &str = "Passages";
const RELATIONS: &str = "Relations";
const NEAREST: &str = "Nearest";

impl Library {
    /// Answers a call.
    pub fn ask(&self, arguments: &CallArguments<'_>) -> Result<ToolAnswer, Trouble> {
        let question = arguments.needed("question")?;
        let from = arguments.number("from", 0, usize::MAX)?;
        let answerer = Answerer {
            catalogue: &self.catalogue,
            index: self.index()?,
        };
        let found = answerer.ask(&question).map_err(|fault| fault.trouble())?;
        let mut answer = ToolAnswer::new(match found.refused {
            true => "The docs do not answer this. Do not answer it from memory.",
            false => "The docs say:",
        });
        answer.set("refused", found.refused);
        if let Some(state) = found.state {
            answer.text.push_str(&format!("State: {}\n", state.name()));
            answer.set("state", state.name());
        }
        answer.say_quoted();
        let mut rows = Vec::new();
        rows.extend(
            found
                .passages
                .iter()
                .map(|passage| self.passage_row(passage)),
        );
        rows.extend(
            found
                .relations
                .iter()
                .map(|relation| self.relation_row(relation)),
        );
        rows.extend(found.nearest.iter().map(|near| {
            let facts = self.facts(&self.routed(&near.route));
            let facts = facts.titled(&near.heading.join(" › "));
            let mut value = object(json!({ "group": NEAREST }));
            value.extend(facts.value());
            AnswerRow {
                heading: NEAREST,
                text: format!("- {}\n", facts.line()),
                value,
            }
        }));
        let many = rows.len();
        answer.rows_at_most(rows, from, many, DEFAULT_TOKENS);
        Ok(answer)
    }

    fn passage_row(&self, passage: &Passage) -> AnswerRow {
        let place = self.routed(&passage.route);
        let page = place.page;
        let artifact = page.and_then(|page| self.artifact_at(page, passage.line));
        let facts = self.facts(&DocPlace { artifact, ..place });
        let facts = facts.titled(&passage.heading.join(" › "));
        let said = match passage.lead.as_str() {
            "" => passage.text.clone(),
            lead => format!("{lead}\n{}", passage.text),
        };
        let said = said.replace('\t', " | ");
        let mut value = object(json!({ "group": PASSAGES, "quoted": said }));
        value.extend(facts.value());
        let Passage { file, line, .. } = passage;
        let file = format!("{}{file}:{line}", self.catalogue.docs);
        value.insert("file".to_owned(), file.into());
        AnswerRow {
            heading: PASSAGES,
            text: format!("- {}\n{}", facts.line(), quoted(&said)),
            value,
        }
    }

    /// The place of an address from the site's root.
    fn routed(&self, route: &str) -> DocPlace {
        let (route, anchor) = match route.split_once('#') {
            Some((route, anchor)) => (route, Some(decoded(anchor))),
            None => (route, None),
        };
        DocPlace {
            page: self.paths.at_route(&decoded(route)),
            anchor,
            artifact: None,
        }
    }

    fn relation_row(&self, relation: &AnswerRelation) -> AnswerRow {
        let id = relation.id.as_deref();
        let known = id.and_then(|id| self.catalogue.trace.find(id));
        let mut row = match known {
            Some(at) => self.artifact_row(RELATIONS, relation.relation, at),
            None => AnswerRow {
                heading: RELATIONS,
                text: format!("- {}: {}\n", relation.relation, one_line(&relation.title)),
                value: object(json!({ "group": RELATIONS, "title": relation.title })),
            },
        };
        row.value
            .insert("relation".to_owned(), relation.relation.into());
        if let Some(audience) = &relation.audience {
            row.value
                .insert("audience".to_owned(), audience.clone().into());
        }
        row
    }
}
