//! What a link says, by what it joins and where it stands.

use std::ops::Range;

use crate::body::{Heading, around};
use crate::content_map::Kind;
use crate::trace::model::Relation;
use crate::trace::register::{DocumentFacts, Register};
use crate::trace::sections;
use crate::trace::statements::Statement;
use crate::trace::succession::{self, Said};

/// One names the other, and says no more.
const REFERENCES: Said = (Relation::References, false);

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
    pub fn meaning(&self, register: &Register<'_>) -> Said {
        let is = |at: usize, kind: Kind| register.artifacts[at].is(kind);
        let is_between_decisions = is(self.from, Kind::Decision) && is(self.to, Kind::Decision);
        register
            .said(self.from)
            .filter(|_| is_between_decisions)
            .and_then(|said| self.between_decisions(register, said))
            .unwrap_or_else(|| (self.by_kinds(register), false))
    }

    /// What a decision's link to another decision says, if it is no plain link.
    fn between_decisions(&self, register: &Register<'_>, said: &DocumentFacts) -> Option<Said> {
        let link = &register.site.pages[self.page].page.links[self.link as usize].range;
        let before = self.statement.before.as_str();
        if let Some(relation) = self.said_here(said, link) {
            return Some(relation);
        }
        let is_status = said.fields.is_status(link)
            || self.is_under(register, &["Status"])
            || self.line_says_status();
        if is_status {
            // The words reach to the end of their sentence.
            let said = succession::said_in(before.rsplit(". ").next().unwrap_or_default());
            // A title's own words say nothing: only what it begins with.
            let said = said.or_else(|| succession::opens(self.text));
            return Some(said.unwrap_or(REFERENCES));
        }
        // Words in the middle of a text decide nothing on the other decision; but they are no
        // constraint either.
        let is_told = succession::ends(before) || succession::opens(self.text).is_some();
        is_told.then_some(REFERENCES)
    }

    /// The relation that the link's field, its line or its own text says.
    fn said_here(&self, said: &DocumentFacts, link: &Range<usize>) -> Option<Said> {
        let line = self.line();
        // `- [Superseded by 5](...)` says it in the link.
        let of_link = || {
            succession::opens(self.text)
                .filter(|(_, is_inverse)| *is_inverse && line.trim().is_empty())
        };
        said.fields
            .relation_at(link)
            .or_else(|| succession::of_line(line))
            .or_else(of_link)
    }

    /// The relation that follows from the kinds of both ends and the section.
    fn by_kinds(&self, register: &Register<'_>) -> Relation {
        let from = |kind: Kind| register.artifacts[self.from].is(kind);
        let to = |kind: Kind| register.artifacts[self.to].is(kind);
        let is_planned = (from(Kind::Story) || from(Kind::Specification))
            && (to(Kind::Story) || to(Kind::Specification));
        let is_reason = to(Kind::Challenge) || to(Kind::Specification);
        if is_planned && self.is_under(register, &["Dependencies", "Depends on"]) {
            Relation::DependsOn
        } else if from(Kind::Decision)
            && is_reason
            && self.is_under(register, &["Context", "Context and Problem Statement"])
        {
            Relation::MotivatedBy
        } else if to(Kind::Decision) {
            Relation::ConstrainedBy
        } else if from(Kind::SystemDesign) && to(Kind::Specification) {
            Relation::Realises
        } else if from(Kind::Runbook) && to(Kind::Service) {
            Relation::Operates
        } else {
            Relation::References
        }
    }

    /// Whether the link stands in a section of such a name.
    fn is_under(&self, register: &Register<'_>, names: &[&str]) -> bool {
        let headings = &register.site.pages[self.page].page.headings;
        let is_named =
            |heading: &Heading| names.iter().any(|name| sections::is_named(heading, name));
        // Levels say nothing in a page of stories.
        let is_flat = register.artifacts[self.from].is(Kind::Story);
        self.statement.heading.is_some_and(|at| match is_flat {
            true => is_named(&headings[at]),
            false => around(headings, at).any(is_named),
        })
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
