//! Links for the names of tracker items in a text: `IPT-106` of a configured team, `#12` and `!34`
//! of the configured repository.
//!
//! The article's writer adds the links. A page's text, headings and search results are the same
//! with and without them.

use std::ops::Range;

use serde::Serialize;

use crate::body::element::{self, Role};
use crate::content_map::ContentMap;

/// The names that are items, and their addresses.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Items {
    /// Team keys, each with the address of an item, where `{id}` is the item's name.
    teams: Vec<(String, String)>,
    /// The address of `#12`, and below that of `!34`, with `{id}` for the number.
    issue: Option<String>,
    merge_request: Option<String>,
}

/// The most digits of a number behind `#`: six digits are a colour.
const ISSUE_DIGITS: usize = 5;
const MERGE_REQUEST_DIGITS: usize = 9;

impl Items {
    /// The items of a content map's trackers and repository; none if these links are off.
    pub fn of(map: &ContentMap) -> Self {
        if !map.markdown.tracker_links {
            return Self::default();
        }
        let trackers = map.trackers.values();
        let teams = trackers.flat_map(|tracker| {
            tracker
                .teams
                .iter()
                .map(|team| (team.clone(), tracker.issue.clone()))
        });
        let repository = map.site.repository.as_ref();
        Self {
            teams: teams.filter(|(team, _)| !team.is_empty()).collect(),
            issue: repository.and_then(|repository| repository.issue_url("{id}")),
            merge_request: repository.and_then(|repository| repository.merge_request_url("{id}")),
        }
    }

    /// Returns whether the site has no such links.
    pub fn are_none(&self) -> bool {
        self.teams.is_empty() && self.issue.is_none() && self.merge_request.is_none()
    }

    /// The names in a text, in order, each with its address. `before` is the character before the
    /// text in its block, if there is one.
    pub fn found(&self, text: &str, before: Option<char>) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for (at, pair) in text.as_bytes().windows(2).enumerate() {
            if matches!(pair[0], b'-' | b'#' | b'!') && pair[1].is_ascii_digit() {
                found.extend(self.item(text, at, before));
            }
        }
        found
    }

    /// The name whose sign is at `at`, right before a digit.
    fn item(&self, text: &str, at: usize, before: Option<char>) -> Option<(Range<usize>, String)> {
        let digits = text[at + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let end = at + 1 + digits;
        let number = &text[at + 1..end];
        let is_number =
            |most: usize| digits <= most && !number.starts_with('0') && !goes_on(&text[end..]);
        let in_front = |start: usize| text[..start].chars().next_back().or(before);
        match text.as_bytes()[at] {
            b'#' if is_number(ISSUE_DIGITS)
                && may_begin(in_front(at))
                && !is_counted(&text[..at], digits) =>
            {
                Some((at..end, self.issue.as_ref()?.replace("{id}", number)))
            }
            b'!' if is_number(MERGE_REQUEST_DIGITS) && may_begin(in_front(at)) => Some((
                at..end,
                self.merge_request.as_ref()?.replace("{id}", number),
            )),
            b'-' if !goes_on(&text[end..]) => {
                let (team, template) = self.teams.iter().find(|(team, _)| {
                    let rest = text[..at].strip_suffix(team.as_str());
                    rest.is_some_and(|rest| !is_within_a_name(in_front(rest.len())))
                })?;
                let start = at - team.len();
                Some((start..end, template.replace("{id}", &text[start..end])))
            }
            _ => None,
        }
    }
}

/// Returns whether the text goes on behind a name: `#12th`, `#12.5`, `IPT-106-queue`,
/// `IPT-106.md`.
fn goes_on(behind: &str) -> bool {
    let mut behind = behind.chars();
    match behind.next() {
        Some('.') => behind.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '#' | '@' | '\\'),
        None => false,
    }
}

/// Returns whether a name may start behind this: `C#12`, `&#12;` and `##12` are not issues.
fn may_begin(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([{,\"'“”‘’«»–—".contains(c))
}

/// Returns whether a team's key behind this is a part of a longer name: `XIPT-106`,
/// `docs/IPT-106`.
fn is_within_a_name(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || "_-/.#@=\\".contains(c))
}

/// Words whose numbers are not issues: `step #3`, `the #1 priority`.
const COUNTED: &str = "the our your their its a an alternative annex appendix approach argument assumption \
    attempt case chapter choice class column criterion day example exercise fact figure goal group hypothesis idea \
    intuition item iteration layer lesson level line lint list method milestone model objective option page \
    paragraph part pattern phase plan point principle priority problem question rank reason requirement round row \
    rule sample scenario section slide slot solution sprint stage step strategy table test tier tip type unit use \
    variant version volume way week workflow";

/// Words before a colour: their `#333` is not a number.
const COLOURS: [&str; 6] = ["color", "colour", "background", "gray", "grey", "hex"];

/// Returns whether the text before `#` shows that the number is not an issue's.
fn is_counted(before: &str, digits: usize) -> bool {
    let word = before.trim_end_matches([' ', '\u{a0}', ':', '=', '(', '"', '\'']);
    let word = word
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_next = before.trim_end().ends_with(char::is_alphabetic);
    let is_counted = |counted: &str| word == counted || word.strip_suffix('s') == Some(counted);
    let is_colour = (3..=4).contains(&digits) && COLOURS.contains(&word.as_str());
    is_colour || (is_next && COUNTED.split_whitespace().any(is_counted))
}

/// The number of literal elements that a piece of HTML opens and does not close; negative if it
/// closes more.
pub fn opened(html: &str) -> isize {
    let mut opened = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if element::has(&tag[..length].to_ascii_lowercase(), Role::Literal) {
            opened += if tag.len() < rest.len() { -1 } else { 1 };
        }
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with each name in brackets.
    fn linked(text: &str) -> String {
        let items = Items {
            teams: vec![("IPT".to_owned(), "x/{id}".to_owned())],
            issue: Some("i/{id}".to_owned()),
            merge_request: Some("m/{id}".to_owned()),
        };
        let (mut out, mut done) = (String::new(), 0);
        for (range, address) in items.found(text, None) {
            assert!(
                address.ends_with(text[range.clone()].trim_start_matches(['#', '!'])),
                "{address}"
            );
            out += &format!("{}<{}>", &text[done..range.start], &text[range.clone()]);
            done = range.end;
        }
        out + &text[done..]
    }

    #[test]
    fn a_name_of_its_own_is_an_item() {
        for text in [
            "<#12>",
            "see <#12>, (<!34>) and <IPT-106>.",
            "<#1>: [<#23>] \"<#4>\" – <!5>!",
            "<IPT-1>, <IPT-2>/IPT",
            "fixes:<IPT-1>;",
            "é <#12>’s, Issue <#3>, steps: <#4>",
        ] {
            assert_eq!(
                linked(&text.replace(['<', '>'], "")),
                text.replace("<IPT-2>/", "IPT-2/")
            );
        }
    }

    #[test]
    fn a_part_of_something_else_is_none() {
        for text in [
            "C#12 &#12; ##12 foo#12 a/#12 #fff #12ab #123456 #000 #012 #12.5 #12-b #12_3 !012 a!34 !!34",
            "the colour #333, color: #1234, grey (#999)",
            "Step #3, the #1 priority, Problem case #4: x, options #1",
            "IPT-106-queue XIPT-106 X-IPT-106 docs/IPT-106 IPT-106.md IPT- IPT-x ipt-106 SHA-256 IPT-106_a",
            "#",
            "!",
            "-1",
            "#é",
            "—#",
        ] {
            assert_eq!(linked(text), text);
        }
    }

    #[test]
    fn what_an_author_linked_or_typed_is_open_until_it_is_closed() {
        for (html, expected) in [
            ("<a href=\"x\">", 1),
            ("</A>", -1),
            ("<a>x</a>", 0),
            ("<abbr>", 0),
            ("<!-- <a> -->", 0),
            ("<p><code>", 1),
            ("<", 0),
            ("<!--", 0),
        ] {
            assert_eq!(opened(html), expected, "{html}");
        }
    }
}
