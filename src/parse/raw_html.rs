//! HTML as authors write it: its addresses, its ids, and what the site's
//! Content-Security-Policy refuses.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::event::Html;
use super::markdown::Body;
use super::text::Text;
use super::{Findings, Link, LinkKind};
use crate::diag::Code;

/// What a piece of HTML says that bf-docs needs to know.
enum Found {
    /// An attribute: element, name, value, and the value's byte range.
    Attribute(String, String, String, Range<usize>),
    /// An element opens at this byte.
    Element(String, usize),
}

/// Reads a piece of HTML, whose lines begin at these offsets: there, and in the text, in which it
/// goes up to `end`.
pub fn read(
    html: &str,
    lines: &[(usize, usize)],
    end: usize,
    text: &Text,
    body: &mut Body,
    findings: &mut Findings,
) -> Html {
    let in_text = |at: usize| {
        let line = lines
            .partition_point(|(start, _)| *start <= at)
            .checked_sub(1)
            .and_then(|line| lines.get(line));
        line.map_or(end, |(start, from)| (from + at - start).min(end))
    };
    let mut piece = Html {
        html: html.into(),
        raw: true,
        ..Html::default()
    };
    if !html.contains('=') && !html.contains("<s") && !html.contains("<S") {
        return piece;
    }
    for found in tokens(html) {
        match found {
            // Where the value is not as it is written, its addresses are not where they seem to be.
            Found::Attribute(element, name, value, at)
                if name == "srcset"
                    && matches!(&*element, "img" | "image" | "source")
                    && at.len() == value.len() =>
            {
                for part in candidates(&value) {
                    let at = at.start + part.start..at.start + part.end;
                    let place = in_text(at.start)..in_text(at.end);
                    add_link(LinkKind::Image, &value[part], at, place, &mut piece, body);
                }
            }
            Found::Attribute(element, name, value, at) => {
                let place = in_text(at.start)..in_text(at.end);
                attribute(
                    &element, &name, &value, at, place, &mut piece, text, body, findings,
                );
            }
            Found::Element(name, at) => {
                refused_element(
                    &name,
                    text,
                    in_text(at)..in_text(at + name.len() + 1),
                    findings,
                );
            }
        }
    }
    piece
}

fn refused_element(name: &str, text: &Text, place: Range<usize>, findings: &mut Findings) {
    if name == "style" {
        let advice = "move the rules into a file and name it in `css` of the content map";
        findings.add(
            Code::InlineStyle,
            text.place(place),
            "a `<style>` element has no effect",
            advice,
        );
    } else if name == "script" {
        let advice = "the site runs no scripts of its pages: describe what it does, or link to a page that does it";
        findings.add(
            Code::InlineScript,
            text.place(place),
            "a `<script>` element has no effect",
            advice,
        );
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site: the attribute and where what it says goes"
)]
fn attribute(
    element: &str,
    name: &str,
    value: &str,
    at: Range<usize>,
    place: Range<usize>,
    piece: &mut Html,
    text: &Text,
    body: &mut Body,
    findings: &mut Findings,
) {
    match name {
        "id" => body.ids.push(value.to_owned()),
        "name" if element == "a" => body.ids.push(value.to_owned()),
        "href" if matches!(element, "a" | "area") => {
            add_link(LinkKind::Link, value, at, place, piece, body)
        }
        "src"
            if matches!(
                element,
                "img" | "image" | "source" | "video" | "audio" | "track" | "embed"
            ) =>
        {
            add_link(LinkKind::Image, value, at, place, piece, body);
        }
        "src" if element == "iframe" => add_link(LinkKind::Frame, value, at, place, piece, body),
        "poster" => add_link(LinkKind::Image, value, at, place, piece, body),
        "style" => {
            let advice = "give it a class and a rule in a file of `css` in the content map";
            findings.add(
                Code::InlineStyle,
                text.place(place),
                "an inline style has no effect",
                advice,
            );
        }
        name if name.starts_with("on") && name.len() > 3 => {
            let message = format!("the handler `{name}` has no effect");
            findings.add(
                Code::InlineScript,
                text.place(place),
                message,
                "the site runs no scripts of its pages: take it out",
            );
        }
        _ => {}
    }
}

fn add_link(
    kind: LinkKind,
    value: &str,
    at: Range<usize>,
    place: Range<usize>,
    piece: &mut Html,
    body: &mut Body,
) {
    if value.is_empty() {
        return;
    }
    let index = body.links.len() as u32;
    piece.links.push((at.start as u32..at.end as u32, index));
    body.links.push(Link {
        dest: value.to_owned(),
        kind,
        range: place,
        is_html: true,
    });
}

/// Where the addresses of a `srcset` stand: each up to a blank, or to a comma behind it, and before
/// its width or density (HTML, "Parsing a srcset attribute").
fn candidates(srcset: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let skip = |from: usize, is_skipped: fn(char) -> bool| {
        from + srcset[from..]
            .find(|c| !is_skipped(c))
            .unwrap_or(srcset.len() - from)
    };
    loop {
        let start = skip(at, |c| c.is_ascii_whitespace() || c == ',');
        if start == srcset.len() {
            return found;
        }
        let end = skip(start, |c| !c.is_ascii_whitespace());
        let address = srcset[start..end].trim_end_matches(',');
        found.push(start..start + address.len());
        at = if address.len() < end - start {
            end
        } else {
            skip(end, |c| c != ',')
        };
    }
}

/// The alternative text of the first image in a piece of HTML.
pub fn image_text(html: &str) -> Option<String> {
    tokens(html).into_iter().find_map(|found| match found {
        Found::Attribute(element, name, value, _) if element == "img" && name == "alt" => {
            Some(value)
        }
        _ => None,
    })
}

fn tokens(html: &str) -> Vec<Found> {
    let mut element = String::new();
    let mut name = String::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let emitter = CallbackEmitter::new(
        move |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Found> {
            match event {
                CallbackEvent::OpenStartTag { name: tag } => {
                    element = text(tag);
                    Some(Found::Element(element.clone(), span.start))
                }
                CallbackEvent::AttributeName { name: attribute } => {
                    name = text(attribute);
                    None
                }
                CallbackEvent::AttributeValue { value } => Some(Found::Attribute(
                    element.clone(),
                    name.clone(),
                    text(value),
                    span.start..span.end,
                )),
                _ => None,
            }
        },
    );
    match Tokenizer::new_with_emitter(html, emitter).collect::<Result<Vec<_>, _>>() {
        Ok(found) => found,
        Err(never) => match never {},
    }
}
