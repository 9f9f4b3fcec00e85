//! What is wrong in front matter in YAML, in its author's words.

use serde_saphyr::Error;

/// Why a block is no YAML.
#[derive(Debug, PartialEq)]
pub struct YamlFault {
    /// The line of the block, from 0.
    pub line: usize,
    /// What is wrong, as a message.
    pub message: String,
    /// What to do.
    pub help: &'static str,
    /// The message of earlier versions.
    pub former: String,
}

/// Says why the parser does not take a block.
pub fn fault(error: &Error, yaml: &str) -> YamlFault {
    let line = error
        .location()
        .map_or(0, |found| found.line().saturating_sub(1)) as usize;
    let reason = reason(error);
    let former = format!("the front matter does not parse: {reason}");
    if let Error::DuplicateMappingKey { key: Some(key), .. } = error.without_snippet() {
        let message = format!("`{key}` stands twice");
        return YamlFault {
            line,
            message,
            help: "take one of the two out",
            former,
        };
    }
    let (words, help) = in_plain_words(&reason, yaml.lines().nth(line).unwrap_or_default());
    YamlFault {
        line,
        message: format!("the front matter does not parse: {words}"),
        help,
        former,
    }
}

/// What the parser says, without the place, which it counts from the block's start.
fn reason(error: &Error) -> String {
    let text = error.without_snippet().to_string();
    let first = text.lines().next().unwrap_or_default();
    first
        .split(" at line ")
        .next()
        .unwrap_or(first)
        .trim_start_matches("error: ")
        .to_owned()
}

const QUOTE: &str = "put the value in quotes";
const CLOSE: &str = "close it, or put the value in quotes";
const INDENT: &str = "start all keys in one column";
const QUOTE_ALL: &str = "put the whole value in quotes of the other kind; in single quotes write `''` for an apostrophe";

/// What a reason of the parser holds, how its author would say it, and what to do.
const REASONS: [(&str, &str, &str); 17] = [
    (
        "mapping values are not",
        "the line is indented, and no key stands above it",
        "start the line with its key",
    ),
    (
        "unexpected character",
        "the line has a character that YAML does not take",
        "take it out",
    ),
    (
        "unknown anchor",
        "a value that starts with `*` stands for another one, and there is none of its name",
        QUOTE,
    ),
    (
        "recursive references",
        "a value holds itself",
        "write the value out where `*` and a name stand for it",
    ),
    (
        "trailing content after",
        "the value goes on behind its closing quote",
        QUOTE_ALL,
    ),
    (
        "multiline quoted scalar",
        "a quote is never closed",
        "close it, or take it out",
    ),
    (
        "unexpected end of stream",
        "a quote is never closed",
        "close it, or take it out",
    ),
    ("unclosed bracket", "a bracket is never closed", CLOSE),
    (
        "unknown escape",
        "in double quotes `\\` begins an escape, and this one is not known",
        "write `\\\\`, or use single quotes",
    ),
    (
        "block scalar",
        "text stands behind `|` or `>`, which begin a text on the next line",
        "begin the text on the next line, or put it in quotes",
    ),
    (
        "tab",
        "a tab stands where blanks indent",
        "indent with blanks",
    ),
    (
        "expected ':'",
        "the line has no key",
        "write `key: value`, or indent the line to go on with the value above",
    ),
    (
        "null into string",
        "the line has no key",
        "write `key: value`",
    ),
    (
        "expected string scalar",
        "braces or brackets stand where a text should",
        "put the text in quotes",
    ),
    (
        "merge value",
        "`<<` names no list of fields",
        "write the fields out",
    ),
    (
        "document start",
        "the line does not start where the keys above it do",
        INDENT,
    ),
    (
        "expected key",
        "the line does not start where the keys above it do",
        INDENT,
    ),
];

/// The parser's reason as its author would say it of this line, and what to do.
fn in_plain_words(reason: &str, line: &str) -> (String, &'static str) {
    let value = line
        .split_once(": ")
        .map_or(line, |(_, value)| value)
        .trim();
    let first = value.chars().next().unwrap_or(' ');
    let last = reason.chars().rev().nth(1).unwrap_or(' ');
    let cannot_start = reason.starts_with("unexpected character") && last == first || first == ',';
    match reason {
        _ if cannot_start && first == '`' => {
            ("a value cannot start with a backtick".to_owned(), QUOTE)
        }
        _ if cannot_start => (format!("a value cannot start with `{first}`"), QUOTE),
        _ if reason.starts_with("mapping values are not") && line.matches(": ").count() > 1 => {
            ("the value holds `: `".to_owned(), QUOTE)
        }
        _ if reason.starts_with("unclosed bracket") => {
            (format!("the bracket `{last}` is never closed"), CLOSE)
        }
        _ if reason.contains("expected key") && matches!(first, '[' | '{') => (
            "the value goes on behind its closing bracket".to_owned(),
            QUOTE,
        ),
        _ if reason.contains("Depth") || reason.contains("recursion limit") => (
            "it is nested too deeply".to_owned(),
            "write it in fewer levels",
        ),
        _ if reason.starts_with("budget") => (
            "it is too large".to_owned(),
            "move what is no front matter into the page",
        ),
        _ => {
            let known = REASONS.iter().find(|(part, ..)| reason.contains(part));
            match known {
                Some((_, words, help)) => ((*words).to_owned(), help),
                None if first == '!' => (
                    "the value is not what its `!` says".to_owned(),
                    "take the `!` and its word out",
                ),
                None => (
                    reason.to_owned(),
                    "quote values that hold `: ` or start with a special character",
                ),
            }
        }
    }
}
