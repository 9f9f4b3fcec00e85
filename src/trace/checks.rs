//! Where the chain is broken.

use std::collections::{BTreeMap, HashSet};

use super::Trace;
use super::dates;
use super::front_matter;
use super::model::{Artifact, ArtifactKind, Relation, Status};
use super::numbered::{is_decision_folder, is_index, is_template_or_list};
use super::recognise::{self, misspelt_kind, work_folder};
use super::register::{Register, folder_of};
use super::relations::Supersessions;
use super::releases::AUDIENCES;
use super::sections;
use crate::content_map::Kind;
use crate::diag::{Code, Diagnostic};
use crate::site::{SitePage, Target};

/// All that is wrong with artifacts and between them.
/// `supersessions` is who says of whom that it supersedes whom, and in which file.
pub fn check(
    register: &Register<'_>,
    trace: &Trace,
    supersessions: &Supersessions,
) -> Vec<Diagnostic> {
    let mut checks = Checks {
        register,
        trace,
        supersessions,
        found: Vec::new(),
    };
    checks.kinds();
    checks.impossible_days();
    checks.identities();
    checks.titles();
    checks.gaps();
    checks.decisions();
    checks.supersessions();
    checks.cycles();
    checks.stories();
    checks.specifications();
    checks.dates();
    checks.releases();
    checks.audiences();
    checks.found
}

struct Checks<'c> {
    register: &'c Register<'c>,
    trace: &'c Trace,
    supersessions: &'c Supersessions,
    found: Vec<Diagnostic>,
}

impl Checks<'_> {
    fn find(&mut self, code: Code, at: usize, message: String, help: &str) {
        let place = self.trace.artifacts[at].place.clone();
        self.found
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// Two decisions of one number, two stories of one tracker item, two artifacts of one id.
    fn identities(&mut self) {
        let mut claims: BTreeMap<(Code, String), Vec<usize>> = BTreeMap::new();
        for (at, artifact) in self.trace.artifacts.iter().enumerate() {
            match artifact.decision_number() {
                Some(_) => claims
                    .entry((Code::DuplicateDecision, self.number_of(artifact)))
                    .or_default()
                    .push(at),
                None if artifact.is(Kind::Story) && !artifact.trackers.is_empty() => {
                    for id in &artifact.trackers {
                        claims
                            .entry((Code::DuplicateTracker, id.clone()))
                            .or_default()
                            .push(at);
                    }
                }
                None => claims
                    .entry((Code::DuplicateArtifact, artifact.id.clone()))
                    .or_default()
                    .push(at),
            }
        }
        for ((code, name), claimants) in claims {
            let Some((first, others)) = claimants
                .split_first()
                .filter(|(_, others)| !others.is_empty())
            else {
                continue;
            };
            let first = &self.trace.artifacts[*first].place;
            let place = format!("`{}:{}`", first.path, first.line);
            for at in others {
                let (message, help) = match code {
                    Code::DuplicateDecision => {
                        let number = name.rsplit('/').next().unwrap_or(&name);
                        let message = format!("decision {number} is there already: {place}");
                        (message, "give one of the two the next free number")
                    }
                    Code::DuplicateTracker => (
                        format!("{name} tracks another story already: {place}"),
                        "an item tracks one story: correct one of the two",
                    ),
                    _ => (
                        format!("`{name}` is there already: {place}"),
                        "rename one of the two, or give it an `id` in its front matter",
                    ),
                };
                self.find(code, *at, message, help);
            }
        }
    }

    /// A decision's number, with its series where that has a name: what no other decision may have;
    /// of a tree with several series, no other one of its folder.
    fn number_of(&self, artifact: &Artifact) -> String {
        let path = artifact
            .page
            .map_or("", |page| &self.register.site.pages[page].path);
        let folder = if self.register.has_series {
            folder_of(path)
        } else {
            ""
        };
        let numbered = artifact.numbered.as_ref();
        let number = numbered.map_or_else(String::new, |numbered| match numbered.series.as_str() {
            "" => format!("{:04}", numbered.number),
            series => format!("{}-{:04}", series.to_uppercase(), numbered.number),
        });
        format!("{folder}/{number}")
    }

    /// Stories of one work folder that a dependency cannot tell apart.
    fn titles(&mut self) {
        let mut claims: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for (at, story) in &self.register.stories {
            let artifact = &self.trace.artifacts[*at];
            let path = artifact
                .page
                .map_or("", |page| &self.register.site.pages[page].path);
            let folder = work_folder(path).map_or(path, |folder| folder.slug);
            let first = *claims
                .entry((folder, story.artifact.title.to_lowercase()))
                .or_insert(*at);
            let known = &self.trace.artifacts[first];
            // Two of one id are told of as such.
            if first != *at && known.id != artifact.id {
                let place = format!("`{}:{}`", known.place.path, known.place.line);
                let message = format!("the story `{}` is there already: {place}", artifact.title);
                let help =
                    "give one of the two another title: dependencies name stories by their titles";
                self.find(Code::DuplicateArtifact, *at, message, help);
            }
        }
    }

    /// Numbers that no decision of a folder has between two that are there.
    fn gaps(&mut self) {
        let mut numbers: BTreeMap<(&str, &str), BTreeMap<u64, usize>> = BTreeMap::new();
        for at in self.trace.documents(Kind::Decision) {
            let artifact = &self.trace.artifacts[at];
            let path = artifact
                .page
                .map_or("", |page| &self.register.site.pages[page].path);
            if let Some(numbered) = &artifact.numbered {
                let folder = folder_of(path);
                numbers
                    .entry((folder, &numbered.series))
                    .or_default()
                    .insert(numbered.number, at);
            }
        }
        for decisions in numbers.into_values() {
            for ((before, _), (number, at)) in decisions.iter().zip(decisions.iter().skip(1)) {
                let (first, last) = (before + 1, number - 1);
                let missing = match last.checked_sub(first) {
                    None => continue,
                    Some(0) => format!("decision {first:04} is"),
                    Some(_) => format!("decisions {first:04} to {last:04} are"),
                };
                let message = format!("{missing} missing before this one");
                let help = "numbers are given once and in order: bring the decision back, as rejected if it was given up, or allow the gap";
                self.find(Code::DecisionGap, *at, message, help);
            }
        }
    }

    /// Release notes whose items stand under no audience.
    fn releases(&mut self) {
        for at in self.trace.documents(Kind::Release) {
            let Some(page) = self.trace.artifacts[at].page else {
                continue;
            };
            let has_entries = self
                .register
                .entries
                .iter()
                .any(|(_, release, _)| *release == at);
            let items = sections::items(&self.register.site.pages[page].page.events).len();
            if !has_entries && items > 0 {
                let message = "no item of these notes is an entry".to_owned();
                let help = "put the items under a heading `Public`, `Beta` or `Internal`";
                self.find(Code::NoEntries, at, message, help);
            }
        }
    }

    fn kinds(&mut self) {
        for page in &self.register.site.pages {
            let Some(written) = page.page.front.text("kind") else {
                continue;
            };
            if let Some(kind) = misspelt_kind(&written) {
                let place = front_matter::place(page, "kind", &written);
                let message = format!("there is no kind `{written}`");
                let help = format!("did you mean `{kind}`? until then its place says what it is");
                self.found
                    .push(Diagnostic::new(Code::UnknownKind, place, message).help(help));
            }
        }
    }

    /// The pages that can cite a decision: all but decisions, lists of them and templates.
    fn others(&self) -> impl Iterator<Item = &SitePage> {
        let is_decision = |at: usize| self.trace.artifacts[at].is(Kind::Decision);
        let pages = self
            .register
            .site
            .pages
            .iter()
            .zip(&self.register.documents);
        let others = pages.filter(move |(page, document)| {
            let folder = page.path.rsplit('/').nth(1).unwrap_or_default();
            // A list of all decisions cites none of them.
            let is_list = is_index(&page.path) && is_decision_folder(folder)
                || is_template_or_list(&page.path);
            !is_list && !document.is_some_and(is_decision)
        });
        others.map(|(page, _)| page)
    }

    /// The decisions that pages which are no decisions lead to.
    fn linked_decisions(&self) -> HashSet<usize> {
        let documents = &self.register.documents;
        let is_decision = |at: &usize| self.trace.artifacts[*at].is(Kind::Decision);
        let targets = self
            .others()
            .flat_map(|page| page.targets.iter())
            .filter_map(|target| match target {
                Target::Page(to, _) => documents[*to].filter(is_decision),
                _ => None,
            });
        targets.collect()
    }

    fn decisions(&mut self) {
        let linked = self.linked_decisions();
        let can_cite = self.others().next().is_some();
        for at in self.trace.documents(Kind::Decision) {
            if self.trace.artifacts[at].status == Some(Status::Unknown) {
                self.unknown_status(at);
            }
            let cites = |neighbour: super::Neighbour<'_>| {
                neighbour.direction == super::Direction::In
                    && !self.trace.artifacts[neighbour.other].is(Kind::Decision)
            };
            let is_cited = linked.contains(&at) || self.trace.neighbours(at).any(cites);
            if self.trace.is_accepted(at) && !is_cited && can_cite {
                let help = "link to it from what it constrains";
                self.find(
                    Code::UncitedDecision,
                    at,
                    "nothing outside the decisions cites this one".to_owned(),
                    help,
                );
            }
        }
    }

    /// A decision that says no state, or in words that are not known.
    fn unknown_status(&mut self, at: usize) {
        const WAS: &str = "the decision's status is not known";
        let artifact = &self.trace.artifacts[at];
        let page = artifact.page.map(|page| &self.register.site.pages[page]);
        let unread = self
            .register
            .said(at)
            .and_then(|said| said.stated.as_ref()?.unread.as_ref());
        let (Some(page), Some(unread)) = (page, unread) else {
            let help = "say proposed, accepted, rejected, deprecated or superseded, in front matter or first in its Status section";
            return self.find(Code::UnknownStatus, at, WAS.to_owned(), help);
        };
        let place = match front_matter::key_of(page, "status") {
            Some(key) => {
                front_matter::place(page, key, &page.page.front.text(key).unwrap_or_default())
            }
            None => page.page.text.place(unread.range.clone()),
        };
        let help = "say proposed, accepted, rejected, deprecated or superseded; words of your own go to `status` of `[artifact.decision]` in the content map";
        let found = Diagnostic::new(Code::UnknownStatus, place, unread.message.clone()).help(help);
        self.found.push(found.formerly_at(&artifact.place, WAS));
    }

    /// Days that are in no calendar.
    fn impossible_days(&mut self) {
        for (at, artifact) in self.trace.artifacts.iter().enumerate() {
            let Some(said) = self.register.said(at) else {
                continue;
            };
            let Some(page) = artifact.page.map(|page| &self.register.site.pages[page]) else {
                continue;
            };
            let of_front = front_matter::key_of(page, "date").and_then(|key| {
                let written = page.page.front.text(key)?;
                dates::first(&written).filter(dates::Day::is_impossible)?;
                Some((front_matter::place(page, key, &written), written))
            });
            let of_text = || {
                said.fields
                    .impossible_day(&page.page)
                    .map(|(written, place)| (place, written))
            };
            if let Some((place, written)) = of_front.or_else(of_text) {
                let message = format!("no calendar has the day `{written}`");
                let help = "correct it; until then the document is not dated by it";
                self.found
                    .push(Diagnostic::new(Code::ImpossibleDate, place, message).help(help));
            }
        }
    }

    fn supersessions(&mut self) {
        let edges = self
            .trace
            .edges
            .iter()
            .filter(|edge| edge.relation == Relation::Supersedes);
        for edge in edges {
            let (newer, older) = (
                &self.trace.artifacts[edge.from],
                &self.trace.artifacts[edge.to],
            );
            let says = |artifact: &Artifact| {
                self.supersessions
                    .contains(&(edge.from, edge.to, artifact.place.path.clone()))
            };
            if !says(older) && older.status != Some(Status::Superseded) {
                let message = format!("{} supersedes this one, which does not say so", name(newer));
                let help = format!(
                    "write `Superseded by` and a link to {} in its Status section",
                    file(newer, self.register)
                );
                self.find(Code::OneSidedSupersession, edge.to, message, &help);
            }
            if !says(newer) {
                let message = format!(
                    "{} says that this one supersedes it, which does not say so",
                    name(older)
                );
                let help = format!(
                    "write `Supersedes` and a link to {} in its Status section",
                    file(older, self.register)
                );
                self.find(Code::OneSidedSupersession, edge.from, message, &help);
            }
            if newer.status == Some(Status::Proposed) {
                let message = format!("a proposed decision supersedes {}", name(older));
                self.find(
                    Code::SupersedingProposal,
                    edge.from,
                    message,
                    "accept it, or leave the older one in force until then",
                );
            }
        }
        self.retired_targets();
    }

    /// What is bound to a decision that holds no more.
    fn retired_targets(&mut self) {
        for edge in &self.trace.edges {
            let from = &self.trace.artifacts[edge.from];
            let is_decision = self.trace.artifacts[edge.to].is(Kind::Decision);
            let is_ended =
                from.status == Some(Status::Archived) || self.trace.is_retired(edge.from);
            let is_citation = matches!(
                edge.relation,
                Relation::ConstrainedBy | Relation::References
            );
            // Its successor has to speak of it.
            let is_successor = self.trace.succeeds(edge.from, edge.to);
            // Why it was preferred to one that was turned down is a decision's to tell.
            let is_comparison = from.is(Kind::Decision)
                && self.trace.artifacts[edge.to].status == Some(Status::Rejected);
            // What was released is history.
            let is_ended =
                is_ended || from.is(Kind::Release) || from.kind == ArtifactKind::ReleaseEntry;
            if !is_decision
                || !is_citation
                || is_ended
                || is_successor
                || is_comparison
                || !self.trace.is_retired(edge.to)
            {
                continue;
            }
            let decision = &self.trace.artifacts[edge.to];
            let status = decision.status.unwrap_or(Status::Superseded);
            let help = match self.trace.live_successor(edge.to) {
                Some(live) => format!(
                    "cite {}, which holds in its place",
                    name(&self.trace.artifacts[live])
                ),
                None => "cite a decision that holds, or say why this one is meant".to_owned(),
            };
            let message = format!("{} is {}", name(decision), status.name());
            self.found
                .push(Diagnostic::new(Code::RetiredTarget, edge.place.clone(), message).help(help));
        }
    }

    fn cycles(&mut self) {
        let of = [
            (Relation::DependsOn, Code::DependencyCycle),
            (Relation::Supersedes, Code::SupersessionCycle),
        ];
        for (relation, code) in of {
            for cycle in self.trace.cycles(relation) {
                let first = cycle[0];
                let names: Vec<&str> = cycle
                    .iter()
                    .chain([&first])
                    .map(|at| self.trace.artifacts[*at].title.as_str())
                    .collect();
                let message = format!(
                    "{} itself: {}",
                    relation.name().replace('-', " "),
                    names.join(" → ")
                );
                self.find(code, first, message, "take out one of these relations");
            }
        }
    }

    fn stories(&mut self) {
        let mut without: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, story) in &self.register.stories {
            if story.criteria.is_none_or(|section| section.is_empty()) {
                let message = format!(
                    "the story `{}` has no acceptance criteria",
                    story.artifact.title
                );
                self.find(
                    Code::MissingCriteria,
                    *at,
                    message,
                    "list them under a heading `Acceptance Criteria`",
                );
            }
            if self.trace.out(*at, Relation::Refines).next().is_none() {
                let page = story.artifact.page.unwrap_or_default();
                without.entry(page).or_insert((*at, 0)).1 += 1;
            }
        }
        for (first, count) in without.into_values() {
            let message = format!(
                "{count} {} no specification",
                if count == 1 {
                    "story has"
                } else {
                    "stories have"
                }
            );
            self.find(
                Code::MissingSpecification,
                first,
                message,
                "write `spec.md` in the same work folder",
            );
        }
        for (page, site_page) in self.register.site.pages.iter().enumerate() {
            let is_story_file =
                work_folder(&site_page.path).is_some() && site_page.path.ends_with("/stories.md");
            if is_story_file
                && !self
                    .register
                    .stories
                    .iter()
                    .any(|(_, story)| story.artifact.page == Some(page))
            {
                let message = "the file has no stories";
                let help = "a story is a heading with a heading `User Story` right below it";
                let place = site_page.page.text.place(0..0);
                self.found
                    .push(Diagnostic::new(Code::NoStories, place, message).help(help));
            }
        }
    }

    fn specifications(&mut self) {
        for at in self.trace.documents(Kind::Specification) {
            if self.trace.out(at, Relation::Satisfies).next().is_none() {
                let message = "the specification has no challenge".to_owned();
                self.find(
                    Code::MissingChallenge,
                    at,
                    message,
                    "write `challenge.md` in the same work folder",
                );
            }
            let stories: Vec<usize> = self.trace.into(at, Relation::Refines).collect();
            let is_active = self.trace.artifacts[at].status == Some(Status::Active);
            if is_active
                && !stories.is_empty()
                && stories.iter().all(|story| self.trace.is_delivered(*story))
            {
                let message = "all stories are delivered, and the work is still active".to_owned();
                self.find(
                    Code::DeliveredWorkActive,
                    at,
                    message,
                    "move the folder to `archived`, or write the stories that are left",
                );
            }
        }
    }

    /// A decision that was accepted after the specification it binds was last
    /// revised. Only where both are dated, and only for work that has not ended.
    fn dates(&mut self) {
        for edge in self
            .trace
            .edges
            .iter()
            .filter(|edge| edge.relation == Relation::ConstrainedBy)
        {
            let (specification, decision) = (
                &self.trace.artifacts[edge.from],
                &self.trace.artifacts[edge.to],
            );
            let is_bound = specification.is(Kind::Specification)
                && specification.status != Some(Status::Archived);
            let Some(page) = specification
                .page
                .filter(|_| is_bound && self.trace.is_accepted(edge.to))
            else {
                continue;
            };
            let updated = recognise::updated(&self.register.site.pages[page].page);
            let revised = updated.as_ref().max(specification.date.as_ref());
            let (Some(revised), Some(decided)) = (revised, &decision.date) else {
                continue;
            };
            if decided > revised {
                let message = format!(
                    "{} of {decided} is newer than this specification of {revised}",
                    name(decision)
                );
                let help = "bring the specification in line with it, then set `updated` in its front matter";
                self.found.push(
                    Diagnostic::new(Code::StaleSpecification, edge.place.clone(), message)
                        .help(help),
                );
            }
        }
    }

    /// An item that is Internal or behind a flag, and Public at once.
    fn audiences(&mut self) {
        let is_public = |artifact: &Artifact| {
            artifact
                .entry
                .as_ref()
                .is_some_and(|entry| entry.audience == AUDIENCES[0])
        };
        for story in self.trace.documents(Kind::Story) {
            let entries: Vec<usize> = self.trace.into(story, Relation::Delivers).collect();
            let hidden = entries.iter().copied().find(|entry| {
                let artifact = &self.trace.artifacts[*entry];
                let is_internal = artifact
                    .entry
                    .as_ref()
                    .is_some_and(|entry| entry.audience == AUDIENCES[2]);
                is_internal || self.trace.out(*entry, Relation::GatedBy).next().is_some()
            });
            let Some(hidden) = hidden else { continue };
            for entry in entries
                .iter()
                .filter(|entry| is_public(&self.trace.artifacts[**entry]))
            {
                let place = &self.trace.artifacts[hidden].place;
                let message = format!(
                    "the story is Internal or behind a flag at `{}:{}`",
                    place.path, place.line
                );
                self.find(
                    Code::AudienceLeak,
                    *entry,
                    message,
                    "take the entry out of Public, or the other one out of Internal",
                );
            }
        }
    }
}

/// How a message calls an artifact.
fn name(artifact: &Artifact) -> String {
    match (artifact.kind, artifact.decision_number()) {
        (ArtifactKind::Document(Kind::Decision), Some(number)) => format!("decision {number:04}"),
        _ => format!("`{}`", artifact.title),
    }
}

/// The name of the file that an artifact is in.
fn file(artifact: &Artifact, register: &Register<'_>) -> String {
    let path = artifact
        .page
        .map_or("", |page| &register.site.pages[page].path);
    format!("`{}`", path.rsplit('/').next().unwrap_or(path))
}
