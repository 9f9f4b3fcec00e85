//! Lines that Python-Markdown reads in another way than CommonMark, written as
//! CommonMark reads them alike.

use std::ops::Range;

use super::autolinks::Finder;
use super::containers::{ADDRESS, GUARD};
use super::html_start::{self, HtmlStart};
use super::paths;

/// Whether [`mended`] or [`is_no_definition`] could have a word about the line.
pub fn needs_mending(line: &str) -> bool {
    let text = line.trim_start();
    (text.starts_with(':') && is_no_definition(text))
        || text.starts_with("##")
        || text.starts_with(": ")
        || text.starts_with(":\t")
        || (text.contains('`') && text.contains('|'))
        || text.contains("](")
        || text.starts_with("[^")
}

/// Whether a line that starts with `:` is no definition: a blank must follow
/// it (`::: package.module` and `:smile: text` are text).
pub fn is_no_definition(text: &str) -> bool {
    !text[1..].starts_with([' ', '\t']) && !is_delimiter_row(text)
}

/// Whether the line is the row between a table's head and body.
pub fn is_delimiter_row(text: &str) -> bool {
    let text = text.trim();
    text.contains('-')
        && text.contains(['|', ':'])
        && text
            .bytes()
            .all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// A line written anew.
pub struct Mended {
    /// The line for CommonMark.
    pub text: String,
    /// From where on it is as the author wrote it: byte offsets here and in the author's line.
    pub pieces: Vec<(u32, u32)>,
}

/// The web addresses that were taken out of a page, lest CommonMark read signs in them.
pub struct Addresses {
    finder: Finder,
    /// As they were written; a text names each by its number between two [`ADDRESS`].
    pub list: Vec<Box<str>>,
}

impl Addresses {
    /// None yet.
    pub fn new() -> Self {
        Self {
            finder: Finder::new(),
            list: Vec::new(),
        }
    }
}

/// The line as CommonMark reads it like Python-Markdown and GitHub; `None` where it does already.
/// Without `addresses` web addresses are left as they are.
pub fn mended(text: &str, in_table: bool, addresses: Option<&mut Addresses>) -> Option<Mended> {
    let mut edits = Vec::new();
    let signs = text.bytes().take_while(|b| *b == b'#').count();
    if (2..=6).contains(&signs)
        && !text[signs..].is_empty()
        && !text[signs..].starts_with([' ', '\t'])
    {
        edits.push((signs..signs, " ".to_owned()));
    }
    let addresses = addresses.filter(|_| Finder::may_cut(text));
    if text.contains("](")
        || (in_table && text.contains('`'))
        || addresses.is_some()
        || text.starts_with("[^")
    {
        let mut walk = Walk::new(text, in_table);
        walk.run(addresses.as_deref().map(|addresses| &addresses.finder));
        edits.append(&mut walk.edits);
        if let Some(addresses) = addresses {
            for range in walk.addresses {
                let number = addresses.list.len();
                addresses.list.push(text[range.clone()].into());
                edits.push((range, format!("{ADDRESS}{number}{ADDRESS}")));
            }
            edits.sort_by_key(|(range, _)| range.start);
        }
    }
    (!edits.is_empty()).then(|| rewritten(text, edits))
}

/// Applies edits, which are in the order of the text.
fn rewritten(text: &str, edits: Vec<(Range<usize>, String)>) -> Mended {
    let mut mended = Mended {
        text: String::with_capacity(text.len() + 8),
        pieces: Vec::with_capacity(edits.len()),
    };
    let mut done = 0;
    for (range, new) in edits {
        mended.text.push_str(&text[done..range.start]);
        mended.text.push_str(&new);
        mended
            .pieces
            .push((mended.text.len() as u32, range.end as u32));
        done = range.end;
    }
    mended.text.push_str(&text[done..]);
    mended
}

/// A walk along the inline syntax of a line: paths with blanks get angle brackets, a table's `|` in
/// code a backslash, and web addresses are found, but not in code, tags, and links.
struct Walk<'t> {
    text: &'t str,
    in_table: bool,
    at: usize,
    edits: Vec<(Range<usize>, String)>,
    addresses: Vec<Range<usize>>,
    /// For each open bracket, how many addresses stand before it.
    brackets: Vec<usize>,
    /// Lengths of code signs that have no partner: looked for once each.
    alone: u64,
    /// Up to here addresses have been looked for, and this one was found.
    asked: usize,
    next: Option<Range<usize>>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, in_table: bool) -> Self {
        Self {
            text,
            in_table,
            at: 0,
            edits: Vec::new(),
            addresses: Vec::new(),
            brackets: Vec::new(),
            alone: 0,
            asked: 0,
            next: None,
        }
    }

    fn run(&mut self, finder: Option<&Finder>) {
        let bytes = self.text.as_bytes();
        let last_tag_end = self.text.rfind('>').unwrap_or(0);
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'`' => self.code(),
                b'[' => {
                    self.brackets.push(self.addresses.len());
                    self.at += 1;
                }
                b']' => self.bracket_closes(),
                b'<' if self.at < last_tag_end => self.tag(),
                b'h' | b'w' => match finder.and_then(|finder| self.address(finder)) {
                    Some(found) => {
                        self.at = found.end;
                        self.addresses.push(found);
                    }
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
    }

    fn code(&mut self) {
        let bytes = self.text.as_bytes();
        let length = bytes[self.at..].iter().take_while(|b| **b == b'`').count();
        let sign = 1 << length.min(63);
        let end = if self.alone & sign == 0 {
            code_end(bytes, self.at + length, length)
        } else {
            None
        };
        let Some(end) = end else {
            self.alone |= sign;
            self.at += length;
            return;
        };
        if self.in_table {
            for at in (self.at..end).filter(|&at| bytes[at] == b'|' && bytes[at - 1] != b'\\') {
                self.edits.push((at..at, "\\".to_owned()));
            }
        }
        self.at = end;
    }

    /// A tag or an address in angle brackets is passed; `a < b` is neither.
    fn tag(&mut self) {
        let rest = &self.text[self.at + 1..];
        let is_tag =
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        self.at += if is_tag {
            rest.find('>').map_or(1, |end| end + 2)
        } else {
            1
        };
    }

    /// What stands in the text of a link stays as it is, and so does its target.
    fn bracket_closes(&mut self) {
        let opened = self.brackets.pop();
        self.at += 1;
        let rest = &self.text[self.at..];
        match rest.as_bytes().first() {
            Some(b'(') => {
                self.at += 1;
                self.addresses.truncate(opened.unwrap_or(usize::MAX));
                self.target();
            }
            Some(b'[') => {
                self.addresses.truncate(opened.unwrap_or(usize::MAX));
                let label = rest.find(']').unwrap_or(0);
                self.at += label;
                self.brackets
                    .extend((label > 0).then_some(self.addresses.len()));
            }
            Some(b':') if self.text.starts_with("[^") && self.brackets.is_empty() => {
                self.at += 1;
                let content = self.text[self.at..].trim_start();
                let is_inline =
                    html_start::read(content, false, std::iter::empty()) == Some(HtmlStart::Inline);
                if is_inline && self.edits.is_empty() && self.addresses.is_empty() {
                    let at = self.text.len() - content.len();
                    self.edits.push((at..at, GUARD.to_string()));
                }
            }
            Some(b':') if self.text.starts_with('[') && self.brackets.is_empty() => {
                let target = rest[1..].trim_start();
                let length = target.find([' ', '\t']).unwrap_or(target.len());
                self.at = self.text.len() - target.len() + length;
            }
            _ => {}
        }
    }

    /// The target of a link, behind its `(`.
    fn target(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(path) = paths::with_blanks(rest) {
            let (start, end) = (self.at + path.start, self.at + path.end);
            self.edits.push((start..start, "<".to_owned()));
            self.edits.push((end..end, ">".to_owned()));
            self.at = end;
            return;
        }
        let mut depth = 0usize;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b' ' | b'\t' => break,
                _ => {}
            }
            self.at += usize::from(at < rest.len());
        }
    }

    /// The address that starts here, if CommonMark would cut it.
    fn address(&mut self, finder: &Finder) -> Option<Range<usize>> {
        if self.next.as_ref().is_some_and(|next| next.start < self.at) {
            self.next = None;
        }
        if self.next.is_none() && self.at >= self.asked && Finder::starts_here(self.text, self.at) {
            let rest = &self.text[self.at..];
            let run = rest.find([' ', '\t']).unwrap_or(rest.len());
            self.asked = self.at + run;
            self.next = finder
                .address(&rest[..run])
                .map(|found| self.at + found.start..self.at + found.end);
        }
        let found = self.next.take_if(|next| next.start == self.at)?;
        self.asked = found.end;
        Finder::may_cut(&self.text[found.clone()]).then_some(found)
    }
}

/// The offset behind the code sign of that length.
fn code_end(bytes: &[u8], from: usize, length: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| **b == b'`').count();
        if run == length {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}
