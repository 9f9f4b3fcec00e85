//! Front matter in YAML: scalars as they are written, and what is wrong in the author's words.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::{Error, Spanned};

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

/// Lists and fields in each other. A level costs much of a thread's stack: it holds four times as
/// many.
const DEEPEST: usize = 20;

/// Reads a block. Every scalar becomes a text, that which stands there: `4.10` and `No` are no
/// number and no truth before somebody asks for one.
pub fn read(yaml: &str) -> Result<Value, YamlFault> {
    let options = serde_saphyr::options! {
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
    };
    serde_saphyr::from_str_with_options::<Spanned<Node>>(yaml, options)
        .map(|node| value(node, yaml))
        .map_err(|error| fault(&error, yaml))
}

/// A node of the block, before its source is looked into.
enum Node {
    Null,
    Text(String),
    /// A number or a truth: its text is where it stands.
    Typed,
    List(Vec<Spanned<Node>>),
    Map(Vec<(String, Spanned<Node>)>),
}

fn value(node: Spanned<Node>, yaml: &str) -> Value {
    match node.value {
        Node::Null => Value::Null,
        Node::Text(text) => Value::String(text),
        Node::Typed => {
            let span = node.defined.span();
            let start = span.byte_offset().unwrap_or_default() as usize;
            let end = start + span.byte_len().unwrap_or_default() as usize;
            Value::String(yaml.get(start..end).unwrap_or_default().trim().to_owned())
        }
        Node::List(items) => items.into_iter().map(|item| value(item, yaml)).collect(),
        Node::Map(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, field)| (name, value(field, yaml)))
                .collect::<Map<_, _>>(),
        ),
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(field) = fields.next_entry()? {
            map.push(field);
        }
        Ok(Node::Map(map))
    }
}

fn fault(error: &Error, yaml: &str) -> YamlFault {
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
