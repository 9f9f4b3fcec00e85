//! Web addresses: a link may lead to any, but a page may load only from some.

use super::ask::Ask;
use crate::body::LinkKind;
use crate::diag::{Code, Diagnostic};
use crate::site::hosts::{self, Verdict};

impl Ask<'_, '_> {
    /// The finding about a web address, if any; `scheme` is empty for `//host/`.
    pub fn web(&self, scheme: &str, dest: &str) -> Option<Diagnostic> {
        if self.is_script(scheme) {
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
        let help = self.how_to_show(scheme, &host)?;
        Some(self.find(
            Code::RemoteResource,
            format!("readers' browsers will not load this from `{host}`"),
            help,
        ))
    }

    fn is_script(&self, scheme: &str) -> bool {
        matches!(scheme, "javascript" | "vbscript")
            || (scheme == "data" && self.link.kind != LinkKind::Image)
    }

    /// The help for an address that a page may not load from; `None` if it may.
    fn how_to_show(&self, scheme: &str, host: &str) -> Option<String> {
        let verdict = hosts::verdict(scheme, host, &self.index.map.site.allow_hosts);
        match verdict {
            _ if self.link.kind == LinkKind::Frame => Some("link to it instead".to_owned()),
            Verdict::Loaded => None,
            Verdict::NotOverHttp => Some(
                "write `https://`: pages load nothing over `http://` from hosts of `allow-hosts`"
                    .to_owned(),
            ),
            Verdict::Refused => Some(format!(
                "copy the file into the docs folder, or add `{host}` to `allow-hosts` of `[site]`"
            )),
        }
    }
}
