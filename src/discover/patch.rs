//! The new lines of a patch.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The new lines of each file, from a patch without context.
pub fn new_lines(patch: &str) -> BTreeMap<String, Vec<RangeInclusive<u32>>> {
    let mut files: BTreeMap<String, Vec<RangeInclusive<u32>>> = BTreeMap::new();
    let (mut path, mut left) = (None, 0);
    for line in patch.lines() {
        // The text of a hunk may look like a header.
        if left > 0 {
            left -= u32::from(line.starts_with(['+', '-']));
        } else if let Some(name) = line.strip_prefix("+++ ") {
            path = unquoted(name.trim_end_matches('\t'))
                .strip_prefix("b/")
                .map(str::to_owned);
        } else if let Some((new, length)) = hunk(line) {
            left = length;
            if let Some(path) = &path {
                files.entry(path.clone()).or_default().push(new);
            }
        }
    }
    files
}

/// Decodes a path. Git writes it as a C string if it has a quote, a backslash, a control character
/// or a character outside ASCII.
fn unquoted(name: &str) -> String {
    let Some(inner) = name
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return name.to_owned();
    };
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        let escaped = if byte == b'\\' { rest.next() } else { None };
        bytes.push(match escaped {
            None => byte,
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(digit @ b'0'..=b'3') => {
                let digits = [
                    digit,
                    rest.next().unwrap_or(b'0'),
                    rest.next().unwrap_or(b'0'),
                ];
                digits.iter().fold(0u8, |value, digit| {
                    value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0'))
                })
            }
            Some(other) => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The new lines of `@@ -1,2 +3,4 @@`, and the number of text lines that follow it.
fn hunk(line: &str) -> Option<(RangeInclusive<u32>, u32)> {
    let mut words = line.strip_prefix("@@ ")?.split(' ');
    let mut range = |sign: char| -> Option<(u32, u32)> {
        let range = words.next()?.strip_prefix(sign)?;
        let (start, count) = range.split_once(',').unwrap_or((range, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let ((_, old), (start, new)) = (range('-')?, range('+')?);
    let start = start.max(1);
    Some((start..=start + new.max(1) - 1, old.saturating_add(new)))
}

#[cfg(test)]
mod tests {
    use super::{hunk, new_lines, unquoted};

    #[test]
    fn a_hunk_says_which_lines_are_new() {
        assert_eq!(hunk("@@ -1,2 +3,4 @@ fn x"), Some((3..=6, 6)));
        assert_eq!(hunk("@@ -1 +3 @@"), Some((3..=3, 2)));
        assert_eq!(hunk("@@ -5,2 +4,0 @@"), Some((4..=4, 2)));
        assert_eq!(hunk("@@ -1 +0,0 @@"), Some((1..=1, 1)));
        assert_eq!(hunk("+++ b/x"), None);
    }

    #[test]
    fn lines_that_look_like_a_patch_are_text() {
        let patch = "diff --git a/a b.md b/a b.md\n--- a/a b.md\t\n+++ b/a b.md\t\n@@ -0,0 +1,2 @@\n\
                     ++++ b/other.md\n+@@ -9 +9 @@\n\\ No newline at end of file\n@@ -5 +7 @@\n-x\n+y\n";
        assert_eq!(
            new_lines(patch).into_iter().collect::<Vec<_>>(),
            [("a b.md".to_owned(), vec![1..=2, 7..=7])]
        );
    }

    #[test]
    fn a_quoted_path_is_read() {
        assert_eq!(unquoted(r#""b/\303\244 \"x\".md""#), "b/ä \"x\".md");
        assert_eq!(unquoted("b/a.md"), "b/a.md");
    }
}
