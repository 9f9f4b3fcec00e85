//! The tool `impact`: what a change touches, and what depends on that.

use std::collections::BTreeSet;

use serde_json::json;

use super::answer::{AnswerRow, ToolAnswer, object};
use super::arguments::CallArguments;
use super::library::Library;
use super::lines::one_line;
use super::named_pages::NamedFile;
use super::place::DocPlace;
use crate::address::join;
use crate::fault::{Helpful, Trouble};
use crate::pipeline::{self, Impact};

/// The headings of an answer's rows.
const TOUCHED: &str = "Touched";
const DEPENDENTS: &str = "Depend on them";
const LINKING: &str = "Link to a changed page";
const SHOWING: &str = "Show or link to a changed file";
const GONE: &str = "Gone";
const APIS: &str = "Breaks callers";

/// The most paths that a remark names.
const NAMED: usize = 5;

/// The change that is asked about.
#[derive(Default)]
struct ChangedDocs {
    /// The artifacts, by number.
    touched: BTreeSet<usize>,
    /// The changed pages, by number.
    pages: BTreeSet<usize>,
    /// The pages that show or link to changed files of the repository.
    showing: BTreeSet<usize>,
    /// The paths that no page has to do with.
    strange: Vec<String>,
}

impl ChangedDocs {
    /// A remark on the paths that no page has to do with.
    fn note(&self) -> Option<String> {
        if self.strange.is_empty() {
            return None;
        }
        let mut names = Vec::new();
        for path in self.strange.iter().take(NAMED) {
            names.push(one_line(path));
        }
        let mut note = format!("no page has to do with {}", names.join(", "));
        let more = self.strange.len() - names.len();
        if more > 0 {
            note.push_str(&format!(" and {more} more"));
        }
        Some(note)
    }
}

impl Library {
    /// Answers a call.
    pub fn impact(&self, arguments: &CallArguments<'_>) -> Result<ToolAnswer, Trouble> {
        let paths = arguments.texts("paths")?;
        let from = arguments.number("from", 0, usize::MAX)?;
        let (changed, mut rest) = match arguments.text("base")? {
            None if paths.is_empty() => {
                return Err(Trouble::new("neither `paths` nor `base` is given")
                    .help("give the changed files, or the revision to compare with"));
            }
            None => (self.changed(&paths), Vec::new()),
            Some(base) => {
                let impact = self.since(&base)?;
                let mut changed = paths;
                for file in &impact.files {
                    changed.push(format!("{}{file}", self.catalogue.docs));
                }
                (self.changed_since(&impact, &changed), other_rows(&impact))
            }
        };
        let mut answer = ToolAnswer::new("A change of the docs, and what depends on it.");
        if let Some(note) = changed.note() {
            answer.text.push_str(&format!("Note: {note}\n"));
            answer.set("note", note);
        }
        let mut rows = self.impact_rows(&changed);
        rows.append(&mut rest);
        if rows.is_empty() {
            answer.text.push_str("Nothing in the docs depends on it.\n");
        }
        answer.rows(rows, from);
        Ok(answer)
    }

    fn since(&self, base: &str) -> Result<Impact, Trouble> {
        let edition = self.edition().ok_or_else(|| {
            Trouble::new("a built site has no revisions to compare with")
                .help("give `paths`; or serve the docs folder, without `--site`")
        })?;
        pipeline::impact(edition.project(), base).map_err(|fault| fault.trouble())
    }

    /// The change of some files.
    fn changed(&self, paths: &[String]) -> ChangedDocs {
        let mut changed = ChangedDocs::default();
        for path in paths {
            let name = path.trim();
            let path = NamedFile::of(name).path;
            let path = join("", path).unwrap_or_default();
            let mut pages = self.paths.in_repository(&self.catalogue, &path).to_vec();
            let mut showing = Vec::new();
            for (at, page) in self.catalogue.pages.iter().enumerate() {
                if page.sources.contains(&path) {
                    showing.push(at);
                }
            }
            if pages.is_empty() && showing.is_empty() {
                match self.named_item(name) {
                    Some(place) => {
                        changed.touched.extend(place.artifact);
                        pages.extend(place.page.filter(|_| place.artifact.is_none()));
                    }
                    None => changed.strange.push(name.to_owned()),
                }
            }
            for page in &pages {
                changed.touched.extend(self.catalogue.trace.on_page(*page));
            }
            changed.pages.extend(pages);
            changed.showing.extend(showing);
        }
        changed
    }

    /// The item that an id or an address names. A path of a file that is not in the docs is none.
    fn named_item(&self, name: &str) -> Option<DocPlace> {
        let is_file = !self.paths.in_docs(NamedFile::of(name).path).is_empty();
        self.find(name).ok().filter(|_| !is_file)
    }

    /// The change since a revision: parts of pages are touched by their own lines alone.
    fn changed_since(&self, impact: &Impact, paths: &[String]) -> ChangedDocs {
        let trace = &self.catalogue.trace;
        let mut touched = BTreeSet::new();
        for at in &impact.touched {
            let id = &impact.now.trace.artifacts[*at].id;
            touched.extend(trace.find(id));
        }
        ChangedDocs {
            touched,
            strange: Vec::new(),
            ..self.changed(paths)
        }
    }

    fn impact_rows(&self, changed: &ChangedDocs) -> Vec<AnswerRow> {
        let trace = &self.catalogue.trace;
        let touched: Vec<usize> = changed.touched.iter().copied().collect();
        let mut rows = Vec::new();
        for at in &touched {
            rows.push(self.artifact_row(TOUCHED, "", *at));
        }
        for page in &changed.pages {
            if trace.document_of(*page).is_none() {
                rows.push(self.page_row(TOUCHED, *page));
            }
        }
        for (at, steps) in trace.dependents(&touched) {
            let mut row = self.artifact_row(DEPENDENTS, "", at);
            row.text = format!("{}{}", "  ".repeat(steps - 1), row.text);
            row.value.insert("steps".to_owned(), steps.into());
            rows.push(row);
        }
        let mut linking = BTreeSet::new();
        for page in &changed.pages {
            linking.extend(self.linking_to(*page));
        }
        for page in linking.difference(&changed.pages) {
            rows.push(self.page_row(LINKING, *page));
        }
        for page in changed.showing.difference(&changed.pages) {
            rows.push(self.page_row(SHOWING, *page));
        }
        rows
    }
}

/// The rows of what is gone, and of APIs that break their callers.
fn other_rows(impact: &Impact) -> Vec<AnswerRow> {
    let mut rows = Vec::new();
    for (id, dependents) in &impact.gone {
        let text = match dependents.join("`, `") {
            dependents if dependents.is_empty() => format!("- `{id}`\n"),
            dependents => format!("- `{id}`: `{dependents}` depended on it\n"),
        };
        rows.push(plain_row(GONE, "id", id, text));
    }
    for finding in &impact.broken_apis {
        let message = one_line(&finding.message);
        rows.push(plain_row(
            APIS,
            "message",
            &message,
            format!("- {message}\n"),
        ));
    }
    rows
}

fn plain_row(heading: &'static str, name: &str, value: &str, text: String) -> AnswerRow {
    let fields = json!({ "group": heading, name: value });
    AnswerRow {
        heading,
        text,
        value: object(fields),
    }
}
