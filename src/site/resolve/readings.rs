//! The readings of a path: exactly a page or file, an address of the site, or nearly one of them.

use super::answer::Resolution;
use super::ask::Ask;
use super::target::LinkDestination;
use crate::address::join;
use crate::body::LinkKind;
use crate::diag::Code;
use crate::site::near::bare;

impl Ask<'_, '_> {
    /// Reads a path from the page's own folder.
    pub fn relative(&self) -> Resolution {
        let Some(path) = join(self.folder(), self.path) else {
            let address = self.address();
            let at_address = || {
                address
                    .as_deref()
                    .and_then(|address| self.at_address(address))
            };
            let found = self.served().or_else(|| self.outside());
            if let Some(found) = found.or_else(at_address) {
                return found;
            }
            let finding = self.leads_out();
            return self.unsettled([address.as_deref()], LinkDestination::Elsewhere, finding);
        };
        let found = self.exact(&path).or_else(|| self.served_or_roughly(&path));
        if let Some(found) = found {
            return found;
        }
        let address = self.address();
        let readings = [Some(path.as_str()), address.as_deref()];
        let finding = self.nothing(&path);
        self.unsettled(readings, LinkDestination::Elsewhere, finding)
    }

    /// The page or file with exactly this path.
    pub fn exact(&self, path: &str) -> Option<Resolution> {
        let found = match self.page_for(path) {
            Some(at) => self.page(at),
            None if self.index.is_file(path) => self.file(path),
            None => return None,
        };
        if !self.path.ends_with('/') {
            return Some(found);
        }
        // MkDocs ignores the slash, too.
        let message = format!("`{}` ends in a slash", self.link.dest);
        let help = format!("write `{}`", self.as_written(path, self.tail));
        let finding = self.find(Code::AmbiguousLink, message, help);
        Some(found.but(finding))
    }

    /// The page at a path, or the first of those that the file there makes.
    fn page_for(&self, path: &str) -> Option<usize> {
        let is_page = self.is_followed() && self.link.kind != LinkKind::Download;
        let of_file = || self.index.near().by_file.get(path).copied();
        let found = self.index.page_at(path);
        found.or_else(|| is_page.then(of_file).flatten())
    }

    /// Reads the path both as an address and loosely. If the readings lead to different pages, the
    /// link is ambiguous.
    fn served_or_roughly(&self, path: &str) -> Option<Resolution> {
        let served = self.served();
        let rough = self.roughly(path, self.address().as_deref());
        match (served, rough) {
            (Some(served), Some(rough))
                if rough.is_ambiguous() && rough.target != served.target =>
            {
                Some(rough)
            }
            (served, rough) => served.or(rough),
        }
    }

    /// Reads a link in the author's own HTML as written for the page's served address. Other tools
    /// leave HTML unchanged, so authors write it so.
    fn served(&self) -> Option<Resolution> {
        let address = self.address().filter(|_| self.link.is_html)?;
        if self.index.is_file(&address) {
            return Some(self.file(&address));
        }
        let at = self.index.page_served_at(bare(&address))?;
        Some(self.page(at))
    }

    /// Reads a path that is nearly one of the tree: in another case, a draft, a folder, an address
    /// (`address` is the path as an address), or a page without its extension.
    pub fn roughly(&self, path: &str, address: Option<&str>) -> Option<Resolution> {
        let real = self.index.near().by_lower.get(&path.to_lowercase());
        if let Some(real) = real.filter(|real| !self.path.ends_with('/') && **real != path) {
            return Some(self.wrong_case(real));
        }
        if self.index.drafts.iter().any(|draft| draft == path) {
            let message = format!("`{}` is a draft, which is not published", self.link.dest);
            let help = "take `draft` out of its front matter, or take out the link";
            let finding = self.find(Code::BrokenLink, message, help);
            return Some(Resolution::wrong(finding));
        }
        self.loose(path, address)
    }

    /// Resolves a path that is right from the page's address, but not from its file, to the page or
    /// the file there, and reports it as ambiguous.
    fn at_address(&self, address: &str) -> Option<Resolution> {
        let (target, found) = match self.index.page_served_at(bare(address)) {
            Some(at) if self.is_followed() => (self.index.pages[at].0, self.page(at)),
            _ if self.index.is_file(address) => (address, self.file(address)),
            _ => return None,
        };
        let message = format!("`{}` starts at the page's address", self.link.dest);
        let help = format!("write `{}`", self.as_written(target, self.tail));
        Some(found.but(self.find(Code::AmbiguousLink, message, help)))
    }

    fn wrong_case(&self, real: &str) -> Resolution {
        let help = format!("write `{}`", self.as_written(real, self.tail));
        let message = format!(
            "`{}` differs from the file's name in upper and lower case",
            self.link.dest
        );
        let found = match self.index.page_at(real) {
            Some(at) => self.page(at),
            None => self.file(real),
        };
        Resolution {
            finding: Some(self.find(Code::WrongCase, message, help)),
            ..found
        }
    }

    /// Resolves a folder, an address, or a page without its extension, and reports it as ambiguous.
    pub fn loose(&self, path: &str, address: Option<&str>) -> Option<Resolution> {
        let as_page = self.index.page_at(&format!("{path}.md"));
        let as_folder = self.index.folder_page(path);
        let as_address = address.and_then(|address| self.index.page_served_at(bare(address)));
        let Some(at) = as_page.or(as_folder).or(as_address) else {
            return self.at_address(address?);
        };
        let mut readings = [as_page, as_folder, as_address].into_iter().flatten();
        let what = if readings.all(|reading| reading == at) {
            "names no file"
        } else {
            "could mean more than one page"
        };
        let (target, _) = self.index.pages[at];
        let message = format!("`{}` {what}", self.link.dest);
        let help = format!("write `{}`", self.as_written(target, self.tail));
        let finding = self.find(Code::AmbiguousLink, message, help);
        Some(self.page(at).but(finding))
    }
}
