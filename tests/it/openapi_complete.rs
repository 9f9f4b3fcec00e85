//! API references leave nothing out: a walk over descriptions that others wrote, and over the pages
//! that are made of them. It reads the files by itself, and pages as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::openapi::text;
use crate::site::{Site, files};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The files of a folder, by path, as JSON.
struct Given(BTreeMap<String, Value>);

/// A value and the path of its file.
#[derive(Clone, Copy)]
struct Node<'g> {
    given: &'g Given,
    file: &'g str,
    value: &'g Value,
}

impl<'g> Node<'g> {
    /// The value, or the one that it refers to.
    fn followed(self) -> Self {
        let Some(reference) = self.value.get("$ref").and_then(Value::as_str) else {
            return self;
        };
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = match path {
            "" => self.file.to_owned(),
            path => bf_docs::address::join(folder, path).expect("it is in the folder"),
        };
        let (file, root) = self
            .given
            .0
            .get_key_value(&path)
            .unwrap_or_else(|| panic!("{}: {reference}", self.file));
        let value = root
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{}: {reference}", self.file));
        Self {
            file,
            value,
            ..self
        }
        .followed()
    }

    fn get(self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { value, ..self })
    }

    fn entries(self) -> Vec<(&'g str, Self)> {
        let map = self.value.as_object().into_iter().flatten();
        let below = |(key, value): (&'g String, &'g Value)| (key.as_str(), Self { value, ..self });
        map.map(below).collect()
    }

    fn items(self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten();
        items.map(|value| Self { value, ..self }).collect()
    }

    /// The values below all of these keys.
    fn below(self, keys: &[&str]) -> Vec<(&'g str, Self)> {
        keys.iter()
            .filter_map(|key| self.get(key))
            .flat_map(Node::entries)
            .collect()
    }

    fn is_internal(self) -> bool {
        self.value.get("x-internal") == Some(&Value::Bool(true))
    }

    fn text(self, key: &str) -> &'g str {
        self.value.get(key).and_then(Value::as_str).unwrap_or("")
    }

    /// The names of the properties of a schema and of those without a name in it.
    fn properties(self, names: &mut BTreeSet<&'g str>) {
        if self.value.get("$ref").is_some() {
            return;
        }
        for (name, node) in self.below(&["properties"]) {
            if !node.is_internal() {
                names.insert(name);
                node.properties(names);
            }
        }
        for key in ["items", "additionalProperties", "not"] {
            self.get(key)
                .into_iter()
                .filter(|_| key != "not")
                .for_each(|node| node.properties(names));
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let parts = self.get(key).map(Node::items).unwrap_or_default();
            parts.into_iter().for_each(|part| part.properties(names));
        }
    }

    /// The names of the properties of bodies by media type.
    fn of_content(self, names: &mut BTreeSet<&'g str>) {
        for (_, media) in self.below(&["content"]) {
            media
                .get("schema")
                .into_iter()
                .for_each(|schema| schema.properties(names));
        }
    }
}

/// A section of a page: the text of its heading, and its HTML.
struct Part {
    heading: String,
    html: String,
}

fn parts(pages: &BTreeMap<String, Vec<u8>>) -> Vec<Part> {
    let mut found = Vec::new();
    for html in pages.values() {
        let html = String::from_utf8_lossy(html);
        let body = html.split("</article>").next().unwrap_or_default();
        for part in body.split("<h2 ").skip(1) {
            let (heading, rest) = part.split_once("</h2>").expect("a heading ends");
            let heading = text(heading.split_once('>').expect("a tag ends").1);
            found.push(Part {
                heading: heading.trim_end_matches('¶').trim_end().to_owned(),
                html: rest.to_owned(),
            });
        }
    }
    found
}

impl Part {
    /// The names of rows of tables.
    fn rows(&self) -> Vec<String> {
        let rows = self.html.split("<th>").skip(1);
        let names = rows.filter_map(|row| row.split_once("<code>")?.1.split("</code>").next());
        names.map(text).collect()
    }

    /// The statuses of responses, without those of callbacks.
    fn statuses(&self) -> Vec<String> {
        let own = self.html.split("<h3 id=").next().unwrap_or_default();
        let marks = own.split("<code class=\"api-status").skip(1);
        let words = marks.filter_map(|mark| mark.split_once('>')?.1.split("</code>").next());
        words
            .map(|word| word.replace("any other", "default"))
            .collect()
    }
}

/// Adds what a section lacks.
fn lacking(at: &str, wanted: BTreeSet<&str>, rows: &[String], missing: &mut Vec<String>) {
    let lost = wanted
        .into_iter()
        .filter(|name| !rows.iter().any(|row| row == name));
    missing.extend(lost.map(|name| format!("{at}: {name}")));
}

fn operation(
    call: &str,
    item: Node<'_>,
    node: Node<'_>,
    parts: &[Part],
    missing: &mut Vec<String>,
) {
    let own: Vec<&Part> = parts
        .iter()
        .filter(|part| part.heading == call || part.heading.ends_with(&format!(" {call}")))
        .collect();
    let [part] = own[..] else {
        return missing.push(format!("{call}: {} sections", own.len()));
    };
    let mut wanted = BTreeSet::new();
    for parameter in [item, node]
        .into_iter()
        .filter_map(|node| node.get("parameters"))
    {
        let parameters = parameter.items().into_iter().map(Node::followed);
        wanted.extend(
            parameters
                .filter(|it| !it.is_internal())
                .map(|it| it.text("name")),
        );
    }
    if let Some(body) = node.get("requestBody") {
        body.followed().of_content(&mut wanted);
    }
    let responses = node.below(&["responses"]);
    let statuses: BTreeSet<String> = responses.iter().map(|(key, _)| (*key).to_owned()).collect();
    for (_, response) in responses {
        let response = response.followed();
        wanted.extend(
            response
                .below(&["headers"])
                .into_iter()
                .map(|(name, _)| name),
        );
        response.of_content(&mut wanted);
    }
    lacking(call, wanted, &part.rows(), missing);
    let shown = part.statuses();
    let once: BTreeSet<String> = shown.iter().cloned().collect();
    if once != statuses || once.len() != shown.len() {
        missing.push(format!("{call}: responses {shown:?} for {statuses:?}"));
    }
}

/// Adds what the pages of a description lack. Returns the numbers of operations and of schemas.
fn walk(root: Node<'_>, parts: &[Part], missing: &mut Vec<String>) -> [usize; 2] {
    let mut counts = [0; 2];
    for (path, item) in root.below(&["paths", "webhooks"]) {
        let item = item.followed();
        for (method, node) in item.entries() {
            let node = node.followed();
            if METHODS.contains(&method) && !node.is_internal() && !item.is_internal() {
                let call = format!("{} {path}", method.to_uppercase());
                operation(&call, item, node, parts, missing);
                counts[0] += 1;
            }
        }
    }
    let components = root.get("components");
    for (name, node) in components
        .map(|node| node.below(&["schemas"]))
        .unwrap_or_default()
    {
        // A name for a schema of another file stands where that schema does.
        if node.is_internal() || node.value.get("$ref").is_some() {
            continue;
        }
        counts[1] += 1;
        let own: Vec<&Part> = parts.iter().filter(|part| part.heading == name).collect();
        let [part] = own[..] else {
            missing.push(format!("{name}: {} sections", own.len()));
            continue;
        };
        let mut wanted = BTreeSet::new();
        node.properties(&mut wanted);
        lacking(name, wanted, &part.rows(), missing);
    }
    counts
}

#[test]
fn all_operations_parameters_responses_schemas_and_properties_are_on_pages() {
    let mut site = Site::new().file("index.md", "# Start\n");
    let mut given = Given(BTreeMap::new());
    for (path, bytes) in files(Path::new("tests/openapi/given")) {
        if path.ends_with(".yaml") || path.ends_with(".json") {
            let text = std::str::from_utf8(&bytes).expect("it is text");
            let value =
                serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            given.0.insert(path.clone(), value);
        }
        site = site.bytes(&format!("given/{path}"), &bytes);
    }
    site.build().is_built();
    let mut missing = Vec::new();
    let mut counts = [0; 2];
    for (file, value) in &given.0 {
        if value.get("openapi").is_none() {
            continue;
        }
        let root = Node {
            given: &given,
            file,
            value,
        };
        let stem = file.rsplit_once('.').expect("it has an ending").0;
        let parts = parts(&files(&site.root().join("site/given").join(stem)));
        let before = missing.len();
        let found = walk(root, &parts, &mut missing);
        counts = [counts[0] + found[0], counts[1] + found[1]];
        for line in &mut missing[before..] {
            *line = format!("{file}: {line}");
        }
    }
    assert!(counts[0] > 100 && counts[1] > 80, "{counts:?}");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
