//! Compares examples with their schemas.

use std::collections::HashSet;

use boon::{Compiler, Draft, ErrorKind, SchemaIndex, Schemas, UrlLoader, ValidationError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use super::description::Description;
use super::documents::{Documents, below};
use crate::diag::{Code, Diagnostic};
use crate::yaml::{DataNode, DataValue, Entry, Span};

/// The address under which the validator knows the docs folder. Nothing is ever fetched.
const ROOT: &str = "http://docs.invalid/";

/// The findings about examples that do not match their schemas.
pub fn check(description: &Description<'_>) -> Vec<Diagnostic> {
    let mut pairs = Vec::new();
    let mut visited = HashSet::new();
    for (file, root) in description.documents.roots().enumerate() {
        collect(
            description.documents,
            root,
            file,
            &mut Vec::new(),
            &mut pairs,
            &mut visited,
        );
    }
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut validator = Validator::of(description.documents);
    let checked = pairs
        .iter()
        .filter_map(|pair| validator.finding(description.documents, pair));
    checked.collect()
}

/// An example and the schema that it stands for.
struct Pair<'d> {
    example: &'d DataNode,
    /// The address of the schema.
    schema: String,
}

/// Collects the examples below a value; `pointer` leads to it.
fn collect<'d>(
    documents: &'d Documents,
    node: &'d DataNode,
    file: usize,
    pointer: &mut Vec<String>,
    pairs: &mut Vec<Pair<'d>>,
    visited: &mut HashSet<Span>,
) {
    if matches!(node.value, DataValue::List(_) | DataValue::Map(_)) && !visited.insert(node.span) {
        return;
    }
    for (at, item) in node.items().iter().enumerate() {
        pointer.push(at.to_string());
        collect(documents, item, file, pointer, pairs, visited);
        pointer.pop();
    }
    if let Some(tail) = schema_of(node, pointer) {
        let schema = format!("{}{tail}", address(documents, file, pointer));
        let examples = of_owner(documents, node);
        pairs.extend(examples.map(|example| Pair {
            example,
            schema: schema.clone(),
        }));
    }
    for entry in node.entries() {
        let is_data = matches!(
            &*entry.key,
            "example" | "examples" | "default" | "enum" | "const"
        );
        let is_named = pointer.last().is_some_and(|key| key == "properties");
        if is_data && !is_named || entry.key.starts_with("x-") {
            continue;
        }
        pointer.push(entry.key.to_string());
        collect(documents, &entry.node, file, pointer, pairs, visited);
        pointer.pop();
    }
}

/// The pointer from a value to the schema of its examples. `None` if it has no schema, or another
/// form than JSON.
fn schema_of(node: &DataNode, pointer: &[String]) -> Option<&'static str> {
    let is_json = pointer
        .last()
        .is_none_or(|key| !key.contains('/') || key.contains("json"));
    let is_names = pointer
        .last()
        .is_some_and(|key| matches!(key.as_str(), "properties" | "schemas"));
    if !is_json || is_names {
        return None;
    }
    if node.get("schema").is_some() {
        return Some("/schema");
    }
    let is_schema = node.get("type").is_some() || node.get("$ref").is_some();
    is_schema.then_some("")
}

/// The examples that stand at a schema, a media type or a parameter.
fn of_owner<'d>(
    documents: &'d Documents,
    node: &'d DataNode,
) -> impl Iterator<Item = &'d DataNode> {
    let one = node.get("example");
    let all = node.get("examples");
    let listed = all.into_iter().flat_map(DataNode::items);
    let named = all
        .into_iter()
        .flat_map(DataNode::entries)
        .filter_map(|entry| documents.follow(&entry.node).ok()?.get("value"));
    one.into_iter().chain(listed).chain(named)
}

/// The address of a value.
fn address(documents: &Documents, file: usize, pointer: &[String]) -> String {
    let path = documents
        .sources()
        .nth(file)
        .map(|source| source.file.path());
    let mut address = file_address(path.unwrap_or_default());
    address.push('#');
    for part in pointer {
        let part = part.replace('~', "~0").replace('/', "~1");
        address.push('/');
        address.extend(utf8_percent_encode(&part, NON_ALPHANUMERIC));
    }
    address
}

fn file_address(path: &str) -> String {
    format!("{ROOT}{}", crate::address::encode(path))
}

/// Refuses every address: schemas are in the docs folder.
struct NoLoader;

impl UrlLoader for NoLoader {
    fn load(&self, url: &str) -> Result<Json, Box<dyn std::error::Error>> {
        Err(format!("{url} is not read").into())
    }
}

struct Validator {
    compiler: Compiler,
    schemas: Schemas,
}

impl Validator {
    fn of(documents: &Documents) -> Self {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.use_loader(Box::new(NoLoader));
        for (source, root) in documents.sources().zip(documents.roots()) {
            // A file that cannot be added has schemas that do not compile: they are not compared.
            let _ = compiler.add_resource(&file_address(source.file.path()), schema_json(root));
        }
        Self {
            compiler,
            schemas: Schemas::new(),
        }
    }

    fn compiled(&mut self, address: &str) -> Option<SchemaIndex> {
        self.compiler.compile(address, &mut self.schemas).ok()
    }

    fn finding(&mut self, documents: &Documents, pair: &Pair<'_>) -> Option<Diagnostic> {
        let schema = self.compiled(&pair.schema)?;
        let value = pair.example.to_json();
        // A text may hold the value as it is sent.
        if let Json::String(text) = &value
            && serde_json::from_str::<Json>(text)
                .is_ok_and(|value| value.is_object() || value.is_array())
        {
            return None;
        }
        let error = self.schemas.validate(&value, schema).err()?;
        let leaf = innermost(&error);
        let at = leaf.instance_location.to_string();
        let node = below(pair.example, &at).unwrap_or(pair.example);
        if matches!(node.value, DataValue::Null) || is_of_other_direction(documents, leaf) {
            return None;
        }
        let place = documents.place(node.span);
        let message = format!("the example does not match its schema: {}", leaf.kind);
        let help = "correct the example or the schema; a number that is a text needs quotes";
        Some(Diagnostic::new(Code::ExampleMismatch, place, message).help(help))
    }
}

/// The first error that has no further reason.
fn innermost<'e, 's, 'v>(error: &'e ValidationError<'s, 'v>) -> &'e ValidationError<'s, 'v> {
    let mut error = error;
    while let Some(first) = error.causes.first() {
        // All alternatives failed: each has a reason of its own.
        if matches!(error.kind, ErrorKind::OneOf(_) | ErrorKind::AnyOf) {
            return error;
        }
        error = first;
    }
    error
}

/// Returns whether only properties are missing that are read or written alone.
fn is_of_other_direction(documents: &Documents, error: &ValidationError<'_, '_>) -> bool {
    let ErrorKind::Required { want } = &error.kind else {
        return false;
    };
    let Some((path, pointer)) = error
        .schema_url
        .strip_prefix(ROOT)
        .and_then(|url| url.split_once('#'))
    else {
        return false;
    };
    let is_of_file = |path: &str, source: &crate::source::Source| {
        crate::address::encode(source.file.path()) == path
    };
    let mut files = documents.sources().zip(documents.roots());
    let Some((_, root)) = files.find(|(source, _)| is_of_file(path, source)) else {
        return false;
    };
    let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8_lossy();
    let properties = below(root, &pointer).and_then(|schema| schema.get("properties"));
    want.iter().all(|name| {
        let property = properties.and_then(|properties| properties.get(name));
        let property = property.and_then(|property| documents.follow(property).ok());
        property.is_some_and(|node| node.is_set("readOnly") || node.is_set("writeOnly"))
    })
}

/// A file as JSON, with the schemas of OpenAPI 3.0 in the form of 3.1.
fn schema_json(node: &DataNode) -> Json {
    match &node.value {
        DataValue::List(items) => items.iter().map(schema_json).collect(),
        DataValue::Map(entries) => {
            let of_entry = |entry: &Entry| (entry.key.to_string(), schema_json(&entry.node));
            let mut map: serde_json::Map<String, Json> = entries.iter().map(of_entry).collect();
            // The crate's patterns have no look-around: it would refuse the whole schema.
            if node
                .text_of("pattern")
                .is_some_and(|pattern| pattern.contains("(?"))
            {
                map.remove("pattern");
            }
            if node.is_set("nullable") {
                map.remove("nullable");
                nullable(&mut map);
            }
            for (exclusive, bound) in [
                ("exclusiveMinimum", "minimum"),
                ("exclusiveMaximum", "maximum"),
            ] {
                let Some(Json::Bool(is_exclusive)) = map.get(exclusive) else {
                    continue;
                };
                let is_exclusive = *is_exclusive;
                map.remove(exclusive);
                if is_exclusive && let Some(value) = map.remove(bound) {
                    map.insert(exclusive.to_owned(), value);
                }
            }
            Json::Object(map)
        }
        _ => node.to_json(),
    }
}

/// Adds null to the values of a schema.
fn nullable(schema: &mut serde_json::Map<String, Json>) {
    if let Some(kind) = schema.get_mut("type").filter(|kind| kind.is_string()) {
        *kind = Json::Array(vec![kind.clone(), "null".into()]);
    }
    if let Some(Json::Array(values)) = schema.get_mut("enum") {
        values.push(Json::Null);
    }
}
