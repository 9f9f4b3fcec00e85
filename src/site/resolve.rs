//! What a link means: from the source file's point of view to an address on the site.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::hosts::{self, Verdict};
use super::route::{Route, split};
use crate::diag::{Code, Diagnostic, suggest};
use crate::discover::AssetFile;
use crate::parse::{Link, LinkKind, Page};

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of the site, and an id on it.
    Page(usize, Option<String>),
    /// A file that is copied, with what stood behind its path (`?x`, `#page=2`).
    File(String, String),
    /// Anything else: left as it is written.
    Elsewhere,
}

/// What can be linked to.
pub struct Index<'a> {
    /// The pages, by path.
    pages: &'a [(&'a str, &'a Page)],
    routes: &'a [Route],
    /// The files, by path.
    files: &'a [AssetFile],
    /// The ids of each page that a link asked for.
    ids: Vec<OnceLock<HashSet<&'a str>>>,
    near: OnceLock<Near<'a>>,
    drafts: &'a [String],
    allowed_hosts: &'a [String],
}

/// What is asked for only where a link names nothing as it is written.
struct Near<'a> {
    by_lower: HashMap<String, &'a str>,
    by_route: HashMap<&'a str, usize>,
    /// All paths in order, and those of each file name: what "did you mean" chooses from.
    paths: Vec<&'a str>,
    by_name: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Index<'a> {
    /// Indexes pages by path and route, and files by path; both are in the order of their paths.
    pub fn new(
        pages: &'a [(&'a str, &'a Page)],
        routes: &'a [Route],
        files: &'a [AssetFile],
        drafts: &'a [String],
        allowed_hosts: &'a [String],
    ) -> Self {
        let ids = pages.iter().map(|_| OnceLock::new()).collect();
        Self { pages, routes, files, ids, near: OnceLock::new(), drafts, allowed_hosts }
    }

    fn near(&self) -> &Near<'a> {
        self.near.get_or_init(|| {
            let files = self.files.iter().map(|file| file.path.as_str());
            let mut paths: Vec<&str> = self.pages.iter().map(|(path, _)| *path).chain(files).collect();
            paths.sort_unstable();
            let by_lower = paths.iter().rev().map(|path| (path.to_lowercase(), *path)).collect();
            let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
            for path in &paths {
                by_name.entry(file_name(path)).or_default().push(path);
            }
            let routes = self.routes.iter().enumerate();
            let by_route = routes.map(|(at, route)| (route.as_str().trim_end_matches('/'), at)).collect();
            Near { by_lower, by_route, paths, by_name }
        })
    }

    /// The page at a path.
    fn page_at(&self, path: &str) -> Option<usize> {
        self.pages.binary_search_by(|(known, _)| (*known).cmp(path)).ok()
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
    }

    /// Resolves a link of a page, and says what is wrong with it.
    pub fn resolve(&self, from: usize, link: &Link) -> (Target, Option<Diagnostic>) {
        let (path, page) = &self.pages[from];
        let ask = Ask { index: self, at: from, from: path, page, link };
        let dest = link.dest.trim();
        if let Some(scheme) = scheme(dest) {
            return (Target::Elsewhere, ask.elsewhere(scheme, dest));
        }
        let (address, tail) = dest.split_at(dest.find(['?', '#']).unwrap_or(dest.len()));
        let fragment = tail.split_once('#').map(|(_, fragment)| fragment);
        let decoded = percent_decode_str(address).decode_utf8_lossy().into_owned();
        if decoded.is_empty() {
            return match fragment {
                Some(fragment) => ask.anchored(from, fragment),
                None => (Target::Elsewhere, None),
            };
        }
        if let Some(rooted) = decoded.strip_prefix('/') {
            return ask.absolute(rooted, fragment, tail);
        }
        match join(split(path).0, &decoded) {
            Some(joined) => ask.path(&joined, fragment, tail, decoded.ends_with('/')),
            None => (
                Target::Elsewhere,
                Some(ask.broken(
                    "leads out of the docs folder",
                    "copy what it leads to into the docs folder, or link to its web address",
                )),
            ),
        }
    }

    /// Whether a page has an id.
    fn has_id(&self, at: usize, id: &str) -> bool {
        let page = self.pages[at].1;
        let ids = || page.headings.iter().map(|heading| &heading.id).chain(&page.ids).map(String::as_str).collect();
        self.ids[at].get_or_init(ids).contains(id)
    }

    /// The files below a folder (ending in `/`).
    fn below(&self, folder: &str) -> &[&'a str] {
        let paths = &self.near().paths;
        let start = paths.partition_point(|path| *path < folder);
        let length = paths[start..].partition_point(|path| path.starts_with(folder));
        &paths[start..start + length]
    }

    /// The path that was most likely meant: a file of that name, else a slip
    /// of the hand. Where files are many, only those of the same folder are
    /// compared, as every broken link asks.
    fn nearest(&self, path: &str) -> Option<&'a str> {
        let Near { by_name, paths, .. } = self.near();
        if let Some(same) = by_name.get(file_name(path)) {
            return same.first().copied();
        }
        let among = if paths.len() <= MANY { &paths[..] } else { self.below(split(path).0) };
        let among = &among[..among.len().min(MANY)];
        suggest(path, among.iter().copied())
    }

    /// The page of a folder, where there is one.
    fn folder_page(&self, folder: &str) -> Option<usize> {
        let folder = folder.trim_end_matches('/');
        let with = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        ["index.md", "README.md"].iter().find_map(|name| self.page_at(&with(name)))
    }
}

/// One link being resolved.
struct Ask<'a, 'i> {
    index: &'a Index<'i>,
    at: usize,
    from: &'a str,
    page: &'a Page,
    link: &'a Link,
}

type Answer = (Target, Option<Diagnostic>);

impl Ask<'_, '_> {
    fn find(&self, code: Code, message: String, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.page.place_of(self.link), message).help(help)
    }

    fn broken(&self, what: &str, help: &str) -> Diagnostic {
        self.find(Code::BrokenLink, format!("`{}` {what}", self.link.dest), help)
    }

    /// A web address: fine to follow, not to load from.
    fn elsewhere(&self, scheme: &str, dest: &str) -> Option<Diagnostic> {
        if matches!(scheme, "javascript" | "vbscript") || (scheme == "data" && self.link.kind != LinkKind::Image) {
            return Some(self.find(
                Code::InlineScript,
                format!("a `{scheme}:` link has no effect"),
                "link to a page instead",
            ));
        }
        let loads = matches!(self.link.kind, LinkKind::Image | LinkKind::Frame);
        if !loads || !matches!(scheme, "http" | "https" | "") {
            return None;
        }
        let host = hosts::host(dest);
        let help = match hosts::verdict(scheme, &host, self.index.allowed_hosts) {
            _ if self.link.kind == LinkKind::Frame => "link to it instead".to_owned(),
            Verdict::Loaded => return None,
            Verdict::NotOverHttp => "write `https://`: hosts of `allow-hosts` are asked in no other way".to_owned(),
            Verdict::Refused => {
                format!("copy the file into the docs folder, or add `{host}` to `allow-hosts` of `[site]`")
            }
        };
        Some(self.find(Code::RemoteResource, format!("readers' browsers will not load this from `{host}`"), help))
    }

    /// A link that starts with `/` is read from the docs folder.
    fn absolute(&self, rooted: &str, fragment: Option<&str>, tail: &str) -> Answer {
        let joined = join("", rooted).unwrap_or_default();
        let (target, found) = self.path(&joined, fragment, tail, rooted.ends_with('/'));
        let message = format!("`{}` starts with `/`", self.link.dest);
        match target {
            Target::Elsewhere => {
                let help =
                    "nothing of that name lies in the docs folder; for another part of the host write its full address";
                (Target::Elsewhere, Some(self.find(Code::AbsoluteLink, message, help)))
            }
            target => {
                let path = match &target {
                    Target::Page(at, _) => self.index.pages[*at].0,
                    Target::File(path, _) => path,
                    Target::Elsewhere => rooted,
                };
                let help = format!("write `{}`", self.as_written(path, fragment));
                (
                    target,
                    Some(
                        found
                            .filter(|f| f.code == Code::BrokenAnchor)
                            .unwrap_or_else(|| self.find(Code::AbsoluteLink, message, help)),
                    ),
                )
            }
        }
    }

    /// A path below the docs folder.
    fn path(&self, path: &str, fragment: Option<&str>, tail: &str, is_folder: bool) -> Answer {
        let trimmed = path.trim_end_matches('/');
        if !is_folder && let Some(at) = self.index.page_at(trimmed) {
            return self.page(at, fragment);
        }
        if !is_folder && self.index.is_file(trimmed) {
            return (Target::File(trimmed.to_owned(), tail.to_owned()), None);
        }
        if let Some(real) =
            self.index.near().by_lower.get(&trimmed.to_lowercase()).filter(|real| !is_folder && **real != trimmed)
        {
            return self.wrong_case(real, fragment, tail);
        }
        if self.index.drafts.iter().any(|draft| draft == trimmed) {
            return (
                Target::Elsewhere,
                Some(self.broken(
                    "is a draft, which is not published",
                    "take `draft` out of its front matter, or take out the link",
                )),
            );
        }
        self.loose(trimmed, fragment).unwrap_or_else(|| (Target::Elsewhere, Some(self.nothing(trimmed))))
    }

    fn page(&self, at: usize, fragment: Option<&str>) -> Answer {
        match fragment {
            Some(fragment) if !fragment.is_empty() => self.anchored(at, fragment),
            _ => (Target::Page(at, None), None),
        }
    }

    fn wrong_case(&self, real: &str, fragment: Option<&str>, tail: &str) -> Answer {
        let help = format!("write `{}`", self.as_written(real, fragment));
        let found = self.find(
            Code::WrongCase,
            format!("`{}` differs from the file's name in upper and lower case", self.link.dest),
            help,
        );
        let target = match self.index.page_at(real) {
            Some(at) => self.page(at, fragment).0,
            None => Target::File(real.to_owned(), tail.to_owned()),
        };
        (target, Some(found))
    }

    /// A folder, an address, or a page without its ending: understood, and
    /// said to be ambiguous.
    fn loose(&self, path: &str, fragment: Option<&str>) -> Option<Answer> {
        let as_page = self.index.page_at(&format!("{path}.md"));
        let as_folder = self.index.folder_page(path);
        // A browser reads it from the page's own address, one folder further down.
        let address = self.link.dest.split(['?', '#']).next().unwrap_or_default();
        let own = split(self.index.routes[self.at].as_str()).0;
        let as_address = join(own, &percent_decode_str(address).decode_utf8_lossy())
            .and_then(|joined| self.index.near().by_route.get(joined.as_str()).copied());
        let at = as_page.or(as_folder).or(as_address)?;
        let target = &self.index.pages[at].0;
        let readings: Vec<usize> = [as_page, as_folder, as_address].into_iter().flatten().collect();
        let clear = readings.iter().all(|reading| *reading == at);
        let what = if clear { "names no file" } else { "could mean more than one page" };
        let help = format!("write `{}`", self.as_written(target, fragment));
        let found = self.find(Code::AmbiguousLink, format!("`{}` {what}", self.link.dest), help);
        let (target, anchor) = self.page(at, fragment);
        Some((target, Some(anchor.unwrap_or(found))))
    }

    fn nothing(&self, path: &str) -> Diagnostic {
        let index = self.index;
        // A `#` or `?` in a file's name, written as it is, cuts the path off.
        let whole = percent_decode_str(self.link.dest.trim()).decode_utf8_lossy().into_owned();
        let whole = join(split(self.from).0, &whole).filter(|whole| whole != path);
        let whole = whole.as_deref().filter(|whole| index.page_at(whole).is_some() || index.is_file(whole));
        let help = match whole.or_else(|| index.nearest(path)) {
            Some(near) => format!("did you mean `{}`?", self.as_written(near, None)),
            None => "mend the path, or take out the link; paths start at the page's own folder".to_owned(),
        };
        let folder = format!("{path}/");
        let message = match self.link.kind {
            LinkKind::Image => format!("there is no file `{path}`"),
            _ if !path.is_empty() && !index.below(&folder).is_empty() => {
                let help = format!("link to one of its pages, or give it an `{folder}index.md`");
                return self.find(Code::BrokenLink, format!("the folder `{path}` has no page of its own"), help);
            }
            _ => format!("no page or file is at `{path}`"),
        };
        self.find(Code::BrokenLink, message, help)
    }

    /// How a link to a path is written on this page.
    fn as_written(&self, path: &str, fragment: Option<&str>) -> String {
        let way = utf8_percent_encode(&relative(split(self.from).0, path), IN_LINK).to_string();
        // `a:b.md` would be read as a scheme.
        let here = if scheme(&way).is_some() { "./" } else { "" };
        let anchor = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
        format!("{here}{way}{anchor}")
    }

    fn anchored(&self, at: usize, fragment: &str) -> Answer {
        let (path, page) = &self.index.pages[at];
        let id = percent_decode_str(fragment).decode_utf8_lossy().into_owned();
        // `#` and `#top` lead to the top in every browser; `#:~:text=` is the browser's own.
        let known = id.is_empty() || id == "top" || id.starts_with(":~:") || self.index.has_id(at, &id);
        let target = Target::Page(at, Some(fragment.to_owned()));
        if known || id.starts_with("__") || id.starts_with("fn:") || id.starts_with("fnref") {
            return (target, None);
        }
        let ids = page.headings.iter().map(|heading| heading.id.as_str());
        let lower = id.to_lowercase();
        let near = ids.clone().find(|known| known.to_lowercase() == lower).or_else(|| suggest(&id, ids.take(MANY)));
        let help = match near {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "link to one of the page's headings, or to the page".to_owned(),
        };
        (target, Some(self.find(Code::BrokenAnchor, format!("`{path}` has no heading `#{id}`"), help)))
    }
}

/// Of more than these, "did you mean" looks at some only: each comparison costs
/// a microsecond, and a page can have as many broken links as it has lines.
const MANY: usize = 1000;

/// What a link's path cannot hold as it is, in Markdown or in an address.
const IN_LINK: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'`');

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The scheme of a web address; the empty one of `//host/`.
fn scheme(dest: &str) -> Option<&str> {
    if dest.starts_with("//") {
        return Some("");
    }
    let (scheme, _) = dest.split_once(':')?;
    let named = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named.then_some(scheme)
}

/// `folder` (ending in `/`, or empty) and a relative path; `None` above the root.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path from a folder (ending in `/`, or empty) to a path below the same root.
pub fn relative(folder: &str, path: &str) -> String {
    // The folders that both stand in. Equal bytes may end inside a character: only
    // a `/` is a place to cut.
    let same = folder.bytes().zip(path.bytes()).take_while(|(a, b)| a == b);
    let shared = same.enumerate().filter(|(_, (byte, _))| *byte == b'/').last().map_or(0, |(at, _)| at + 1);
    let mut relative = "../".repeat(folder[shared..].matches('/').count());
    relative.push_str(&path[shared..]);
    if relative.is_empty() { "./".to_owned() } else { relative }
}
