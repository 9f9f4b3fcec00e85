//! The pages of work by state, chains of challenges, and stories.

use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, choice, column};
use crate::render::view::{TableView, TraceBody};
use crate::trace::{ChainFacts, StoryFacts, WorkFacts};

impl Renderer<'_> {
    pub(super) fn chains(&self, from: &Ways) -> TraceBody {
        let chains = self.trace.chains();
        let rows = chains.iter().map(|chain| self.chain_row(chain, from));
        let columns = vec![
            column("Chain of"),
            choice("State"),
            column("Specifications"),
            column("Stories"),
            column("Decisions"),
            column("Release entries"),
        ];
        let table = TableView::new("chains", columns, "There are no challenges.").with(rows);
        TraceBody::of(table).led(
            "LinkBase each challenge to its specification, stories, decisions and release entries.",
        )
    }

    fn chain_row(&self, chain: &ChainFacts, from: &Ways) -> [Cell; 6] {
        let challenge = &self.trace.artifacts[chain.challenge];
        let title = self.artifact_view(chain.challenge, from).title;
        let route = &self.made.chains[&chain.challenge];
        [
            Cell::link(&title, &from.to(route.as_str())).head(),
            self.status(challenge.status),
            Cell::count(chain.specifications),
            Cell::count(chain.stories),
            Cell::count(chain.decisions).gap(false),
            Cell::count(chain.release_entries).gap(false),
        ]
    }

    pub(super) fn work(&self, from: &Ways) -> TraceBody {
        let work = self.trace.work();
        let rows = work.iter().map(|work| self.work_row(work, from));
        let columns = vec![
            column("Work"),
            choice("Kind"),
            choice("State"),
            column("Challenge or specification"),
            column("Stories delivered"),
            choice("Owner"),
        ];
        TraceBody::of(TableView::new("work", columns, "There is no work folder.").with(rows))
    }

    fn work_row(&self, work: &WorkFacts, from: &Ways) -> [Cell; 6] {
        let document = &self.trace.artifacts[work.document];
        let delivered = format!("{} of {}", work.delivered, work.stories.len());
        [
            self.artifact(work.document, from).head(),
            Cell::text(document.kind.title()),
            self.status(document.status),
            self.wanted(&work.counterparts, from),
            Cell::text(&delivered),
            Cell::text(document.owner.as_deref().unwrap_or_default()),
        ]
    }

    pub(super) fn stories(&self, from: &Ways) -> TraceBody {
        let stories = self.trace.stories();
        let rows = stories.iter().map(|story| self.story_row(story, from));
        let columns = vec![
            column("Story"),
            choice("State"),
            column("Tracker"),
            column("Specification"),
            column("Criteria"),
            column("Depends on"),
            column("Delivered in"),
        ];
        let table = TableView::new("stories", columns, "There are no stories.").with(rows);
        TraceBody::of(table).led("Each story is listed below those that it depends on.")
    }

    fn story_row(&self, story: &StoryFacts, from: &Ways) -> [Cell; 7] {
        [
            self.artifact(story.story, from).head(),
            self.status(self.trace.artifacts[story.story].status),
            self.artifacts(&story.trackers, from),
            self.wanted(&story.specifications, from),
            Cell::count(story.criteria),
            self.artifacts(&story.depends_on, from),
            self.artifacts(&story.release_entries, from),
        ]
    }
}
