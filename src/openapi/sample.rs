//! Examples: those that the author gives, else one that is made from the schema.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::documents::Documents;
use super::merge::folded;
use super::schema::Schema;
use crate::yaml::{DataNode, Span};

/// The depth to which a made example follows a schema.
const DEEPEST: usize = 4;

/// The most properties of an object in a made example.
const MOST: usize = 60;

/// The most values in a made example.
const MOST_VALUES: usize = 400;

/// The direction in which a value is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyDirection {
    /// To the API: properties that are only read are left out.
    Request,
    /// From the API: properties that are only written are left out.
    Response,
}

/// Returns whether a property is not sent in a direction.
pub fn is_hidden(documents: &Documents, node: &DataNode, direction: BodyDirection) -> bool {
    let key = match direction {
        BodyDirection::Request => "readOnly",
        BodyDirection::Response => "writeOnly",
    };
    let is_hidden = |node: &DataNode| node.is_set(key) || node.is_set("x-internal");
    is_hidden(node) || documents.follow(node).is_ok_and(is_hidden)
}

/// An example.
pub struct Example {
    /// Its name, or the word "Example".
    pub title: String,
    /// Its text, as it is sent.
    pub text: String,
    /// True if it is JSON.
    pub is_json: bool,
    /// True if it was made from the schema.
    pub is_made: bool,
}

/// The examples of a media type, a parameter or a header.
pub fn examples(documents: &Documents, owner: &DataNode, direction: BodyDirection) -> Vec<Example> {
    let schema = owner.get("schema");
    let mut examples = given(documents, owner);
    if let Some(schema) = schema.filter(|_| examples.is_empty()) {
        examples = of_schema(documents, schema);
        if examples.is_empty() {
            let made = made(documents, schema, direction);
            examples.extend(
                made.filter(|made| made.is_object() || made.is_array())
                    .map(|made| Example {
                        is_made: true,
                        ..in_json("Example", &made)
                    }),
            );
        }
    }
    examples
}

/// The examples that stand beside a schema.
fn given(documents: &Documents, owner: &DataNode) -> Vec<Example> {
    let one = owner
        .entry("example")
        .map(|entry| shown("Example", &entry.node));
    let named = owner.entries_of("examples").iter();
    let named = named.filter_map(|entry| {
        let example = documents.follow(&entry.node).ok()?;
        let title = example.text_of("summary").unwrap_or(&entry.key);
        let value = ["value", "dataValue", "serializedValue"]
            .iter()
            .find_map(|key| example.entry(key));
        match (value, example.text_of("externalValue")) {
            (Some(value), _) => Some(shown(title, &value.node)),
            (None, Some(address)) => Some(Example {
                title: title.to_owned(),
                text: address.to_owned(),
                is_json: false,
                is_made: false,
            }),
            (None, None) => None,
        }
    });
    one.into_iter().chain(named).collect()
}

/// The examples in a schema.
pub fn of_schema(documents: &Documents, schema: &DataNode) -> Vec<Example> {
    let Ok(schema) = documents.follow(schema) else {
        return Vec::new();
    };
    let one = schema.entry("example").map(|entry| &entry.node);
    let listed = schema.items_of("examples").iter();
    let all: Vec<&DataNode> = one.into_iter().chain(listed).collect();
    let title = |at: usize| match all.len() {
        1 => "Example".to_owned(),
        _ => format!("Example {}", at + 1),
    };
    let is_shown = |node: &&&DataNode| node.scalar().is_none();
    let shown = all
        .iter()
        .filter(is_shown)
        .enumerate()
        .map(|(at, node)| shown(&title(at), node));
    shown.collect()
}

/// An example as it is shown: a text may hold JSON or anything else.
fn shown(title: &str, value: &DataNode) -> Example {
    let Some(text) = value.text() else {
        return in_json(title, value);
    };
    match serde_json::from_str::<Value>(text) {
        Ok(inner) if inner.is_object() || inner.is_array() => in_json(title, &inner),
        _ => Example {
            title: title.to_owned(),
            text: text.to_owned(),
            is_json: false,
            is_made: false,
        },
    }
}

fn in_json(title: &str, value: &impl Serialize) -> Example {
    Example {
        title: title.to_owned(),
        text: serde_json::to_string_pretty(value).unwrap_or_default(),
        is_json: true,
        is_made: false,
    }
}

/// An example of a schema, as JSON. `None` where a circle of schemas is cut.
pub fn made(documents: &Documents, node: &DataNode, direction: BodyDirection) -> Option<Value> {
    let mut maker = Maker {
        documents,
        direction,
        around: Vec::new(),
        left: MOST_VALUES,
    };
    maker.value(node)
}

/// Makes an example.
struct Maker<'d> {
    documents: &'d Documents,
    direction: BodyDirection,
    /// The schemas that the value is in.
    around: Vec<Span>,
    /// The number of values that may be added.
    left: usize,
}

impl Maker<'_> {
    fn value(&mut self, node: &DataNode) -> Option<Value> {
        let node = self.documents.follow(node).ok()?;
        if self.around.contains(&node.span) || self.around.len() > DEEPEST || self.left == 0 {
            return None;
        }
        self.left -= 1;
        let node = &*folded(node);
        for key in ["example", "const", "default"] {
            if let Some(entry) = node.entry(key) {
                return Some(entry.node.to_json());
            }
        }
        let first = |key: &str| node.get(key)?.items().first();
        if let Some(value) = first("examples").or(first("enum")) {
            return Some(value.to_json());
        }
        self.around.push(node.span);
        let value = self.of_type(Schema::of(node));
        self.around.pop();
        value
    }

    fn of_type(&mut self, schema: Schema<'_>) -> Option<Value> {
        for key in ["oneOf", "anyOf"] {
            if let Some(choice) = schema.choices(key).first()
                && !schema.has_fields(self.documents)
            {
                return self.value(choice);
            }
        }
        let node = schema.node;
        let merged = schema.branches("allOf").next().is_some();
        let value = match schema.types().first().copied() {
            Some("object") => self.object(schema),
            // A named schema with a text beside it is that schema.
            None if merged && !schema.has_fields(self.documents) => {
                let first = schema.branches("allOf").next();
                return first.and_then(|part| self.value(part));
            }
            None if merged => self.object(schema),
            Some("array") => {
                let items = node.get("items");
                items
                    .and_then(|items| self.value(items))
                    .into_iter()
                    .collect()
            }
            Some("integer") => least(node).map_or(json!(0), |least| json!(least.ceil() as i64)),
            Some("number") => least(node).map_or(json!(0), |least| json!(least)),
            Some("boolean") => json!(true),
            Some("string") => string(node).into(),
            _ => Value::Null,
        };
        Some(value)
    }

    fn object(&mut self, schema: Schema<'_>) -> Value {
        let mut object = Map::new();
        for property in schema.properties(self.documents).into_iter().take(MOST) {
            let node = &*property.schema;
            if is_hidden(self.documents, node, self.direction) {
                continue;
            }
            if let Some(value) = self.value(node) {
                object.insert(property.name.to_owned(), value);
            }
        }
        let others = schema
            .node
            .get("additionalProperties")
            .filter(|node| node.is_map());
        if object.is_empty()
            && let Some(others) = others
            && let Some(value) = self.value(others)
        {
            object.insert("name".to_owned(), value);
        }
        Value::Object(object)
    }
}

fn least(node: &DataNode) -> Option<f64> {
    node.get("minimum")?.scalar()?.parse().ok()
}

/// A text of a format.
fn string(node: &DataNode) -> &'static str {
    match node.text_of("format").unwrap_or_default() {
        "date" => "2026-01-31",
        "date-time" => "2026-01-31T12:00:00Z",
        "time" => "12:00:00Z",
        "duration" => "PT1H",
        "uuid" => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "email" => "name@example.com",
        "uri" | "url" => "https://example.com",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "Ynl0ZXM=",
        _ => "string",
    }
}
