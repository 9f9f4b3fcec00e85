//! An API description as pages show it: its operations in groups, and its named schemas.

use std::collections::{BTreeMap, HashSet};

use super::documents::{ByPlace, Documents};
use super::ids::{TakenIds, dashed};
use super::named::{NamedSchema, named_schemas};
use crate::yaml::{DataNode, Entry};

/// A description, read from its files.
pub struct Description<'d> {
    /// The files.
    pub documents: &'d Documents,
    /// The root of its own file.
    pub root: &'d DataNode,
    /// The operations, in the order of the file: those of paths, then webhooks.
    pub operations: Vec<ApiOperation<'d>>,
    /// The groups of operations: tags first.
    pub groups: Vec<OperationGroup<'d>>,
    /// The named schemas, by name.
    pub schemas: Vec<NamedSchema<'d>>,
    /// The numbers of named schemas, by the places of their values.
    pub schema_numbers: ByPlace<usize>,
}

/// An operation.
#[derive(Clone)]
pub struct ApiOperation<'d> {
    /// The method, as the file has it: `get`.
    pub method: &'d Entry,
    /// The operation's value.
    value: &'d DataNode,
    /// The path, the name of a webhook, or the expression of a callback.
    pub path: &'d Entry,
    /// The path item that it is a part of.
    pub item: &'d DataNode,
    /// The sender of the request.
    pub sender: Sender,
    /// The id of its heading, unique in the description.
    pub anchor: String,
}

/// The sender of an operation's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sender {
    /// A client of the API.
    Client,
    /// The API: the operation is a webhook or a callback.
    Api,
}

/// A group of operations: a tag, or the operations without one.
pub struct OperationGroup<'d> {
    /// The tag's name, or the name for operations without a tag.
    pub name: &'d str,
    /// The title: `x-displayName`, `summary`, or the name.
    pub title: &'d str,
    /// The tag's declaration.
    pub tag: Option<&'d DataNode>,
    /// Its own operations, by number: those that name it first.
    pub own: Vec<usize>,
    /// Operations of other groups that name it, too.
    pub others: Vec<usize>,
}

/// The names of the groups of operations without a tag.
pub const UNTAGGED: &str = "Operations";
const WEBHOOKS: &str = "Webhooks";

/// The keys of a path item that are operations. `query` is one since OpenAPI 3.2.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl<'d> Description<'d> {
    /// Reads a description from its files.
    pub fn of(documents: &'d Documents) -> Self {
        let root = documents.root();
        let mut anchors = TakenIds::default();
        let mut operations = Vec::new();
        for (key, sender) in [("paths", Sender::Client), ("webhooks", Sender::Api)] {
            let items = root.entries_of(key).iter();
            for path in items.filter(|entry| !entry.key.starts_with("x-")) {
                operations.extend(operations_of(documents, path, sender, &mut anchors));
            }
        }
        let groups = groups(root, &operations);
        let (schemas, schema_numbers) =
            named_schemas(documents, operations.iter().map(|operation| operation.item));
        Self {
            documents,
            root,
            operations,
            groups,
            schemas,
            schema_numbers,
        }
    }

    /// The title of the API.
    pub fn title(&self) -> &'d str {
        let info = self.root.get("info");
        let title = info
            .and_then(|info| info.get("title"))
            .and_then(DataNode::scalar);
        let title = title.map(str::trim).filter(|title| !title.is_empty());
        title.unwrap_or("API")
    }

    /// Returns whether the description is older than 3.1: a `$ref` hides the keys beside it.
    pub fn is_before_3_1(&self) -> bool {
        let version = self.root.get("openapi").and_then(DataNode::scalar);
        version.is_some_and(|version| version.starts_with("3.0"))
    }

    /// The callbacks of an operation.
    pub fn callbacks(&self, operation: &ApiOperation<'d>) -> Vec<ApiOperation<'d>> {
        let mut anchors = TakenIds::default();
        let named = operation.node().get("callbacks").into_iter();
        let mut callbacks = Vec::new();
        for callback in named.flat_map(DataNode::entries) {
            let Ok(expressions) = self.documents.follow(&callback.node) else {
                continue;
            };
            for path in expressions.entries() {
                callbacks.extend(operations_of(
                    self.documents,
                    path,
                    Sender::Api,
                    &mut anchors,
                ));
            }
        }
        for callback in &mut callbacks {
            callback.anchor = format!("{}-{}", operation.anchor, callback.anchor);
        }
        callbacks
    }
}

impl<'d> ApiOperation<'d> {
    /// The operation's value.
    pub fn node(&self) -> &'d DataNode {
        self.value
    }

    /// The summary, or the method and the path.
    pub fn title(&self) -> String {
        let summary = self.summary().map(str::to_owned);
        summary.unwrap_or_else(|| format!("{} {}", self.verb(), self.path.key))
    }

    /// The operation's summary, else that of its path if it is the only operation there: a summary
    /// of several operations tells none from the others.
    pub fn summary(&self) -> Option<&'d str> {
        let of = |node: &'d DataNode| {
            let summary = node.text_of("summary").map(str::trim);
            summary.filter(|summary| !summary.is_empty())
        };
        let methods = self.item.entries().iter();
        let methods = methods.filter(|entry| METHODS.contains(&&*entry.key));
        let is_only = methods.count() == 1;
        of(self.node()).or_else(|| of(self.item).filter(|_| is_only))
    }

    /// The method in capitals.
    pub fn verb(&self) -> String {
        self.method.key.to_ascii_uppercase()
    }

    /// The operation's id, as it is written.
    pub fn id(&self) -> Option<&'d str> {
        let id = self.node().get("operationId").and_then(DataNode::scalar);
        id.filter(|id| !id.trim().is_empty())
    }

    /// The tags that it names.
    pub fn tags(&self) -> impl Iterator<Item = &'d DataNode> {
        self.node().items_of("tags").iter()
    }

    /// The parameters: its own, and those of the path that it does not replace by name and place.
    pub fn parameters(&self, documents: &'d Documents) -> Vec<&'d DataNode> {
        let mut shown = self.declared_parameters(documents);
        shown.retain(|parameter| !parameter.is_set("x-internal"));
        shown
    }

    /// The same with internal ones.
    pub fn declared_parameters(&self, documents: &'d Documents) -> Vec<&'d DataNode> {
        let written = self.written_parameters(documents).into_iter();
        let found = written.filter_map(|parameter| documents.follow(parameter).ok());
        found.collect()
    }

    /// All parameters as they are written: values, and references to them.
    pub fn written_parameters(&self, documents: &'d Documents) -> Vec<&'d DataNode> {
        let of = |node: &'d DataNode| {
            let listed = documents.value_of(node, "parameters");
            listed.map(DataNode::items).unwrap_or_default()
        };
        let own = of(self.node());
        let place = |parameter: &'d DataNode| {
            let parameter = documents.follow(parameter).ok()?;
            Some((parameter.text_of("name"), parameter.text_of("in")))
        };
        let is_replaced = |shared: &&'d DataNode| own.iter().any(|own| place(own) == place(shared));
        let shared = of(self.item).iter().filter(|shared| !is_replaced(shared));
        shared.chain(own).collect()
    }
}

/// The operations of a path item, which may be a reference.
fn operations_of<'d>(
    documents: &'d Documents,
    path: &'d Entry,
    sender: Sender,
    anchors: &mut TakenIds,
) -> Vec<ApiOperation<'d>> {
    // Keys beside the reference of a path item count if it leads nowhere.
    let item = documents.follow(&path.node).unwrap_or(&path.node);
    let more = item.get("additionalOperations");
    let entries = item.entries().iter();
    let known = entries.filter(|entry| METHODS.contains(&&*entry.key));
    let more = more.into_iter().flat_map(DataNode::entries);
    // A method is a word of HTTP, which is shown in calls of a shell, too.
    let is_method = |entry: &&Entry| {
        entry
            .key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let methods = known.chain(more.filter(is_method));
    let is_shown = |method: &&Entry| {
        method.node.is_map() && !method.node.is_set("x-internal") && !item.is_set("x-internal")
    };
    let operation = |method: &'d Entry| {
        let mut operation = ApiOperation {
            method,
            value: documents.follow(&method.node).unwrap_or(&method.node),
            path,
            item,
            sender,
            anchor: String::new(),
        };
        let name = operation
            .id()
            .map_or_else(|| format!("{}-{}", method.key, path.key), str::to_owned);
        operation.anchor = anchors.take(&anchor(&name, operation.id().is_some()));
        operation
    };
    methods.filter(is_shown).map(operation).collect()
}

/// The id of a heading: an operation's id with `-` for blanks, or the letters and digits of its
/// method and path.
fn anchor(name: &str, is_id: bool) -> String {
    let is_kept = |c: char| {
        if is_id {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>')
        } else {
            c.is_alphanumeric() || c == '_'
        }
    };
    dashed(name, is_kept)
}

/// The groups of operations. Tags are in the order of `x-tagGroups`, else of `tags`; those that are
/// not declared follow.
fn groups<'d>(root: &'d DataNode, operations: &[ApiOperation<'d>]) -> Vec<OperationGroup<'d>> {
    let mut groups: Vec<OperationGroup<'d>> = declared(root);
    let is_internal =
        |group: &OperationGroup<'_>| group.tag.is_some_and(|tag| tag.is_set("x-internal"));
    let internal: Vec<&str> = groups
        .iter()
        .filter(|group| is_internal(group))
        .map(|group| group.name)
        .collect();
    groups.retain(|group| !is_internal(group));
    for (number, operation) in operations.iter().enumerate() {
        for (at, name) in group_names(operation, &internal).into_iter().enumerate() {
            let known = groups.iter().position(|group| group.name == name);
            let known = known.unwrap_or_else(|| {
                groups.push(OperationGroup::new(name, None));
                groups.len() - 1
            });
            let group = &mut groups[known];
            match at {
                0 => group.own.push(number),
                _ if !group.own.contains(&number) => group.others.push(number),
                _ => {}
            }
        }
    }
    groups.retain(|group| !group.own.is_empty() || !group.others.is_empty());
    groups
}

/// The names of the groups that an operation is in, without internal ones: none if all are.
fn group_names<'d>(operation: &ApiOperation<'d>, internal: &[&str]) -> Vec<&'d str> {
    let mut names: Vec<&str> = operation.tags().filter_map(DataNode::text).collect();
    if names.is_empty() {
        names.push(match operation.sender {
            Sender::Client => UNTAGGED,
            Sender::Api => WEBHOOKS,
        });
    }
    names.retain(|name| !internal.contains(name));
    names
}

fn declared(root: &DataNode) -> Vec<OperationGroup<'_>> {
    let tags = root.items_of("tags").iter();
    let named = tags.filter_map(|tag| Some((tag.text_of("name")?, tag)));
    let by_name: BTreeMap<&str, &DataNode> = named.clone().collect();
    let in_groups = tag_groups(root).flat_map(|(_, tags)| tags.iter().filter_map(DataNode::text));
    let mut known = HashSet::new();
    let order = in_groups.chain(named.map(|(name, _)| name));
    let order = order.filter(|name| known.insert(*name));
    order
        .map(|name| OperationGroup::new(name, by_name.get(name).copied()))
        .collect()
}

/// The groups of tags that `x-tagGroups` makes: their names, and the names of their tags.
pub fn tag_groups(root: &DataNode) -> impl Iterator<Item = (&str, &[DataNode])> {
    let groups = root.items_of("x-tagGroups").iter();
    groups.filter_map(|group| Some((group.text_of("name")?, group.get("tags")?.items())))
}

impl<'d> OperationGroup<'d> {
    fn new(name: &'d str, tag: Option<&'d DataNode>) -> Self {
        let given = |key| tag.and_then(|tag: &DataNode| tag.text_of(key));
        Self {
            name,
            title: given("x-displayName").or(given("summary")).unwrap_or(name),
            tag,
            own: Vec::new(),
            others: Vec::new(),
        }
    }
}
