//! `{!path!}`, `{! path !lines=1-3 5}` and mdx_include's `{!> path [ln:1-3]!}`.

use super::{Directive, IncludedPart, behind_signs};

/// Reads the include that starts at that byte of a line.
pub fn read(line: &str, start: usize) -> Option<Directive> {
    let rest = behind_signs(line, start)?;
    let written = rest
        .match_indices('!')
        .filter(|(at, _)| *at > 0)
        .find_map(|(at, _)| closed_at(rest, at))?;
    let (path, lines) = path_and_lines(&written)?;
    is_path(path).then(|| Directive {
        range: start..start + 2 + written.length,
        path: path.to_owned(),
        part: IncludedPart::Lines(lines),
        is_certain: true,
        is_near: false,
    })
}

/// An include without its opening signs.
struct WrittenInclude<'l> {
    /// The text between the signs.
    inner: &'l str,
    /// The line numbers of `lines=`.
    lines: &'l str,
    /// The length in bytes, with the closing signs.
    length: usize,
}

/// The include, if that exclamation mark closes one.
fn closed_at(text: &str, mark: usize) -> Option<WrittenInclude<'_>> {
    let (inner, behind) = (&text[..mark], &text[mark + 1..]);
    if behind.starts_with('}') {
        return Some(WrittenInclude {
            inner,
            lines: "",
            length: mark + "!}".len(),
        });
    }
    let lines = behind.strip_prefix("lines=")?;
    let lines = &lines[..lines.find('}')?];
    let is_number_byte = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b' ');
    lines.bytes().all(is_number_byte).then_some(WrittenInclude {
        inner,
        lines,
        length: mark + "!lines=".len() + lines.len() + "}".len(),
    })
}

/// The path, and the lines in the form that snippets use.
fn path_and_lines<'l>(written: &WrittenInclude<'l>) -> Option<(&'l str, String)> {
    let path = written.inner.trim_start_matches('>').trim();
    match path.split_once(" [ln:") {
        Some((path, numbers)) => {
            let numbers = numbers.strip_suffix(']')?;
            Some((path.trim(), ranges(numbers.split(',').map(str::trim))))
        }
        None => Some((path, ranges(written.lines.split_whitespace()))),
    }
}

/// Writes `4` and `4-6` in the form that snippets use: `4:4,4:6`.
fn ranges<'l>(written: impl Iterator<Item = &'l str>) -> String {
    let range = |range: &str| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        format!("{from}:{to}")
    };
    written.map(range).collect::<Vec<_>>().join(",")
}

/// Returns whether it can be a file's path, and not code: `{!! $html !!}` is a template's.
fn is_path(path: &str) -> bool {
    path.contains(['.', '/'])
        && !path.contains(['{', '}', '(', ')', '=', ';', '|', '&', '<', '"', '\''])
        && !path.starts_with(['!', '$'])
}
