//! `![text](drawing.svg){ inline }`: the drawing becomes a part of the page, so that links in it
//! work and its colours follow the page's.

use std::fmt::Write as _;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use pulldown_cmark_escape::escape_html;

use super::Findings;
use super::draft::PageDraft;
use crate::body::{Attrs, Element, EventKind, Html, Include, IncludeBase, Link, LinkKind, Text};
use crate::diag::Code;
use crate::discover::Snippets;
use crate::draw::{self, Drawing};
use crate::source::Source;

/// The most files that a page takes in; others stay images.
const MOST: usize = 200;

/// The attribute that requests it.
const INLINE: &str = "inline";

/// Replaces images by the drawings in their files. Files are added to `includes`, found or not.
pub fn apply(
    body: &mut PageDraft,
    text: &Text,
    snippets: &Snippets,
    includes: &mut Vec<Include>,
    findings: &mut Findings,
) {
    let mut events = std::mem::take(&mut body.events);
    let mut number = 0;
    for event in &mut events {
        let EventKind::Void(Element::Image(link), attrs) = &mut event.kind else {
            continue;
        };
        let image = &body.links[*link as usize];
        if !take_request(attrs) || !is_svg(&image.dest) || number == MOST {
            continue;
        }
        let (dest, range) = (image.dest.clone(), image.range.clone());
        // A file that is missing is a broken link already.
        let Some(source) = read(&dest, text, snippets, includes) else {
            continue;
        };
        number += 1;
        let alt = attrs.value("alt").unwrap_or_default();
        match draw::picture(&source.text, alt, &format!("svg-{number}")) {
            Ok(drawing) => {
                body.ids.extend(attrs.id().map(str::to_owned));
                let mut html = html(drawing, &dest, &range, &mut body.links);
                name(&mut html, attrs);
                event.kind = EventKind::Html(Box::new(html));
            }
            Err(mistake) => findings.add(
                Code::BadDiagram,
                text.place(range),
                format!("`{dest}` is not drawn inline: {}", mistake.message),
                "mend the file; until then it is an image of its own",
            ),
        }
    }
    body.events = events;
}

/// A drawing as a part of the page. Its addresses are added to the page's links.
fn html(drawing: Drawing, dest: &str, image: &Range<usize>, links: &mut Vec<Link>) -> Html {
    let addresses = drawing.links.iter().map(|link| {
        links.push(Link {
            dest: beside(dest, &link.address),
            kind: LinkKind::Link,
            range: image.clone(),
            is_html: true,
        });
        let range = link.in_svg.start as u32..link.in_svg.end as u32;
        (range, links.len() as u32 - 1)
    });
    Html {
        links: addresses.collect(),
        text: Some(drawing.labels.join(" ").into()),
        html: drawing.svg.into(),
        raw: false,
    }
}

/// Gives the drawing the id and the classes of its image.
fn name(html: &mut Html, attrs: &Attrs) {
    let mut tag = String::from("<svg");
    let classes = attrs.list().map(|list| list.classes.join(" "));
    for (attribute, value) in [("id", attrs.id()), ("class", classes.as_deref())] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = write!(tag, " {attribute}=\"");
            let _ = escape_html(&mut tag, value);
            tag.push('"');
        }
    }
    let Some(rest) = html.html.strip_prefix("<svg") else {
        return;
    };
    let moved = (tag.len() - "<svg".len()) as u32;
    html.html = (tag + rest).into();
    for (range, _) in &mut html.links {
        *range = range.start + moved..range.end + moved;
    }
}

/// Takes the attribute away that asks for it. Returns whether it was there.
fn take_request(attrs: &mut Attrs) -> bool {
    let is_asked = attrs.value(INLINE).is_some();
    if is_asked {
        attrs.list_mut().rest.retain(|(name, _)| name != INLINE);
    }
    is_asked
}

fn is_svg(dest: &str) -> bool {
    let is_local = !dest.contains(':') && !dest.starts_with('/');
    is_local && dest.to_ascii_lowercase().ends_with(".svg")
}

/// Reads a file beside the page.
fn read(
    dest: &str,
    text: &Text,
    snippets: &Snippets,
    includes: &mut Vec<Include>,
) -> Option<Source> {
    let file = &text.sources()[0].file;
    let dest = percent_decode_str(dest).decode_utf8().ok()?;
    // The path from the page's folder is the last one.
    let path = snippets.paths_from(file, &dest).pop()?;
    let found = snippets.read(IncludeBase::Snippets, &path);
    includes.push(Include {
        base: IncludeBase::Snippets,
        path,
        found: found.clone(),
    });
    found.ok()
}

/// An address in a file as one in the page: paths start at the file's folder.
fn beside(dest: &str, address: &str) -> String {
    let before_path = address.split(['/', '?', '#']).next().unwrap_or_default();
    let is_path = !before_path.contains(':') && !address.starts_with(['/', '#']);
    match dest.rsplit_once('/') {
        Some((folder, _)) if is_path => format!("{folder}/{address}"),
        _ => address.to_owned(),
    }
}
