//! Takes from descriptions what could run or load something.
//!
//! A page's author writes HTML knowingly. A description often comes from another team's generator,
//! so only elements that format text are kept; anything else is shown as it is written.

use crate::address::scheme;
use crate::body::{Attrs, Event, EventKind, Html, HtmlPart, Link, html_parts};
use crate::diag::Code;

/// The elements that format text.
const KEPT: [&str; 52] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
];

/// The attributes that are kept on them.
const ATTRIBUTES: [&str; 14] = [
    "align", "alt", "class", "colspan", "dir", "height", "href", "id", "lang", "open", "rowspan",
    "src", "title", "width",
];

/// The findings about pages that have no cause in a description: its HTML is shown as text, and
/// signs of other tools are a part of what it says.
pub const ANSWERED: [Code; 4] = [
    Code::UnbalancedHtml,
    Code::InlineScript,
    Code::InlineStyle,
    Code::ForeignSyntax,
];

/// The address of what is no link.
const NOWHERE: &str = "#";

/// Cleans the events and the addresses of a description.
pub fn clean(events: &mut [Event], links: &mut [Link]) {
    for event in events {
        match &mut event.kind {
            EventKind::Html(html) if html.raw && !is_harmless(html) => {
                let text = html
                    .escaped_tag()
                    .map_or_else(|| html.html.clone(), Into::into);
                // An address in a text is no link.
                for (_, at) in &html.links {
                    links[*at as usize].dest = NOWHERE.to_owned();
                }
                event.kind = EventKind::Literal(text);
            }
            EventKind::Start(_, attrs) | EventKind::Void(_, attrs) => clean_attributes(attrs),
            _ => {}
        }
    }
    for link in links {
        if !is_followed(&link.dest) {
            link.dest = NOWHERE.to_owned();
        }
    }
}

/// Returns whether an address leads to a page or to a person.
fn is_followed(address: &str) -> bool {
    // A browser ignores blanks and control characters in a scheme.
    let plain: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    matches!(
        scheme(&plain).map(str::to_ascii_lowercase).as_deref(),
        None | Some("" | "http" | "https" | "mailto" | "tel")
    )
}

fn clean_attributes(attrs: &mut Attrs) {
    let is_harmful = |(name, _): &(String, Option<String>)| {
        let name = name.to_ascii_lowercase();
        name.starts_with("on") || matches!(name.as_str(), "style" | "srcdoc" | "href" | "src")
    };
    let has_harm = attrs
        .list()
        .is_some_and(|list| list.rest.iter().any(is_harmful));
    if has_harm {
        attrs
            .list_mut()
            .rest
            .retain(|attribute| !is_harmful(attribute));
    }
}

/// Returns whether a piece of HTML has nothing but elements and attributes that are kept.
fn is_harmless(html: &Html) -> bool {
    let mut of_tags = html.html.split('<').skip(1);
    let is_kept = |rest: &str| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // A comment, or a `<` in a text.
            return !name.starts_with(['!', '?']) || name.starts_with("!--");
        }
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        KEPT.contains(&&*name[..end].to_ascii_lowercase())
    };
    let is_known = |part: HtmlPart| match part {
        HtmlPart::Element(name, _) => KEPT.contains(&name.as_str()),
        HtmlPart::Attribute(attribute) => {
            let name = attribute.name.to_ascii_lowercase();
            let is_address = matches!(name.as_str(), "href" | "src");
            ATTRIBUTES.contains(&name.as_str()) && (!is_address || is_followed(&attribute.value))
        }
    };
    of_tags.all(is_kept) && html_parts(&html.html).into_iter().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatting_stays_and_what_runs_is_shown_as_text() {
        let is_kept = |html: &str| {
            is_harmless(&Html {
                html: html.into(),
                raw: true,
                ..Html::default()
            })
        };
        for html in [
            "<b>",
            "</b>",
            "<br/>",
            "<a href=\"x\" title=y>",
            "<!-- x -->",
            "1 < 2",
            "<TABLE>",
        ] {
            assert!(is_kept(html), "{html}");
        }
        for html in [
            "<script>alert(1)</script>",
            "</script>",
            "<style>",
            "<b onclick=x>",
            "<b\nonclick=x>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">",
            "<a href=\"java\tscript:alert(1)\">",
            "<a href=' JAVASCRIPT:x'>",
            "<iframe src=x>",
            "<svg>",
            "<form>",
            "<b style=x>",
            "<!DOCTYPE html>",
        ] {
            assert!(!is_kept(html), "{html}");
        }
    }
}
