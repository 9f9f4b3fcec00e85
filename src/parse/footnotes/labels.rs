//! Labels of footnotes.

/// A label in the form in which labels are compared: CommonMark's link labels and GitHub's
/// footnotes ignore case.
pub fn folded(label: &str) -> String {
    label
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// Returns whether a label may have that character.
pub fn is_of_label(c: char) -> bool {
    c.is_alphanumeric() || "-_.:+/'".contains(c)
}

/// Returns whether it is the label of a note and not a set of characters of a regular expression
/// (`[^a-z]+`).
pub fn is_label(label: &str, behind: &str) -> bool {
    let is_range = |part: &[u8]| match part {
        [from, b'-', to] => [
            u8::is_ascii_lowercase,
            u8::is_ascii_uppercase,
            u8::is_ascii_digit,
        ]
        .iter()
        .any(|kind| kind(from) && kind(to)),
        _ => false,
    };
    let is_set = label.as_bytes().chunks(3).all(is_range);
    label.contains(char::is_alphanumeric) && !is_set && !behind.starts_with(['+', '*'])
}
