//! The panel with the findings in an open page.

use std::path::Path;

use serde::Serialize;

use crate::address::encode;
use crate::diag::{Diagnostic, Severity};
use crate::studio::ShownSite;

/// The largest number of shown findings of other pages.
const MOST: usize = 100;

/// The panel of a page.
#[derive(Serialize)]
pub struct Panel<'s> {
    /// The reason why the newest change is not shown.
    fault: Option<String>,
    errors: usize,
    warnings: usize,
    /// The findings of the open page.
    here: Vec<FindingRow<'s>>,
    /// The findings of other pages, up to a limit.
    elsewhere: Vec<FindingRow<'s>>,
    /// The number of findings beyond the limit.
    more: usize,
}

#[derive(Serialize)]
struct FindingRow<'s> {
    severity: Severity,
    code: &'static str,
    message: &'s str,
    help: Option<&'s str>,
    /// For example `docs/guide.md:3:9`.
    place: Option<String>,
    excerpt: Option<&'s str>,
    /// The address that opens the place in an editor.
    editor: Option<String>,
    /// The address of the page that the finding concerns.
    page: Option<String>,
}

/// The editor that opens the findings' files.
pub struct Editor {
    /// The address, with `{path}`, `{line}` and `{column}`.
    pub address: Option<String>,
}

impl<'s> Panel<'s> {
    /// The panel of the page at a path of the site; `why` is the reason why it cannot be rendered.
    pub fn of(shown: &'s ShownSite, why: Option<&str>, page: &str, editor: &Editor) -> Self {
        let (site, report) = (shown.edition.site(), shown.edition.report());
        // A page is made of its own file and of those that it includes.
        let files = shown
            .edition
            .page(page)
            .map(|at| site.pages[at].page.text.sources())
            .unwrap_or_default();
        let is_of_page = |finding: &Diagnostic| {
            finding
                .place
                .as_ref()
                .is_some_and(|place| files.iter().any(|source| source.file == place.file))
        };
        let (mut own, mut others): (Vec<_>, Vec<_>) = report
            .findings
            .iter()
            .partition(|(_, finding)| is_of_page(finding));
        // Errors come first, so that they are among the findings that are shown.
        for findings in [&mut own, &mut others] {
            findings.sort_by_key(|(severity, _)| *severity != Severity::Error);
        }
        let stuck = shown.stuck.as_ref().map(ToString::to_string);
        let row = |(severity, finding): &&'s (Severity, Diagnostic)| {
            row(*severity, finding, shown, editor)
        };
        Self {
            fault: stuck.or(why.map(str::to_owned)),
            errors: report.errors,
            warnings: report.warnings,
            here: own.iter().map(row).collect(),
            elsewhere: others.iter().take(MOST).map(row).collect(),
            more: others.len().saturating_sub(MOST),
        }
    }
}

fn row<'s>(
    severity: Severity,
    finding: &'s Diagnostic,
    shown: &ShownSite,
    editor: &Editor,
) -> FindingRow<'s> {
    let place = finding.place.as_ref();
    let (site, paths) = (shown.edition.site(), &shown.edition.report().paths);
    let page = place.and_then(|place| site.page_of(&place.file));
    let address = |at: usize| format!("/{}", encode(site.pages[at].route.as_str()));
    let editor = place.and_then(|place| {
        let path = paths.of_file(&place.file);
        editor.opens(&path, place.line, place.column)
    });
    FindingRow {
        severity,
        code: finding.code.name(),
        message: &finding.message,
        help: finding.help.as_deref(),
        place: place.map(|place| format!("{}:{}", paths.of_line(place), place.column)),
        excerpt: place
            .map(|place| place.excerpt.as_str())
            .filter(|excerpt| !excerpt.is_empty()),
        editor,
        page: page.map(address),
    }
}

impl Editor {
    /// The address that opens a finding's file. Findings name files relative to the current folder.
    fn opens(&self, path: &str, line: u32, column: u32) -> Option<String> {
        let address = self.address.as_ref()?;
        let full = Path::new(path).canonicalize().ok()?;
        // These characters have another meaning in a query.
        let path = encode(full.to_str()?)
            .replace('&', "%26")
            .replace('+', "%2B");
        let filled = address
            .replace("{path}", &path)
            .replace("{line}", &line.to_string());
        Some(filled.replace("{column}", &column.to_string()))
    }
}
