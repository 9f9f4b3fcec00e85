//! What a path may mean: exactly a page or file, an address of the site, or nearly one of them.

use super::answer::Answer;
use super::ask::Ask;
use super::target::Target;
use crate::address::join;
use crate::diag::Code;
use crate::site::near::bare;

impl Ask<'_, '_> {
    /// A path from the page's own folder.
    pub fn relative(&self) -> Answer {
        let Some(path) = join(self.folder(), self.path) else {
            let found = self.served().or_else(|| self.outside());
            let address = self.address();
            return found.unwrap_or_else(|| {
                self.unsettled([address.as_deref()], Target::Elsewhere, self.leads_out())
            });
        };
        let found = self.exact(&path).or_else(|| self.served_or_roughly(&path));
        found.unwrap_or_else(|| {
            self.unsettled(
                [Some(&*path), self.address().as_deref()],
                Target::Elsewhere,
                self.nothing(&path),
            )
        })
    }

    /// The page or file of exactly this path.
    pub fn exact(&self, path: &str) -> Option<Answer> {
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

    /// Both readings count where they lead to different pages: then the link is ambiguous.
    fn served_or_roughly(&self, path: &str) -> Option<Answer> {
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

    /// What the author's own HTML leads to where it is written for the address at which the page is
    /// served, as for tools that leave HTML alone.
    fn served(&self) -> Option<Answer> {
        let address = self.address().filter(|_| self.link.is_html)?;
        if self.index.is_file(&address) {
            return Some(self.file(&address));
        }
        self.index
            .page_served_at(bare(&address))
            .map(|at| self.page(at))
    }

    /// A path that is nearly one of the tree: in other letters, a draft, a folder, an address
    /// (`address` is the path as one), or a page without its ending.
    pub fn roughly(&self, path: &str, address: Option<&str>) -> Option<Answer> {
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
    pub fn loose(&self, path: &str, address: Option<&str>) -> Option<Answer> {
        let as_page = self.index.page_at(&format!("{path}.md"));
        let as_folder = self.index.folder_page(path);
        let as_address = address.and_then(|address| self.index.page_served_at(bare(address)));
        let at = as_page.or(as_folder).or(as_address)?;
        let mut readings = [as_page, as_folder, as_address].into_iter().flatten();
        let what = if readings.all(|reading| reading == at) {
            "names no file"
        } else {
            "could mean more than one page"
        };
        let target = self.index.pages[at].0;
        let help = format!("write `{}`", self.as_written(target, self.tail));
        Some(self.page(at).but(self.find(
            Code::AmbiguousLink,
            format!("`{}` {what}", self.link.dest),
            help,
        )))
    }
}
