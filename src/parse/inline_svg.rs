//! `![text](drawing.svg){ inline }`: the drawing becomes a part of the page, so that links in it
//! work and its colours follow the page's.

use std::ops::Range;

use super::Findings;
use super::draft::PageDraft;
use crate::body::{Attrs, Element, EventKind, Html, Include, Link, LinkKind, Text};
use crate::diag::Code;
use crate::discover::Snippets;
use crate::draw::{self, Drawing};
use crate::source::Source;

/// The attribute that asks for it.
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
        let EventKind::Void(Element::Image(link), attrs) = &event.kind else {
            continue;
        };
        let image = &body.links[*link as usize];
        if !is_asked(attrs) || !is_svg(&image.dest) {
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
                let html = html(drawing, &dest, &range, &mut body.links);
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

fn is_asked(attrs: &Attrs) -> bool {
    attrs.value(INLINE).is_some()
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
    // The path from the page's folder is the last one.
    let path = snippets.paths_from(file, dest).pop()?;
    let found = snippets.read(&path);
    includes.push(Include {
        path,
        found: found.clone(),
    });
    found.ok()
}

/// An address in a file as one in the page: paths start at the file's folder.
fn beside(dest: &str, address: &str) -> String {
    let is_path = !address.contains(':') && !address.starts_with(['/', '#']);
    match dest.rsplit_once('/') {
        Some((folder, _)) if is_path => format!("{folder}/{address}"),
        _ => address.to_owned(),
    }
}
