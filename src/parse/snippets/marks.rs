//! What a line says about including, and about sections that can be included.

/// The sign of a snippet.
pub const MARK: &str = "--8<--";

/// What a line says about including.
pub enum SnippetLine<'a> {
    /// `;--8<--`: the text without the semicolon.
    Escaped,
    /// `--8<-- "a" "b"`.
    Inline(Vec<&'a str>),
    /// A bare mark opens or closes a block of file names.
    Block,
    /// Nothing.
    Other,
}

impl<'a> SnippetLine<'a> {
    /// Reads a line.
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

/// `--8<-- [start:name]` behind any comment sign: which end, and the name.
pub fn section_mark(line: &str) -> Option<(&str, &str)> {
    let rest = &line[line.find(MARK)? + MARK.len()..];
    let inner = rest.trim_start().strip_prefix('[')?;
    let (end, name) = inner[..inner.find(']')?].split_once(':')?;
    matches!(end.trim(), "start" | "end").then(|| (end.trim(), name.trim()))
}
