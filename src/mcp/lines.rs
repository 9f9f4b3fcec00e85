//! Texts of the docs in answers: marked as quoted, or in one line.

/// The most characters of a line.
const LONGEST: usize = 200;

/// A text of the docs as lines that are marked as quoted.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + text.len() / 20);
    let text = text.strip_suffix('\n').unwrap_or(text);
    for line in text.split(ends_line) {
        quoted.push_str(if line.is_empty() { ">" } else { "> " });
        quoted.push_str(line);
        quoted.push('\n');
    }
    quoted
}

/// Returns whether a line may be seen to end at a character: no line leaves the quotation.
fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A text in one line of a bounded length.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    format!("{cut} …")
}

/// The bytes of a text as a part of a JSON string.
pub fn json_size(text: &str) -> usize {
    let size = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\t' | b'\r' => 2,
        0..=0x1f => 6,
        _ => 1,
    };
    text.bytes().map(size).sum()
}
