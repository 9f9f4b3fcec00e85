//! A comparison as a page of Markdown, and its redirects as TOML.

use std::fmt::Write as _;

use super::{Comparison, LostShare, PageLoss};
use crate::migrate::quoted;

/// A kind of parts that pages had.
type SharePart = fn(&PageLoss) -> &LostShare;

/// The most rows of a list.
const MOST_ROWS: usize = 100;

impl Comparison {
    /// The redirects as a part of a content map; empty if there are none.
    pub fn toml(&self) -> String {
        if self.redirects.is_empty() {
            return String::new();
        }
        let mut toml = "[redirects]\n".to_owned();
        for (from, to) in &self.redirects {
            let [from, to] = [from, to].map(|text| quoted(text));
            // A text can be written without limit.
            let _ = writeln!(toml, "{from} = {to}");
        }
        toml
    }

    /// The sums of all pages in a sentence.
    pub fn summary(&self) -> String {
        let moved = self.pages.iter().filter(|page| page.has_moved()).count();
        let gone = self
            .pages
            .iter()
            .filter(|page| page.now_at.is_none())
            .count();
        let shares: [(&str, SharePart); 4] = [
            ("words", |page| &page.words),
            ("images", |page| &page.images),
            ("tables", |page| &page.tables),
            ("code blocks", |page| &page.code),
        ];
        let kept = shares.map(|(noun, share)| {
            let none = LostShare::default();
            let sum = self
                .pages
                .iter()
                .fold(none, |sum, page| sum.plus(share(page)));
            format!("{} of {noun}", percent(&sum))
        });
        format!(
            "{} {}: {} at their address, {moved} moved, {gone} gone; kept {}",
            self.pages.len(),
            if self.pages.len() == 1 {
                "page"
            } else {
                "pages"
            },
            self.pages.len() - moved - gone,
            kept.join(", ")
        )
    }

    /// A page for the people who decide.
    pub fn markdown(&self) -> String {
        let mut page = format!("# Old site and new site\n\n{}.\n", self.summary());
        let head = "| Address | Title | Now at |\n|---|---|---|";
        section(&mut page, "Addresses that die", head, self.dead());
        section(
            &mut page,
            "Ids that are gone",
            "| Id | Now |\n|---|---|",
            self.gone_ids(),
        );
        let head = "| Address | Old | New |\n|---|---|---|";
        section(&mut page, "Other titles", head, self.other_titles());
        let head = "| Address | Words | Images | Tables | Code blocks |\n|---|---|---|---|---|";
        section(&mut page, "Losses by page", head, self.losers());
        if !self.redirects.is_empty() {
            let _ = write!(page, "\n## Redirects\n\n```toml\n{}```\n", self.toml());
        }
        page
    }

    fn dead(&self) -> Vec<String> {
        let dead = self
            .pages
            .iter()
            .filter(|page| page.now_at.is_none() || page.has_moved());
        let dead = dead.map(|page| {
            let now = page.now_at.as_deref().map_or("nowhere".to_owned(), code);
            format!(
                "| {} | {} | {now} |",
                code(&page.address),
                cell(&page.title)
            )
        });
        let lost = self.lost.iter();
        let lost = lost.map(|address| format!("| {} | | nowhere |", code(address)));
        dead.chain(lost).collect()
    }

    fn gone_ids(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for page in &self.pages {
            rows.extend(page.anchors.iter().map(|anchor| {
                let now = anchor
                    .now
                    .as_ref()
                    .map_or(String::new(), |now| code(&format!("#{now}")));
                format!(
                    "| {} | {now} |",
                    code(&format!("{}#{}", page.address, anchor.id))
                )
            }));
        }
        rows
    }

    fn other_titles(&self) -> Vec<String> {
        let called = self
            .pages
            .iter()
            .filter_map(|page| Some((page, page.now_called.as_ref()?)));
        let row = |(page, now): (&PageLoss, &String)| {
            format!(
                "| {} | {} | {} |",
                code(&page.address),
                cell(&page.title),
                cell(now)
            )
        };
        called.map(row).collect()
    }

    /// The pages that are still there and have lost something, those with the most words first.
    fn losers(&self) -> Vec<String> {
        let mut losers: Vec<&PageLoss> = self.pages.iter().filter(|page| loses(page)).collect();
        losers.sort_by_key(|page| std::cmp::Reverse(page.words.lost));
        let row = |page: &PageLoss| {
            let shares = [&page.words, &page.images, &page.tables, &page.code];
            let cells = shares.map(|share| format!("{} of {}", share.lost, share.had));
            format!("| {} | {} |", code(&page.address), cells.join(" | "))
        };
        losers.into_iter().map(row).collect()
    }
}

/// Returns whether a page that is still there has lost something.
fn loses(page: &PageLoss) -> bool {
    let shares = [&page.words, &page.images, &page.tables, &page.code];
    page.now_at.is_some() && shares.iter().any(|share| share.lost > 0)
}

/// Adds a section with a table, unless it has no rows.
fn section(page: &mut String, title: &str, head: &str, rows: Vec<String>) {
    if rows.is_empty() {
        return;
    }
    let _ = write!(page, "\n## {title}\n\n{head}\n");
    for row in rows.iter().take(MOST_ROWS) {
        let _ = writeln!(page, "{row}");
    }
    if rows.len() > MOST_ROWS {
        let _ = writeln!(page, "\nAnd {} more.", rows.len() - MOST_ROWS);
    }
}

/// The share that is kept: `99.2 %`; a share that is not whole is never 100 %.
fn percent(share: &LostShare) -> String {
    if share.lost == 0 {
        return "100 %".to_owned();
    }
    let kept = (share.had - share.lost) * 1000 / share.had;
    format!("{}.{} %", kept / 10, kept % 10)
}

/// A text as code in a cell; the root of a site is `/`.
fn code(text: &str) -> String {
    match text {
        "" => "`/`".to_owned(),
        text if text.contains('`') => format!("`` {} ``", text.replace('|', "\\|")),
        text => format!("`{}`", text.replace('|', "\\|")),
    }
}

/// A text in a cell.
fn cell(text: &str) -> String {
    let is_sign = |c: char| "\\`*_[]<>|&".contains(c);
    let mut cell = String::new();
    for c in text.chars() {
        if is_sign(c) {
            cell.push('\\');
        }
        cell.push(if c.is_control() { ' ' } else { c });
    }
    cell
}
