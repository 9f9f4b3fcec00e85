//! What the panel in the page shows of the findings.

use std::path::Path;

use serde::Serialize;

use super::shown::ShownSite;
use crate::address::encode;
use crate::diag::{Diagnostic, Severity};

/// Findings of other pages that are shown.
const MOST: usize = 100;

/// The panel of a page.
#[derive(Serialize)]
pub struct Panel<'s> {
    /// Why the newest change is not shown.
    fault: Option<&'s str>,
    errors: usize,
    warnings: usize,
    /// Those of the open page.
    here: Vec<FindingRow<'s>>,
    /// Those of others, as many as are shown.
    elsewhere: Vec<FindingRow<'s>>,
    /// How many are not shown.
    more: usize,
}

#[derive(Serialize)]
struct FindingRow<'s> {
    severity: Severity,
    code: &'static str,
    message: &'s str,
    help: Option<&'s str>,
    /// `docs/guide.md:3:9`
    place: Option<String>,
    excerpt: Option<&'s str>,
    /// The address that opens the place in an editor.
    editor: Option<String>,
    /// The page that it concerns.
    page: Option<String>,
}

/// Where the findings' files lie, and what opens them.
pub struct Editor {
    /// The address, with `{path}`, `{line}` and `{column}`.
    pub address: Option<String>,
}

impl<'s> Panel<'s> {
    /// The panel of the page at a path of the site; `why` says that it cannot be rendered.
    pub fn of(shown: &'s ShownSite, why: Option<&'s str>, page: &str, editor: &Editor) -> Self {
        let (site, report) = (shown.edition.site(), shown.edition.report());
        // Its own file, and those that it includes.
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
        // Of many only some are seen: errors are among them.
        for findings in [&mut own, &mut others] {
            findings.sort_by_key(|(severity, _)| *severity != Severity::Error);
        }
        let row = |(severity, finding): &&'s (Severity, Diagnostic)| {
            row(*severity, finding, shown, editor)
        };
        Self {
            fault: shown.stuck.as_deref().or(why),
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
    /// The address that opens a file of a finding. Findings name files from where the command runs.
    fn opens(&self, path: &str, line: u32, column: u32) -> Option<String> {
        let address = self.address.as_ref()?;
        let full = Path::new(path).canonicalize().ok()?;
        // In the query of an address, these say something else.
        let path = encode(full.to_str()?)
            .replace('&', "%26")
            .replace('+', "%2B");
        let filled = address
            .replace("{path}", &path)
            .replace("{line}", &line.to_string());
        Some(filled.replace("{column}", &column.to_string()))
    }
}
