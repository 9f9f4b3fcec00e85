//! Texts in which Markdown reads no signs.

/// The sign before a text at the start of a line that is meant to be read as a sign.
pub const KEPT: char = '\u{1}';

/// The signs around the text of a link.
pub const BRACKETS: [char; 2] = ['[', ']'];

/// The sign of a line break that readers see, in a block that is open. No text has it, as blanks
/// are collapsed.
pub const BREAK: char = '\u{b}';

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn is_blank(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

/// Appends a text, with a backslash before each character that Markdown would read, and before
/// those of `always`. Blanks are collapsed as in a browser.
pub fn push(out: &mut String, text: &str, always: &[char]) {
    let mut rest = text;
    while let Some(at) = rest.find(may_be_sign) {
        // Most text is words, which are copied as a whole.
        let (words, from) = rest.split_at(at);
        out.push_str(words);
        let mut chars = from.chars();
        let Some(c) = chars.next() else {
            return;
        };
        rest = chars.as_str();
        if c.is_whitespace() && c != '\u{a0}' {
            if !out.is_empty() && !out.ends_with([' ', '\n', BREAK]) {
                out.push(' ');
            }
            continue;
        }
        let (before, next) = (out.chars().next_back(), rest.chars().next());
        if always.contains(&c) || is_sign(before, c, next, from) {
            out.push('\\');
        }
        out.push(c);
    }
    out.push_str(rest);
}

/// Returns whether a character is blank, or may be a sign in some place.
fn may_be_sign(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_whitespace() || c == BREAK || "`\\*_~$[]<&".contains(c)
    } else {
        c.is_whitespace()
    }
}

/// Returns whether Markdown would read a character, between those before and after it. `rest` is
/// the text from the character on.
fn is_sign(before: Option<char>, c: char, next: Option<char>, rest: &str) -> bool {
    match c {
        '`' => true,
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next.is_whitespace()),
        '*' => !(is_blank(before) && next.is_some_and(char::is_whitespace)),
        '_' => {
            let is_inside = is_word(before) && is_word(next);
            let is_alone = is_blank(before) && is_blank(next);
            !(is_inside || is_alone)
        }
        '~' => next.is_none_or(|next| next == '~') || before == Some('~'),
        // A price needs none.
        '$' => !is_blank(before) || next.is_some_and(|next| !next.is_numeric()) && !is_blank(next),
        '[' => next.is_none_or(|next| next == '^'),
        ']' => next.is_none_or(|next| "([:".contains(next)),
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
        '&' => is_entity(rest),
        _ => false,
    }
}

/// Returns whether a text starts with something like `&amp;`, whose end may be in the next text.
fn is_entity(text: &str) -> bool {
    if text.len() == 1 {
        return true;
    }
    let name = text[1..].bytes();
    let length = name
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    length > 0 && text[1 + length..].starts_with(';')
}

/// The byte before which a line needs a backslash, so that it starts no block.
pub fn line_start(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let is_alone = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    match *bytes.first()? {
        b'#' => {
            let signs = line.len() - line.trim_start_matches('#').len();
            (signs <= 6 && is_alone(signs)).then_some(0)
        }
        b'>' | b':' => Some(0),
        b'+' => is_alone(1).then_some(0),
        b'[' => {
            let rest = line.get(2..)?;
            rest.starts_with("] ").then_some(0)
        }
        b'-' if line.trim_matches(['-', '|', ':', ' ']).is_empty() => Some(0),
        b'-' | b'=' | b'*' | b'_' => {
            let is_rule = line.trim_matches([line.chars().next()?, ' ']).is_empty();
            (is_alone(1) || is_rule).then_some(0)
        }
        b'|' => line
            .trim_matches(['|', '-', ':', ' '])
            .is_empty()
            .then_some(0),
        b'~' => line.starts_with("~~~").then_some(0),
        b'0'..=b'9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let is_number = digits <= 9
                && matches!(bytes.get(digits), Some(b'.' | b')'))
                && is_alone(digits + 1);
            is_number.then_some(digits)
        }
        _ => None,
    }
}

/// Code within a text, in enough backticks.
pub fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let is_padded = text.starts_with('`')
        || text.ends_with('`')
        || (text.starts_with(' ') && text.ends_with(' '));
    let pad = if is_padded { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// The length of the run of a character at the start of a text.
pub fn start_of(text: &str, sign: char) -> usize {
    text.len() - text.trim_start_matches(sign).len()
}

/// The length of the longest run of a character.
pub fn longest_run(text: &str, sign: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The destination of a link.
pub fn destination(address: &str) -> String {
    let address = &without_entities(address);
    if !address.is_empty() && address.chars().all(is_plain) {
        return address.to_owned();
    }
    let mut dest = String::from("<");
    for c in address.chars().filter(|c| !c.is_control()) {
        if matches!(c, '<' | '>' | '\\') {
            dest.push('\\');
        }
        dest.push(c);
    }
    dest.push('>');
    dest
}

/// Returns whether a character of an address needs no signs around the address.
fn is_plain(c: char) -> bool {
    let is_sign = "()<>\\".contains(c);
    !(is_sign || c.is_whitespace() || c.is_control())
}

/// A text in which no entity is read.
fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        plain.push(c);
        if c == '&' && is_entity(&text[at..]) {
            plain.push_str("amp;");
        }
    }
    plain
}

/// A text as the last part of a heading, whose closing signs would be left out.
pub fn heading(text: &str) -> String {
    match text.strip_suffix('#') {
        Some(before) => format!("{before}\\#"),
        None => text.to_owned(),
    }
}

/// The title of a link or an image, with the blank before it; empty without a title.
pub fn title(title: Option<&str>) -> String {
    match title.filter(|title| !title.trim().is_empty()) {
        Some(title) => {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let title = without_entities(&title);
            format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
        }
        None => String::new(),
    }
}
