//! Relations between artifacts, each with how it was inferred and where it is stated.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fields::plain;
use super::model::{ArtifactKind, Edge, How, Relation};
use super::register::Register;
use super::sections;
use super::statements::{self, Memory, Named, Statement};
use super::trackers::Trackers;
use super::{front_matter, recognise, succession};
use crate::content_map::Kind;
use crate::diag::{Code, Diagnostic};
use crate::parse::{Heading, around};
use crate::site::Target;

/// The newer decision, the older one, and the file that says so.
pub type Supersessions = HashSet<(usize, usize, Arc<str>)>;

/// What was inferred, and what was wrong in what documents state.
pub struct Inferred {
    /// The relations; of several between the same two, the one stated first.
    pub edges: Vec<Edge>,
    /// Every statement that a decision supersedes another.
    pub supersessions: Supersessions,
    /// Relations that lead nowhere or to more than one.
    pub findings: Vec<Diagnostic>,
}

/// Infers all relations.
pub fn infer(register: &Register<'_>, trackers: &Trackers, memory: &mut Memory) -> Inferred {
    let mut inference = Inference {
        register,
        trackers,
        edges: Vec::new(),
        findings: Vec::new(),
    };
    inference.folders();
    for page in 0..register.site.pages.len() {
        front_matter::read(&mut inference, page);
    }
    inference.stories();
    inference.entries();
    inference.tracked();
    let stated = memory.read(&register.site.pages, trackers);
    for (page, stated) in stated.iter().enumerate() {
        inference.statements(page, stated);
    }
    let Inference {
        edges, findings, ..
    } = inference;
    let supersedes = edges
        .iter()
        .filter(|edge| edge.relation == Relation::Supersedes);
    let supersessions = supersedes
        .map(|edge| (edge.from, edge.to, edge.place.path.clone()))
        .collect();
    Inferred {
        edges: unique(edges),
        supersessions,
        findings,
    }
}

/// Relations being collected.
pub struct Inference<'r, 's> {
    /// Who is who.
    pub register: &'r Register<'s>,
    trackers: &'r Trackers,
    /// What was inferred so far.
    pub edges: Vec<Edge>,
    /// What was wrong so far.
    pub findings: Vec<Diagnostic>,
}

impl Inference<'_, '_> {
    /// Artifacts of one work folder.
    fn folders(&mut self) {
        let challenges = self.register.in_work_folders(Kind::Challenge);
        let specifications = self.register.in_work_folders(Kind::Specification);
        for (slug, &specification) in &specifications {
            if let Some(&challenge) = challenges.get(slug) {
                self.by_folder(Relation::Satisfies, specification, challenge);
            }
        }
        for (at, story) in &self.register.stories {
            let path = story
                .artifact
                .page
                .map_or("", |page| &self.register.site.pages[page].path);
            let folder = recognise::work_folder(path);
            if let Some(&specification) = folder.and_then(|folder| specifications.get(folder.slug))
            {
                self.by_folder(Relation::Refines, *at, specification);
            }
        }
    }

    fn by_folder(&mut self, relation: Relation, from: usize, to: usize) {
        let place = self.register.artifacts[from].place.clone();
        self.edges.push(Edge {
            relation,
            from,
            to,
            how: How::Folder,
            place,
        });
    }

    /// Titles that are written out under "Dependencies".
    fn stories(&mut self) {
        let register = self.register;
        for (at, story) in &register.stories {
            let Some(section) = story.dependencies else {
                continue;
            };
            let page = story.artifact.page.unwrap_or_default();
            for item in sections::items(section.events) {
                // A link says more than its text.
                if sections::links(item.events).next().is_some() {
                    continue;
                }
                let named = register.titled(&item.text, page);
                let place = register.site.pages[page].page.text.place(item.at.span());
                match named.as_slice() {
                    [] => {}
                    [one] => self.push(Relation::DependsOn, *at, *one, How::Title, place),
                    several => {
                        let message = format!(
                            "{} stories are titled `{}`",
                            several.len(),
                            item.text.trim()
                        );
                        let help = "link to the one that is meant";
                        self.findings.push(
                            Diagnostic::new(Code::AmbiguousRelation, place, message).help(help),
                        );
                    }
                }
            }
        }
    }

    /// What entries deliver, and the flags that gate them.
    fn entries(&mut self) {
        let register = self.register;
        for (at, _, noted) in &register.entries {
            let place = noted.artifact.place.clone();
            for id in &noted.artifact.trackers {
                if let Some(story) = register.tracked_as(id) {
                    self.push(Relation::Delivers, *at, story, How::Tracker, place.clone());
                }
            }
            if let Some((name, _)) = &noted.flag {
                for flag in register.with_id(&format!("feature-flag/{name}")) {
                    self.push(Relation::GatedBy, *at, *flag, How::Heading, place.clone());
                }
            }
        }
    }

    fn tracked(&mut self) {
        let register = self.register;
        for (at, artifact) in register.artifacts.iter().enumerate() {
            // An entry delivers what its id tracks.
            if artifact.kind == ArtifactKind::ReleaseEntry {
                continue;
            }
            for id in &artifact.trackers {
                let place = register.place_of_item(artifact, id, self.trackers);
                for item in register.with_id(&format!("tracker-item/{id}")) {
                    self.push(Relation::TrackedBy, at, *item, How::Tracker, place.clone());
                }
            }
        }
    }

    fn statements(&mut self, page: usize, stated: &[Statement]) {
        let register = self.register;
        for statement in stated {
            let Some(from) = register.speaker(page, statement.heading, statement.at) else {
                continue;
            };
            match &statement.names {
                Named::Link(text, link) => {
                    let target = register.site.pages[page].targets.get(*link as usize);
                    let Some(Target::Page(to, tail)) = target else {
                        continue;
                    };
                    if let Some(to) = register.linked(*to, tail.id().as_deref()) {
                        self.link(page, from, to, statement);
                        self.citation(to, text, statement);
                    }
                }
                Named::Decision(number) => self.mention(page, from, number, statement),
                // What tracks it is no mention of another.
                Named::Item(id) if register.artifacts[from].trackers.contains(id) => {}
                Named::Item(id) => {
                    if let Some(to) = register.tracked_as(id) {
                        self.push(
                            Relation::References,
                            from,
                            to,
                            How::Tracker,
                            statement.place.clone(),
                        );
                    }
                }
            }
        }
    }

    fn link(&mut self, page: usize, from: usize, to: usize, statement: &Statement) {
        let (relation, is_inverse) = self.meaning(page, from, to, statement);
        let (from, to) = if is_inverse { (to, from) } else { (from, to) };
        self.push(relation, from, to, How::Link, statement.place.clone());
    }

    /// What a link says, by what it joins and where it stands.
    fn meaning(
        &self,
        page: usize,
        from: usize,
        to: usize,
        statement: &Statement,
    ) -> (Relation, bool) {
        let is = |at: usize, kind: Kind| self.register.artifacts[at].is(kind);
        let is_planned = |at: usize| is(at, Kind::Story) || is(at, Kind::Specification);
        let section = |names: &[&str]| {
            let headings = &self.register.site.pages[page].page.headings;
            let named =
                |heading: &Heading| names.iter().any(|name| sections::is_named(heading, name));
            // Levels say nothing in a page of stories.
            let is_flat = is(from, Kind::Story);
            statement.heading.is_some_and(|at| match is_flat {
                true => named(&headings[at]),
                false => around(headings, at).any(named),
            })
        };
        // MADR writes its status as a list item above all sections.
        let says_status = || {
            let line = statement.before.rsplit('\n').next().unwrap_or_default();
            line.trim_start()
                .get(..6)
                .is_some_and(|start| start.eq_ignore_ascii_case("status"))
        };
        let is_between_decisions = is(from, Kind::Decision) && is(to, Kind::Decision);
        if let Some(said) = self.register.said(from).filter(|_| is_between_decisions) {
            let Named::Link(text, link) = &statement.names else {
                return (Relation::References, false);
            };
            let link = &self.register.site.pages[page].page.links[*link as usize].range;
            let before = statement.before.as_str();
            let line = before.rsplit('\n').next().unwrap_or_default();
            // `- [Superseded by 5](...)` says it in the link.
            let of_link = || {
                succession::opens(text)
                    .filter(|(_, is_inverse)| *is_inverse && line.trim().is_empty())
            };
            let said_here = said
                .fields
                .relation_at(link)
                .or_else(|| succession::of_line(line))
                .or_else(of_link);
            if let Some(relation) = said_here {
                return relation;
            }
            if said.fields.is_status(link) || section(&["Status"]) || says_status() {
                // The words reach to the end of their sentence.
                let said = succession::said_in(before.rsplit(". ").next().unwrap_or_default());
                // A title's own words say nothing: only what it begins with.
                return said
                    .or_else(|| succession::opens(text))
                    .unwrap_or((Relation::References, false));
            }
            // In the middle of a text nobody decides on another decision; but it is no constraint
            // either.
            if succession::ends(before) || succession::opens(text).is_some() {
                return (Relation::References, false);
            }
        }
        let relation =
            if section(&["Dependencies", "Depends on"]) && is_planned(from) && is_planned(to) {
                Relation::DependsOn
            } else if is(from, Kind::Decision)
                && section(&["Context", "Context and Problem Statement"])
                && (is(to, Kind::Challenge) || is(to, Kind::Specification))
            {
                Relation::MotivatedBy
            } else if is(to, Kind::Decision) {
                Relation::ConstrainedBy
            } else if is(from, Kind::SystemDesign) && is(to, Kind::Specification) {
                Relation::Realises
            } else if is(from, Kind::Runbook) && is(to, Kind::Service) {
                Relation::Operates
            } else {
                Relation::References
            };
        (relation, false)
    }

    fn mention(&mut self, page: usize, from: usize, number: &str, statement: &Statement) {
        // A decision's title names itself, whoever else has the number.
        if self.register.artifacts[from].decision_number() == number.parse().ok() {
            return;
        }
        let (code, message, help) = match self.register.mentioned(number, page).as_slice() {
            [one] => {
                return self.push(
                    Relation::References,
                    from,
                    *one,
                    How::Mention,
                    statement.place.clone(),
                );
            }
            [] if !self.register.has_decisions() => return,
            [] => {
                let help = "correct the number; a decision kept elsewhere is better linked to";
                (
                    Code::DanglingRelation,
                    format!("there is no decision {number}"),
                    help,
                )
            }
            several => {
                let message = format!("{} decisions have the number {number}", several.len());
                (
                    Code::AmbiguousRelation,
                    message,
                    "link to the one that is meant",
                )
            }
        };
        self.findings
            .push(Diagnostic::new(code, statement.place.clone(), message).help(help));
    }

    /// A link's text says `ADR 0014 - Title`: both have to be those of the decision it leads to.
    fn citation(&mut self, to: usize, text: &str, statement: &Statement) {
        let decision = &self.register.artifacts[to];
        let (Some(number), Some((cited, rest))) = (decision.decision_number(), cited(text)) else {
            return;
        };
        let title = plain_title(&decision.title);
        let written = plain_title(rest);
        // `ADR 0001, section Context` cites no title.
        let is_title = rest.trim_start().starts_with(['-', '–', '—', ':', '(']);
        let is_whole = text.trim().eq_ignore_ascii_case(decision.title.trim());
        let begins = title.starts_with(&written) || written.starts_with(&title);
        let agrees = !is_title || written.is_empty() || begins || is_whole;
        let message = if cited.parse() != Ok(number) {
            format!("the text says {cited}, the link leads to decision {number:04}")
        } else if !agrees {
            format!("decision {cited} is titled `{}`", decision.title)
        } else {
            return;
        };
        let help = "correct the text, or the link";
        self.findings.push(
            Diagnostic::new(Code::CitationMismatch, statement.place.clone(), message).help(help),
        );
    }

    /// Takes a relation down; nothing is related to itself.
    pub fn push(
        &mut self,
        relation: Relation,
        from: usize,
        to: usize,
        how: How,
        place: crate::source::Place,
    ) {
        if from != to {
            self.edges.push(Edge {
                relation,
                from,
                to,
                how,
                place,
            });
        }
    }
}

/// The number that a link's text cites, and the title behind it: `ADR 0014 - Title`,
/// `decision 14`, `0014 - Title`, `0014`. A number such as 2020 alone may be anything.
fn cited(text: &str) -> Option<(String, &str)> {
    const WORD: &str = "decision ";
    if let Some(rest) = text
        .get(WORD.len()..)
        .filter(|_| text[..WORD.len()].eq_ignore_ascii_case(WORD))
    {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (digits > 0).then(|| (rest[..digits].to_owned(), &rest[digits..]));
    }
    if let Some((at, length, number)) = statements::decisions(text).into_iter().next() {
        return Some((number, &text[at + length..]));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let is_title = rest.trim_start().starts_with(['-', '–', '—', ':']) || rest.is_empty();
    (digits == 4 && number.starts_with('0') && is_title).then(|| (number.to_owned(), rest))
}

/// A decision's title without its number and signs, in lower case.
fn plain_title(title: &str) -> String {
    let rest = title
        .trim_start_matches("ADR")
        .trim_start_matches(|c: char| !c.is_alphabetic());
    plain(rest)
}

/// Drops repeats, and plain references where a stronger relation is known.
fn unique(edges: Vec<Edge>) -> Vec<Edge> {
    let mut strongest: HashMap<(usize, usize), Relation> = HashMap::new();
    for edge in &edges {
        let known = strongest
            .entry((edge.from, edge.to))
            .or_insert(edge.relation);
        *known = (*known).min(edge.relation);
    }
    let mut seen = HashSet::new();
    let is_kept = |edge: &Edge| {
        edge.relation != Relation::References
            || strongest[&(edge.from, edge.to)] == Relation::References
    };
    let mut kept: Vec<Edge> = edges
        .into_iter()
        .filter(is_kept)
        .filter(|edge| seen.insert((edge.from, edge.to, edge.relation)))
        .collect();
    kept.sort_by_key(|edge| (edge.from, edge.relation, edge.to));
    kept
}
