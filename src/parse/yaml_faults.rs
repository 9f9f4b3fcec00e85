//! Errors of YAML front matter, in its author's words.

use serde_saphyr::Error;

/// The reason why a block is not YAML.
#[derive(Debug, PartialEq)]
pub struct YamlFault {
    /// The line of the block, from 0.
    pub line: usize,
    /// The finding's message.
    pub message: String,
    /// The help for it.
    pub help: &'static str,
    /// The message of earlier versions, which keeps the fingerprint.
    pub former: String,
}

/// Explains an error of the parser.
pub fn fault(error: &Error, yaml: &str) -> YamlFault {
    let line = error
        .location()
        .map_or(0, |found| found.line().saturating_sub(1)) as usize;
    let reason = reason(error);
    let former = format!("the front matter does not parse: {reason}");
    if let Error::DuplicateMappingKey { key: Some(key), .. } = error.without_snippet() {
        return YamlFault {
            line,
            message: format!("`{key}` stands twice"),
            help: "take one of the two out",
            former,
        };
    }
    let advice = in_plain_words(&reason, yaml.lines().nth(line).unwrap_or_default());
    YamlFault {
        line,
        message: format!("the front matter does not parse: {}", advice.words),
        help: advice.help,
        former,
    }
}

/// The parser's message without the place, which it counts from the block's start.
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
const QUOTE_ALL: &str = "put the whole value in quotes of the other kind; \
    in single quotes write `''` for an apostrophe";

/// A reason of the parser that means the same on every line.
struct KnownReason {
    /// A part of the parser's message.
    part: &'static str,
    /// The same in the author's words.
    words: &'static str,
    /// The help for it.
    help: &'static str,
}

const REASONS: [KnownReason; 17] = [
    KnownReason {
        part: "mapping values are not",
        words: "the line is indented, and no key is above it",
        help: "start the line with its key",
    },
    KnownReason {
        part: "unexpected character",
        words: "the line has a character that YAML does not take",
        help: "take it out",
    },
    KnownReason {
        part: "unknown anchor",
        words: "a value that starts with `*` is an alias, and nothing has its name",
        help: QUOTE,
    },
    KnownReason {
        part: "recursive references",
        words: "a value contains itself",
        help: "write the value itself in the place of `*` and a name",
    },
    KnownReason {
        part: "trailing content after",
        words: "the value continues after its closing quote",
        help: QUOTE_ALL,
    },
    KnownReason {
        part: "multiline quoted scalar",
        words: "a quote is never closed",
        help: "close it, or take it out",
    },
    KnownReason {
        part: "unexpected end of stream",
        words: "a quote is never closed",
        help: "close it, or take it out",
    },
    KnownReason {
        part: "unclosed bracket",
        words: "a bracket is never closed",
        help: CLOSE,
    },
    KnownReason {
        part: "unknown escape",
        words: "in double quotes `\\` begins an escape, and this one is not known",
        help: "write `\\\\`, or use single quotes",
    },
    KnownReason {
        part: "block scalar",
        words: "text follows `|` or `>`, which begin a text on the next line",
        help: "begin the text on the next line, or put it in quotes",
    },
    KnownReason {
        part: "tab",
        words: "the indentation has a tab",
        help: "indent with blanks",
    },
    KnownReason {
        part: "expected ':'",
        words: "the line has no key",
        help: "write `key: value`, or indent the line to continue the value above",
    },
    KnownReason {
        part: "null into string",
        words: "the line has no key",
        help: "write `key: value`",
    },
    KnownReason {
        part: "expected string scalar",
        words: "braces or brackets are in the place of a text",
        help: "put the text in quotes",
    },
    KnownReason {
        part: "merge value",
        words: "`<<` names no list of fields",
        help: "write the fields out",
    },
    KnownReason {
        part: "document start",
        words: "the line does not start where the keys above it do",
        help: INDENT,
    },
    KnownReason {
        part: "expected key",
        words: "the line does not start where the keys above it do",
        help: INDENT,
    },
];

/// An error in a line and its help.
struct Advice {
    words: String,
    help: &'static str,
}

impl Advice {
    fn of(words: impl Into<String>, help: &'static str) -> Self {
        Self {
            words: words.into(),
            help,
        }
    }
}

/// The parser's reason in the author's words for this line, and its help.
fn in_plain_words(reason: &str, line: &str) -> Advice {
    let value = line.split_once(": ").map_or(line, |(_, value)| value);
    let first = value.trim().chars().next().unwrap_or(' ');
    if let Some(advice) = of_line(reason, line, first) {
        return advice;
    }
    let known = REASONS.iter().find(|known| reason.contains(known.part));
    match known {
        Some(known) => Advice::of(known.words, known.help),
        None if first == '!' => Advice::of(
            "the value is not what its `!` says",
            "take the `!` and its word out",
        ),
        None => Advice::of(
            reason,
            "quote values that hold `: ` or start with a special character",
        ),
    }
}

/// The advice that needs the line; `first` is the first character of its value.
fn of_line(reason: &str, line: &str, first: char) -> Option<Advice> {
    let named = reason.chars().rev().nth(1).unwrap_or(' ');
    let cannot_start = reason.starts_with("unexpected character") && named == first || first == ',';
    let advice = if cannot_start && first == '`' {
        Advice::of("a value cannot start with a backtick", QUOTE)
    } else if cannot_start {
        Advice::of(format!("a value cannot start with `{first}`"), QUOTE)
    } else if reason.starts_with("mapping values are not") && line.matches(": ").count() > 1 {
        Advice::of("the value holds `: `", QUOTE)
    } else if reason.starts_with("unclosed bracket") {
        Advice::of(format!("the bracket `{named}` is never closed"), CLOSE)
    } else if reason.contains("expected key") && matches!(first, '[' | '{') {
        Advice::of("the value continues after its closing bracket", QUOTE)
    } else if reason.contains("Depth") || reason.contains("recursion limit") {
        Advice::of("it is nested too deeply", "write it in fewer levels")
    } else if reason.starts_with("budget") {
        Advice::of(
            "it is too large",
            "move what is no front matter into the page",
        )
    } else {
        return None;
    };
    Some(advice)
}
