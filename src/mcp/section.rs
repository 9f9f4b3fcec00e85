//! The sections of a page's Markdown.

use std::ops::Range;

/// A heading of a twin.
#[derive(Debug)]
pub struct TwinHeading<'t> {
    /// The byte at which its line starts.
    pub start: usize,
    /// The level, from 1.
    pub level: usize,
    /// The text, as Markdown.
    pub text: &'t str,
    /// The id, if it has one.
    pub id: Option<&'t str>,
}

/// The text of a twin without its head: front matter, and the line that names the list of pages.
pub fn body(twin: &str) -> &str {
    let fields = twin.strip_prefix("---\n").unwrap_or(twin);
    let rest = fields
        .split_once("\n---\n\n")
        .map_or(twin, |(_, rest)| rest);
    match rest.strip_prefix("> All pages: ") {
        Some(line) => line.split_once("\n\n").map_or("", |(_, rest)| rest),
        None => rest,
    }
}

/// The headings of a text. Lines of code blocks are none.
pub fn headings(text: &str) -> Vec<TwinHeading<'_>> {
    let mut headings = Vec::new();
    let mut fence = "";
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let line_text = line.trim_end();
        let own = if fence.is_empty() {
            inside(line_text)
        } else {
            line_text.trim_start_matches(['>', ' '])
        };
        let signs = fence_of(own);
        if !fence.is_empty() {
            let is_end = signs.starts_with(fence) && own.len() == signs.len();
            fence = if is_end { "" } else { fence };
        } else if !signs.is_empty() {
            fence = signs;
        } else {
            headings.extend(heading(own, start));
        }
        start += line.len();
    }
    headings
}

/// A line without the signs of the quotations and list items that it starts in.
fn inside(line: &str) -> &str {
    let line = line.trim_start_matches(['>', ' ']);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = if number.len() < line.len() {
        number.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+'])
    };
    let Some(rest) = sign.and_then(|rest| rest.strip_prefix(' ')) else {
        return line;
    };
    inside(rest)
}

/// The signs that open or close a code block.
fn fence_of(line: &str) -> &str {
    let sign = if line.starts_with('~') { '~' } else { '`' };
    let rest = line.trim_start_matches(sign);
    let signs = &line[..line.len() - rest.len()];
    if signs.len() >= 3 { signs } else { "" }
}

fn heading(line: &str, start: usize) -> Option<TwinHeading<'_>> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let text = text
        .strip_prefix(' ')
        .filter(|_| (1..=6).contains(&level))?;
    let (text, id) = match text
        .strip_suffix('}')
        .and_then(|text| text.rsplit_once(" {#"))
    {
        Some((text, id)) => (text, Some(id)),
        None => (text, None),
    };
    Some(TwinHeading {
        start,
        level,
        text,
        id,
    })
}

/// The words of a title, in lower case and without tags and signs of Markdown.
fn plain_words(title: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in title.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if is_tag => {}
            c if c.is_alphanumeric() => text.extend(c.to_lowercase()),
            _ if text.ends_with(' ') => {}
            _ => text.push(' '),
        }
    }
    text.trim().to_owned()
}

/// The section with that id, or else with that title. It ends where the next one of its level
/// starts.
pub fn section(text: &str, wanted: &str) -> Option<Range<usize>> {
    let headings = headings(text);
    let wanted = wanted.trim().trim_start_matches('#').trim();
    let has_id = |heading: &TwinHeading<'_>| heading.id == Some(wanted);
    let words = plain_words(wanted);
    let has_title = |heading: &TwinHeading<'_>| plain_words(heading.text) == words;
    let at = headings
        .iter()
        .position(has_id)
        .or_else(|| headings.iter().position(has_title))?;
    let level = headings[at].level;
    let mut behind = headings[at + 1..].iter();
    let next = behind.find(|heading| heading.level <= level);
    let end = next.map_or(text.len(), |heading| heading.start);
    Some(headings[at].start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWIN: &str = "---\ntitle: A\n---\n\n> All pages: [llms.txt](./llms.txt)\n\n\
        # A {#a}\n\nText.\n\n## One {#one}\n\n```\n# no heading\n````\n\n### Deep {#deep}\n\n\
        > ## In a box {#box}\n\n1. - ```sh\n     # no heading\n     ```\n   - ## Item {#item}\n\n\
        ## Two `and` <b>more</b>\n\nEnd.\n";

    #[track_caller]
    fn check(wanted: &str, expected: Option<&str>) {
        let body = body(TWIN);
        let found = section(body, wanted).map(|range| body[range].replace('\n', "|"));
        assert_eq!(found.as_deref(), expected, "{wanted}");
    }

    #[test]
    fn a_section_is_found_by_its_id_or_its_title_and_ends_at_the_next() {
        check("Two and more", Some("## Two `and` <b>more</b>||End.|"));
        check("item", Some("   - ## Item {#item}||"));
        check("#deep", Some("### Deep {#deep}||"));
        let code = "1. - ```sh|     # no heading|     ```|";
        check("box", Some(&format!("> ## In a box {{#box}}||{code}")));
        check("no heading", None);
        check("three", None);
        assert!(body(TWIN).starts_with("# A"));
        assert_eq!(body("no head"), "no head");
    }
}
