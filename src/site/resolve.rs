//! What a link means: from the source file's point of view to an address on the site.

use std::collections::{BTreeMap, HashMap};

use percent_encoding::percent_decode_str;

use super::route::{Route, split};
use crate::diag::{Code, Diagnostic, suggest};
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
    pages: &'a [(String, &'a Page)],
    routes: &'a [Route],
    by_path: HashMap<&'a str, usize>,
    by_lower: HashMap<String, &'a str>,
    by_route: HashMap<&'a str, usize>,
    files: HashMap<&'a str, ()>,
    drafts: &'a [String],
    allowed_hosts: &'a [String],
}

impl<'a> Index<'a> {
    /// Indexes pages by path and route, and files by path.
    pub fn new(
        pages: &'a [(String, &'a Page)],
        routes: &'a [Route],
        files: impl Iterator<Item = &'a str>,
        drafts: &'a [String],
        allowed_hosts: &'a [String],
    ) -> Self {
        let by_path: HashMap<&str, usize> =
            pages.iter().enumerate().map(|(at, (path, _))| (path.as_str(), at)).collect();
        let files: HashMap<&str, ()> = files.map(|path| (path, ())).collect();
        let all: BTreeMap<&str, ()> = by_path.keys().chain(files.keys()).map(|path| (*path, ())).collect();
        let by_lower = all.keys().map(|path| (path.to_lowercase(), *path)).collect();
        let by_route =
            routes.iter().enumerate().map(|(at, route)| (route.as_str().trim_end_matches('/'), at)).collect();
        Self { pages, routes, by_path, by_lower, by_route, files, drafts, allowed_hosts }
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

    /// The page of a folder, where there is one.
    fn folder_page(&self, folder: &str) -> Option<usize> {
        let folder = folder.trim_end_matches('/');
        let with = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        ["index.md", "README.md"].iter().find_map(|name| self.by_path.get(with(name).as_str()).copied())
    }
}

/// One link being resolved.
struct Ask<'a> {
    index: &'a Index<'a>,
    at: usize,
    from: &'a str,
    page: &'a Page,
    link: &'a Link,
}

type Answer = (Target, Option<Diagnostic>);

impl Ask<'_> {
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
        let loads =
            matches!(self.link.kind, LinkKind::Image | LinkKind::Frame) && matches!(scheme, "http" | "https" | "");
        let host = dest.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#', ':']).next()).unwrap_or_default();
        if !loads
            || (self.link.kind == LinkKind::Image && self.index.allowed_hosts.iter().any(|allowed| allowed == host))
        {
            return None;
        }
        let help = if self.link.kind == LinkKind::Frame {
            "link to it instead".to_owned()
        } else {
            format!("copy the file into the docs folder, or add `{host}` to `allow-hosts` of `[site]`")
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
                    Target::Page(at, _) => self.index.pages[*at].0.as_str(),
                    Target::File(path, _) => path,
                    Target::Elsewhere => rooted,
                };
                let anchor = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
                let help = format!("write `{}{anchor}`", relative(split(self.from).0, path));
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
        if !is_folder && let Some(&at) = self.index.by_path.get(trimmed) {
            return self.page(at, fragment);
        }
        if !is_folder && self.index.files.contains_key(trimmed) {
            return (Target::File(trimmed.to_owned(), tail.to_owned()), None);
        }
        if let Some(real) =
            self.index.by_lower.get(&trimmed.to_lowercase()).filter(|real| !is_folder && **real != trimmed)
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
        let help = format!("write `{}`", relative(split(self.from).0, real));
        let found = self.find(
            Code::WrongCase,
            format!("`{}` differs from the file's name in upper and lower case", self.link.dest),
            help,
        );
        let target = match self.index.by_path.get(real) {
            Some(&at) => self.page(at, fragment).0,
            None => Target::File(real.to_owned(), tail.to_owned()),
        };
        (target, Some(found))
    }

    /// A folder, an address, or a page without its ending: understood, and
    /// said to be ambiguous.
    fn loose(&self, path: &str, fragment: Option<&str>) -> Option<Answer> {
        let as_page = self.index.by_path.get(format!("{path}.md").as_str()).copied();
        let as_folder = self.index.folder_page(path);
        // A browser reads it from the page's own address, one folder further down.
        let address = self.link.dest.split(['?', '#']).next().unwrap_or_default();
        let own = split(self.index.routes[self.at].as_str()).0;
        let as_address = join(own, &percent_decode_str(address).decode_utf8_lossy())
            .and_then(|joined| self.index.by_route.get(joined.as_str()).copied());
        let at = as_page.or(as_folder).or(as_address)?;
        let target = &self.index.pages[at].0;
        let readings: Vec<usize> = [as_page, as_folder, as_address].into_iter().flatten().collect();
        let clear = readings.iter().all(|reading| *reading == at);
        let what = if clear { "names no file" } else { "could mean more than one page" };
        let anchor = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
        let help = format!("write `{}{anchor}`", relative(split(self.from).0, target));
        let found = self.find(Code::AmbiguousLink, format!("`{}` {what}", self.link.dest), help);
        let (target, anchor) = self.page(at, fragment);
        Some((target, Some(anchor.unwrap_or(found))))
    }

    fn nothing(&self, path: &str) -> Diagnostic {
        let name = path.rsplit('/').next().unwrap_or(path);
        let all = self.index.by_path.keys().chain(self.index.files.keys()).copied();
        let mut same_name: Vec<&str> = all.clone().filter(|known| known.rsplit('/').next() == Some(name)).collect();
        same_name.sort_unstable();
        let mut near: Vec<&str> = all.collect();
        near.sort_unstable();
        let near = same_name.first().copied().or_else(|| suggest(path, near.iter().copied()));
        let what = match self.link.kind {
            LinkKind::Image => "there is no file",
            _ => "no page or file is at",
        };
        let help = match near {
            Some(near) => format!("did you mean `{}`?", relative(split(self.from).0, near)),
            None => "mend the path, or take out the link; paths start at the page's own folder".to_owned(),
        };
        self.find(Code::BrokenLink, format!("{what} `{path}`"), help)
    }

    fn anchored(&self, at: usize, fragment: &str) -> Answer {
        let (path, page) = &self.index.pages[at];
        let id = percent_decode_str(fragment).decode_utf8_lossy().into_owned();
        // `#` and `#top` lead to the top in every browser; `#:~:text=` is the browser's own.
        let known = id.is_empty() || id == "top" || id.starts_with(":~:") || page.has_id(&id);
        let target = Target::Page(at, Some(fragment.to_owned()));
        if known || id.starts_with("__") || id.starts_with("fn:") || id.starts_with("fnref") {
            return (target, None);
        }
        let ids = page.headings.iter().map(|heading| heading.id.as_str());
        let lower = id.to_lowercase();
        let near = ids.clone().find(|known| known.to_lowercase() == lower).or_else(|| suggest(&id, ids));
        let help = match near {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "link to one of the page's headings, or to the page".to_owned(),
        };
        (target, Some(self.find(Code::BrokenAnchor, format!("`{path}` has no heading `#{id}`"), help)))
    }
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
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut relative = "../".repeat(from.len() - shared);
    relative.push_str(&parts[shared..].join("/"));
    if relative.is_empty() { "./".to_owned() } else { relative }
}
