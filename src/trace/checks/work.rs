//! Missing parts of stories and specifications.

use std::collections::BTreeMap;

use super::{Checks, name};
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic};
use crate::trace::model::{Edge, Relation, Status};
use crate::trace::recognise::{self, work_folder};
use crate::trace::sections;

/// The stories of a page that refine no specification.
struct Unspecified {
    /// The number of the first story's artifact.
    first: usize,
    count: usize,
}

impl Checks<'_> {
    /// Reports stories without acceptance criteria or without a specification.
    pub fn stories(&mut self) {
        let mut unspecified: BTreeMap<usize, Unspecified> = BTreeMap::new();
        for (at, story) in &self.register.stories {
            if story
                .criteria
                .is_none_or(|section| sections::text(section.events).is_empty())
            {
                let title = &story.artifact.title;
                let message = format!("the story `{title}` has no acceptance criteria");
                let help = "list them under a heading `Acceptance Criteria`";
                self.find(Code::MissingCriteria, *at, message, help);
            }
            if self.trace.out(*at, Relation::Refines).next().is_none() {
                let page = story.artifact.page.unwrap_or_default();
                let none = Unspecified {
                    first: *at,
                    count: 0,
                };
                unspecified.entry(page).or_insert(none).count += 1;
            }
        }
        for Unspecified { first, count } in unspecified.into_values() {
            let have = if count == 1 {
                "story has"
            } else {
                "stories have"
            };
            let message = format!("{count} {have} no specification");
            let help = "write `spec.md` in the same work folder";
            self.find(Code::MissingSpecification, first, message, help);
        }
    }

    /// Reports files of stories that have no story.
    pub fn story_files(&mut self) {
        for (at, page) in self.register.site.pages.iter().enumerate() {
            let is_story_file =
                work_folder(&page.path).is_some() && page.path.ends_with("/stories.md");
            let mut stories = self.register.stories.iter();
            if is_story_file && !stories.any(|(_, story)| story.artifact.page == Some(at)) {
                let message = "the file has no stories";
                let help = "a story is a heading with a heading `User Story` right below it";
                let place = page.page.text.place(0..0);
                self.found
                    .push(Diagnostic::new(Code::NoStories, place, message).help(help));
            }
        }
    }

    /// Reports specifications without a challenge, and active ones whose stories are all delivered.
    pub fn specifications(&mut self) {
        for at in self.trace.documents(DocKind::Specification) {
            if self.trace.out(at, Relation::Satisfies).next().is_none() {
                let message = "the specification has no challenge".to_owned();
                let help = "write `challenge.md` in the same work folder";
                self.find(Code::MissingChallenge, at, message, help);
            }
            let is_active = self.trace.artifacts[at].status == Some(Status::Active);
            if is_active && self.is_all_delivered(at) {
                let message = "all stories are delivered, and the work is still active".to_owned();
                let help = "move the folder to `archived`, or write the stories that are left";
                self.find(Code::DeliveredWorkActive, at, message, help);
            }
        }
    }

    /// Returns whether a specification has stories and all of them are delivered.
    fn is_all_delivered(&self, specification: usize) -> bool {
        let mut stories = self.trace.into(specification, Relation::Refines).peekable();
        stories.peek().is_some() && stories.all(|story| self.trace.is_delivered(story))
    }

    /// Reports decisions that are newer than the last revision of a specification that they bind.
    /// Both must be dated, and the work must not have ended.
    pub fn dates(&mut self) {
        let edges = self.trace.edges.iter();
        for edge in edges.filter(|edge| edge.relation == Relation::ConstrainedBy) {
            let decision = &self.trace.artifacts[edge.to];
            let Some(decided) = &decision.date else {
                continue;
            };
            let Some(revised) = self.revised(edge) else {
                continue;
            };
            if *decided > revised {
                let message = format!(
                    "{} of {decided} is newer than this specification of {revised}",
                    name(decision)
                );
                let place = edge.place.clone();
                let finding = Diagnostic::new(Code::StaleSpecification, place, message);
                self.found.push(finding.help(REVISE));
            }
        }
    }

    /// The day of a specification's last revision, if an accepted decision binds it.
    fn revised(&self, edge: &Edge) -> Option<String> {
        let specification = &self.trace.artifacts[edge.from];
        let is_bound = specification.is(DocKind::Specification)
            && specification.status != Some(Status::Archived)
            && self.trace.is_accepted(edge.to);
        if !is_bound {
            return None;
        }
        let page = self.page(specification)?;
        let updated = recognise::updated(&page.page);
        updated.max(specification.date.clone())
    }
}

const REVISE: &str = "bring the specification in line with it, then set `updated` in its front \
                      matter";
