//! The marks of snippets, and of sections that can be included.

/// The sign of a snippet.
pub const MARK: &str = "--8<--";

/// A line's part in including.
pub enum SnippetLine<'a> {
    /// `;--8<--`: the text without the semicolon.
    Escaped,
    /// `--8<-- "a" "b"`.
    Inline(Vec<&'a str>),
    /// A bare mark, which opens or closes a block of file names.
    Block,
    /// A line without a mark.
    Other,
}

impl<'a> SnippetLine<'a> {
    /// Reads the mark of a line.
    pub fn read(line: &'a str) -> Self {
        let line = line.trim();
        if line
            .strip_prefix(';')
            .is_some_and(|rest| rest.starts_with(MARK))
        {
            return Self::Escaped;
        }
        let Some(rest) = line.strip_prefix(MARK).map(str::trim) else {
            return Self::Other;
        };
        match rest.chars().next() {
            None => Self::Block,
            Some(quote @ ('"' | '\'')) => Self::Inline(quoted_names(rest, quote)),
            Some(_) => Self::Other,
        }
    }
}

fn quoted_names(text: &str, quote: char) -> Vec<&str> {
    text.split(quote)
        .skip(1)
        .step_by(2)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The mark of a section, `--8<-- [start:name]` after any comment sign: its end of the section, and
/// the name.
pub fn section_mark(line: &str) -> Option<(&str, &str)> {
    let rest = &line[line.find(MARK)? + MARK.len()..];
    let inner = rest.trim_start().strip_prefix('[')?;
    let (end, name) = inner[..inner.find(']')?].split_once(':')?;
    matches!(end.trim(), "start" | "end").then(|| (end.trim(), name.trim()))
}
