//! A chain as a nested list. Written here and not by a template: a tree of 5,000
//! artifacts has chains of megabytes.

use pulldown_cmark_escape::{escape_href, escape_html_body_text};

use super::Renderer;
use super::addresses::From;
use crate::trace::Link;

impl Renderer<'_> {
    /// Writes a link of a chain, and what hangs on it, as a list item.
    pub(super) fn chain_item(&self, link: &Link<'_>, from: &From, html: &mut String) {
        let view = self.artifact_view(link.artifact, from);
        html.push_str("<li>");
        if let Some((relation, ..)) = link.via {
            html.push_str(&format!("<span class=\"relation\">{}</span> ", relation.replace('-', " ")));
        }
        html.push_str(&format!("<span class=\"kind\">{}</span> ", view.kind));
        match &view.href {
            Some(href) => {
                html.push_str("<a href=\"");
                let _ = escape_href(&mut *html, href);
                html.push_str("\">");
                let _ = escape_html_body_text(&mut *html, &view.title);
                html.push_str("</a>");
            }
            None => {
                let _ = escape_html_body_text(&mut *html, &view.title);
            }
        }
        if let Some(status) = view.status {
            let shown = format!("{}{}", status[..1].to_uppercase(), &status[1..]);
            html.push_str(&format!(" <span class=\"status\" data-status=\"{status}\">{shown}</span>"));
        }
        if link.repeated {
            html.push_str(" <small>(above)</small>");
        }
        if !link.below.is_empty() {
            html.push_str("\n<ul>\n");
            for below in &link.below {
                self.chain_item(below, from, html);
            }
            html.push_str("</ul>");
        }
        html.push_str("</li>\n");
    }
}
