//! Single signs in a text: keys, emoji, icons and abbreviations.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::{Findings, icons, keys, text_parts};
use crate::body::{Attrs, Event, EventKind, Html, Text};
use crate::diag::Code;

/// Replaces keys, emoji, icons and abbreviations in all texts.
pub fn substitute(
    events: Vec<Event>,
    abbreviations: &[(String, String)],
    text: &Text,
    findings: &mut Findings,
) -> Vec<Event> {
    let abbreviations = by_first_letter(abbreviations);
    let may_have_one =
        |text: &str| text.contains("++") || text.contains(':') || !abbreviations.is_empty();
    let mut out = Vec::with_capacity(events.len());
    for event in events {
        match &event.kind {
            EventKind::Text(t) if may_have_one(t) => SignCutter {
                whole: &event,
                text: t,
                abbreviations: &abbreviations,
                page: text,
                findings,
                out: &mut out,
            }
            .cut(),
            _ => out.push(event),
        }
    }
    out
}

/// Abbreviations (the short form and its meaning) by the first letter of the short form.
type Abbreviations<'a> = HashMap<char, Vec<&'a (String, String)>>;

fn by_first_letter(abbreviations: &[(String, String)]) -> Abbreviations<'_> {
    let mut by_letter = Abbreviations::new();
    for pair in abbreviations {
        if let Some(first) = pair.0.chars().next() {
            by_letter.entry(first).or_default().push(pair);
        }
    }
    for list in by_letter.values_mut() {
        // The longest matching form wins.
        list.sort_by_key(|pair| Reverse(pair.0.len()));
    }
    by_letter
}

/// The elements that replace a sign, and the sign's length in bytes.
type Substitute = (Vec<Event>, usize);

/// A text that is cut at the signs in it.
struct SignCutter<'a, 'f> {
    whole: &'a Event,
    text: &'a str,
    abbreviations: &'a Abbreviations<'a>,
    page: &'a Text,
    findings: &'f mut Findings,
    out: &'f mut Vec<Event>,
}

impl SignCutter<'_, '_> {
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
                    self.keep(done..at);
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
        self.keep(done..self.text.len());
    }

    fn keep(&mut self, part: Range<usize>) {
        text_parts::push(self.out, self.whole, self.text, part);
    }

    /// `:smile:` is a character, `:material-account:` an icon.
    fn shortcode(&mut self, at: usize) -> Option<Substitute> {
        let name = shortcode_name(&self.text[at + 1..])?;
        let events = emoji(name).or_else(|| icon(name));
        if events.is_none() {
            self.report_unknown_icon(name, at);
        }
        Some((events?, name.len() + 2))
    }

    fn report_unknown_icon(&mut self, name: &str, at: usize) {
        const SETS: [&str; 4] = ["material-", "fontawesome-", "octicons-", "simple-"];
        if !SETS.iter().any(|set| name.starts_with(set)) {
            return;
        }
        let start = self.whole.range.start as usize + at;
        let help = match icons::suggest(name) {
            Some(near) => format!("did you mean `:{near}:`?"),
            None => "take it out".to_owned(),
        };
        self.findings.add(
            Code::UnknownIcon,
            self.page.place(start..start + name.len() + 2),
            format!("there is no icon `:{name}:`"),
            help,
        );
    }

    fn abbreviation(&self, first: char, at: usize) -> Option<Substitute> {
        let rest = &self.text[at..];
        let is_here = |short: &str| {
            rest.strip_prefix(short)
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        };
        let same_letter = self.abbreviations.get(&first)?;
        let (short, long) = same_letter.iter().find(|(short, _)| is_here(short))?;
        let events = vec![
            Event::open("abbr", Attrs::default().with("title", long.as_str())),
            Event::added(EventKind::Literal(short.as_str().into())),
            Event::close(),
        ];
        Some((events, short.len()))
    }
}

/// The name between two colons; `text` starts after the first.
fn shortcode_name(text: &str) -> Option<&str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+');
    let length = text.find(|c| !is_of_name(c))?;
    (length > 0 && text[length..].starts_with(':')).then(|| &text[..length])
}

fn emoji(name: &str) -> Option<Vec<Event>> {
    let characters = icons::emoji(name)?;
    let attrs = Attrs::class("twemoji emoji").with("title", format!(":{name}:"));
    Some(vec![
        Event::open("span", attrs),
        Event::added(EventKind::Literal(characters.into())),
        Event::close(),
    ])
}

fn icon(name: &str) -> Option<Vec<Event>> {
    let svg = Html {
        html: icons::svg(name)?.into(),
        ..Html::default()
    };
    Some(vec![
        Event::open("span", Attrs::class("twemoji")),
        Event::added(EventKind::Html(Box::new(svg))),
        Event::close(),
    ])
}
