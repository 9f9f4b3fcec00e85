//! An OpenAPI description becomes pages: an overview, a page for each tag, pages of schemas.
//!
//! **Enters:** the [`Source`] of a description, and the [`Snippets`] that read the files it refers
//! to. **Leaves:** [`Page`]s, in reading order, and the findings about the description.
//! **Invariant:** pages are a function of the description and of the files in the docs folder that
//! it refers to. No address is fetched. A named schema is shown once, and everything else links to
//! it, so that circles of schemas end. Whatever cannot be read is a finding, and the rest is shown.
//!
//! The files are read as values with places ([`yaml`](crate::yaml), `documents`), not by typed
//! structures: those refuse a whole file for one odd schema, and keep no places (ADR 0040).
//! `description` finds the operations and the named schemas, `plan` divides them into pages, and
//! the other modules write parts of pages.

mod documents;
mod merge;
mod schema;
mod ids;
mod description;
mod named;
mod plan;
mod cleaning;
mod writer;
mod types;
mod notes;
mod variants;
mod parts;
mod fields;
mod sample;
mod content;
mod security;
mod parameters;
mod curl;
mod operation;
mod overview;
mod pages;
mod examples;
mod checks;
mod changes;

use std::ops::Range;

use crate::body::{DESCRIPTION_FIELD, FrontMatter, Include, IncludeBase, Page, Refusal};
use crate::diag::{Code, Diagnostic};
use crate::discover::Snippets;
use crate::parse::{self, Dialect};
use crate::source::Source;
use crate::yaml::DataNode;
use crate::yaml::Flaw;
use description::Description;
use documents::Documents;
use plan::{PagePaths, PagePlan, PageSubject};
use writer::{ApiContext, ApiWriter};

/// The pages of a description.
pub struct ApiPages {
    /// The pages, the overview first; none if the file is no description.
    pub pages: Vec<Page>,
    /// The findings about the description.
    pub findings: Vec<Diagnostic>,
}

/// Makes the pages of a description. Never fails: what cannot be read is a finding.
pub fn pages(source: &Source, snippets: &Snippets, dialect: &Dialect) -> ApiPages {
    let paths = PagePaths::of(source.file.path());
    described(source, None, &paths, snippets, dialect)
}

/// Makes the pages of the description that a page's front matter names. The page is their overview:
/// its text comes before the operations.
pub fn introduced(page: Page, snippets: &Snippets, dialect: &Dialect) -> ApiPages {
    let path = page.introduced_file();
    let found = path
        .as_ref()
        .map(|path| snippets.read(IncludeBase::Docs, path));
    let place = page.source().place(field_place(&page));
    let Some(Ok(source)) = &found else {
        let help = "name a file of the docs folder, starting at the folder of this page";
        let message = format!("`{DESCRIPTION_FIELD}` names no file that can be read");
        let includes = path.zip(found).map(|(path, found)| of_docs(path, found));
        return ApiPages {
            findings: vec![Diagnostic::new(Code::BadApi, place, message).help(help)],
            pages: vec![with_includes(page, includes)],
        };
    };
    let own = path.map(|path| of_docs(path, Ok(source.clone())));
    let paths = PagePaths::below(page.file.path());
    let kept = page.clone();
    let mut made = described(source, Some(page), &paths, snippets, dialect);
    if made.pages.is_empty() {
        made.pages.push(kept);
    }
    made.pages = made
        .pages
        .into_iter()
        .map(|page| with_includes(page, own.clone()))
        .collect();
    made
}

fn of_docs(path: String, found: Result<Source, Refusal>) -> Include {
    Include {
        base: IncludeBase::Docs,
        path,
        found,
    }
}

fn with_includes(mut page: Page, more: Option<Include>) -> Page {
    page.includes.extend(more);
    page
}

/// The byte range of the field in the page's file; of nothing if its key is written in another way.
fn field_place(page: &Page) -> Range<usize> {
    let text = &*page.source().text;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix(DESCRIPTION_FIELD).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with([':', '='])) {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

/// Makes the pages of a description, below the text of a page if there is one.
fn described(
    source: &Source,
    introduction: Option<Page>,
    paths: &PagePaths,
    snippets: &Snippets,
    dialect: &Dialect,
) -> ApiPages {
    let (documents, flaws) = Documents::read(source, snippets);
    let mut findings = flawed(source, documents.as_ref(), &flaws);
    let Some(documents) = &documents else {
        return ApiPages::none(findings);
    };
    if let Some(refused) = refused(documents) {
        findings.push(refused);
        return ApiPages::none(findings);
    }
    let description = Description::of(documents);
    findings.extend(checks::check(&description));
    let plan = PagePlan::of(&description, paths);
    let file = introduction
        .as_ref()
        .map_or(source.file.path(), |page| page.file.path());
    let context = ApiContext {
        description: &description,
        plan: &plan,
        dialect,
        file,
        source: source.file.path(),
    };
    let made = (0..plan.pages.len()).map(|number| match &introduction {
        Some(own) if number == 0 => overview_below(context, own),
        _ => page(context, number, source),
    });
    let (mut pages, found): (Vec<Page>, Vec<Vec<Diagnostic>>) = made.unzip();
    inherit(&mut pages);
    findings.extend(found.into_iter().flatten());
    ApiPages {
        pages,
        findings: checks::limited(findings),
    }
}

/// Gives all pages of a description the fields of the overview that say who sees it.
fn inherit(pages: &mut [Page]) {
    const INHERITED: [&str; 3] = ["draft", "hidden", "search"];
    let Some((first, others)) = pages.split_first_mut() else {
        return;
    };
    for (name, value) in &first.front.fields {
        if INHERITED.contains(&name.as_str()) {
            for page in &mut *others {
                page.front.fields.insert(name.clone(), value.clone());
            }
        }
    }
}

/// The findings about flaws in YAML. With a root, a flaw is about a part of a file.
fn flawed(source: &Source, documents: Option<&Documents>, flaws: &[Flaw]) -> Vec<Diagnostic> {
    let code = match documents {
        Some(_) => Code::ApiShape,
        None => Code::BadApi,
    };
    let finding = |flaw: &Flaw| {
        let source = documents.map_or(source, |documents| documents.source(flaw.at));
        Diagnostic::new(code, source.place(flaw.at.range()), &flaw.message).help(flaw.help)
    };
    flaws.iter().map(finding).collect()
}

impl ApiPages {
    /// No page, with the reasons.
    fn none(findings: Vec<Diagnostic>) -> Self {
        Self {
            pages: Vec::new(),
            findings,
        }
    }
}

/// Returns whether a description has operations that somebody may call.
pub fn has_operations(source: &Source, snippets: &Snippets) -> bool {
    let documents = Documents::read(source, snippets).0;
    documents.is_some_and(|documents| !Description::of(&documents).operations.is_empty())
}

/// The findings about a change of a description that breaks its callers, or may break some. Each
/// version is a file and the files around it. There are none if a version cannot be read.
pub fn breaking_changes(
    before: (&Source, &Snippets),
    after: (&Source, &Snippets),
) -> Vec<Diagnostic> {
    let read = |(source, snippets)| Documents::read(source, snippets).0;
    let (Some(before), Some(after)) = (read(before), read(after)) else {
        return Vec::new();
    };
    if refused(&before).or(refused(&after)).is_some() {
        return Vec::new();
    }
    changes::findings(&Description::of(&before), &Description::of(&after))
}

/// The finding about a description of another version or form.
fn refused(documents: &Documents) -> Option<Diagnostic> {
    let root = documents.root();
    let find = |node: &DataNode, message: String, help: &str| {
        let place = documents.place(node.span);
        Some(Diagnostic::new(Code::BadApi, place, message).help(help))
    };
    let Some(version) = root.get("openapi") else {
        let other = root.get("swagger").or_else(|| root.get("asyncapi"))?;
        let name = match root.get("swagger") {
            Some(_) => "Swagger",
            None => "AsyncAPI",
        };
        let message = format!("{name} {} is not read", other.scalar().unwrap_or_default());
        return find(
            other,
            message,
            "convert it to OpenAPI 3.1; until then it is copied as a file",
        );
    };
    let written = version.scalar().unwrap_or_default();
    let is_known = ["3.0", "3.1", "3.2"]
        .iter()
        .any(|known| written == *known || written.starts_with(&format!("{known}.")));
    if is_known {
        return None;
    }
    let message = format!("OpenAPI `{written}` is not a version that bf-docs reads");
    find(
        version,
        message,
        "write it for OpenAPI 3.0, 3.1 or 3.2, as in `openapi: 3.1.0`",
    )
}

/// Writes a page of the plan.
fn page(context: ApiContext<'_>, number: usize, source: &Source) -> (Page, Vec<Diagnostic>) {
    let mut writer = ApiWriter::new(context, number);
    pages::write_page(&mut writer);
    let (body, mut findings) = writer.finish();
    let (page, found) = parse::made_page(source, body, context.dialect);
    findings.extend(found);
    let planned = &context.plan.pages[number];
    let is_overview = matches!(planned.subject, PageSubject::Overview);
    let page = Page {
        path: planned.path.as_str().into(),
        number: number as u32,
        front: front(context.description, is_overview),
        includes: includes(context.description.documents),
        ..page
    };
    (page, findings)
}

/// Writes the overview below the text of the page that introduces it. Fields of the page's own
/// front matter win over those of the description.
fn overview_below(context: ApiContext<'_>, own: &Page) -> (Page, Vec<Diagnostic>) {
    let mut writer = ApiWriter::below(context, own);
    overview::write_facts(&mut writer);
    overview::write_below(&mut writer);
    let (body, mut findings) = writer.finish();
    let (page, found) = parse::made_page(own.source(), body, context.dialect);
    findings.extend(found);
    let mut front = front(context.description, true);
    front.fields.extend(own.front.fields.clone());
    if !own.has_title() {
        let title = context.description.title();
        front.fields.entry("title").or_insert_with(|| title.into());
    }
    let mut included = own.includes.clone();
    included.extend(includes(context.description.documents));
    let page = Page {
        path: context.plan.pages[0].path.as_str().into(),
        front,
        allows: own.allows.clone(),
        includes: included,
        ..page
    };
    (page, findings)
}

fn includes(documents: &Documents) -> Vec<Include> {
    documents.includes.clone()
}

/// The field of the overview of a description that has no operations: it may be a part of others.
pub const ONLY_COMPONENTS: &str = "only-components";

/// The fields of a page, as if they were front matter: on the overview, all extensions of the
/// description and of its `info` that are texts or lists of texts, without their `x-`.
fn front(description: &Description<'_>, is_overview: bool) -> FrontMatter {
    let mut fields = serde_json::Map::new();
    let root = description.root;
    let info = root.get("info");
    let own = [Some(root), info]
        .into_iter()
        .flatten()
        .flat_map(DataNode::entries);
    for entry in own.filter(|_| is_overview) {
        let name = entry.key.strip_prefix("x-");
        if let Some((name, value)) = name.zip(texts(&entry.node)) {
            fields.insert(name.to_owned(), value);
        }
    }
    fields.insert("kind".to_owned(), "API".into());
    if is_overview && description.operations.is_empty() {
        fields.insert(ONLY_COMPONENTS.to_owned(), "true".into());
    }
    FrontMatter { fields }
}

/// A scalar or a list of scalars as texts, as front matter has them.
fn texts(node: &DataNode) -> Option<serde_json::Value> {
    if let Some(text) = node.scalar() {
        return Some(text.into());
    }
    let items = node.items();
    let texts: Option<serde_json::Value> = items
        .iter()
        .map(|item| item.scalar().map(serde_json::Value::from))
        .collect();
    texts.filter(|_| !items.is_empty())
}
