//! Addresses that die with the old site, and redirects that would save them.

use std::collections::{BTreeMap, BTreeSet};

use super::{OldSite, PageLoss, address};
use crate::address::Route;

/// Endings of files that readers download. Others belong to the look of a page.
const DOWNLOADS: &str =
    "7z csv doc docx epub gz json mp3 mp4 odp ods odt pdf ppt pptx tar txt webm xls xlsx xz zip";

/// Files that generators make for programs.
const FOR_PROGRAMS: [&str; 7] = [
    "sitemap.xml.gz",
    "tags.json",
    "robots.txt",
    "search_index.json",
    "llms.txt",
    "versions.json",
    "objects.json",
];

/// The addresses of redirects and downloads at which the new site has nothing.
pub fn lost(old: &OldSite, new: &BTreeSet<&str>) -> Vec<String> {
    let redirects = old.pages.iter().filter(|(_, page)| page.leads_to.is_some());
    let files = old.files.iter().filter(|path| is_download(path));
    let all = redirects.map(|(path, _)| path).chain(files);
    let gone = all.filter(|path| !new.contains(path.as_str()));
    gone.map(|path| address(path).to_owned()).collect()
}

fn is_download(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_one = DOWNLOADS.split(' ').any(|download| download == ending);
    is_one && !FOR_PROGRAMS.contains(&name)
}

/// Redirects from old addresses to the docs files of pages. `sources` has the docs file of each
/// page of the new site, and `files` all its files.
pub fn proposed(
    pages: &[PageLoss],
    old: &OldSite,
    sources: &BTreeMap<String, String>,
    files: &BTreeSet<&str>,
) -> BTreeMap<String, String> {
    let moved = pages.iter().filter(|page| page.has_moved());
    let moved = moved.filter_map(|page| Some((page.address.clone(), page.now_file.clone()?)));
    let led = old.pages.iter().filter_map(|(path, page)| {
        let file = file_at(path, page.leads_to.as_deref()?, sources)?;
        Some((address(path).to_owned(), file))
    });
    let is_free = |address: &str| !files.contains(Route::new(address).file().as_str());
    let all = moved.chain(led).filter(|(from, _)| is_free(from));
    all.filter_map(|(from, file)| Some((from, sources.get(&file)?.clone())))
        .collect()
}

/// The file of the page that a page's redirect leads to. Of a full address, the end counts: the old
/// site may be served below a path.
fn file_at(path: &str, target: &str, sources: &BTreeMap<String, String>) -> Option<String> {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    let behind_host = target.split_once("://").map(|(_, rest)| rest);
    let behind_host = behind_host.map(|rest| rest.split_once('/').map_or("", |(_, path)| path));
    let file = |path: &str| {
        let path = path.trim_end_matches('/');
        let folder = if path.is_empty() { "" } else { "/" };
        let names = [
            format!("{path}{folder}index.html"),
            format!("{path}.html"),
            path.to_owned(),
        ];
        names.into_iter().find(|name| sources.contains_key(name))
    };
    let Some(whole) = behind_host.or(target.strip_prefix('/')) else {
        let folder = path.rfind('/').map_or("", |end| &path[..=end]);
        return file(&crate::address::join(folder, target)?);
    };
    let whole = whole.trim_end_matches('/');
    // The root of another host is no page of this site.
    if whole.is_empty() && behind_host.is_some() {
        return None;
    }
    let ends = whole.match_indices('/').map(|(at, _)| &whole[at + 1..]);
    std::iter::once(whole).chain(ends).find_map(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_of_a_redirect_is_a_page_of_the_site() {
        let files = ["index.html", "guide/run/index.html", "new.html"];
        let sources = files.map(|file| (file.to_owned(), String::new())).into();
        for (path, target, file) in [
            (
                "old/index.html",
                "../guide/run/",
                Some("guide/run/index.html"),
            ),
            (
                "old/index.html",
                "../guide/run",
                Some("guide/run/index.html"),
            ),
            ("old.html", "new.html#top", Some("new.html")),
            ("a/index.html", "..", Some("index.html")),
            ("a.html", "/guide/run", Some("guide/run/index.html")),
            (
                "a.html",
                "https://example.com/docs/guide/run/",
                Some("guide/run/index.html"),
            ),
            ("a.html", "/", Some("index.html")),
            ("a.html", "https://example.com/elsewhere/", None),
            ("a.html", "https://example.com/", None),
            ("a.html", "../../up/", None),
        ] {
            assert_eq!(
                file_at(path, target, &sources).as_deref(),
                file,
                "{path} {target}"
            );
        }
    }
}
