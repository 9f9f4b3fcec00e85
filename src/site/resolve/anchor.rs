//! The place on a page that a link leads to.

use percent_encoding::percent_decode_str;

use super::answer::Resolution;
use super::ask::Ask;
use super::target::{LinkDestination, Tail};
use crate::address::fragment;
use crate::diag::Code;
use crate::site::anchors::Anchor;
use crate::site::near::{MANY, nearest_of};

impl Ask<'_, '_> {
    /// Resolves a link to a page and to the fragment on it.
    pub fn page(&self, at: usize) -> Resolution {
        let written = match self.fragment {
            Some(written) if at == self.at || !written.is_empty() => written,
            _ => return self.page_part(at, None),
        };
        let id = percent_decode_str(written).decode_utf8_lossy();
        let as_written = || self.page_part(at, Some(written));
        if is_top(&id) {
            return as_written();
        }
        match self.index.anchors(at).find(&id) {
            Anchor::Id(known) if known == id => as_written(),
            Anchor::Id(known) => self.page_part(at, Some(&fragment(known))),
            Anchor::Several | Anchor::Nothing if is_for_tools(&id) => as_written(),
            Anchor::Several => {
                let help =
                    "more than one heading may be meant: give that one an id, as in `{ #id }`";
                self.no_heading(as_written(), at, &id, help.to_owned())
            }
            Anchor::Nothing => match self.elsewhere_in_file(&id) {
                Some((page, id)) => self.page_part(page, Some(&fragment(&id))),
                None => self.no_heading(as_written(), at, &id, self.heading_meant(at, &id)),
            },
        }
    }

    /// The page of the same file that has an id: a link to a file leads to its first page, and its
    /// ids may be on others. The forms of other tools are read, too.
    fn elsewhere_in_file(&self, id: &str) -> Option<(usize, String)> {
        const FORMS: [&str; 3] = ["operation/", "/components/schemas/", "schema/"];
        let near = self.index.near();
        let own = self.path.is_empty().then_some(self.at);
        let path = self.path_in_docs();
        let at = own.or_else(|| near.by_file.get(path.as_ref()?.as_str()).copied())?;
        let (_, page) = self.index.pages[at];
        let file = match page.introduced_file() {
            Some(named) => own.map_or(path?, |_| named),
            None => page.file.below_docs()?.to_owned(),
        };
        let siblings = near.siblings.get(file.as_str())?;
        let bare = match id.rsplit_once("/operation/") {
            Some((_, operation)) => operation,
            None => FORMS
                .iter()
                .find_map(|form| id.strip_prefix(form))
                .unwrap_or(id),
        };
        if let Some(tag) = bare.strip_prefix("tag/") {
            return self.page_of_tag(siblings, tag);
        }
        siblings
            .iter()
            .find_map(|sibling| match self.index.anchors(*sibling).find(bare) {
                Anchor::Id(known) => Some((*sibling, known.to_owned())),
                Anchor::Several | Anchor::Nothing => None,
            })
    }

    /// The page with the operations of a tag. Redoc writes `-` for blanks.
    fn page_of_tag(&self, siblings: &[usize], tag: &str) -> Option<(usize, String)> {
        let letters = |text: &str| -> String {
            let kept = text.chars().filter(|c| c.is_alphanumeric());
            kept.flat_map(char::to_lowercase).collect()
        };
        let tag = letters(tag);
        siblings.iter().find_map(|sibling| {
            let (path, page) = self.index.pages[*sibling];
            let title = page.headings.first()?;
            let stem = crate::address::split(path).1;
            let is_it = letters(&title.text) == tag || letters(stem) == tag;
            (is_it && page.number > 0).then(|| (*sibling, title.id.clone()))
        })
    }

    /// The path of the link in the docs folder.
    fn path_in_docs(&self) -> Option<String> {
        crate::address::join(self.folder(), self.path)
    }

    fn page_part(&self, at: usize, fragment: Option<&str>) -> Resolution {
        let tail = Tail {
            query: self.query.to_owned(),
            fragment: fragment.map(str::to_owned),
        };
        Resolution::clean(LinkDestination::Page(at, tail))
    }

    /// Adds the finding that no heading of the page has the id.
    fn no_heading(&self, answer: Resolution, at: usize, id: &str, help: String) -> Resolution {
        // A page that was made of a file has a path that no author knows.
        let (path, page) = self.index.pages[at];
        let path = page.file.below_docs().unwrap_or(path);
        let message = format!("`{path}` has no heading `#{id}`");
        Resolution {
            finding: Some(self.find(Code::BrokenAnchor, message, help)),
            ..answer
        }
    }

    /// The help for an id that no heading of a page has.
    fn heading_meant(&self, at: usize, id: &str) -> String {
        let (_, page) = self.index.pages[at];
        let ids = page.headings.iter().map(|heading| heading.id.as_str());
        match nearest_of(id, ids.take(MANY)) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "link to one of the page's headings, or to the page".to_owned(),
        }
    }
}

/// Returns whether a fragment leads to the top of any page. `#` and `#top` do in every browser, and
/// browsers handle `#:~:text=` themselves.
pub fn is_top(fragment: &str) -> bool {
    fragment.is_empty() || fragment == "top" || fragment.starts_with(":~:")
}

/// Returns whether tools generate this id: for annotations, tabs and footnotes.
fn is_for_tools(id: &str) -> bool {
    id.starts_with("__") || id.starts_with("fn:") || id.starts_with("fnref")
}
