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
    let options = serde_saphyr::options! {
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
    };
    serde_saphyr::from_str_with_options::<Spanned<YamlNode>>(yaml, options)
        .map(|node| value(node, yaml))
        .map_err(|error| fault(&error, yaml))
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
