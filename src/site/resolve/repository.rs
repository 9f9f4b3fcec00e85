//! Paths of the repository: from its root, out of the docs folder, and on the forge.

use super::answer::Resolution;
use super::ask::Ask;
use super::target::LinkDestination;
use crate::address::{join, relative_link};
use crate::diag::Code;
use crate::discover::CheckoutEntry;
use crate::site::near::bare;

impl Ask<'_, '_> {
    /// Reads a path that starts with `/` from the docs folder, then from the repository's root.
    pub fn absolute(&self, rooted: &str) -> Resolution {
        let path = join("", rooted).unwrap_or_default();
        let below = self.below_docs(&path);
        let in_tree = |path: &str| {
            self.exact(path)
                .or_else(|| self.roughly(path, Some(bare(path))))
        };
        let found = in_tree(&path).or_else(|| in_tree(below?));
        let other = match &found {
            Some(_) => None,
            None => self.on_forge(&path),
        };
        let target = match &found {
            Some(found) => Some(&found.target),
            None => other.as_ref(),
        };
        let way = target.and_then(|target| self.way_to(target, &path));
        let help = match way {
            Some(way) => format!("write `{way}`"),
            None => "the docs folder has nothing of that name; for another part of the host \
                     write its full address"
                .to_owned(),
        };
        let message = format!("`{}` starts with `/`", self.link.dest);
        let finding = self.find(Code::AbsoluteLink, message, help);
        match found {
            Some(draft) if draft.target == LinkDestination::Elsewhere => draft,
            Some(found) => found.but(finding),
            None => {
                let readings = [Some(path.as_str()), below];
                let target = other.unwrap_or(LinkDestination::Elsewhere);
                self.unsettled(readings, target, finding)
            }
        }
    }

    /// Resolves a path that leads out of the docs folder: to a file of the repository, or back in.
    pub fn outside(&self) -> Option<Resolution> {
        let path = self.path_in_repository()?;
        let back = self
            .below_docs(&path)
            .and_then(|back| self.exact(back).or_else(|| self.loose(back, None)));
        let Some(back) = back else {
            return self.on_forge(&path).map(Resolution::clean);
        };
        let way = self.way_to(&back.target, &path)?;
        let message = format!("`{}` leaves the docs folder on its way", self.link.dest);
        let finding = self.find(Code::AmbiguousLink, message, format!("write `{way}`"));
        Some(back.but(finding))
    }

    /// The link's path in the repository; `None` if it leads above the root.
    pub fn path_in_repository(&self) -> Option<String> {
        join(&self.folder_in_repository(), self.path)
    }

    /// The page's folder in the repository, with a `/` at its end unless it is the root.
    fn folder_in_repository(&self) -> String {
        let docs = self.index.checkout.docs();
        let folder = self.folder();
        if docs.is_empty() {
            folder.to_owned()
        } else {
            format!("{docs}/{folder}")
        }
    }

    /// A path of the repository, relative to the docs folder.
    fn below_docs<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.index.checkout.docs())?
            .strip_prefix('/')
    }

    /// The forge's address for a file of the repository.
    fn on_forge(&self, path: &str) -> Option<LinkDestination> {
        if !self.is_followed() {
            return None;
        }
        let repository = self.index.map.site.repository.as_ref()?;
        let docs = self.index.checkout.docs();
        let address = match self.index.entry(path)? {
            CheckoutEntry::File => repository.file_url(docs, path),
            CheckoutEntry::Folder => repository.folder_url(docs, path),
        };
        address.map(|address| LinkDestination::Forge(address + self.tail))
    }

    /// The link to a destination, written for this page; `path` is its path in the repository.
    fn way_to(&self, target: &LinkDestination, path: &str) -> Option<String> {
        match target {
            LinkDestination::Page(at, _) => {
                let (path, _) = self.index.pages[*at];
                Some(self.as_written(path, self.tail))
            }
            LinkDestination::File(path, _) => Some(self.as_written(path, self.tail)),
            LinkDestination::Forge(_) => {
                Some(relative_link(&self.folder_in_repository(), path, self.tail))
            }
            LinkDestination::Made(..) | LinkDestination::Elsewhere => None,
        }
    }
}
