//! What a link says, by what it joins and where it stands.

use std::ops::Range;

use crate::body::{Heading, around};
use crate::content_map::DocKind;
use crate::trace::model::{Relation, StatedRelation};
use crate::trace::register::{DocumentFacts, Register};
use crate::trace::sections;
use crate::trace::statements::Statement;
use crate::trace::succession;

/// One names the other, and says no more.
const REFERENCES: StatedRelation = StatedRelation::forward(Relation::References);

/// What sections are called that name what comes first, and reasons.
const DEPENDENCIES: [&str; 2] = ["Dependencies", "Depends on"];
const CONTEXT: [&str; 2] = ["Context", "Context and Problem Statement"];

/// A link that leads from one artifact to another.
pub struct LinkedStatement<'s> {
    /// The page it stands on, by number.
    pub page: usize,
    /// The artifact that says it.
    pub from: usize,
    /// The artifact that it leads to.
    pub to: usize,
    pub text: &'s str,
    /// Its number in the page's links.
    pub link: u32,
    pub statement: &'s Statement,
}

impl LinkedStatement<'_> {
    /// The relation that the link states, and whether it is said of the other end.
    pub fn meaning(&self, register: &Register<'_>) -> StatedRelation {
        let is_decision = |at: usize| register.artifacts[at].is(DocKind::Decision);
        if is_decision(self.from)
            && is_decision(self.to)
            && let Some(said) = register.said(self.from)
            && let Some(stated) = self.between_decisions(register, said)
        {
            return stated;
        }
        StatedRelation::forward(self.by_kinds(register))
    }

    /// What a decision's link to another decision says, if it is no plain link.
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
            // The words reach to the end of their sentence.
            let sentence = before.rsplit(". ").next();
            let stated = succession::said_in(sentence.unwrap_or_default());
            // A title's own words say nothing: only what it begins with.
            let stated = stated.or_else(|| succession::opens(self.text));
            return Some(stated.unwrap_or(REFERENCES));
        }
        // StatusWords in the middle of a text decide nothing on the other decision; but they are no
        // constraint either.
        let is_told = succession::ends(before) || succession::opens(self.text).is_some();
        is_told.then_some(REFERENCES)
    }

    /// The relation that the link's field, its line or its own text says.
    fn said_here(&self, said: &DocumentFacts, link: &Range<usize>) -> Option<StatedRelation> {
        let line = self.line();
        let of_field = said.fields.relation_at(link);
        let of_line = of_field.or_else(|| succession::of_line(line));
        if of_line.is_some() || !line.trim().is_empty() {
            return of_line;
        }
        // `- [Superseded by 5](...)` says it in the link.
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

    /// Whether the link stands in a section of such a name.
    fn is_under(&self, register: &Register<'_>, names: &[&str]) -> bool {
        let Some(at) = self.statement.heading else {
            return false;
        };
        let headings = &register.site.pages[self.page].page.headings;
        let has_name = |heading: &Heading| {
            let mut names = names.iter();
            names.any(|name| sections::is_named(heading, name))
        };
        // Levels say nothing in a page of stories.
        if register.artifacts[self.from].is(DocKind::Story) {
            return has_name(&headings[at]);
        }
        around(headings, at).any(has_name)
    }

    /// MADR writes its status as a list item above all sections.
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
