//! Signs that stand alone in a text: keys, emoji and icons, abbreviations,
//! and attribute lists behind inline elements.

use std::collections::HashMap;

use super::event::{AttrList, Attrs, Event, Html, Kind, Tag};
use super::text::Text;
use super::{Findings, attributes, icons, keys};
use crate::diag::Code;

/// Replaces keys, emoji, icons and abbreviations in all texts.
pub fn substitute(
    events: Vec<Event>,
    abbreviations: &[(String, String)],
    text: &Text,
    findings: &mut Findings,
) -> Vec<Event> {
    let mut abbr: HashMap<char, Vec<&(String, String)>> = HashMap::new();
    for pair in abbreviations {
        if let Some(first) = pair.0.chars().next() {
            abbr.entry(first).or_default().push(pair);
        }
    }
    for list in abbr.values_mut() {
        // The longest form that fits wins.
        list.sort_by_key(|pair| std::cmp::Reverse(pair.0.len()));
    }
    let mut out = Vec::with_capacity(events.len());
    for event in events {
        match &event.kind {
            Kind::Text(t) if t.contains("++") || t.contains(':') || !abbr.is_empty() => {
                Pieces {
                    whole: &event,
                    text: t,
                    abbr: &abbr,
                    page: text,
                    findings,
                    out: &mut out,
                }
                .cut();
            }
            _ => out.push(event),
        }
    }
    out
}

struct Pieces<'a, 'f> {
    whole: &'a Event,
    text: &'a str,
    abbr: &'a HashMap<char, Vec<&'a (String, String)>>,
    page: &'a Text,
    findings: &'f mut Findings,
    out: &'f mut Vec<Event>,
}

impl Pieces<'_, '_> {
    fn cut(mut self) {
        let (mut done, mut at) = (0, 0);
        let mut previous = None;
        while let Some(c) = self.text[at..].chars().next() {
            let found = match c {
                '+' => keys::read(&self.text[at..]),
                ':' => self.shortcode(at),
                c if c.is_alphanumeric() && previous.is_some_and(char::is_alphanumeric) => None,
                c => self.abbreviation(c, at),
            };
            match found {
                Some((events, length)) => {
                    self.keep(done, at);
                    self.out.extend(events);
                    at += length;
                    done = at;
                    previous = Some(':');
                }
                None => {
                    previous = Some(c);
                    at += c.len_utf8();
                }
            }
        }
        self.keep(done, self.text.len());
    }

    fn keep(&mut self, from: usize, to: usize) {
        if from < to {
            let start = self.whole.range.start;
            let range = start + from as u32..start + to as u32;
            self.out.push(Event {
                kind: Kind::Text(self.text[from..to].into()),
                range,
            });
        }
    }

    /// `:smile:` is a character, `:material-account:` an icon.
    fn shortcode(&mut self, at: usize) -> Option<(Vec<Event>, usize)> {
        let rest = &self.text[at + 1..];
        let length =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+')))?;
        let name = &rest[..length];
        if name.is_empty() || !rest[length..].starts_with(':') {
            return None;
        }
        let kind = if let Some(emoji) = icons::emoji(name) {
            let attrs = Attrs::class("twemoji emoji").with("title", format!(":{name}:"));
            vec![
                Kind::Start(Tag::Element("span".into()), attrs),
                Kind::Literal(emoji.into()),
            ]
        } else if let Some(svg) = icons::svg(name) {
            let svg = Html {
                html: svg.into(),
                ..Html::default()
            };
            vec![
                Kind::Start(Tag::Element("span".into()), Attrs::class("twemoji")),
                Kind::Html(Box::new(svg)),
            ]
        } else {
            self.unknown_icon(name, at);
            return None;
        };
        let mut events: Vec<Event> = kind.into_iter().map(Event::made).collect();
        events.push(Event::close());
        Some((events, length + 2))
    }

    fn unknown_icon(&mut self, name: &str, at: usize) {
        if ["material-", "fontawesome-", "octicons-", "simple-"]
            .iter()
            .any(|set| name.starts_with(set))
        {
            let start = self.whole.range.start as usize + at;
            let place = self.page.place(start..start + name.len() + 2);
            let help = icons::suggest(name).map_or_else(
                || "take it out".to_owned(),
                |near| format!("did you mean `:{near}:`?"),
            );
            self.findings.add(
                Code::UnknownIcon,
                place,
                format!("there is no icon `:{name}:`"),
                help,
            );
        }
    }

    fn abbreviation(&self, first: char, at: usize) -> Option<(Vec<Event>, usize)> {
        let rest = &self.text[at..];
        let (short, long) = self.abbr.get(&first)?.iter().find(|(short, _)| {
            rest.strip_prefix(short.as_str())
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })?;
        let start = Event::open("abbr", Attrs::default().with("title", long.as_str()));
        let text = Event::made(Kind::Literal(short.as_str().into()));
        Some((vec![start, text, Event::close()], short.len()))
    }
}

/// Gives attribute lists to the elements that they stand behind: inline
/// elements, and (on a line of their own, or at a heading's end) blocks.
pub fn attach_attributes(events: &mut Vec<Event>) {
    if !events
        .iter()
        .any(|event| matches!(&event.kind, Kind::Text(text) if text.contains('{')))
    {
        return;
    }
    let mut open: Vec<usize> = Vec::new();
    let mut closed: Option<usize> = None;
    for index in 0..events.len() {
        let mut just_closed = None;
        match &events[index].kind {
            Kind::Start(..) => open.push(index),
            Kind::End => {
                just_closed = open.pop();
                if let Some(start) = just_closed {
                    block_attributes(events, start, index);
                }
            }
            Kind::Void(..) | Kind::InlineCode(_) => just_closed = Some(index),
            Kind::Text(text) if closed.is_some() => {
                if let (Some((list, length)), Some(target)) = (attributes::braces(text), closed)
                    && is_inline(&events[target].kind)
                {
                    cut_front(&mut events[index], length);
                    merge(&mut events[target], list);
                }
            }
            _ => {}
        }
        closed = just_closed;
    }
    events.retain(|event| !matches!(&event.kind, Kind::Text(text) if text.is_empty()));
}

fn is_inline(kind: &Kind) -> bool {
    match kind {
        Kind::Start(Tag::Link(_), _) | Kind::Void(Tag::Image(_), _) | Kind::InlineCode(_) => true,
        Kind::Start(Tag::Element(name), _) => {
            matches!(
                name.as_ref(),
                "em" | "strong"
                    | "code"
                    | "del"
                    | "ins"
                    | "mark"
                    | "sub"
                    | "sup"
                    | "span"
                    | "abbr"
                    | "kbd"
            )
        }
        _ => false,
    }
}

/// The list at the end of a heading, cell or term (behind a blank), or on the
/// last line of a paragraph or item.
fn block_attributes(events: &mut [Event], start: usize, end: usize) {
    let (at_end, own_line) = match &events[start].kind {
        Kind::Start(Tag::Heading(_), _) => (true, true),
        Kind::Start(Tag::Element(name), _) => (
            matches!(name.as_ref(), "td" | "th" | "dt"),
            matches!(name.as_ref(), "p" | "li" | "dd"),
        ),
        _ => (false, false),
    };
    let Some(last) = end
        .checked_sub(1)
        .filter(|last| *last > start && (at_end || own_line))
    else {
        return;
    };
    let Kind::Text(text) = &events[last].kind else {
        return;
    };
    let text = text.trim_end();
    let Some(brace) = text.rfind('{').filter(|_| text.ends_with('}')) else {
        return;
    };
    let Some((list, length)) = attributes::braces(&text[brace..]) else {
        return;
    };
    let before = &text[..brace];
    let behind_blank = before.ends_with([' ', '\t']);
    let on_own_line = before.trim().is_empty() && matches!(events[last - 1].kind, Kind::SoftBreak);
    let whole = before.trim().is_empty() && matches!(events[last - 1].kind, Kind::End) && at_end;
    if brace + length != text.len()
        || !((at_end && (behind_blank || whole)) || (own_line && on_own_line))
    {
        return;
    }
    let mut kept = before.trim_end();
    if matches!(events[start].kind, Kind::Start(Tag::Heading(_), _))
        && kept.trim_end_matches('#').ends_with(' ')
    {
        // `## Title ## { #id }`: only now do the closing signs stand at the end.
        kept = kept.trim_end_matches('#').trim_end();
    }
    let kept: Box<str> = kept.into();
    if on_own_line && own_line {
        events[last - 1].kind = Kind::Text("".into());
    }
    events[last].kind = Kind::Text(kept);
    merge(&mut events[start], list);
}

fn cut_front(event: &mut Event, length: usize) {
    if let Kind::Text(text) = &mut event.kind {
        *text = text[length..].into();
        event.range.start += length as u32;
    }
}

fn merge(event: &mut Event, list: AttrList) {
    match &mut event.kind {
        Kind::Start(_, attrs) | Kind::Void(_, attrs) => attrs.merge(list),
        Kind::InlineCode(code) => code.attrs.merge(list),
        _ => {}
    }
}
