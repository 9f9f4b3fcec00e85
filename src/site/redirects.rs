//! Old addresses that lead to new ones.

use super::SitePage;
use super::route::Route;
use crate::content_map::{ContentMap, Urls};
use crate::diag::{Code, Diagnostic, suggest};

/// An old address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Where readers still look.
    pub from: Route,
    /// Where they are sent.
    pub to: Destination,
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A page, by number, and `#id` or nothing.
    Page(usize, String),
    /// A web address.
    Elsewhere(String),
}

/// Reads the content map's redirects.
pub fn read(map: &ContentMap, pages: &[SitePage]) -> (Vec<Redirect>, Vec<Diagnostic>) {
    let (mut redirects, mut findings) = (Vec::new(), Vec::new());
    for (old, new) in &map.redirects {
        match redirect(map, pages, old, new) {
            Ok(redirect) => redirects.push(redirect),
            Err((message, help)) => {
                let place = map.value_place(&["redirects", old]);
                findings.push(Diagnostic { code: Code::BadRedirect, place, message, help: Some(help) });
            }
        }
    }
    (redirects, findings)
}

fn redirect(map: &ContentMap, pages: &[SitePage], old: &str, new: &str) -> Result<Redirect, (String, String)> {
    let from = old_route(old, map.site.urls);
    if let Some(page) = pages.iter().find(|page| page.route == from) {
        let message = format!("`{old}` is the address of `{}`", page.path);
        return Err((message, "take the redirect out, or move the page".to_owned()));
    }
    if new.contains("://") {
        return Ok(Redirect { from, to: Destination::Elsewhere(new.to_owned()) });
    }
    let (path, anchor) = new.split_at(new.find('#').unwrap_or(new.len()));
    let as_route = old_route(path, map.site.urls);
    match pages.iter().position(|page| page.path == path || page.route == as_route) {
        Some(at) => Ok(Redirect { from, to: Destination::Page(at, anchor.to_owned()) }),
        None => {
            let near = suggest(path, pages.iter().map(|page| page.path.as_str()));
            let help = near.map_or_else(
                || "name a page by its path in the docs folder".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err((format!("no page is at `{path}`"), help))
        }
    }
}

/// An old page's path or address as a route.
fn old_route(old: &str, urls: Urls) -> Route {
    let old = old.trim_start_matches('/');
    let old = old.strip_suffix("index.html").filter(|_| urls == Urls::Folder).unwrap_or(old);
    let Some(stem) = old.strip_suffix(".md") else { return Route::new(old) };
    let index = stem.strip_suffix("index").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    Route::new(match (urls, index) {
        (Urls::Folder, Some(folder)) => folder.to_owned(),
        (Urls::Folder, None) => format!("{stem}/"),
        (Urls::File, _) => format!("{stem}.html"),
    })
}
