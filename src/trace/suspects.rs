//! Suspect links: what a document rests on has changed since it was last edited.
//!
//! Compared are words, not dates of files: of the target its normative section
//! (Decision, Acceptance Criteria), of the source all it says. Formatting, front
//! matter and a folder's move change neither. What the author looked at since is
//! acknowledged in the source's front matter: `reviewed: 2026-11-21` for all its
//! links, `reviewed: [decision/0014 2026-11-21]` for one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use super::Trace;
use super::dates::is_day;
use super::front_matter::reviewed_entry;
use super::model::{Artifact, Edge, Status};
use super::sections;
use crate::content_map::Kind;
use crate::diag::{Code, Diagnostic};
use crate::discover::{History, Version};
use crate::parse::{Page, plain_text};
use crate::site::Site;

/// A suspect link.
pub struct Suspect {
    /// How many commits are as new as the change, or newer: 0 for one that is not committed.
    pub age: usize,
    /// What is told.
    pub finding: Diagnostic,
}

/// Versions of a file that are looked at; a change further back is no news.
const DEEPEST: usize = 50;

/// When something changed: how many commits are newer, 0 for what is not committed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    order: usize,
    date: String,
}

/// What is known of the past of parts of pages: it holds for as long as the history and what a page
/// says now are the same.
#[derive(Default)]
pub struct Past {
    history: Option<Arc<History>>,
    edits: Known<(Part, Compared), Option<Edit>>,
    same: Known<(Part, usize), bool>,
}

/// A page, and the heading of what is meant of it: empty for all.
type Part = (String, String);

/// What of a part is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Compared {
    /// Its normative section.
    Norm,
    /// All that it says.
    All,
}

/// Answers, each for what a page says now.
struct Known<Q, A> {
    before: HashMap<Q, (Arc<str>, A)>,
    /// Those that were asked for in this run.
    now: HashMap<Q, (Arc<str>, A)>,
}

impl<Q, A> Default for Known<Q, A> {
    fn default() -> Self {
        Self {
            before: HashMap::new(),
            now: HashMap::new(),
        }
    }
}

impl<Q: Hash + Eq + Clone, A: Clone> Known<Q, A> {
    /// Forgets what the last run did not ask for.
    fn next_run(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    fn get(&self, question: &Q, text: &Arc<str>) -> Option<&A> {
        let known = self.now.get(question).or_else(|| self.before.get(question));
        known
            .filter(|(then, _)| Arc::ptr_eq(then, text) || then == text)
            .map(|(_, answer)| answer)
    }

    fn put(&mut self, question: Q, text: Arc<str>, answer: A) {
        self.now.insert(question, (text, answer));
    }
}

/// Reads what git kept of a file as a page.
pub type ReadPast<'r> = &'r dyn Fn(&[u8]) -> Page;

/// Finds the suspect links; `None` where there may be some and the history is not known.
pub fn find(
    trace: &Trace,
    site: &Site,
    history: impl FnOnce() -> Arc<History>,
    past: ReadPast<'_>,
    memory: &mut Past,
) -> Option<Vec<Suspect>> {
    let edges: Vec<&Edge> = trace
        .edges
        .iter()
        .filter(|edge| is_bound(trace, edge))
        .collect();
    if edges.is_empty() {
        return Some(Vec::new());
    }
    let history = history();
    if !history.is_known() {
        return None;
    }
    if memory
        .history
        .as_ref()
        .is_none_or(|known| !Arc::ptr_eq(known, &history))
    {
        *memory = Past {
            history: Some(history.clone()),
            ..Past::default()
        };
    }
    memory.edits.next_run();
    memory.same.next_run();
    let (fetched, contents) = (HashSet::new(), HashMap::new());
    let mut reader = Reader {
        trace,
        site,
        history: &history,
        past,
        memory,
        fetched,
        contents,
    };
    reader.fetch_unknown(&edges);
    Some(
        edges
            .into_iter()
            .filter_map(|edge| reader.suspect(edge))
            .collect(),
    )
}

/// Whether the source has to follow what the target's normative section says.
fn is_bound(trace: &Trace, edge: &Edge) -> bool {
    let target = &trace.artifacts[edge.to];
    let source = &trace.artifacts[edge.from];
    let has_norms =
        target.is(Kind::Decision) || target.is(Kind::Story) || target.is(Kind::Specification);
    // What has ended is history.
    let is_ended = source.status == Some(Status::Archived) || trace.is_retired(edge.from);
    edge.relation.binds()
        && has_norms
        && !is_ended
        && source.page.is_some()
        && source.page != target.page
}

struct Reader<'r> {
    trace: &'r Trace,
    site: &'r Site,
    history: &'r History,
    past: ReadPast<'r>,
    memory: &'r mut Past,
    /// The pages whose versions are among the contents.
    fetched: HashSet<usize>,
    /// By the names that git has for them.
    contents: HashMap<String, Vec<u8>>,
}

impl Reader<'_> {
    /// Reads all versions that have to be looked at, with one git.
    fn fetch_unknown(&mut self, edges: &[&Edge]) {
        let asked = edges
            .iter()
            .flat_map(|edge| [(edge.from, Compared::All), (edge.to, Compared::Norm)]);
        let is_unknown = |(at, compared): &(usize, Compared)| {
            self.part(*at).is_some_and(|(part, text)| {
                self.memory.edits.get(&(part, *compared), text).is_none()
            })
        };
        let pages = asked
            .filter(is_unknown)
            .filter_map(|(at, _)| self.trace.artifacts[at].page)
            .collect();
        self.fetch(pages);
    }

    /// Reads all versions of pages, with one git.
    fn fetch(&mut self, mut pages: BTreeSet<usize>) {
        pages.retain(|page| self.fetched.insert(*page));
        if pages.is_empty() {
            return;
        }
        let versions = pages
            .iter()
            .flat_map(|page| self.versions(*page))
            .map(|version| version.blob.as_str());
        let blobs: BTreeSet<&str> = versions.collect();
        let contents = self.history.contents(&blobs);
        self.contents.extend(contents);
    }

    /// Which part of a page an artifact is, and the page's own text: as the past is read, without
    /// what it includes.
    fn part(&self, at: usize) -> Option<(Part, &Arc<str>)> {
        let artifact = &self.trace.artifacts[at];
        let page = &self.site.pages[artifact.page?];
        Some((
            (page.path.clone(), heading(artifact).to_owned()),
            &page.page.text.sources()[0].text,
        ))
    }

    fn versions(&self, page: usize) -> &[Version] {
        let change = self.history.of(&self.site.pages[page].path);
        change.map_or(&[], |change| {
            &change.versions[..change.versions.len().min(DEEPEST)]
        })
    }

    fn suspect(&mut self, edge: &Edge) -> Option<Suspect> {
        let changed = self.edit(edge.to, Compared::Norm)?;
        let edited = self.edit(edge.from, Compared::All)?;
        // In one commit, the author of one has seen the other; what was changed
        // and changed back says what the author saw.
        if changed.order >= edited.order || self.says_the_same(edge.to, edited.order) {
            return None;
        }
        let (source, target) = (
            &self.trace.artifacts[edge.from],
            &self.trace.artifacts[edge.to],
        );
        if self.is_reviewed(source, target, &changed) {
            return None;
        }
        let when = if changed.order == 0 {
            "now".to_owned()
        } else {
            format!("on {}", changed.date)
        };
        let message = format!("`{}` changed {when}, after this was last edited", target.id);
        let help = format!(
            "read it again; then edit this, or add `reviewed: {}` to the front matter",
            changed.date
        );
        let finding = Diagnostic::new(Code::SuspectLink, edge.place.clone(), message).help(help);
        Some(Suspect {
            age: changed.order,
            finding,
        })
    }

    /// Whether an artifact's normative section says what it said so many commits ago.
    fn says_the_same(&mut self, at: usize, order: usize) -> bool {
        let artifact = &self.trace.artifacts[at];
        let (Some(page), Some((part, text))) = (artifact.page, self.part(at)) else {
            return false;
        };
        let (question, text) = ((part, order), text.clone());
        let known = self.memory.same.get(&question, &text).copied();
        let is_same = known.unwrap_or_else(|| {
            self.fetch([page].into());
            let then = self
                .versions(page)
                .iter()
                .find(|version| version.order >= order);
            let now = normative(&(self.past)(text.as_bytes()), heading(artifact), None);
            let then = then.and_then(|version| self.contents.get(&version.blob));
            then.and_then(|bytes| normative(&(self.past)(bytes), heading(artifact), now.as_deref()))
                == now
        });
        self.memory.same.put(question, text, is_same);
        is_same
    }

    /// The newest change of an artifact. Nothing of a file that was never committed.
    fn edit(&mut self, at: usize, compared: Compared) -> Option<Edit> {
        let (part, text) = self.part(at)?;
        let (question, text) = ((part, compared), text.clone());
        let known = self.memory.edits.get(&question, &text).cloned();
        let edit = known.unwrap_or_else(|| self.newest_edit(at, &text, compared));
        self.memory.edits.put(question, text, edit.clone());
        edit
    }

    fn newest_edit(&mut self, at: usize, text: &str, compared: Compared) -> Option<Edit> {
        let says: Says = match compared {
            Compared::Norm => normative,
            Compared::All => whole,
        };
        let artifact = &self.trace.artifacts[at];
        let page = artifact.page?;
        self.fetch([page].into());
        let mut now = Some(says(
            &(self.past)(text.as_bytes()),
            heading(artifact),
            None,
        )?);
        let versions = self.versions(page);
        let mut newest = Edit {
            order: 0,
            date: versions.first()?.date.clone(),
        };
        for version in versions {
            let bytes = self.contents.get(&version.blob);
            let was = bytes
                .and_then(|bytes| says(&(self.past)(bytes), heading(artifact), now.as_deref()));
            if was != now {
                return Some(newest);
            }
            now = was;
            newest = Edit {
                order: version.order,
                date: version.date.clone(),
            };
        }
        Some(newest)
    }

    /// Whether the source's front matter says that the change was looked at.
    fn is_reviewed(&self, source: &Artifact, target: &Artifact, changed: &Edit) -> bool {
        let Some(page) = source.page else {
            return false;
        };
        self.site.pages[page]
            .page
            .front
            .list("reviewed")
            .iter()
            .any(|entry| {
                let (id, day) = reviewed_entry(entry);
                (id.is_empty() || id == target.id) && is_day(day) && day >= changed.date.as_str()
            })
    }
}

/// What of a page is compared: of the part under a heading, or of all. Should no
/// heading say that, a part that says what is known now was only renamed.
type Says = fn(&Page, &str, Option<&str>) -> Option<String>;

/// The heading of a part of a page; empty for a page as a whole.
fn heading(artifact: &Artifact) -> &str {
    if artifact.anchor.is_some() {
        &artifact.title
    } else {
        ""
    }
}

/// What a decision decides or a story is accepted by, in words.
fn normative(page: &Page, heading: &str, known: Option<&str>) -> Option<String> {
    let names = ["Decision", "Decision Outcome", "Acceptance Criteria"];
    let says = |from: usize| {
        let is_normative = |at: &usize| {
            names
                .iter()
                .any(|name| sections::is_named(&page.headings[*at], name))
        };
        let at = (from..end(page, heading, from)).find(is_normative)?;
        // A story's parts may stand above its own level: they end at the next heading.
        let section = if heading.is_empty() {
            sections::whole(page, at)
        } else {
            sections::own(page, at)
        };
        Some(words(&plain_text(section.events)))
    };
    match start(page, heading) {
        Some(from) => says(from),
        None => (0..page.headings.len())
            .filter_map(says)
            .find(|text| Some(text.as_str()) == known),
    }
}

/// All that a document says, or a story up to the next one.
fn whole(page: &Page, heading: &str, _known: Option<&str>) -> Option<String> {
    let from = start(page, heading)?;
    if heading.is_empty() {
        return Some(words(&plain_text(&page.events)));
    }
    let begin = page.headings[from].event;
    let end = page
        .headings
        .get(end(page, heading, from))
        .map_or(page.events.len(), |next| next.event);
    Some(words(&plain_text(&page.events[begin..end.max(begin)])))
}

/// The number of the heading that a part starts at; 0 for the page as a whole.
fn start(page: &Page, heading: &str) -> Option<usize> {
    if heading.is_empty() {
        return Some(0);
    }
    page.headings.iter().position(|known| known.text == heading)
}

/// The number of the heading behind a part: the next story's, or none.
fn end(page: &Page, heading: &str, from: usize) -> usize {
    let is_next = |at: &usize| sections::is_named(&page.headings[*at], "User Story");
    let next = (from + 2..page.headings.len())
        .find(is_next)
        .filter(|_| !heading.is_empty());
    next.map_or(page.headings.len(), |next| next - 1)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
