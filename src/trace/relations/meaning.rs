//! The relation that a link states, by its ends and its place.

use std::ops::Range;

use crate::body::{Heading, around};
use crate::content_map::DocKind;
use crate::trace::model::{Relation, StatedRelation};
use crate::trace::register::{DocumentFacts, Register};
use crate::trace::sections;
use crate::trace::statements::Statement;
use crate::trace::succession;

/// A mention that says no more.
const REFERENCES: StatedRelation = StatedRelation::forward(Relation::References);

/// The headings of sections that list dependencies and reasons.
const DEPENDENCIES: [&str; 2] = ["Dependencies", "Depends on"];
const CONTEXT: [&str; 2] = ["Context", "Context and Problem Statement"];

/// A link from one artifact to another.
pub struct LinkedStatement<'s> {
    /// The number of its page.
    pub page: usize,
    /// The artifact that contains it.
    pub from: usize,
    /// The artifact that it leads to.
    pub to: usize,
    pub text: &'s str,
    /// Its index in the page's links.
    pub link: u32,
    pub statement: &'s Statement,
}

impl LinkedStatement<'_> {
    /// The relation that the link states, and its direction.
    pub fn meaning(&self, register: &Register<'_>) -> StatedRelation {
        let is_decision = |at: usize| register.artifacts[at].is(DocKind::Decision);
        if is_decision(self.from)
            && is_decision(self.to)
            && let Some(said) = register.stated(self.from)
            && let Some(stated) = self.between_decisions(register, said)
        {
            return stated;
        }
        StatedRelation::forward(self.by_kinds(register))
    }

    /// The relation between two decisions, if the link is more than a plain one.
    fn between_decisions(
        &self,
        register: &Register<'_>,
        said: &DocumentFacts,
    ) -> Option<StatedRelation> {
        let page = &register.site.pages[self.page].page;
        let link = &page.links[self.link as usize].range;
        let before = self.statement.before.as_str();
        if let Some(relation) = self.said_here(said, link) {
            return Some(relation);
        }
        let is_status = said.fields.is_status(link)
            || self.is_under(register, &["Status"])
            || self.line_says_status();
        if is_status {
            // The words apply only within their sentence.
            let sentence = before.rsplit(". ").next();
            let stated = succession::said_in(sentence.unwrap_or_default());
            // In the link's text, only the first words count.
            let stated = stated.or_else(|| succession::opens(self.text));
            return Some(stated.unwrap_or(REFERENCES));
        }
        // Words in the middle of a text change nothing about the other decision, but the link is no
        // constraint either.
        let is_told = succession::ends(before) || succession::opens(self.text).is_some();
        is_told.then_some(REFERENCES)
    }

    /// The relation that the link's field, line or own text states.
    fn said_here(&self, said: &DocumentFacts, link: &Range<usize>) -> Option<StatedRelation> {
        let line = self.line();
        let of_field = said.fields.relation_at(link);
        let of_line = of_field.or_else(|| succession::of_line(line));
        if of_line.is_some() || !line.trim().is_empty() {
            return of_line;
        }
        // The link's text may state the relation: `- [Superseded by 5](...)`.
        let of_link = succession::opens(self.text)?;
        of_link.is_inverse.then_some(of_link)
    }

    /// The relation that follows from the kinds of both ends and the section.
    fn by_kinds(&self, register: &Register<'_>) -> Relation {
        let from = |kind: DocKind| register.artifacts[self.from].is(kind);
        let to = |kind: DocKind| register.artifacts[self.to].is(kind);
        let is_from_plan = from(DocKind::Story) || from(DocKind::Specification);
        let is_to_plan = to(DocKind::Story) || to(DocKind::Specification);
        let is_planned = is_from_plan && is_to_plan;
        let is_reason = to(DocKind::Challenge) || to(DocKind::Specification);
        if is_planned && self.is_under(register, &DEPENDENCIES) {
            Relation::DependsOn
        } else if from(DocKind::Decision) && is_reason && self.is_under(register, &CONTEXT) {
            Relation::MotivatedBy
        } else if to(DocKind::Decision) {
            Relation::ConstrainedBy
        } else if from(DocKind::SystemDesign) && to(DocKind::Specification) {
            Relation::Realises
        } else if from(DocKind::Runbook) && to(DocKind::Service) {
            Relation::Operates
        } else {
            Relation::References
        }
    }

    /// Returns whether the link is in a section with one of these names.
    fn is_under(&self, register: &Register<'_>, names: &[&str]) -> bool {
        let Some(at) = self.statement.heading else {
            return false;
        };
        let headings = &register.site.pages[self.page].page.headings;
        let has_name = |heading: &Heading| {
            let mut names = names.iter();
            names.any(|name| sections::is_named(heading, name))
        };
        // Levels of headings mean nothing in a page of stories.
        if register.artifacts[self.from].is(DocKind::Story) {
            return has_name(&headings[at]);
        }
        around(headings, at).any(has_name)
    }

    /// Returns whether the link's line states a status. MADR has such a list item above all
    /// sections.
    fn line_says_status(&self) -> bool {
        let start = self.line().trim_start().get(..6);
        start.is_some_and(|start| start.eq_ignore_ascii_case("status"))
    }

    /// The text before the link in its line.
    fn line(&self) -> &str {
        let before = self.statement.before.as_str();
        before.rsplit('\n').next().unwrap_or_default()
    }
}
