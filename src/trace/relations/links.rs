//! Relations that a page's text states: links, and bare mentions of decisions and tracker items.

use super::inference::Inference;
use super::meaning::LinkedStatement;
use crate::diag::Code;
use crate::site::LinkDestination;
use crate::trace::model::{How, Relation};
use crate::trace::statements::{NamedTarget, Statement};

impl Inference<'_, '_> {
    /// Adds the relations that a page's statements express.
    pub fn statements(&mut self, page: usize, statements: &[Statement]) {
        let register = self.register;
        for statement in statements {
            let speaker = register.speaker(page, statement.heading, statement.at);
            let Some(from) = speaker else {
                continue;
            };
            match &statement.names {
                NamedTarget::Link(text, link) => {
                    let target = register.site.pages[page].targets.get(*link as usize);
                    let Some(LinkDestination::Page(to, tail)) = target else {
                        continue;
                    };
                    if let Some(to) = register.linked(*to, tail.id().as_deref()) {
                        self.link(LinkedStatement {
                            page,
                            from,
                            to,
                            text,
                            link: *link,
                            statement,
                        });
                    }
                }
                NamedTarget::Decision(number) => self.mention(page, from, number, statement),
                NamedTarget::Item(id) => self.item(from, id, statement),
            }
        }
    }

    fn link(&mut self, link: LinkedStatement<'_>) {
        let stated = link.meaning(self.register);
        let (from, to) = if stated.is_inverse {
            (link.to, link.from)
        } else {
            (link.from, link.to)
        };
        let place = &link.statement.place;
        self.push(stated.relation, from, to, How::Link, place.clone());
        self.citation(link.to, link.text, place);
    }

    fn item(&mut self, from: usize, id: &String, statement: &Statement) {
        // An artifact's own tracker item is no mention of another artifact.
        if self.register.artifacts[from].trackers.contains(id) {
            return;
        }
        if let Some(to) = self.register.tracked_as(id) {
            let place = statement.place.clone();
            self.push(Relation::References, from, to, How::Tracker, place);
        }
    }

    fn mention(&mut self, page: usize, from: usize, number: &str, statement: &Statement) {
        // A decision's own number names itself, even if another decision has the same one.
        if self.register.artifacts[from].decision_number() == number.parse().ok() {
            return;
        }
        let place = statement.place.clone();
        match self.register.mentioned(number, page).as_slice() {
            [one] => self.push(Relation::References, from, *one, How::Mention, place),
            [] if !self.register.has_decisions() => {}
            [] => {
                let message = format!("there is no decision {number}");
                let help = "correct the number; a decision kept elsewhere is better linked to";
                self.find(Code::DanglingRelation, place, message, help);
            }
            several => {
                let message = format!("{} decisions have the number {number}", several.len());
                let help = "link to the one that is meant";
                self.find(Code::AmbiguousRelation, place, message, help);
            }
        }
    }
}
