//! Flaws in a description that can be read.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::description::{ApiOperation, Description, Sender};
use super::documents::{BrokenReference, Documents};
use super::security;
use crate::diag::{Code, Diagnostic};
use crate::yaml::{DataNode, DataValue, Entry, Span};

/// The most findings of one code about a description. One more says how many there are.
const MOST: usize = 25;

/// The findings about a description.
pub fn check(description: &Description<'_>) -> Vec<Diagnostic> {
    let mut checker = Checker {
        description,
        documents: description.documents,
        findings: Vec::new(),
        used: HashSet::new(),
    };
    checker.shape(description.root);
    for root in description.documents.roots() {
        checker.walk(root, KeyMeaning::Keywords);
    }
    checker.operation_ids();
    checker.path_parameters();
    checker.tags();
    checker.schemes();
    checker.components();
    checker.findings.extend(super::examples::check(description));
    checker.findings
}

/// The kind of value that a reference stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RefUse {
    /// A mapping or a boolean: a schema, a parameter, an operation.
    Value,
    /// A text, too.
    Text,
}

/// The meaning of a mapping's keys.
#[derive(Clone, Copy)]
enum KeyMeaning<'k> {
    /// Keywords of OpenAPI or JSON Schema.
    Keywords,
    /// Names that the author chose, below this keyword.
    Names(&'k str),
}

/// The keywords whose value maps names to values.
const OF_NAMES: [&str; 23] = [
    "additionalOperations",
    "scopes",
    "variables",
    "webhooks",
    "callbacks",
    "content",
    "definitions",
    "$defs",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "mapping",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// The keywords whose value is any data.
const OF_DATA: [&str; 6] = ["const", "default", "enum", "example", "examples", "value"];

/// The keywords whose value is a mapping, and those whose value is a list.
const MAPPINGS: [&str; 11] = [
    "callbacks",
    "components",
    "content",
    "headers",
    "info",
    "paths",
    "properties",
    "responses",
    "schemas",
    "securitySchemes",
    "webhooks",
];
const LISTS: [&str; 7] = [
    "allOf", "anyOf", "enum", "oneOf", "security", "servers", "tags",
];

struct Checker<'d> {
    description: &'d Description<'d>,
    documents: &'d Documents,
    findings: Vec<Diagnostic>,
    /// The places of the values that references lead to.
    used: HashSet<Span>,
}

impl<'d> Checker<'d> {
    fn find(&mut self, code: Code, at: Span, message: String, help: impl Into<String>) {
        let place = self.documents.place(at);
        self.findings
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// Checks the outermost keys.
    fn shape(&mut self, root: &DataNode) {
        let start = Span {
            end: root.span.start + 1,
            ..root.span
        };
        if root.get("info").is_none() {
            let help = "add `info` with a `title` and a `version`";
            self.find(
                Code::ApiShape,
                start,
                "the description has no `info`".to_owned(),
                help,
            );
        }
        let parts = ["paths", "webhooks", "components"];
        if parts.iter().all(|part| root.get(part).is_none()) {
            let message = "the description has no `paths`".to_owned();
            self.find(
                Code::ApiShape,
                start,
                message,
                "add the paths that it describes",
            );
        }
        for path in root.entries_of("paths") {
            if !path.key.starts_with(['/', 'x']) {
                let message = format!("the path `{}` does not start with `/`", path.key);
                self.find(
                    Code::ApiShape,
                    path.at,
                    message,
                    format!("write `/{}`", path.key),
                );
            }
        }
    }

    /// Checks references and the kinds of values everywhere in a file.
    fn walk(&mut self, node: &'d DataNode, keys: KeyMeaning<'_>) {
        node.items()
            .iter()
            .for_each(|item| self.walk(item, KeyMeaning::Keywords));
        for entry in node.entries() {
            let key = &*entry.key;
            if let KeyMeaning::Names(of) = keys {
                if key == "$ref" && entry.node.text().is_some() {
                    self.reference(&entry.node, RefUse::Value);
                    continue;
                }
                self.named(of, entry);
                self.walk(&entry.node, KeyMeaning::Keywords);
                continue;
            }
            // Some tools take a text from another file.
            if let ("description", Some(reference)) = (key, entry.node.reference()) {
                self.reference(reference, RefUse::Text);
                continue;
            }
            if OF_DATA.contains(&key) || key.starts_with("x-") {
                self.examples_by_reference(entry);
                continue;
            }
            if key == "$ref" {
                self.reference(&entry.node, RefUse::Value);
                continue;
            }
            self.kind(entry);
            let is_of_names = OF_NAMES.contains(&key) && entry.node.is_map();
            let inner = if is_of_names {
                KeyMeaning::Names(&entry.key)
            } else {
                KeyMeaning::Keywords
            };
            self.walk(&entry.node, inner);
        }
    }

    /// Checks the kind of a value that an author named: it is a mapping, or a boolean as a schema.
    fn named(&mut self, of: &str, entry: &Entry) {
        let is_schema = matches!(
            of,
            "properties"
                | "patternProperties"
                | "schemas"
                | "definitions"
                | "$defs"
                | "dependentSchemas"
        );
        let is_right = match &entry.node.value {
            DataValue::Map(_) | DataValue::Null => true,
            DataValue::Bool(_) => is_schema,
            _ => {
                matches!(of, "mapping" | "parameters" | "callbacks" | "scopes")
                    || entry.key.starts_with("x-")
            }
        };
        if !is_right {
            let message = format!("`{}` of `{of}` is not a mapping", entry.key);
            let help = "write a mapping, as in `type: string`; it is left out";
            self.find(Code::ApiShape, entry.node.span, message, help);
        }
    }

    /// Checks the references of named examples, which are data otherwise.
    fn examples_by_reference(&mut self, examples: &'d Entry) {
        if &*examples.key != "examples" {
            return;
        }
        for entry in examples.node.entries() {
            if let Some(reference) = entry.node.reference() {
                self.reference(reference, RefUse::Value);
            }
        }
    }

    fn kind(&mut self, entry: &Entry) {
        let key = &*entry.key;
        let value = &entry.node.value;
        let (is_wrong, kind) = match value {
            DataValue::Null => return,
            DataValue::List(_) => (MAPPINGS.contains(&key), "a mapping"),
            DataValue::Map(_) => (LISTS.contains(&key), "a list"),
            _ if MAPPINGS.contains(&key) => (true, "a mapping"),
            _ => (LISTS.contains(&key), "a list"),
        };
        if is_wrong {
            let message = format!("`{key}` is not {kind}");
            self.find(
                Code::ApiShape,
                entry.at,
                message,
                format!("write {kind}; it is left out"),
            );
        }
    }

    fn reference(&mut self, reference: &'d DataNode, usage: RefUse) {
        let Some(written) = reference.text() else {
            let message = "`$ref` is not a text".to_owned();
            let help = "write the place that it refers to, as in `#/components/schemas/Depot`";
            return self.find(Code::BrokenReference, reference.span, message, help);
        };
        let mut steps = Vec::new();
        let broken = self.documents.walk_chain(reference, &mut steps);
        self.used.extend(steps.iter().map(|node| node.span));
        let target = steps.last().filter(|_| broken.is_ok());
        let is_value = |node: &DataNode| {
            let is_text = usage == RefUse::Text && node.text().is_some();
            is_text || node.is_map() || node.bool().is_some() || self.documents.is_text_file(node)
        };
        if let Some(target) = target.filter(|node| !is_value(node)) {
            let line = self.documents.place(target.span).line;
            let message = format!("`{written}` leads to a text or a list, in line {line}");
            let help = "refer to a mapping";
            return self.find(Code::BrokenReference, reference.span, message, help);
        }
        let Err(broken) = broken else {
            return;
        };
        let (message, help) = told(broken, written);
        self.find(Code::BrokenReference, reference.span, message, help);
    }

    fn operation_ids(&mut self) {
        let mut known: HashMap<&str, &ApiOperation<'_>> = HashMap::new();
        for operation in &self.description.operations {
            let Some(id) = operation.id() else {
                continue;
            };
            if let Some(first) = known.get(id) {
                let line = self.documents.place(first.method.at).line;
                let message = format!(
                    "the operation id `{id}` is that of `{} {}` in line {line}",
                    first.verb(),
                    first.path.key
                );
                let at = operation
                    .node()
                    .entry("operationId")
                    .map_or(operation.method.at, |entry| entry.node.span);
                let help = "give each operation an id of its own: links lead to the first";
                self.find(Code::DuplicateOperation, at, message, help);
                continue;
            }
            known.insert(id, operation);
        }
    }

    /// Compares the names in paths with the parameters of operations.
    fn path_parameters(&mut self) {
        let mut told = HashSet::new();
        for operation in &self.description.operations {
            if operation.sender == Sender::Api {
                continue;
            }
            let named = names_in(&operation.path.key);
            let parameters = operation.declared_parameters(self.documents);
            let of_path = parameters
                .iter()
                .filter(|parameter| parameter.text_of("in") == Some("path"));
            let declared: Vec<(&str, &DataNode)> = of_path
                .filter_map(|parameter| Some((parameter.text_of("name")?, parameter.get("name")?)))
                .collect();
            for name in &named {
                let is_declared = declared.iter().any(|(known, _)| known == name);
                if !is_declared && told.insert((operation.path.at, (*name).to_owned())) {
                    let message = format!(
                        "`{} {}` declares no parameter `{name}`",
                        operation.verb(),
                        operation.path.key
                    );
                    let help = format!("add a parameter with `name: {name}` and `in: path`");
                    self.find(Code::PathParameter, operation.method.at, message, help);
                }
            }
            for (name, at) in declared {
                if !named.contains(&name) && told.insert((at.span, name.to_owned())) {
                    let message = format!("`{}` has no `{{{name}}}`", operation.path.key);
                    let help = "put it into the path, or take the parameter out";
                    self.find(Code::PathParameter, at.span, message, help);
                }
            }
        }
    }

    /// Reports tags that operations name and the description does not declare, if it declares any.
    fn tags(&mut self) {
        let declared = self.description.root.items_of("tags");
        let declared: HashSet<&str> = declared
            .iter()
            .filter_map(|tag| tag.text_of("name"))
            .collect();
        if declared.is_empty() {
            return;
        }
        let mut told = HashSet::new();
        for operation in &self.description.operations {
            for tag in operation.tags() {
                let Some(name) = tag.text().filter(|name| !declared.contains(name)) else {
                    continue;
                };
                if told.insert(name) {
                    let message = format!("the tag `{name}` is not declared");
                    let help = "add it to `tags`, or correct its name";
                    self.find(Code::UnknownTag, tag.span, message, help);
                }
            }
        }
    }

    /// Reports security schemes that are required and not declared.
    fn schemes(&mut self) {
        let declared = security::schemes(self.description.root);
        let operations = self.description.operations.iter();
        let all = operations.filter_map(|operation| operation.node().get("security"));
        let all = self.description.root.get("security").into_iter().chain(all);
        let mut told = HashSet::new();
        for entry in all.flat_map(DataNode::items).flat_map(DataNode::entries) {
            match declared.iter().find(|scheme| scheme.key == entry.key) {
                Some(scheme) => _ = self.used.insert(scheme.node.span),
                None if told.insert(&entry.key) => {
                    let message = format!("the security scheme `{}` is not declared", entry.key);
                    let help = "add it below `components.securitySchemes`, or correct its name";
                    self.find(Code::UnknownTag, entry.at, message, help);
                }
                None => {}
            }
        }
    }

    /// Reports components that nothing refers to.
    fn components(&mut self) {
        let mapped = self.mapped();
        let components = self.description.root.get("components");
        for part in components.into_iter().flat_map(DataNode::entries) {
            for entry in part.node.entries() {
                let is_used = self.used.contains(&entry.node.span)
                    || mapped.contains(&&*entry.key)
                    || self.is_variant(&entry.node)
                    || part.key.starts_with("x-")
                    || self.description.operations.is_empty();
                if !is_used {
                    let message = format!("nothing refers to `{}` of `{}`", entry.key, part.key);
                    let help = "refer to it, or take it out";
                    self.find(Code::UnusedComponent, entry.at, message, help);
                }
            }
        }
    }

    /// The names that discriminators map to.
    fn mapped(&self) -> HashSet<&'d str> {
        let mut names = HashSet::new();
        let schemas = self.description.schemas.iter();
        let mappings =
            schemas.filter_map(|schema| schema.node.get("discriminator")?.get("mapping"));
        for entry in mappings.flat_map(DataNode::entries) {
            let written = entry.node.text().unwrap_or_default();
            names.extend(written.rsplit('/').next());
        }
        names
    }

    /// Returns whether a schema extends one whose discriminator finds it by its name.
    fn is_variant(&self, node: &DataNode) -> bool {
        let parents = node.items_of("allOf");
        let parents = parents
            .iter()
            .filter_map(|parent| self.documents.follow(parent).ok());
        let mut parents = parents.filter(|parent| parent.get("discriminator").is_some());
        parents.next().is_some()
    }
}

/// The names in the braces of a path.
pub fn names_in(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect()
}

/// A broken reference in words, and what to do about it.
fn told(broken: BrokenReference, written: &str) -> (String, &'static str) {
    match broken {
        BrokenReference::Address => (
            format!("`{written}` is a web address, and none is read"),
            "put the file into the docs folder, and refer to it there",
        ),
        BrokenReference::Outside => (
            format!("`{written}` leads out of the docs folder"),
            "put the file into the docs folder, and refer to it there",
        ),
        BrokenReference::NoFile => (
            format!("`{written}` names a file that is not there"),
            "correct the path: it starts at the folder of this file",
        ),
        BrokenReference::TooMany => (
            format!("`{written}` is not read: a description may have 20,000 files"),
            "put the parts into fewer files",
        ),
        BrokenReference::Unreadable => (
            format!("`{written}` names a file that cannot be read as YAML or JSON"),
            "correct that file, or refer to another",
        ),
        BrokenReference::NoValue => (
            format!("`{written}` leads to nothing"),
            "correct the part behind the `#`, or add what it names",
        ),
        BrokenReference::Circle => (
            format!("`{written}` leads back to itself"),
            "write the value in one of the places",
        ),
    }
}

/// The findings without those that are too many of a code.
pub fn limited(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for finding in findings {
        let count = counts.entry(finding.code).or_default();
        *count += 1;
        if *count <= MOST {
            kept.push(finding);
        }
    }
    for (code, count) in counts.into_iter().filter(|(_, count)| *count > MOST) {
        let last = kept
            .iter()
            .rposition(|finding: &Diagnostic| finding.code == code);
        if let Some(last) = last.map(|last| &mut kept[last]) {
            let more = count - MOST;
            last.help = Some(format!(
                "{}; {more} more of this kind are not listed",
                last.help.as_deref().unwrap_or_default()
            ));
        }
    }
    kept
}
