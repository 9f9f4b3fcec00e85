//! Findings about broken links, with the likely correction.

use percent_encoding::percent_decode_str;

use super::ask::Ask;
use crate::address::{join, scheme};
use crate::body::LinkKind;
use crate::diag::{Code, Diagnostic};
use crate::site::slips::{self, Wrapped};
use crate::site::unread;

/// The help if no similar path exists.
const MEND: &str = "mend the path, or take out the link; paths start at the page's own folder";

impl Ask<'_, '_> {
    /// The finding about a path outside the docs folder at which nothing is.
    pub fn leads_out(&self) -> Diagnostic {
        let message = format!("`{}` leads out of the docs folder", self.link.dest);
        let has_repository = self.index.map.site.repository.is_some();
        let is_there = match self.path_in_repository() {
            Some(path) => self.is_followed() && self.index.entry(&path).is_some(),
            None => false,
        };
        let help = if !is_there {
            "copy what it leads to into the docs folder, or link to its web address"
        } else if has_repository {
            "set `view` of `[site.repository]`: then it leads to the file there"
        } else {
            "set `url` of `[site.repository]`: then it leads to the file there"
        };
        self.slip(message.clone())
            .unwrap_or_else(|| self.find(Code::BrokenLink, message, help))
    }

    /// The finding about a path at which nothing is.
    pub fn nothing(&self, path: &str) -> Diagnostic {
        let is_folder = self.is_folder(path);
        let message = match self.link.kind {
            LinkKind::Image => format!("there is no file `{path}`"),
            _ if is_folder => format!("the folder `{path}` has no page of its own"),
            _ => format!("no page or file is at `{path}`"),
        };
        if let Some(unread) = self.unread(path) {
            return unread.formerly(message);
        }
        if is_folder {
            let index = self.as_written(&format!("{path}/index.md"), "");
            let help = format!("link to one of its files, or write a page for it: `{index}`");
            return self.find(Code::BrokenLink, message, help);
        }
        if let Some(slip) = self.slip(message.clone()) {
            return slip;
        }
        let help = self.path_meant(path);
        self.find(Code::BrokenLink, message, help)
    }

    /// Returns whether the path is a folder that has files and no index page, and the link is one
    /// for readers to follow.
    fn is_folder(&self, path: &str) -> bool {
        if path.is_empty() || self.link.kind == LinkKind::Image {
            return false;
        }
        let folder = format!("{path}/");
        !self.index.near().below(&folder).is_empty()
    }

    /// The finding about a page in another tool's format, which is copied and not read.
    fn unread(&self, path: &str) -> Option<Diagnostic> {
        let unread = unread::meant(path).find(|file| self.index.is_file(file))?;
        let message = format!("`{unread}` is copied and not read as a page");
        let help = "bf-docs reads `.md`: rename it, if it is Markdown, and mend the link";
        Some(self.find(Code::BrokenLink, message, help))
    }

    /// The help for a path at which nothing is: the most similar path.
    fn path_meant(&self, path: &str) -> String {
        // A raw `#` or `?` in a file's name cuts off the path.
        let whole = percent_decode_str(self.link.dest.trim()).decode_utf8_lossy();
        let whole = join(self.folder(), &whole);
        let meant = match whole.as_deref() {
            Some(whole) if whole != path && self.index.holds(whole) => Some(whole),
            _ => self.index.near().nearest(path, self.from),
        };
        let Some(meant) = meant else {
            return MEND.to_owned();
        };
        let address = self.as_written(meant, "");
        format!("did you mean `{address}`?")
    }

    /// The finding about text that is not a path. `former` is the message of earlier versions.
    fn slip(&self, former: String) -> Option<Diagnostic> {
        let dest = self.link.dest.trim();
        if self.is_followed()
            && let Some((message, help)) = slips::no_path(dest)
        {
            let finding = self.find(Code::BrokenLink, message, help);
            return Some(finding.formerly(former));
        }
        let wrapped = slips::wrapped(dest)?;
        let help = if self.leads_somewhere(&wrapped) {
            format!("write `{}`", wrapped.address)
        } else if wrapped.is_odd {
            MEND.to_owned()
        } else {
            return None;
        };
        let message = format!("`{dest}` has {} too many", wrapped.sign);
        let finding = self.find(Code::BrokenLink, message, help);
        Some(finding.formerly(former))
    }

    /// Returns whether the address leads somewhere without the signs around it.
    fn leads_somewhere(&self, wrapped: &Wrapped<'_>) -> bool {
        if scheme(wrapped.address).is_some() {
            return true;
        }
        let path = wrapped.address.split(['?', '#']).next();
        let path = percent_decode_str(path.unwrap_or_default()).decode_utf8_lossy();
        let path = join(self.folder(), &path);
        path.is_some_and(|path| self.index.holds(&path))
    }
}
