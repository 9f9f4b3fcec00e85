//! What a link means: from the source file's point of view to an address on the site.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::sync::{Mutex, OnceLock};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::anchors::{Anchor, Anchors};
use super::hosts::{self, Verdict};
use super::near::{MANY, Near, bare, nearest_of};
use super::route::{Route, split};
use super::{slips, unread};
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::discover::{AssetFile, Checkout, Entry};
use crate::parse::{Link, LinkKind, Page};

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of the site, and where on it.
    Page(usize, Tail),
    /// A file that is copied, with what stood behind its path (`?x`, `#page=2`).
    File(String, String),
    /// A page that bf-docs makes, with what stood behind its path.
    Made(Route, String),
    /// A file of the repository that is no part of the site: its full address on the forge.
    Forge(String),
    /// Anything else: left as it is written.
    Elsewhere,
}

/// What stands behind the path of a link to a page, as an address has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tail {
    /// `?x=1`, or nothing.
    pub query: String,
    /// What stands behind the `#`.
    pub fragment: Option<String>,
}

impl Tail {
    /// The id that it leads to.
    pub fn id(&self) -> Option<Cow<'_, str>> {
        self.fragment
            .as_ref()
            .map(|fragment| percent_decode_str(fragment).decode_utf8_lossy())
    }
}

impl Display for Tail {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.query)?;
        self.fragment
            .as_ref()
            .map_or(Ok(()), |fragment| write!(f, "#{fragment}"))
    }
}

/// What a link leads to, and what is wrong with it.
#[derive(Debug)]
pub struct Answer {
    /// Where it leads.
    pub target: Target,
    /// What is wrong with it.
    pub finding: Option<Diagnostic>,
    /// Set where it leads nowhere unless bf-docs makes a page there.
    pub unsettled: Option<Unsettled>,
}

/// A link that no page or file of the tree answers. Which pages the build makes is known once the
/// whole tree is.
#[derive(Debug, Clone)]
pub struct Unsettled {
    /// Its number among the links of its page.
    pub link: usize,
    /// The addresses below the site's root that it can mean, the likeliest first, as `bare` has
    /// them.
    pub readings: Vec<String>,
    /// What stands behind its path.
    pub tail: String,
    /// What is wrong with it where no such page is made.
    pub broken: Diagnostic,
}

impl Answer {
    fn clean(target: Target) -> Self {
        Self {
            target,
            finding: None,
            unsettled: None,
        }
    }

    fn wrong(finding: Diagnostic) -> Self {
        Self {
            target: Target::Elsewhere,
            finding: Some(finding),
            unsettled: None,
        }
    }

    fn is_ambiguous(&self) -> bool {
        self.finding
            .as_ref()
            .is_some_and(|found| found.code == Code::AmbiguousLink)
    }

    /// The same with a finding, unless the anchor is wrong as well.
    fn but(self, finding: Diagnostic) -> Self {
        let finding = self
            .finding
            .filter(|found| found.code == Code::BrokenAnchor)
            .unwrap_or(finding);
        Self {
            finding: Some(finding),
            ..self
        }
    }
}

/// What can be linked to.
pub struct Index<'a> {
    /// The pages, by path.
    pages: &'a [(&'a str, &'a Page)],
    routes: &'a [Route],
    /// The files, by path.
    files: &'a [AssetFile],
    /// The anchors of each page that a link asked for.
    anchors: Vec<OnceLock<Anchors<'a>>>,
    near: OnceLock<Near<'a>>,
    drafts: &'a [String],
    map: &'a ContentMap,
    checkout: &'a Checkout,
    /// What lies outside the docs folder, as links asked for it.
    outside: Mutex<BTreeMap<String, Option<Entry>>>,
}

impl<'a> Index<'a> {
    /// Indexes pages by path and route, and files by path; both are in the order of their paths.
    pub fn new(
        pages: &'a [(&'a str, &'a Page)],
        routes: &'a [Route],
        files: &'a [AssetFile],
        drafts: &'a [String],
        map: &'a ContentMap,
        checkout: &'a Checkout,
    ) -> Self {
        let anchors = pages.iter().map(|_| OnceLock::new()).collect();
        let outside = Mutex::default();
        Self {
            pages,
            routes,
            files,
            anchors,
            near: OnceLock::new(),
            drafts,
            map,
            checkout,
            outside,
        }
    }

    fn near(&self) -> &Near<'a> {
        self.near
            .get_or_init(|| Near::of(self.pages, self.routes, self.files))
    }

    /// The page at a path.
    fn page_at(&self, path: &str) -> Option<usize> {
        self.pages
            .binary_search_by(|(known, _)| (*known).cmp(path))
            .ok()
    }

    fn is_file(&self, path: &str) -> bool {
        self.files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .is_ok()
    }

    /// Resolves a link of a page, and says what is wrong with it.
    pub fn resolve(&self, from: usize, link: &Link) -> Answer {
        let (path, page) = &self.pages[from];
        let dest = link.dest.trim();
        let (address, tail) = dest.split_at(dest.find(['?', '#']).unwrap_or(dest.len()));
        let (query, fragment) = tail
            .split_once('#')
            .map_or((tail, None), |(query, rest)| (query, Some(rest)));
        let decoded = percent_decode_str(address).decode_utf8_lossy();
        let ask = Ask {
            index: self,
            at: from,
            from: path,
            page,
            link,
            path: &decoded,
            tail,
            query,
            fragment,
        };
        if let Some(scheme) = scheme(dest) {
            return Answer {
                finding: ask.elsewhere(scheme, dest),
                ..Answer::clean(Target::Elsewhere)
            };
        }
        match decoded.strip_prefix('/') {
            Some(rooted) => ask.absolute(rooted),
            None if !decoded.is_empty() => ask.relative(),
            None if fragment.is_some() => ask.page(from),
            None => Answer::clean(Target::Elsewhere),
        }
    }

    /// What links asked for outside the docs folder, and what lay there.
    pub fn outside(self) -> BTreeMap<String, Option<Entry>> {
        self.outside
            .into_inner()
            .expect("nobody panics while it is held")
    }

    fn entry(&self, path: &str) -> Option<Entry> {
        let mut outside = self.outside.lock().expect("nobody panics while it is held");
        *outside
            .entry(path.to_owned())
            .or_insert_with(|| self.checkout.entry(path))
    }

    /// The page of a folder, where there is one.
    fn folder_page(&self, folder: &str) -> Option<usize> {
        let with = |name: &str| {
            if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            }
        };
        ["index.md", "README.md"]
            .iter()
            .find_map(|name| self.page_at(&with(name)))
    }
}

/// One link being resolved.
struct Ask<'a, 'i> {
    index: &'a Index<'i>,
    at: usize,
    from: &'a str,
    page: &'a Page,
    link: &'a Link,
    /// Its path, decoded.
    path: &'a str,
    /// What stands behind the path: the query and the fragment, with their signs.
    tail: &'a str,
    /// The query, with its `?`.
    query: &'a str,
    fragment: Option<&'a str>,
}

impl Ask<'_, '_> {
    fn find(&self, code: Code, message: String, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.page.place_of(self.link), message).help(help)
    }

    /// A web address: fine to follow, not to load from.
    fn elsewhere(&self, scheme: &str, dest: &str) -> Option<Diagnostic> {
        if matches!(scheme, "javascript" | "vbscript")
            || (scheme == "data" && self.link.kind != LinkKind::Image)
        {
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
        let help = match hosts::verdict(scheme, &host, &self.index.map.site.allow_hosts) {
            _ if self.link.kind == LinkKind::Frame => "link to it instead".to_owned(),
            Verdict::Loaded => return None,
            Verdict::NotOverHttp => {
                "write `https://`: hosts of `allow-hosts` are asked in no other way".to_owned()
            }
            Verdict::Refused => {
                format!(
                    "copy the file into the docs folder, or add `{host}` to `allow-hosts` of `[site]`"
                )
            }
        };
        Some(self.find(
            Code::RemoteResource,
            format!("readers' browsers will not load this from `{host}`"),
            help,
        ))
    }

    /// A path from the page's own folder.
    fn relative(&self) -> Answer {
        let Some(path) = join(split(self.from).0, self.path) else {
            let found = self.served().or_else(|| self.outside());
            let address = self.address();
            return found.unwrap_or_else(|| {
                self.unsettled([address.as_deref()], Target::Elsewhere, self.leads_out())
            });
        };
        let rough = || self.roughly(&path, self.address().as_deref());
        let found = self
            .exact(&path)
            .or_else(|| match (self.served(), rough()) {
                (Some(served), Some(rough))
                    if rough.is_ambiguous() && rough.target != served.target =>
                {
                    Some(rough)
                }
                (served, rough) => served.or(rough),
            });
        found.unwrap_or_else(|| {
            self.unsettled(
                [Some(&*path), self.address().as_deref()],
                Target::Elsewhere,
                self.nothing(&path),
            )
        })
    }

    /// A path that starts with `/` is read from the docs folder, then from the repository's root.
    fn absolute(&self, rooted: &str) -> Answer {
        let path = join("", rooted).unwrap_or_default();
        let below = self.below_docs(&path);
        let in_tree = |path: &str| {
            self.exact(path)
                .or_else(|| self.roughly(path, Some(bare(path))))
        };
        let found = in_tree(&path).or_else(|| in_tree(below?));
        let other = found.is_none().then(|| self.on_forge(&path)).flatten();
        let way = found
            .as_ref()
            .map(|found| &found.target)
            .or(other.as_ref())
            .and_then(|to| self.way_to(to, &path));
        let help = match way {
            Some(way) => format!("write `{way}`"),
            None => "nothing of that name lies in the docs folder; for another part of the host write its full address"
                .to_owned(),
        };
        let finding = self.find(
            Code::AbsoluteLink,
            format!("`{}` starts with `/`", self.link.dest),
            help,
        );
        match found {
            Some(draft) if draft.target == Target::Elsewhere => draft,
            Some(found) => found.but(finding),
            None => self.unsettled(
                [Some(path.as_str()), below],
                other.unwrap_or(Target::Elsewhere),
                finding,
            ),
        }
    }

    /// How the link to something is written on this page; `path` is its path in the repository.
    fn way_to(&self, target: &Target, path: &str) -> Option<String> {
        match target {
            Target::Page(at, _) => Some(self.as_written(self.index.pages[*at].0, self.tail)),
            Target::File(path, _) => Some(self.as_written(path, self.tail)),
            Target::Forge(_) => Some(way(&self.folder_in_repository(), path, self.tail)),
            Target::Made(..) | Target::Elsewhere => None,
        }
    }

    /// A path of the repository as one of the docs folder.
    fn below_docs<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.index.checkout.docs())?
            .strip_prefix('/')
    }

    /// The page or file of exactly this path.
    fn exact(&self, path: &str) -> Option<Answer> {
        let found = match self.index.page_at(path) {
            Some(at) => self.page(at),
            None if self.index.is_file(path) => self.file(path),
            None => return None,
        };
        if !self.path.ends_with('/') {
            return Some(found);
        }
        // MkDocs takes the slash away, too.
        let help = format!("write `{}`", self.as_written(path, self.tail));
        Some(found.but(self.find(
            Code::AmbiguousLink,
            format!("`{}` ends in a slash", self.link.dest),
            help,
        )))
    }

    fn file(&self, path: &str) -> Answer {
        Answer::clean(Target::File(path.to_owned(), self.tail.to_owned()))
    }

    /// The address below the site's root that a browser makes of the path.
    fn address(&self) -> Option<String> {
        join(split(self.index.routes[self.at].as_str()).0, self.path)
    }

    /// What the author's own HTML leads to where it is written for the address at which the page is
    /// served, as for tools that leave HTML alone.
    fn served(&self) -> Option<Answer> {
        let address = self.address().filter(|_| self.link.is_html)?;
        if self.index.is_file(&address) {
            return Some(self.file(&address));
        }
        self.index
            .near()
            .by_route
            .get(bare(&address))
            .map(|at| self.page(*at))
    }

    /// A path that is nearly one of the tree: in other letters, a draft, a folder, an address
    /// (`address` is the path as one), or a page without its ending.
    fn roughly(&self, path: &str, address: Option<&str>) -> Option<Answer> {
        let real = self.index.near().by_lower.get(&path.to_lowercase());
        if let Some(real) = real.filter(|real| !self.path.ends_with('/') && **real != path) {
            return Some(self.wrong_case(real));
        }
        if self.index.drafts.iter().any(|draft| draft == path) {
            let message = format!("`{}` is a draft, which is not published", self.link.dest);
            let help = "take `draft` out of its front matter, or take out the link";
            return Some(Answer::wrong(self.find(Code::BrokenLink, message, help)));
        }
        self.loose(path, address)
    }

    fn wrong_case(&self, real: &str) -> Answer {
        let help = format!("write `{}`", self.as_written(real, self.tail));
        let message = format!(
            "`{}` differs from the file's name in upper and lower case",
            self.link.dest
        );
        let found = self
            .index
            .page_at(real)
            .map_or_else(|| self.file(real), |at| self.page(at));
        Answer {
            finding: Some(self.find(Code::WrongCase, message, help)),
            ..found
        }
    }

    /// A folder, an address, or a page without its ending: understood, and
    /// said to be ambiguous.
    fn loose(&self, path: &str, address: Option<&str>) -> Option<Answer> {
        let as_page = self.index.page_at(&format!("{path}.md"));
        let as_folder = self.index.folder_page(path);
        let as_address =
            address.and_then(|address| self.index.near().by_route.get(bare(address)).copied());
        let at = as_page.or(as_folder).or(as_address)?;
        let target = &self.index.pages[at].0;
        let readings: Vec<usize> = [as_page, as_folder, as_address]
            .into_iter()
            .flatten()
            .collect();
        let clear = readings.iter().all(|reading| *reading == at);
        let what = if clear {
            "names no file"
        } else {
            "could mean more than one page"
        };
        let help = format!("write `{}`", self.as_written(target, self.tail));
        Some(self.page(at).but(self.find(
            Code::AmbiguousLink,
            format!("`{}` {what}", self.link.dest),
            help,
        )))
    }

    /// The page's folder in the repository, with a `/` at its end unless it is the root.
    fn folder_in_repository(&self) -> String {
        let (docs, folder) = (self.index.checkout.docs(), split(self.from).0);
        if docs.is_empty() {
            folder.to_owned()
        } else {
            format!("{docs}/{folder}")
        }
    }

    /// A path that leads out of the docs folder: to a file of the repository, or back.
    fn outside(&self) -> Option<Answer> {
        let path = join(&self.folder_in_repository(), self.path)?;
        let back = self
            .below_docs(&path)
            .and_then(|back| self.exact(back).or_else(|| self.loose(back, None)));
        let Some(back) = back else {
            return self.on_forge(&path).map(Answer::clean);
        };
        let help = format!("write `{}`", self.way_to(&back.target, &path)?);
        let message = format!("`{}` leaves the docs folder on its way", self.link.dest);
        Some(back.but(self.find(Code::AmbiguousLink, message, help)))
    }

    /// The address that the forge has for a file of the repository.
    fn on_forge(&self, path: &str) -> Option<Target> {
        let repository = self
            .index
            .map
            .site
            .repository
            .as_ref()
            .filter(|_| self.is_followed())?;
        let docs = self.index.checkout.docs();
        let address = match self.index.entry(path)? {
            Entry::File => repository.file_url(docs, path),
            Entry::Folder => repository.folder_url(docs, path),
        };
        address.map(|address| Target::Forge(address + self.tail))
    }

    /// Whether readers follow it, rather than that the page shows it.
    fn is_followed(&self) -> bool {
        matches!(self.link.kind, LinkKind::Link | LinkKind::Autolink)
    }

    /// Nothing in the tree, unless the build makes a page at one of these; `otherwise` it leads
    /// elsewhere.
    fn unsettled<const N: usize>(
        &self,
        readings: [Option<&str>; N],
        otherwise: Target,
        broken: Diagnostic,
    ) -> Answer {
        if !self.is_followed() {
            return Answer::wrong(broken);
        }
        let mut readings: Vec<String> = readings
            .into_iter()
            .flatten()
            .map(|reading| bare(reading).to_owned())
            .collect();
        readings.dedup();
        let unsettled = Some(Unsettled {
            link: 0,
            readings,
            tail: self.tail.to_owned(),
            broken,
        });
        Answer {
            unsettled,
            ..Answer::clean(otherwise)
        }
    }

    fn leads_out(&self) -> Diagnostic {
        let message = format!("`{}` leads out of the docs folder", self.link.dest);
        let path = join(&self.folder_in_repository(), self.path);
        let is_there =
            path.is_some_and(|path| self.is_followed() && self.index.entry(&path).is_some());
        let help = match (&self.index.map.site.repository, is_there) {
            (None, true) => "set `url` of `[site.repository]`: then it leads to the file there",
            (Some(_), true) => "set `view` of `[site.repository]`: then it leads to the file there",
            _ => "copy what it leads to into the docs folder, or link to its web address",
        };
        self.slip(message.clone())
            .unwrap_or_else(|| self.find(Code::BrokenLink, message, help))
    }

    /// What is wrong with a path at which nothing is.
    fn nothing(&self, path: &str) -> Diagnostic {
        let index = self.index;
        let folder = format!("{path}/");
        let is_folder = self.link.kind != LinkKind::Image
            && !path.is_empty()
            && !index.near().below(&folder).is_empty();
        let message = match self.link.kind {
            LinkKind::Image => format!("there is no file `{path}`"),
            _ if is_folder => format!("the folder `{path}` has no page of its own"),
            _ => format!("no page or file is at `{path}`"),
        };
        if let Some(unread) = unread::meant(path).find(|file| index.is_file(file)) {
            let help =
                "bf-docs reads `.md`: rename it, if it is Markdown, and mend the link".to_owned();
            let found = self.find(
                Code::BrokenLink,
                format!("`{unread}` is copied and not read as a page"),
                help,
            );
            return found.formerly(message);
        }
        if is_folder {
            let help = format!(
                "link to one of its files, or write a page for it: `{}`",
                self.as_written(&(folder + "index.md"), "")
            );
            return self.find(Code::BrokenLink, message, help);
        }
        if let Some(slip) = self.slip(message.clone()) {
            return slip;
        }
        // A `#` or `?` in a file's name, written as it is, cuts the path off.
        let whole = percent_decode_str(self.link.dest.trim())
            .decode_utf8_lossy()
            .into_owned();
        let whole = join(split(self.from).0, &whole).filter(|whole| whole != path);
        let whole = whole
            .as_deref()
            .filter(|whole| index.page_at(whole).is_some() || index.is_file(whole));
        let help = match whole.or_else(|| index.near().nearest(path, self.from)) {
            Some(near) => format!("did you mean `{}`?", self.as_written(near, "")),
            None => "mend the path, or take out the link; paths start at the page's own folder"
                .to_owned(),
        };
        self.find(Code::BrokenLink, message, help)
    }

    /// What is wrong with what is no path; an earlier version said `former` of it.
    fn slip(&self, former: String) -> Option<Diagnostic> {
        let dest = self.link.dest.trim();
        let found = |message, help| self.find(Code::BrokenLink, message, help).formerly(former);
        if let Some((message, help)) = slips::no_path(dest).filter(|_| self.is_followed()) {
            return Some(found(message, help));
        }
        let wrapped = slips::wrapped(dest)?;
        let path = wrapped.address.split(['?', '#']).next().unwrap_or_default();
        let path = join(
            split(self.from).0,
            &percent_decode_str(path).decode_utf8_lossy(),
        );
        let is_there =
            |path: String| self.index.page_at(&path).is_some() || self.index.is_file(&path);
        let is_right = scheme(wrapped.address).is_some() || path.is_some_and(is_there);
        let help = match is_right {
            true => format!("write `{}`", wrapped.address),
            false if wrapped.is_odd => {
                "mend the path, or take out the link; paths start at the page's own folder"
                    .to_owned()
            }
            false => return None,
        };
        Some(found(
            format!("`{dest}` has {} too many", wrapped.sign),
            help,
        ))
    }

    /// How a link to a path is written on this page; `tail` is what stands behind the path.
    fn as_written(&self, path: &str, tail: &str) -> String {
        way(split(self.from).0, path, tail)
    }

    /// A page, and where the fragment leads on it.
    fn page(&self, at: usize) -> Answer {
        let to = |fragment: Option<&str>| {
            let fragment = fragment.map(str::to_owned);
            Answer::clean(Target::Page(
                at,
                Tail {
                    query: self.query.to_owned(),
                    fragment,
                },
            ))
        };
        let Some(written) = self
            .fragment
            .filter(|fragment| at == self.at || !fragment.is_empty())
        else {
            return to(None);
        };
        let id = percent_decode_str(written).decode_utf8_lossy();
        if is_top(&id) {
            return to(Some(written));
        }
        let (path, page) = &self.index.pages[at];
        let help = match self.index.anchors[at]
            .get_or_init(|| Anchors::of(page))
            .find(&id)
        {
            Anchor::Id(known) if known == id => return to(Some(written)),
            Anchor::Id(known) => return to(Some(&fragment(known))),
            _ if id.starts_with("__") || id.starts_with("fn:") || id.starts_with("fnref") => {
                return to(Some(written));
            }
            Anchor::Several => {
                "more than one heading may be meant: give that one an id, as in `{ #id }`"
                    .to_owned()
            }
            Anchor::Nothing => {
                let ids = page.headings.iter().map(|heading| heading.id.as_str());
                nearest_of(&id, ids.take(MANY)).map_or_else(
                    || "link to one of the page's headings, or to the page".to_owned(),
                    |near| format!("did you mean `#{near}`?"),
                )
            }
        };
        let message = format!("`{path}` has no heading `#{id}`");
        Answer {
            finding: Some(self.find(Code::BrokenAnchor, message, help)),
            ..to(Some(written))
        }
    }
}

/// Whether a fragment leads to the top of any page: `#` and `#top` do in every browser, and
/// `#:~:text=` is the browser's own.
pub fn is_top(fragment: &str) -> bool {
    fragment.is_empty() || fragment == "top" || fragment.starts_with(":~:")
}

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

/// What a fragment cannot hold as it is.
const IN_FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'`');

/// An id as the fragment of an address.
pub fn fragment(id: &str) -> String {
    utf8_percent_encode(id, IN_FRAGMENT).to_string()
}

/// How a link from a folder to a path is written.
fn way(folder: &str, path: &str, tail: &str) -> String {
    let way = utf8_percent_encode(&relative(folder, path), IN_LINK).to_string();
    // `a:b.md` would be read as a scheme.
    let here = if scheme(&way).is_some() { "./" } else { "" };
    format!("{here}{way}{tail}")
}

/// The scheme of a web address; the empty one of `//host/`.
fn scheme(dest: &str) -> Option<&str> {
    if dest.starts_with("//") {
        return Some("");
    }
    let (scheme, _) = dest.split_once(':')?;
    let named = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
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
    let same = folder
        .bytes()
        .zip(path.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let shared = folder.as_bytes()[..same]
        .iter()
        .rposition(|byte| *byte == b'/')
        .map_or(0, |at| at + 1);
    let up = folder
        .bytes()
        .skip(shared)
        .filter(|byte| *byte == b'/')
        .count();
    let mut relative = "../".repeat(up);
    relative.push_str(&path[shared..]);
    if relative.is_empty() {
        "./".to_owned()
    } else {
        relative
    }
}
