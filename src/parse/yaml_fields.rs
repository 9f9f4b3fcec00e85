//! Front matter in YAML. Every scalar stays as it is written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::Spanned;

use super::yaml_faults::{YamlFault, fault};

/// The deepest nesting of lists and fields. A level takes much of a thread's stack, which has room
/// for four times as many.
const DEEPEST: usize = 20;

/// Reads a block. Every scalar becomes its own text: `4.10` and `No` are no number and no boolean
/// until a caller asks for one.
pub fn read(yaml: &str) -> Result<Value, YamlFault> {
    let fault = match parsed(yaml) {
        Err(error) => fault(&error, yaml),
        Ok(read) => return Ok(read),
    };
    // A block that is read with the lines indented is what its author meant.
    let indented = indented_quotes(yaml).and_then(|yaml| parsed(&yaml).ok());
    indented.ok_or(fault)
}

fn parsed(yaml: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
    };
    let node = serde_saphyr::from_str_with_options::<Spanned<YamlNode>>(yaml, options)?;
    Ok(value(node, yaml))
}

/// The block with a blank before each line that continues a quoted value and is not indented. YAML
/// asks for the indent (1.2.2, 7.3.1); PyYAML and Hugo, which other tools read front matter with,
/// do not. `None` if there is no such line.
fn indented_quotes(yaml: &str) -> Option<String> {
    let mut block = String::with_capacity(yaml.len() + 64);
    let (mut open, mut has_changed) = (None, false);
    for line in yaml.split_inclusive('\n') {
        let rest = match open {
            Some(_) => line,
            None => line
                .split_once(": ")
                .map_or("", |(_, value)| value.trim_start()),
        };
        if open.is_some() && !line.starts_with([' ', '\t', '\n', '\r']) {
            block.push(' ');
            has_changed = true;
        }
        block.push_str(line);
        open = match open {
            Some(quote) => left_open(rest, quote),
            None => {
                let quote = rest
                    .chars()
                    .next()
                    .filter(|sign| matches!(sign, '"' | '\''));
                quote.and_then(|quote| left_open(&rest[1..], quote))
            }
        };
    }
    has_changed.then_some(block)
}

/// The quote, unless the text closes it.
fn left_open(text: &str, quote: char) -> Option<char> {
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' if quote == '"' => _ = signs.next(),
            '\'' if quote == '\'' && signs.peek() == Some(&'\'') => _ = signs.next(),
            _ if sign == quote => return None,
            _ => {}
        }
    }
    Some(quote)
}

/// A node of the block, before its text is read from the source.
enum YamlNode {
    Null,
    Text(String),
    /// A number or a boolean; its text is read from the source.
    Typed,
    List(Vec<Spanned<YamlNode>>),
    Map(Vec<(String, Spanned<YamlNode>)>),
}

fn value(node: Spanned<YamlNode>, yaml: &str) -> Value {
    match node.value {
        YamlNode::Null => Value::Null,
        YamlNode::Text(text) => Value::String(text),
        YamlNode::Typed => {
            let span = node.defined.span();
            let start = span.byte_offset().unwrap_or_default() as usize;
            let end = start + span.byte_len().unwrap_or_default() as usize;
            Value::String(yaml.get(start..end).unwrap_or_default().trim().to_owned())
        }
        YamlNode::List(items) => items.into_iter().map(|item| value(item, yaml)).collect(),
        YamlNode::Map(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, field)| (name, value(field, yaml)))
                .collect::<Map<_, _>>(),
        ),
    }
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlVisitor)
    }
}

struct YamlVisitor;

impl<'de> Visitor<'de> for YamlVisitor {
    type Value = YamlNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<YamlNode, E> {
        Ok(YamlNode::Null)
    }

    fn visit_none<E>(self) -> Result<YamlNode, E> {
        Ok(YamlNode::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<YamlNode, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<YamlNode, E> {
        Ok(YamlNode::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<YamlNode, E> {
        Ok(YamlNode::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<YamlNode, E> {
        Ok(YamlNode::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<YamlNode, E> {
        Ok(YamlNode::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<YamlNode, E> {
        Ok(YamlNode::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<YamlNode, E> {
        Ok(YamlNode::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<YamlNode, E> {
        Ok(YamlNode::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<YamlNode, E> {
        Ok(YamlNode::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<YamlNode, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(YamlNode::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<YamlNode, A::Error> {
        let mut map = Vec::new();
        while let Some(field) = fields.next_entry()? {
            map.push(field);
        }
        Ok(YamlNode::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_quoted_value_goes_on_in_lines_that_are_not_indented() {
        for (yaml, expected) in [
            (
                "a: \"one\ntwo\"\nb: 3\n",
                json!({ "a": "one two", "b": "3" }),
            ),
            ("a: 'it''s\ntwo'\n", json!({ "a": "it's two" })),
            (
                "a: \"one \\\"\ntwo\n\nthree\"\n",
                json!({ "a": "one \" two\nthree" }),
            ),
        ] {
            assert_eq!(read(yaml), Ok(expected), "{yaml}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_still_a_fault() {
        for yaml in ["a: \"one\nb: \"two\"\n", "a: \"one\nb: 2\n", "a: 'one\n"] {
            let fault = read(yaml).expect_err(yaml);
            assert!(
                fault.message.contains("does not parse"),
                "{yaml}: {}",
                fault.message
            );
        }
    }
}
