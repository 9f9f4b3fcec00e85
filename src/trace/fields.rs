//! What a document says of itself: its state, its day, its owner, what it replaces. Front matter
//! says it, or a line, a list, a table or a definition list above the first section, or a section
//! of that name.

use std::ops::Range;

use super::dates::{self, Day, Order};
use super::lines::{self, Line, Setting};
use super::model::{Relation, Status};
use super::status::{Stated, Unread, Words, says_something};
use super::succession;
use crate::parse::{FrontMatter, Heading, Page};
use crate::source::Place;

/// The fields of a document.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    found: Vec<Field>,
    /// The days under a heading *Changelog*.
    changes: Vec<Day>,
}

/// A field: a name, and what is said behind it.
#[derive(Debug, Clone)]
struct Field {
    name: Name,
    value: Vec<Line>,
    /// How far it is from where fields are looked for first.
    rank: Rank,
}

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Status,
    Date,
    Owner,
    Decider,
    Author,
    /// `Supersedes`, `Superseded by` ...: the relation, and whether it is said of the other end.
    Relates(Relation, bool),
}

/// Where a field is looked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// In a section of its name.
    Section,
    /// Above the first section.
    Opening,
    /// Anywhere in the text.
    Elsewhere,
}

/// Letters of a longest name.
const LONGEST: usize = 32;

/// The lines, from the page's first, among which a day is the document's.
const NEAR: u32 = 30;

const STATUS: [&str; 8] = [
    "status",
    "decision status",
    "adr status",
    "current status",
    "document status",
    "rfc status",
    "status of decision",
    "proposal status",
];
const DATE: [&str; 13] = [
    "date",
    "decision date",
    "date of decision",
    "date decided",
    "decided",
    "decided on",
    "date accepted",
    "accepted on",
    "start date",
    "since",
    "date proposed",
    "created",
    "creation date",
];
const OWNER: [&str; 4] = ["owner", "owners", "owner s", "owned by"];
const DECIDER: [&str; 9] = [
    "deciders",
    "decider",
    "decision makers",
    "decision maker",
    "decision maker s",
    "decider s",
    "decided by",
    "accepted by",
    "approvers",
];
const AUTHOR: [&str; 6] = [
    "authors",
    "author",
    "author s",
    "written by",
    "proposed by",
    "proposer",
];
const CHANGES: [&str; 6] = [
    "changelog",
    "change log",
    "change history",
    "revision history",
    "history",
    "revisions",
];

/// A text as names and titles are compared: words in lower case, without signs.
pub fn plain(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

fn name(text: &str) -> Option<Name> {
    if text.len() > LONGEST {
        return None;
    }
    let text = plain(text);
    let is_in = |names: &[&str]| names.contains(&text.as_str());
    Some(match () {
        () if is_in(&STATUS) => Name::Status,
        () if is_in(&DATE) => Name::Date,
        () if is_in(&OWNER) => Name::Owner,
        () if is_in(&DECIDER) => Name::Decider,
        () if is_in(&AUTHOR) => Name::Author,
        () => succession::of_name(&text)
            .map(|(relation, is_inverse)| Name::Relates(relation, is_inverse))?,
    })
}

/// A heading without the number before it: `1. Status`, `2.1 Status`, `IV) Status`.
fn unnumbered(heading: &str) -> &str {
    let text = heading.trim();
    let numeral = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || b".IVX".contains(byte))
        .count();
    let rest = text[numeral..].trim_start_matches([')', '.', ':']);
    if numeral > 0 && rest.starts_with(' ') {
        rest.trim_start()
    } else {
        text
    }
}

/// The name and the value of `Name: value`, `Name - value`; the value's offset.
fn named(text: &str) -> Option<(Name, usize)> {
    // Most lines are none: no name begins with another letter.
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    if !"abcdoprsw".contains(first.to_ascii_lowercase()) {
        return None;
    }
    let mut signs = text
        .char_indices()
        .take(LONGEST + 8)
        .filter(|(_, c)| matches!(c, ':' | '-' | '–' | '—' | '='));
    // `Decision-makers: x`: a hyphen in a name is none.
    let sign = signs.find(|(at, sign)| *sign != '-' || text[..*at].ends_with(' '));
    let of_sign = sign.and_then(|(at, sign)| {
        let behind = at + sign.len_utf8();
        let is_apart = sign == ':' || text[..at].ends_with(' ') && text[behind..].starts_with(' ');
        let name = name(text[..at].trim_matches(['*', '_', ' '])).filter(|_| is_apart)?;
        Some((name, behind))
    });
    // `Date 09/04/2018`: the sign was forgotten.
    let of_day = || {
        let day = dates::first(text.get(..LONGEST * 2).unwrap_or(text))?;
        let before = text[..day.range.start].trim();
        let is_date = before
            .get(before.len().saturating_sub(4)..)
            .is_some_and(|end| end.eq_ignore_ascii_case("date"));
        Some((name(before).filter(|_| is_date)?, day.range.start))
    };
    of_sign.or_else(of_day)
}

/// How much of a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it: of a decision.
    Whole,
    /// What stands above its first section.
    Opening,
}

impl Fields {
    /// Reads the fields in a page's text.
    pub fn of(page: &Page, extent: Extent) -> Self {
        let headings = &page.headings;
        let is_title = headings.first().is_some_and(|first| {
            section(first).is_none() && (first.level == 1 || page.opening.is_heading)
        });
        let sections = usize::from(is_title);
        let opening = headings
            .get(sections)
            .map_or(page.events.len(), |heading| heading.event);
        let lines = lines::read(
            page,
            if extent == Extent::Whole {
                page.events.len()
            } else {
                opening
            },
        );
        let mut fields = Self::default();
        let end = lines
            .iter()
            .position(|line| line.heading.is_some_and(|at| at >= sections))
            .unwrap_or(lines.len());
        let (above, below) = lines.split_at(end);
        fields.opening(above, page);
        for (at, heading) in headings.iter().enumerate().skip(sections) {
            if extent == Extent::Whole {
                fields.section(page, at, heading, below);
            }
        }
        let has = |name| fields.found.iter().any(|field| field.name == name);
        // What stands anywhere counts only where nothing better does.
        if extent == Extent::Whole && !(has(Name::Status) && has(Name::Date)) {
            fields.listed(below, Rank::Elsewhere, page);
        }
        fields.found.sort_by_key(|field| field.rank);
        fields
    }

    /// The state: what the front matter says, else the text.
    pub fn status(&self, front: &FrontMatter, words: &Words) -> Stated {
        let written = keyed(front, |name| name == Name::Status);
        let stated = match written {
            Some(text) => {
                let stated = words.read(&[Line::new(text, 0)]);
                Stated {
                    unread: stated.unread.map(|unread| Unread {
                        range: 0..0,
                        ..unread
                    }),
                    ..stated
                }
            }
            None => {
                let field = self.found.iter().find(|field| field.name == Name::Status);
                words.read(field.map_or(&[], |field| &field.value))
            }
        };
        let has_successor = self
            .found
            .iter()
            .any(|field| field.name == Name::Relates(Relation::Supersedes, true));
        if has_successor {
            Stated {
                status: Status::Superseded,
                unread: None,
                ..stated
            }
        } else {
            stated
        }
    }

    /// Whether the text says a state where documents say it.
    pub fn has_status(&self) -> bool {
        self.found
            .iter()
            .any(|field| field.name == Name::Status && field.rank != Rank::Elsewhere)
    }

    /// The day, `2026-11-21`, by an author who writes days in this order: of the front matter, of a
    /// field, else the latest of a changelog.
    pub fn day(&self, front: &FrontMatter, order: Option<Order>) -> Option<String> {
        let of_front = keyed(front, |name| name == Name::Date).and_then(|text| dates::first(&text));
        let fields = || self.found.iter().filter(|field| field.name == Name::Date);
        match of_front.or_else(|| fields().find_map(|field| day_of(&field.value))) {
            Some(day) => day.read(order),
            None => self.changes.iter().filter_map(|day| day.read(order)).max(),
        }
    }

    /// What its days show of how its author writes them.
    pub fn orders(&self) -> impl Iterator<Item = Order> + '_ {
        let fields = self.found.iter().filter(|field| field.name == Name::Date);
        let of_fields = fields
            .flat_map(|field| &field.value)
            .filter_map(|line| dates::first(&line.text)?.order);
        of_fields.chain(self.changes.iter().filter_map(|day| day.order))
    }

    /// Where a field says a day that no calendar has.
    pub fn impossible_day(&self, page: &Page) -> Option<(String, Place)> {
        let values = self
            .found
            .iter()
            .filter(|field| field.name == Name::Date)
            .flat_map(|field| &field.value);
        values
            .filter_map(|line| Some((line, dates::first(&line.text)?)))
            .find(|(_, day)| day.is_impossible())
            .map(|(line, day)| {
                (
                    line.text[day.range.clone()].to_owned(),
                    line.place(page, day.range),
                )
            })
    }

    /// Who answers for the document: its owner, else who decided it, else who wrote it.
    pub fn owner(&self, front: &FrontMatter) -> Option<String> {
        [Name::Owner, Name::Decider, Name::Author]
            .into_iter()
            .find_map(|wanted| {
                let of_text = || {
                    let fields = self.found.iter().filter(|field| field.name == wanted);
                    fields
                        .map(|field| joined(&field.value))
                        .find(|value| says_something(value))
                };
                keyed(front, |name| name == wanted).or_else(of_text)
            })
    }

    /// What the field in whose value a link stands (bytes of the page's text) says of where it
    /// leads.
    pub fn relation_at(&self, link: &Range<usize>) -> Option<(Relation, bool)> {
        self.found
            .iter()
            .filter(|field| field.holds(link))
            .find_map(|field| match field.name {
                Name::Relates(relation, is_inverse) => Some((relation, is_inverse)),
                _ => None,
            })
    }

    /// Whether a link stands in what is said of the status.
    pub fn is_status(&self, link: &Range<usize>) -> bool {
        self.found
            .iter()
            .any(|field| field.name == Name::Status && field.holds(link))
    }

    fn push(&mut self, name: Name, value: Vec<Line>, rank: Rank) {
        let says = value.iter().any(|line| says_something(&line.text));
        if says || name == Name::Status && !value.is_empty() {
            self.found.push(Field { name, value, rank });
        }
    }

    /// What stands above the first section.
    fn opening(&mut self, lines: &[Line], page: &Page) {
        self.tables(lines);
        for (at, line) in lines.iter().enumerate() {
            match line.setting {
                Setting::Term => {
                    if let Some(name) = name(&line.text) {
                        let value = lines[at + 1..]
                            .iter()
                            .take_while(|line| line.setting == Setting::Definition);
                        self.push(name, value.cloned().collect(), Rank::Opening);
                    }
                }
                Setting::Title if line.admonition.is_some() => {
                    let inside = lines[at + 1..]
                        .iter()
                        .take_while(|other| other.admonition == line.admonition);
                    self.titled(line, inside.cloned().collect(), Rank::Opening);
                }
                Setting::Image => self.badge(line, Rank::Opening),
                _ => {}
            }
        }
        self.listed(lines, Rank::Opening, page);
    }

    /// A line that names a field, or is nothing but its name.
    fn titled(&mut self, title: &Line, inside: Vec<Line>, rank: Rank) {
        if let Some((name, at)) =
            named(&title.text).filter(|(_, at)| says_something(&title.text[*at..]))
        {
            return self.push(name, vec![title.behind(at)], rank);
        }
        if let Some(name) = name(title.text.trim_end_matches(':')) {
            self.push(name, inside, rank);
        }
    }

    /// `Status: Accepted` or `status accepted`, as a badge says it.
    fn badge(&mut self, line: &Line, rank: Rank) {
        match named(&line.text) {
            Some((name, at)) => self.push(name, vec![line.behind(at)], rank),
            None => {
                let is_status = line
                    .text
                    .get(..6)
                    .is_some_and(|start| start.eq_ignore_ascii_case("status"));
                if is_status && line.text[6..].starts_with([' ', '-', '_']) {
                    self.push(Name::Status, vec![line.behind(7)], rank);
                }
            }
        }
    }

    /// Lines `Name: value`, several of them on one line too.
    fn listed(&mut self, lines: &[Line], rank: Rank, page: &Page) {
        for (at, line) in lines.iter().enumerate() {
            let is_passed_over = match line.setting {
                Setting::Cell { .. } | Setting::Term | Setting::Title | Setting::Image => true,
                Setting::Quote => rank == Rank::Elsewhere,
                _ => false,
            };
            if is_passed_over {
                continue;
            }
            // `**Status**` in a line of its own, and what it is below.
            if let Some(name) =
                name(&line.text).filter(|_| rank == Rank::Opening && line.setting == Setting::Prose)
            {
                self.push(name, below(&lines[at + 1..]), rank);
            }
            for part in segments(line) {
                let Some((name, offset)) = named(&part.text) else {
                    continue;
                };
                // What is said of a field in a quotation is said of it.
                let mut value = part.behind(offset);
                value.setting = Setting::Prose;
                let value = if value.text.is_empty() {
                    below(&lines[at + 1..])
                } else {
                    vec![value]
                };
                let is_near = || page.text.line(part.span(0..0).start) <= NEAR;
                if rank != Rank::Elsewhere
                    || name == Name::Status
                    || name == Name::Date && is_near()
                {
                    self.push(name, value, rank);
                }
            }
        }
    }

    /// Tables of fields: two columns, name and value; or names in the head, and values in one row.
    fn tables(&mut self, lines: &[Line]) {
        let cell = |line: &&Line| matches!(line.setting, Setting::Cell { .. });
        let cells: Vec<&Line> = lines.iter().filter(cell).collect();
        for table in cells.chunk_by(|one, other| table_of(one) == table_of(other)) {
            let of_row = |wanted: usize| {
                table
                    .iter()
                    .filter(move |line| row_of(line) == wanted)
                    .copied()
            };
            let head: Vec<Option<Name>> = of_row(1)
                .map(|line| name(line.text.trim_end_matches(':')))
                .collect();
            if head.len() > 1 && head.iter().filter(|name| name.is_some()).count() > 1 {
                for line in of_row(2) {
                    let named = of_row(1).find(|head| column_of(head) == column_of(line));
                    if let Some(name) = named.and_then(|head| name(head.text.trim_end_matches(':')))
                    {
                        self.push(name, vec![line.clone()], Rank::Opening);
                    }
                }
                continue;
            }
            let is_wide = table.iter().any(|line| column_of(line) > 2);
            for row in table
                .chunk_by(|one, other| row_of(one) == row_of(other))
                .filter(|_| !is_wide)
            {
                if let Some(name) = row
                    .first()
                    .filter(|first| column_of(first) == 1)
                    .and_then(|first| name(first.text.trim_end_matches(':')))
                {
                    let value = row.iter().filter(|line| column_of(line) == 2);
                    self.push(
                        name,
                        value.map(|line| (*line).clone()).collect(),
                        Rank::Opening,
                    );
                }
            }
        }
    }

    /// A section that is called as a field, and one that lists changes.
    fn section(&mut self, page: &Page, at: usize, heading: &Heading, lines: &[Line]) {
        let level = heading.level;
        let end = page.headings[at + 1..]
            .iter()
            .position(|next| next.level <= level)
            .map_or(page.headings.len(), |next| at + 1 + next);
        let inside = || {
            lines.iter().filter(|line| {
                line.heading
                    .is_some_and(|heading| (at..end).contains(&heading))
            })
        };
        if is_changelog(&plain(unnumbered(&heading.text))) {
            let headings = page.headings[at + 1..end]
                .iter()
                .filter_map(|heading| dates::first(&heading.text));
            self.changes.extend(
                inside()
                    .filter_map(|line| dates::first(&line.text))
                    .chain(headings),
            );
        }
        let Some((name, value)) = section(heading) else {
            return;
        };
        let of_heading = value.map(|value| {
            let text = heading.text[value..].trim().to_owned();
            let whole = &page.text.as_str()[heading.span()];
            let from = heading.span().start + whole.rfind(&text).unwrap_or(0);
            Line::new(text, from)
        });
        // Below `Status` other fields have lines of their own.
        let is_other = |line: &&Line| named(&line.text).is_some_and(|(other, _)| other != name);
        if name == Name::Status {
            let others: Vec<Line> = inside().filter(is_other).cloned().collect();
            self.listed(&others, Rank::Section, page);
        }
        let own = |line: &Line| match named(&line.text) {
            Some((other, offset)) if other == name => line.behind(offset),
            _ => line.clone(),
        };
        let value: Vec<Line> = match of_heading {
            Some(line) => vec![line],
            None => inside().filter(|line| !is_other(line)).map(own).collect(),
        };
        // Who decided stands in a line or a list, not in an essay.
        let is_short = value.iter().map(|line| line.text.len()).sum::<usize>() <= 400;
        if name == Name::Status || is_short {
            self.push(name, value, Rank::Section);
        }
    }
}

/// The field that a heading names, and where its value begins in the heading: `Status`, `Status:
/// Accepted`.
fn section(heading: &Heading) -> Option<(Name, Option<usize>)> {
    let text = unnumbered(&heading.text);
    if let Some(name) = name(text.trim_end_matches(':')) {
        return Some((name, None));
    }
    let (name, at) = named(text)?;
    let offset = heading.text.trim_start().len() - text.len()
        + (heading.text.len() - heading.text.trim_start().len());
    Some((name, Some(offset + at)))
}

/// The parts of `**Status:** Accepted | **Date:** 2026-06-09`: a bar is a bar where a field follows
/// it.
fn segments(line: &Line) -> Vec<Line> {
    let text = &line.text;
    let bars = text
        .match_indices(['|', '·', '•', ';'])
        .map(|(at, sign)| (at, at + sign.len()));
    let bars = bars.filter(|(_, behind)| named(text[*behind..].trim_start()).is_some());
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, behind) in bars {
        parts.push(line.part(from..at));
        from = behind;
    }
    parts.push(line.part(from..text.len()));
    parts
}

/// What stands below a name that has no value in its line: a list, or the next line.
fn below(lines: &[Line]) -> Vec<Line> {
    let is_free = |line: &&Line| named(&line.text).is_none();
    let items = lines
        .iter()
        .take_while(|line| line.setting == Setting::Item)
        .take_while(is_free);
    let items: Vec<Line> = items.cloned().collect();
    if items.is_empty() {
        lines.first().filter(is_free).into_iter().cloned().collect()
    } else {
        items
    }
}

/// Whether a heading names a list of changes, a slip of the hand in it or not.
fn is_changelog(heading: &str) -> bool {
    CHANGES.contains(&heading) || strsim::damerau_levenshtein(heading, "changelog") <= 1
}

fn table_of(line: &Line) -> usize {
    if let Setting::Cell { table, .. } = line.setting {
        table
    } else {
        0
    }
}

fn row_of(line: &Line) -> usize {
    if let Setting::Cell { row, .. } = line.setting {
        row
    } else {
        0
    }
}

fn column_of(line: &Line) -> usize {
    if let Setting::Cell { column, .. } = line.setting {
        column
    } else {
        0
    }
}

impl Field {
    fn holds(&self, link: &Range<usize>) -> bool {
        let mut spans = self.value.iter().map(|line| line.span(0..line.text.len()));
        spans.any(|span| span.start < link.end && link.start < span.end)
    }
}

fn day_of(value: &[Line]) -> Option<Day> {
    value.iter().find_map(|line| dates::first(&line.text))
}

/// The names in a value, in one line.
fn joined(value: &[Line]) -> String {
    let is_template = |line: &&Line| !line.text.starts_with(['{', '[', '<']);
    value
        .iter()
        .filter(is_template)
        .map(|line| line.text.trim_matches([',', ' ']))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A field of the front matter, whatever the case of its key: its text, or that of a list's items.
fn keyed(front: &FrontMatter, is_wanted: impl Fn(Name) -> bool) -> Option<String> {
    let key = front
        .fields
        .keys()
        .find(|key| name(key).is_some_and(&is_wanted))?;
    let items = front.list(key);
    let text = match front.text(key) {
        Some(text) => text,
        None => items.join(", "),
    };
    Some(text).filter(|text| says_something(text))
}
