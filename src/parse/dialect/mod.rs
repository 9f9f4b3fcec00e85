//! Rewrites lines that Python-Markdown and CommonMark read differently, so that CommonMark reads
//! them as Python-Markdown does.

mod walk;

use std::ops::Range;

use super::autolinks::AddressFinder;
use super::containers::ADDRESS;

use walk::LineWalk;

/// Returns whether [`rewrite_line`] or [`is_no_definition`] may apply to the line.
pub fn needs_rewriting(line: &str) -> bool {
    let text = line.trim_start();
    (text.starts_with(':') && is_no_definition(text))
        || text.starts_with("##")
        || text.starts_with(": ")
        || text.starts_with(":\t")
        || (text.contains('`') && text.contains('|'))
        || text.contains("](")
        || text.starts_with("[^")
}

/// Returns whether a line that starts with `:` is no definition: that needs a blank after the sign
/// (`::: package.module` and `:smile: text` are text).
pub fn is_no_definition(text: &str) -> bool {
    !text[1..].starts_with([' ', '\t']) && !is_delimiter_row(text)
}

/// Returns whether the line is the row between a table's head and body.
pub fn is_delimiter_row(text: &str) -> bool {
    let text = text.trim();
    text.contains('-')
        && text.contains(['|', ':'])
        && text
            .bytes()
            .all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// A byte range of a line, and its replacement.
type LineEdit = (Range<usize>, String);

/// A rewritten line.
pub struct RewrittenLine {
    /// The line that CommonMark reads.
    pub text: String,
    /// The starts of unchanged parts, as byte offsets here and in the author's line.
    pub pieces: Vec<(u32, u32)>,
}

/// The web addresses that were taken out of a page, so that CommonMark reads no signs in them.
pub struct Addresses {
    finder: AddressFinder,
    /// The addresses as they were written. A text names each by its number between two [`ADDRESS`].
    pub list: Vec<Box<str>>,
}

impl Addresses {
    /// An empty list, with a finder.
    pub fn new() -> Self {
        Self {
            finder: AddressFinder::new(),
            list: Vec::new(),
        }
    }

    /// Takes an address out of a line. The edit replaces it by its number.
    fn take(&mut self, line: &str, range: Range<usize>) -> LineEdit {
        let number = self.list.len();
        self.list.push(line[range.clone()].into());
        (range, format!("{ADDRESS}{number}{ADDRESS}"))
    }
}

/// Rewrites a line so that CommonMark reads it like Python-Markdown and GitHub; `None` if it does
/// already. Without `addresses`, web addresses stay in the line.
pub fn rewrite_line(
    text: &str,
    in_table: bool,
    addresses: Option<&mut Addresses>,
) -> Option<RewrittenLine> {
    let mut edits = Vec::new();
    edits.extend(heading_blank(text));
    let addresses = addresses.filter(|_| AddressFinder::may_cut(text));
    let has_code_in_table = in_table && text.contains('`');
    let has_link = text.contains("](") || text.starts_with("[^");
    if has_link || has_code_in_table || addresses.is_some() {
        let mut walk = LineWalk::new(text);
        walk.in_table = in_table;
        walk.run(addresses.as_deref().map(|addresses| &addresses.finder));
        edits.append(&mut walk.edits);
        if let Some(addresses) = addresses {
            edits.extend(
                walk.addresses
                    .into_iter()
                    .map(|range| addresses.take(text, range)),
            );
            edits.sort_by_key(|(range, _)| range.start);
        }
    }
    (!edits.is_empty()).then(|| rewritten(text, edits))
}

/// `##Title` is a heading in Python-Markdown; CommonMark wants a blank after the signs.
fn heading_blank(text: &str) -> Option<LineEdit> {
    let signs = text.bytes().take_while(|b| *b == b'#').count();
    let rest = &text[signs..];
    let lacks_blank = !rest.is_empty() && !rest.starts_with([' ', '\t']);
    ((2..=6).contains(&signs) && lacks_blank).then(|| (signs..signs, " ".to_owned()))
}

/// Applies edits, given in the order of the text.
fn rewritten(text: &str, edits: Vec<LineEdit>) -> RewrittenLine {
    let mut line = RewrittenLine {
        text: String::with_capacity(text.len() + 8),
        pieces: Vec::with_capacity(edits.len()),
    };
    let mut done = 0;
    for (range, new) in edits {
        line.text.push_str(&text[done..range.start]);
        line.text.push_str(&new);
        line.pieces.push((line.text.len() as u32, range.end as u32));
        done = range.end;
    }
    line.text.push_str(&text[done..]);
    line
}
