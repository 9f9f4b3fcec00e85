//! Old addresses that redirect to new ones.

use percent_encoding::percent_decode_str;

use super::SitePage;
use super::anchors::{Anchor, Anchors};
use super::near::nearest_of;
use super::places::Places;
use crate::address::{Route, fragment, join};
use crate::body::Page;
use crate::content_map::{ContentMap, Urls};
use crate::diag::{Code, Diagnostic, suggest};
use crate::source::Place;

/// An old address.
#[derive(Debug, Clone)]
pub struct Redirect {
    /// The old address, which readers still use.
    pub from: Route,
    /// The new address.
    pub to: Destination,
}

/// The destination of a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A page, by number, and `#id` or an empty string.
    Page(usize, String),
    /// A web address.
    Elsewhere(String),
}

/// Reads the content map's redirects.
pub fn read(
    map: &ContentMap,
    pages: &[SitePage],
    places: &mut Places,
) -> (Vec<Redirect>, Vec<Diagnostic>) {
    let mut redirects = Vec::new();
    let mut findings = Vec::new();
    for (old, new) in &map.redirects {
        match redirect(map, pages, places, old, new) {
            Ok(redirect) => {
                let file = redirect.from.file();
                places.take(&file, &format!("the redirect from `{old}`"));
                redirects.push(redirect);
            }
            Err(bad) => {
                let found = Diagnostic::of(Code::BadRedirect, bad.place, bad.message);
                findings.push(found.help(bad.help));
            }
        }
    }
    (redirects, findings)
}

/// The reason that an entry of `redirects` is refused.
struct BadRedirect {
    /// The place of the entry.
    place: Option<Place>,
    message: String,
    help: String,
}

fn redirect(
    map: &ContentMap,
    pages: &[SitePage],
    places: &Places,
    old: &str,
    new: &str,
) -> Result<Redirect, BadRedirect> {
    let at_key = |message, help: &str| BadRedirect {
        place: map.key_place(&["redirects", old]),
        message,
        help: help.to_owned(),
    };
    let Some(from) = old_route(old, map.site.urls) else {
        let message = format!("`{old}` is no address below the site");
        let help = "write it without host, `?` and `#`";
        return Err(at_key(message, help));
    };
    if let Some((path, holder)) = places.holder(&from.file()) {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        let message = format!("{holder} is served at `/{address}`");
        let help = "take the redirect out, or move what is served there";
        return Err(at_key(message, help));
    }
    if new.contains("://") {
        return Ok(Redirect {
            from,
            to: Destination::Elsewhere(new.to_owned()),
        });
    }
    destination(map, pages, old, new).map(|to| Redirect { from, to })
}

/// The page that a redirect leads to.
fn destination(
    map: &ContentMap,
    pages: &[SitePage],
    old: &str,
    new: &str,
) -> Result<Destination, BadRedirect> {
    let at_value = |message, help| BadRedirect {
        place: map.value_place(&["redirects", old]),
        message,
        help,
    };
    let (path, anchor) = new.split_at(new.find('#').unwrap_or(new.len()));
    let route = old_route(path, map.site.urls);
    let is_meant = |page: &SitePage| page.path == path || Some(&page.route) == route.as_ref();
    let Some(at) = pages.iter().position(is_meant) else {
        let paths = pages.iter().map(|page| page.path.as_str());
        let help = match suggest(path, paths) {
            Some(near) => format!("did you mean `{near}{anchor}`?"),
            None => "name a page by its path in the docs folder".to_owned(),
        };
        let message = format!("no page is at `{path}`");
        return Err(at_value(message, help));
    };
    let id = anchor.trim_start_matches('#');
    if id.is_empty() {
        return Ok(Destination::Page(at, anchor.to_owned()));
    }
    let page = &pages[at].page;
    let decoded = percent_decode_str(id).decode_utf8_lossy();
    if let Anchor::Id(known) = Anchors::of(page).find(&decoded) {
        let anchor = format!("#{}", fragment(known));
        return Ok(Destination::Page(at, anchor));
    }
    let message = format!("`{path}` has no heading `#{id}`");
    let help = heading_meant(page, path, id);
    Err(at_value(message, help))
}

fn heading_meant(page: &Page, path: &str, id: &str) -> String {
    let ids = page.headings.iter().map(|heading| heading.id.as_str());
    match nearest_of(id, ids) {
        Some(near) => format!("did you mean `{path}#{near}`?"),
        None => format!("write `{path}`"),
    }
}

/// The route of an old page's path or address; `None` if the site cannot have it.
fn old_route(old: &str, urls: Urls) -> Option<Route> {
    let path = join("", old).filter(|_| !old.contains("://"))?;
    let (folder, name) = path.split_at(path.rfind('/').map_or(0, |slash| slash + 1));
    // `c#.md` is a valid file name. In an address, a server never sees the part behind `#` or `?`.
    if !name.ends_with(".md") && path.contains(['#', '?']) {
        return None;
    }
    let route = match name.strip_suffix(".md") {
        Some("index") if urls == Urls::Folder => folder.to_owned(),
        Some(_) if urls == Urls::Folder => format!("{}/", path.trim_end_matches(".md")),
        Some(stem) => format!("{folder}{stem}.html"),
        None if name == "index.html" && urls == Urls::Folder => folder.to_owned(),
        None if path.is_empty() && urls == Urls::File => "index.html".to_owned(),
        // A name without an extension is a folder: servers answer it with the folder's index.
        None if !path.is_empty() && (old.ends_with('/') || !name.contains('.')) => {
            format!("{path}/")
        }
        None => path,
    };
    Some(Route::new(route))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_path_or_address_becomes_the_route_it_had() {
        let route = |old, urls| old_route(old, urls).map(|route: Route| route.as_str().to_owned());
        let folder = |old| route(old, Urls::Folder);
        assert_eq!(folder("a/b.md").as_deref(), Some("a/b/"));
        assert_eq!(folder("./a//b").as_deref(), Some("a/b/"));
        assert_eq!(folder("a/index.html").as_deref(), Some("a/"));
        assert_eq!(folder("a/index.md").as_deref(), Some("a/"));
        assert_eq!(folder("index.md").as_deref(), Some(""));
        assert_eq!(folder("a/old.html").as_deref(), Some("a/old.html"));
        assert_eq!(folder("c#.md").as_deref(), Some("c#/"));
        for bad in ["a/?x=1", "a/#b", "../a", "https://example.com/"] {
            assert_eq!(folder(bad), None, "{bad}");
        }
        assert_eq!(route("a/b.md", Urls::File).as_deref(), Some("a/b.html"));
        assert_eq!(route("a/", Urls::File).as_deref(), Some("a/"));
        assert_eq!(route("index.md", Urls::File).as_deref(), Some("index.html"));
    }
}
