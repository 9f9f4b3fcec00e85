//! Web addresses that stand in a text as they are become links, as in GFM.
//!
//! Only `http://`, `https://` and `www.`: what looks like a mail address is as
//! often `git@host:path`, and a name with a dot in it a file's.

use linkify::{LinkFinder, LinkKind as Found};

use super::event::{Attrs, Event, Kind, Tag};
use super::{Link, LinkKind};

/// Links the addresses in all texts that are in no link.
pub fn apply(events: Vec<Event>, links: &mut Vec<Link>) -> Vec<Event> {
    if !events.iter().any(|event| matches!(&event.kind, Kind::Text(text) if may_have_one(text))) {
        return events;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[Found::Url]).url_must_have_scheme(false);
    let mut out = Vec::with_capacity(events.len());
    let mut open: Vec<bool> = Vec::new();
    let mut raw = 0usize;
    for event in events {
        match &event.kind {
            Kind::Start(tag, _) => open.push(matches!(tag, Tag::Link(_)) || open.last() == Some(&true)),
            Kind::End => {
                open.pop();
            }
            Kind::Html(piece) if starts_tag(&piece.html, "<a") => raw += 1,
            Kind::Html(piece) if starts_tag(&piece.html, "</a") => raw = raw.saturating_sub(1),
            Kind::Text(text) if raw == 0 && open.last() != Some(&true) && may_have_one(text) => {
                cut(&finder, &event, text, links, &mut out);
                continue;
            }
            _ => {}
        }
        out.push(event);
    }
    out
}

fn may_have_one(text: &str) -> bool {
    text.contains("://") || text.contains("www.")
}

fn starts_tag(html: &str, start: &str) -> bool {
    let head = html.trim_start().get(..start.len() + 1);
    head.is_some_and(|head| head[..start.len()].eq_ignore_ascii_case(start) && head.ends_with([' ', '>', '\n']))
}

fn cut(finder: &LinkFinder, whole: &Event, text: &str, links: &mut Vec<Link>, out: &mut Vec<Event>) {
    let range = |from: usize, to: usize| whole.range.start + from as u32..whole.range.start + to as u32;
    let keep = |out: &mut Vec<Event>, from: usize, to: usize| {
        if from < to {
            out.push(Event { kind: Kind::Text(text[from..to].into()), range: range(from, to) });
        }
    };
    let mut done = 0;
    for found in finder.links(text) {
        let (from, to) = (found.start(), found.end());
        let address = found.as_str();
        let dest = match address {
            _ if address.starts_with("http://") || address.starts_with("https://") => address.to_owned(),
            _ if address.starts_with("www.") => format!("http://{address}"),
            _ => continue,
        };
        keep(out, done, from);
        let span = range(from, to);
        links.push(Link {
            dest,
            kind: LinkKind::Autolink,
            range: span.start as usize..span.end as usize,
            is_html: false,
        });
        let tag = Tag::Link((links.len() - 1) as u32);
        out.push(Event { kind: Kind::Start(tag, Attrs::default()), range: span.clone() });
        out.push(Event { kind: Kind::Literal(address.into()), range: span.clone() });
        out.push(Event { kind: Kind::End, range: span });
        done = to;
    }
    keep(out, done, text.len());
}
