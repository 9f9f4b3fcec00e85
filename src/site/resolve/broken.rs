//! What is wrong with a link that leads nowhere, and what was likely meant.

use percent_encoding::percent_decode_str;

use super::ask::Ask;
use crate::address::{join, scheme};
use crate::body::LinkKind;
use crate::diag::{Code, Diagnostic};
use crate::site::slips::{self, Wrapped};
use crate::site::unread;

/// The help where nothing is near.
const MEND: &str = "mend the path, or take out the link; paths start at the page's own folder";

impl Ask<'_, '_> {
    /// What is wrong with a path that leads out of the docs folder, to nothing.
    pub fn leads_out(&self) -> Diagnostic {
        let message = format!("`{}` leads out of the docs folder", self.link.dest);
        let is_there = self
            .path_in_repository()
            .is_some_and(|path| self.is_followed() && self.index.entry(&path).is_some());
        let help = match (&self.index.map.site.repository, is_there) {
            (None, true) => "set `url` of `[site.repository]`: then it leads to the file there",
            (Some(_), true) => "set `view` of `[site.repository]`: then it leads to the file there",
            _ => "copy what it leads to into the docs folder, or link to its web address",
        };
        self.slip(message.clone())
            .unwrap_or_else(|| self.find(Code::BrokenLink, message, help))
    }

    /// What is wrong with a path at which nothing is.
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
        self.slip(message.clone())
            .unwrap_or_else(|| self.find(Code::BrokenLink, message, self.path_meant(path)))
    }

    /// Whether readers are sent to a folder: one that has files and no page of its own.
    fn is_folder(&self, path: &str) -> bool {
        self.link.kind != LinkKind::Image
            && !path.is_empty()
            && !self.index.near().below(&format!("{path}/")).is_empty()
    }

    /// A page in another tool's form, which is copied and not read.
    fn unread(&self, path: &str) -> Option<Diagnostic> {
        let unread = unread::meant(path).find(|file| self.index.is_file(file))?;
        Some(self.find(
            Code::BrokenLink,
            format!("`{unread}` is copied and not read as a page"),
            "bf-docs reads `.md`: rename it, if it is Markdown, and mend the link",
        ))
    }

    /// The help for a path at which nothing is: the nearest one that there is.
    fn path_meant(&self, path: &str) -> String {
        // A `#` or `?` in a file's name, written as it is, cuts the path off.
        let whole = percent_decode_str(self.link.dest.trim()).decode_utf8_lossy();
        let whole = join(self.folder(), &whole).filter(|whole| whole != path);
        let whole = whole.as_deref().filter(|whole| self.index.holds(whole));
        match whole.or_else(|| self.index.near().nearest(path, self.from)) {
            Some(near) => format!("did you mean `{}`?", self.as_written(near, "")),
            None => MEND.to_owned(),
        }
    }

    /// What is wrong with what is no path; an earlier version said `former` of it.
    fn slip(&self, former: String) -> Option<Diagnostic> {
        let dest = self.link.dest.trim();
        let found = |message, help| self.find(Code::BrokenLink, message, help).formerly(former);
        if let Some((message, help)) = slips::no_path(dest).filter(|_| self.is_followed()) {
            return Some(found(message, help));
        }
        let wrapped = slips::wrapped(dest)?;
        let help = match self.leads_somewhere(&wrapped) {
            true => format!("write `{}`", wrapped.address),
            false if wrapped.is_odd => MEND.to_owned(),
            false => return None,
        };
        Some(found(
            format!("`{dest}` has {} too many", wrapped.sign),
            help,
        ))
    }

    /// Whether an address leads somewhere once the signs around it are gone.
    fn leads_somewhere(&self, wrapped: &Wrapped<'_>) -> bool {
        let path = wrapped.address.split(['?', '#']).next().unwrap_or_default();
        let path = percent_decode_str(path).decode_utf8_lossy();
        scheme(wrapped.address).is_some()
            || join(self.folder(), &path).is_some_and(|path| self.index.holds(&path))
    }
}
