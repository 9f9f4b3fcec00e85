//! Lines that Python-Markdown reads in another way than CommonMark, written as
//! CommonMark reads them alike.

use std::borrow::Cow;

/// Whether [`mended`] or [`is_no_definition`] could have a word about the line.
pub fn needs_mending(line: &str) -> bool {
    let text = line.trim_start();
    (text.starts_with(':') && is_no_definition(text))
        || text.starts_with("##")
        || text.starts_with(": ")
        || text.starts_with(":\t")
        || (text.contains('`') && text.contains('|'))
        || text.contains("](")
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
        && text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// The line as CommonMark reads it like Python-Markdown; `None` where it does already.
pub fn mended(text: &str, in_table: bool) -> Option<String> {
    let mut line = Cow::Borrowed(text);
    let signs = text.bytes().take_while(|b| *b == b'#').count();
    if (2..=6).contains(&signs) && !text[signs..].is_empty() && !text[signs..].starts_with([' ', '\t']) {
        line = Cow::Owned(format!("{} {}", &text[..signs], &text[signs..]));
    }
    if (text.contains("](") || (in_table && text.contains('`')))
        && let Some(inner) = mended_inline(&line, in_table)
    {
        line = Cow::Owned(inner);
    }
    match line {
        Cow::Owned(line) => Some(line),
        Cow::Borrowed(_) => None,
    }
}

/// Addresses with blanks get angle brackets, a table's `|` in code a backslash.
fn mended_inline(text: &str, in_table: bool) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    let (mut done, mut at) = (0, 0);
    let bytes = text.as_bytes();
    // Lengths of code signs that have no partner: looked for once each.
    let mut alone = 0u64;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                let length = bytes[at..].iter().take_while(|b| **b == b'`').count();
                let end = if alone & (1 << length.min(63)) == 0 { code_end(bytes, at + length, length) } else { None };
                match end {
                    Some(end) if in_table => {
                        out.push_str(&text[done..at]);
                        escape_pipes(&text[at..end], &mut out);
                        (done, at) = (end, end);
                    }
                    Some(end) => at = end,
                    None => {
                        alone |= 1 << length.min(63);
                        at += length;
                    }
                }
            }
            b']' if bytes.get(at + 1) == Some(&b'(') => {
                at += 2;
                if let Some(length) = address_with_blanks(&text[at..]) {
                    out.push_str(&text[done..at]);
                    out.push('<');
                    out.push_str(&text[at..at + length]);
                    out.push('>');
                    at += length;
                    done = at;
                }
            }
            _ => at += 1,
        }
    }
    out.push_str(&text[done..]);
    (out != text).then_some(out)
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

fn escape_pipes(code: &str, out: &mut String) {
    let mut before = ' ';
    for c in code.chars() {
        if c == '|' && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// The length of a file's path that has blanks and ends the link.
fn address_with_blanks(text: &str) -> Option<usize> {
    let end = text.find([')', '(', '<', '>', '"', '\''])?;
    let address = &text[..end];
    let path = address.split(['#', '?']).next()?;
    let (_, extension) = path.rsplit_once('.')?;
    let is_file = (1..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    (text[end..].starts_with(')') && is_file && address.trim() == address && address.contains(' ')).then_some(end)
}
