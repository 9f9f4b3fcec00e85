//! The values that a schema takes, with all of its parts put together.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value as Json;

use crate::openapi::description::Description;
use crate::openapi::schema::is_null_schema;
use crate::yaml::{DataNode, Entry, Span};

/// The most parts of a schema. Each is read recursively.
const MOST: usize = 500;

/// The values that a schema takes.
pub struct Shape<'d> {
    /// The types without null; `None` for any type.
    pub types: Option<BTreeSet<&'d str>>,
    /// True if null is taken.
    pub nullable: bool,
    /// The only values that are taken.
    pub values: Option<Vec<Json>>,
    /// The properties of an object; a name that several parts have is there more than once.
    pub properties: Vec<&'d Entry>,
    /// The names of the properties that an object must have.
    pub required: BTreeSet<&'d str>,
    /// The schema of items.
    pub items: Option<&'d DataNode>,
    /// The schema of properties with other names.
    pub others: Option<&'d DataNode>,
    /// True if properties with other names are refused.
    pub is_closed: bool,
    /// The alternatives, without the one that is only null.
    pub choices: Vec<&'d DataNode>,
    /// The least and the greatest value of each measure.
    pub bounds: Vec<Bound>,
    /// The patterns that a text matches.
    pub patterns: BTreeSet<&'d str>,
}

/// A limit of a measure.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The keyword: `minimum`, `maxLength`.
    pub key: &'static str,
    /// The least or the greatest value.
    pub limit: f64,
    /// True if the limit itself is not taken.
    pub is_exclusive: bool,
}

/// The keywords that bound a measure from below or above, and the types that have it.
const BOUNDS: [(&str, bool, &[&str]); 8] = [
    ("minimum", true, &["number", "integer"]),
    ("maximum", false, &["number", "integer"]),
    ("minLength", true, &["string"]),
    ("maxLength", false, &["string"]),
    ("minItems", true, &["array"]),
    ("maxItems", false, &["array"]),
    ("minProperties", true, &["object"]),
    ("maxProperties", false, &["object"]),
];

/// Returns whether a keyword bounds from below.
pub fn is_lower(key: &str) -> bool {
    key.starts_with("min")
}

impl<'d> Shape<'d> {
    /// The shape of a schema that says nothing.
    pub fn any() -> Self {
        Self {
            types: None,
            nullable: true,
            values: None,
            properties: Vec::new(),
            required: BTreeSet::new(),
            items: None,
            others: None,
            is_closed: false,
            choices: Vec::new(),
            bounds: Vec::new(),
            patterns: BTreeSet::new(),
        }
    }

    /// Puts the parts of a schema together.
    pub fn of(description: &Description<'d>, node: &'d DataNode) -> Self {
        let mut shape = Self::any();
        shape.add(description, node, &mut HashSet::new());
        shape.bounds = shape.tightest();
        shape
    }

    /// Adds a part; `known` are the places of those that were added. A part may contain itself.
    fn add(
        &mut self,
        description: &Description<'d>,
        node: &'d DataNode,
        known: &mut HashSet<Span>,
    ) {
        if known.len() == MOST || !known.insert(node.span) {
            return;
        }
        if node.reference().is_some() {
            if let Ok(target) = description.documents.follow(node) {
                self.add(description, target, known);
            }
            // Before OpenAPI 3.1, keys beside a reference have no meaning.
            if description.is_before_3_1() {
                return;
            }
        }
        let outer_nullable = self.nullable;
        self.add_own(node);
        for part in node.items_of("allOf") {
            self.add(description, part, known);
        }
        self.add_choices(description, node, known);
        // Beside `allOf` and alternatives, too, it is written to allow null.
        if node.is_set("nullable") {
            self.nullable = outer_nullable;
        }
    }

    fn add_choices(
        &mut self,
        description: &Description<'d>,
        node: &'d DataNode,
        known: &mut HashSet<Span>,
    ) {
        let choices = ["oneOf", "anyOf"].iter().find_map(|key| node.get(key));
        let Some(choices) = choices.map(DataNode::items) else {
            return;
        };
        let others: Vec<&DataNode> = choices
            .iter()
            .filter(|choice| !is_null_schema(choice))
            .collect();
        let has_null = others.len() < choices.len();
        match others[..] {
            // A choice of one is no choice.
            [only] => {
                self.add(description, only, known);
                self.nullable |= has_null;
            }
            // Constants are the values of an `enum`, with a text each.
            [_, ..] if others.iter().all(|choice| choice.entry("const").is_some()) => {
                let values = others.iter().filter_map(|choice| choice.entry("const"));
                let values: Vec<Json> = values.map(|entry| entry.node.to_json()).collect();
                self.nullable &= has_null || values.contains(&Json::Null);
                self.keep_values(
                    values
                        .into_iter()
                        .filter(|value| !value.is_null())
                        .collect(),
                );
            }
            _ => {
                self.choices.extend(others);
                self.nullable &= has_null;
            }
        }
    }

    fn add_own(&mut self, node: &'d DataNode) {
        self.add_types(node);
        self.add_values(node);
        self.properties.extend(node.entries_of("properties"));
        let required = node.items_of("required");
        self.required
            .extend(required.iter().filter_map(DataNode::text));
        self.items = node.get("items").or(self.items);
        let others = node
            .get("additionalProperties")
            .filter(|others| others.is_map());
        self.others = others.or(self.others);
        let others = node.get("additionalProperties").and_then(DataNode::bool);
        self.is_closed |= others == Some(false);
        self.patterns.extend(node.text_of("pattern"));
        self.add_bounds(node);
    }

    fn add_types(&mut self, node: &'d DataNode) {
        let Some(types) = node.get("type") else {
            return;
        };
        let listed = types.items().iter().filter_map(DataNode::text);
        let all: BTreeSet<&str> = types.text().into_iter().chain(listed).collect();
        self.nullable &= all.contains("null") || node.is_set("nullable");
        let own: BTreeSet<&str> = all.into_iter().filter(|name| *name != "null").collect();
        self.types = Some(match self.types.take() {
            Some(known) => known.intersection(&own).copied().collect(),
            None => own,
        });
    }

    fn add_values(&mut self, node: &'d DataNode) {
        let one = node.entry("const").map(|entry| vec![entry.node.to_json()]);
        let listed = node
            .get("enum")
            .map(|values| values.items().iter().map(DataNode::to_json).collect());
        let Some(own) = one.or(listed) else {
            return;
        };
        let own: Vec<Json> = own;
        self.nullable &= own.contains(&Json::Null) || node.is_set("nullable");
        self.keep_values(own.into_iter().filter(|value| !value.is_null()).collect());
    }

    /// Keeps those of the values that all parts take.
    fn keep_values(&mut self, own: Vec<Json>) {
        self.values = Some(match self.values.take() {
            Some(known) => known
                .into_iter()
                .filter(|value| own.contains(value))
                .collect(),
            None => own,
        });
    }

    fn add_bounds(&mut self, node: &'d DataNode) {
        let number = |key: &str| node.get(key)?.scalar()?.parse::<f64>().ok();
        for (key, is_lower, _) in BOUNDS {
            let exclusive = match key {
                "minimum" => "exclusiveMinimum",
                "maximum" => "exclusiveMaximum",
                _ => "",
            };
            if let Some(limit) = number(key) {
                let is_exclusive = node.is_set(exclusive);
                self.bounds.push(Bound {
                    key,
                    limit,
                    is_exclusive,
                });
            }
            if let Some(limit) = number(exclusive) {
                self.bounds.push(Bound {
                    key,
                    limit,
                    is_exclusive: true,
                });
            }
            // Nothing is shorter than nothing.
            let is_none = |bound: &Bound| bound.key != "minimum" && is_lower && bound.limit <= 0.0;
            self.bounds
                .retain(|bound| bound.key != key || !is_none(bound));
        }
    }

    /// The tightest bound of each measure that the types have.
    fn tightest(&self) -> Vec<Bound> {
        let has_type = |types: &[&str]| {
            let own = self.types.as_ref();
            own.is_none_or(|own| own.iter().any(|name| types.contains(name)))
        };
        let is_integer = self
            .types
            .as_ref()
            .is_some_and(|types| types.len() == 1 && types.contains("integer"));
        let mut tightest: Vec<Bound> = Vec::new();
        for (key, is_lower, types) in BOUNDS {
            let of_key = self.bounds.iter().filter(|bound| bound.key == key);
            let whole = of_key.map(|bound| bound.of_integers(is_integer));
            let mut found: Option<Bound> = None;
            for bound in whole {
                if found
                    .as_ref()
                    .is_none_or(|known| bound.is_stricter(known, is_lower))
                {
                    found = Some(bound);
                }
            }
            tightest.extend(found.filter(|_| has_type(types)));
        }
        tightest
    }

    /// The properties by name, each with its last schema.
    pub fn property(&self, name: &str) -> Option<&'d Entry> {
        self.properties
            .iter()
            .rev()
            .find(|entry| &*entry.key == name)
            .copied()
    }

    /// Returns whether a value of the type is taken. An integer is a number.
    pub fn takes_type(&self, name: &str) -> bool {
        let Some(types) = &self.types else {
            return true;
        };
        types.contains(name) || name == "integer" && types.contains("number")
    }

    /// The bound of a measure.
    pub fn bound(&self, key: &str) -> Option<&Bound> {
        self.bounds.iter().find(|bound| bound.key == key)
    }
}

impl Bound {
    /// The same bound for whole numbers: `> 4` is `>= 5`.
    fn of_integers(&self, is_integer: bool) -> Self {
        if !is_integer {
            return self.clone();
        }
        let is_lower = is_lower(self.key);
        let limit = match (is_lower, self.is_exclusive) {
            (true, true) => self.limit.floor() + 1.0,
            (true, false) => self.limit.ceil(),
            (false, true) => self.limit.ceil() - 1.0,
            (false, false) => self.limit.floor(),
        };
        Self {
            limit,
            is_exclusive: false,
            ..self.clone()
        }
    }

    /// Returns whether this bound refuses a value that another of the same measure takes.
    pub fn is_stricter(&self, other: &Self, is_lower: bool) -> bool {
        if self.limit == other.limit {
            return self.is_exclusive && !other.is_exclusive;
        }
        (self.limit > other.limit) == is_lower
    }
}
