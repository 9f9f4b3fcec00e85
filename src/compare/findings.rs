//! The findings of a comparison, for reports.

use super::{Comparison, LostShare, PageLoss};
use crate::diag::{Code, Diagnostic};
use crate::file::FileId;
use crate::source::Place;

/// Up to this many lost words in a thousand are no finding: the date of a page and the like.
const MISSED: usize = 10;

/// The most ids and words that a message names.
const NAMED: usize = 5;

/// The most pages with other titles that are found one by one.
const FEW: usize = 5;

impl Comparison {
    /// The findings about the old site's pages.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for page in &self.pages {
            let place = self.place(&page.file);
            findings.extend(dead(
                page,
                &place,
                self.redirects.contains_key(&page.address),
            ));
            findings.extend(gone_ids(page, &place));
            findings.extend(gone_text(page, &place));
        }
        for address in &self.lost {
            let message = format!("nothing is at `{address}` any more");
            let help = match self.redirects.get(address) {
                Some(file) => format!("redirect it to `{file}`"),
                None => "copy the file to the docs folder, or redirect the address".to_owned(),
            };
            let place = self.place(&crate::address::Route::new(address.as_str()).file());
            findings.push(Diagnostic::new(Code::LostAddress, place, message).help(help));
        }
        findings.extend(self.titles());
        findings
    }

    fn place(&self, file: &str) -> Place {
        let path = std::path::Path::new(&self.folder).join(file);
        Place::of_file(FileId::outside_at(&path))
    }

    /// A note on each page with another title; one on all of them if they are many.
    fn titles(&self) -> Vec<Diagnostic> {
        let called = |page: &PageLoss| Some((page.title.clone(), page.now_called.clone()?));
        let changed = self
            .pages
            .iter()
            .filter_map(|page| Some((page, called(page)?)));
        let changed: Vec<_> = changed.collect();
        if changed.len() > FEW {
            let message = format!("{} pages have other titles", changed.len());
            let help = "`bf-docs compare --format markdown` lists them";
            return vec![Diagnostic::of(Code::ChangedTitle, None, message).help(help)];
        }
        let note = |(page, (old, new)): (&PageLoss, (String, String))| {
            let message = format!("the title `{old}` is `{new}` now");
            Diagnostic::new(Code::ChangedTitle, self.place(&page.file), message)
        };
        changed.into_iter().map(note).collect()
    }
}

/// The finding about a page that is not at its address any more.
fn dead(page: &PageLoss, place: &Place, has_redirect: bool) -> Option<Diagnostic> {
    let address = match page.address.as_str() {
        "" => "/",
        address => address,
    };
    let (message, help) = match &page.now_at {
        None => (
            format!("nothing is at `{address}` any more, and no page has its text"),
            "write the page, or redirect the address to another one",
        ),
        Some(_) if !page.has_moved() => return None,
        Some(now) => (
            format!("nothing is at `{address}` any more; its text is at `{now}`"),
            if has_redirect {
                "add the redirect below to the content map"
            } else {
                "redirect the address"
            },
        ),
    };
    Some(Diagnostic::new(Code::LostAddress, place.clone(), message).help(help))
}

fn gone_ids(page: &PageLoss, place: &Place) -> Option<Diagnostic> {
    let first = page.anchors.first()?;
    let names = page
        .anchors
        .iter()
        .take(NAMED)
        .map(|anchor| format!("`#{}`", anchor.id));
    let names = names.collect::<Vec<_>>().join(", ");
    let more = match page.anchors.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("ids are gone: {names}{more}");
    let help = match &first.now {
        Some(now) => format!(
            "`#{}` is `#{now}` now: give the heading its old id, or set `slug` under `[markdown]`",
            first.id
        ),
        None => "give the heading that replaces it the old id: `## Title { #id }`".to_owned(),
    };
    Some(Diagnostic::new(Code::LostAnchor, place.clone(), message).help(help))
}

fn gone_text(page: &PageLoss, place: &Place) -> Option<Diagnostic> {
    page.now_at.as_ref()?;
    let part = |share: &LostShare, noun: &str| {
        (share.lost > 0).then(|| format!("{} of {} {noun}", share.lost, share.had))
    };
    let misses_words = page.words.lost * 1000 > page.words.had * MISSED;
    let parts = [
        part(&page.words, "words").filter(|_| misses_words),
        part(&page.images, "images"),
        part(&page.tables, "tables"),
        part(&page.code, "code blocks"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return None;
    }
    let message = format!("the page has lost {}", parts.join(", "));
    let named = if misses_words {
        &page.words.first
    } else {
        &page.images.first
    };
    let named: Vec<String> = named
        .iter()
        .take(NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    let help = match named.as_slice() {
        [] => "look at both pages".to_owned(),
        named => format!("look at both pages; gone are {}", named.join(", ")),
    };
    Some(Diagnostic::new(Code::LostContent, place.clone(), message).help(help))
}
