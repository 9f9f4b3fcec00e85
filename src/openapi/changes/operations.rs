//! Changes of operations: paths, parameters, bodies and responses.

use std::collections::HashMap;

use super::schemas::{SchemaComparison, Versions};
use super::{Change, ChangeKind, security};
use crate::openapi::checks::names_in;
use crate::openapi::description::{ApiOperation, Description, Sender};
use crate::openapi::sample::BodyDirection;
use crate::yaml::{DataNode, Entry, Span};

/// Headers that OpenAPI does not read as parameters.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// The changes that break callers, in the order of the earlier version.
pub fn changes(before: &Description<'_>, after: &Description<'_>) -> Vec<Change> {
    let versions = Versions { before, after };
    let known = by_call(&after.operations);
    let mut found = Vec::new();
    for old in &before.operations {
        match known.get(&call_of(old)) {
            Some(new) => found.extend(compared(versions, old, new)),
            None => removed(versions, old, &mut found),
        }
    }
    found
}

/// The sender, the method, and the path without the names of parameters. The path of a callback is
/// an expression, and stays whole.
type Call<'o> = (Sender, &'o str, String);

fn call_of<'o>(operation: &'o ApiOperation<'_>) -> Call<'o> {
    let path = match operation.path.key.contains("{$") {
        true => operation.path.key.to_string(),
        false => unnamed(&operation.path.key),
    };
    (operation.sender, &operation.method.key, path)
}

fn by_call<'o, 'd>(operations: &'o [ApiOperation<'d>]) -> HashMap<Call<'o>, &'o ApiOperation<'d>> {
    // The first of two stays.
    let calls = operations.iter().rev();
    calls
        .map(|operation| (call_of(operation), operation))
        .collect()
}

/// A path without the names of its parameters.
fn unnamed(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        format!("{path}{{}}{rest}")
    })
}

/// Adds the removal of an operation, or of its path once if nothing is left there.
fn removed(versions: Versions<'_, '_>, old: &ApiOperation<'_>, found: &mut Vec<Change>) {
    let after = versions.after;
    let path = after
        .operations
        .iter()
        .find(|new| new.sender == old.sender && unnamed(&new.path.key) == unnamed(&old.path.key));
    let name = name_of(old);
    let (kind, at, operation) = match path {
        Some(left) => (ChangeKind::RemovedOperation, left.path.at, name),
        None => {
            let key = match old.sender {
                Sender::Client => "paths",
                Sender::Api => "webhooks",
            };
            let at = after
                .root
                .entry(key)
                .map_or_else(|| first_byte(after.root), |entry| entry.at);
            (ChangeKind::RemovedPath, at, old.path.key.to_string())
        }
    };
    let change = Change {
        kind,
        operation,
        at,
        message: "is gone".to_owned(),
    };
    if !found.contains(&change) {
        found.push(change);
    }
}

fn first_byte(node: &DataNode) -> Span {
    Span {
        end: node.span.start + 1,
        ..node.span
    }
}

fn name_of(operation: &ApiOperation<'_>) -> String {
    match operation.sender {
        Sender::Client => format!("{} {}", operation.verb(), operation.path.key),
        Sender::Api => format!("{} {}", operation.path.key, operation.verb()),
    }
}

/// Compares two versions of an operation.
fn compared<'b, 'a>(
    versions: Versions<'b, 'a>,
    old: &ApiOperation<'b>,
    new: &ApiOperation<'a>,
) -> Vec<Change> {
    let name = name_of(new);
    let mut comparison = OperationComparison {
        versions,
        name: &name,
        old,
        new,
        found: Vec::new(),
    };
    comparison.parameters();
    comparison.body();
    comparison.responses();
    comparison.security();
    comparison.callbacks();
    // A schema may be reached on several ways.
    let mut found: Vec<Change> = Vec::new();
    for change in comparison.found {
        if !found.contains(&change) {
            found.push(change);
        }
    }
    found
}

struct OperationComparison<'c, 'b, 'a> {
    versions: Versions<'b, 'a>,
    name: &'c str,
    old: &'c ApiOperation<'b>,
    new: &'c ApiOperation<'a>,
    found: Vec<Change>,
}

/// A parameter, by what tells it: its part of the request, and its name or, in a path, its number.
struct Parameter<'d> {
    place: &'d str,
    key: String,
    name: &'d str,
    node: &'d DataNode,
}

fn parameters<'d>(
    description: &Description<'d>,
    operation: &ApiOperation<'d>,
) -> Vec<Parameter<'d>> {
    let in_path = names_in(&operation.path.key);
    let all = operation.parameters(description.documents).into_iter();
    let named = all.filter_map(|node| {
        let (place, name) = (node.text_of("in")?, node.text_of("name")?);
        let key = match place {
            "path" => in_path.iter().position(|known| *known == name)?.to_string(),
            "header" => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        let is_ignored = place == "header" && IGNORED.contains(&&*key);
        (!is_ignored).then_some(Parameter {
            place,
            key,
            name,
            node,
        })
    });
    named.collect()
}

impl<'b, 'a> OperationComparison<'_, 'b, 'a> {
    fn find(&mut self, kind: ChangeKind, at: Span, message: String) {
        self.found.push(Change {
            kind,
            operation: self.name.to_owned(),
            at,
            message,
        });
    }

    /// The direction of requests: those of the API itself are read as its responses are.
    fn of_request(&self) -> BodyDirection {
        match self.new.sender {
            Sender::Client => BodyDirection::Request,
            Sender::Api => BodyDirection::Response,
        }
    }

    fn of_response(&self) -> BodyDirection {
        match self.new.sender {
            Sender::Client => BodyDirection::Response,
            Sender::Api => BodyDirection::Request,
        }
    }

    fn schemas(
        &mut self,
        direction: BodyDirection,
        name: &str,
        before: Option<&'b DataNode>,
        after: Option<&'a DataNode>,
    ) {
        let Some((before, after)) = before.zip(after) else {
            return;
        };
        let subject = if direction == self.of_request() {
            "the body of the request"
        } else {
            "the body of the response"
        };
        let comparison = SchemaComparison::new(self.versions, self.name, direction, subject, name);
        self.found.extend(comparison.compared(before, after));
    }

    fn parameters(&mut self) {
        let was = parameters(self.versions.before, self.old);
        let is = parameters(self.versions.after, self.new);
        for before in &was {
            let same = is
                .iter()
                .find(|after| after.place == before.place && after.key == before.key);
            match same {
                Some(after) => self.parameter(before, after),
                None => self.lost_parameter(before, &was, &is),
            }
        }
        for after in is.iter().filter(|after| after.place != "path") {
            let is_here = |before: &Parameter<'_>, after: &Parameter<'_>| {
                before.place == after.place && before.key == after.key
            };
            let is_moved = |before: &&Parameter<'_>| {
                before.name == after.name && !is.iter().any(|other| is_here(before, other))
            };
            let is_known = was.iter().any(|before| is_here(before, after))
                || was.iter().any(|before| is_moved(&before));
            if !is_known && after.node.is_set("required") && self.new.sender == Sender::Client {
                let message = format!(
                    "the {} parameter `{}` is new and required",
                    after.place, after.name
                );
                self.find(ChangeKind::NewRequiredParameter, after.node.span, message);
            }
        }
    }

    fn parameter(&mut self, before: &Parameter<'b>, after: &Parameter<'a>) {
        let is_required = |parameter: &Parameter<'_>| parameter.node.is_set("required");
        let is_of_client = self.new.sender == Sender::Client && after.place != "path";
        if is_required(after) && !is_required(before) && is_of_client {
            let message = format!(
                "the {} parameter `{}` is required now",
                after.place, after.name
            );
            self.find(ChangeKind::ParameterNowRequired, after.node.span, message);
        }
        let direction = self.of_request();
        self.schemas(
            direction,
            after.name,
            before.node.get("schema"),
            after.node.get("schema"),
        );
    }

    fn lost_parameter(
        &mut self,
        before: &Parameter<'b>,
        was: &[Parameter<'b>],
        is: &[Parameter<'a>],
    ) {
        let is_new = |after: &&Parameter<'a>| {
            after.name == before.name
                && !was
                    .iter()
                    .any(|known| known.place == after.place && known.key == after.key)
        };
        match is.iter().find(is_new) {
            Some(after) => {
                let message = format!(
                    "`{}` moved from the {} to the {}",
                    before.name, before.place, after.place
                );
                self.find(ChangeKind::ChangedParameterPlace, after.node.span, message);
            }
            None => {
                let message = format!("the {} parameter `{}` is gone", before.place, before.name);
                self.find(ChangeKind::RemovedParameter, self.new.method.at, message);
            }
        }
    }

    fn body(&mut self) {
        let (old, new) = (
            self.versions.before.documents,
            self.versions.after.documents,
        );
        let before = self
            .old
            .node()
            .get("requestBody")
            .and_then(|body| old.follow(body).ok());
        let after = self
            .new
            .node()
            .get("requestBody")
            .and_then(|body| new.follow(body).ok());
        let is_required =
            |body: Option<&DataNode>| body.is_some_and(|body| body.is_set("required"));
        let at = self
            .new
            .node()
            .entry("requestBody")
            .map_or(self.new.method.at, |entry| entry.at);
        if is_required(after) && !is_required(before) && self.new.sender == Sender::Client {
            let message = "the request needs a body now".to_owned();
            self.find(ChangeKind::PropertyNowRequired, at, message);
        }
        let was = before
            .and_then(|body| body.get("content"))
            .map(DataNode::entries)
            .unwrap_or_default();
        let is = after
            .and_then(|body| body.get("content"))
            .map(DataNode::entries)
            .unwrap_or_default();
        for media in was {
            match covering(&media.key, is) {
                Some(other) => {
                    let direction = self.of_request();
                    self.schemas(
                        direction,
                        "",
                        media.node.get("schema"),
                        other.node.get("schema"),
                    );
                }
                // The API may send less.
                None if self.new.sender == Sender::Api => {}
                None => {
                    let message = format!("the request takes no `{}` any more", media.key);
                    self.find(ChangeKind::RemovedMediaType, at, message);
                }
            }
        }
    }

    fn responses(&mut self) {
        let old = self.old.node().entries_of("responses");
        let new = self.new.node().entries_of("responses");
        let at = self
            .new
            .node()
            .entry("responses")
            .map_or(self.new.method.at, |entry| entry.at);
        for before in old.iter().filter(|entry| !entry.key.starts_with("x-")) {
            let answers = answering(&before.key, new);
            for after in &answers {
                self.response(before, after);
            }
            if answers.is_empty() && before.key.starts_with('2') {
                let message = format!("the response `{}` is gone", before.key);
                self.find(ChangeKind::RemovedResponse, at, message);
            }
        }
    }

    fn response(&mut self, before: &'b Entry, after: &'a Entry) {
        let (old, new) = (
            self.versions.before.documents,
            self.versions.after.documents,
        );
        let (Ok(was), Ok(is)) = (old.follow(&before.node), new.follow(&after.node)) else {
            return;
        };
        let was = was.entries_of("content");
        let is = is.entries_of("content");
        for media in was {
            match covering(&media.key, is) {
                Some(other) => {
                    let direction = self.of_response();
                    self.schemas(
                        direction,
                        "",
                        media.node.get("schema"),
                        other.node.get("schema"),
                    );
                }
                None => {
                    let message = format!(
                        "the response `{}` has no `{}` any more",
                        before.key, media.key
                    );
                    self.find(ChangeKind::RemovedResponse, after.at, message);
                }
            }
        }
    }

    fn security(&mut self) {
        let (old, new) = (self.versions.before, self.versions.after);
        if self.new.sender == Sender::Client
            && security::is_changed((old, self.old), (new, self.new))
        {
            let own = self
                .new
                .node()
                .entry("security")
                .or_else(|| new.root.entry("security"));
            let at = own.map_or(self.new.method.at, |entry| entry.at);
            let message = "callers must authenticate in another way".to_owned();
            self.find(ChangeKind::ChangedSecurity, at, message);
        }
    }

    fn callbacks(&mut self) {
        let old = self.versions.before.callbacks(self.old);
        let new = self.versions.after.callbacks(self.new);
        let known = by_call(&new);
        let at = self.new.node().entry("callbacks");
        let at = at.map_or(self.new.method.at, |entry| entry.at);
        for before in &old {
            match known.get(&call_of(before)) {
                Some(after) => self.found.extend(compared(self.versions, before, after)),
                None => {
                    let message = format!("the callback `{}` is gone", name_of(before));
                    self.find(ChangeKind::RemovedOperation, at, message);
                }
            }
        }
    }
}

/// The media type, or the range that holds it.
fn covering<'d>(name: &str, content: &'d [Entry]) -> Option<&'d Entry> {
    let bare = |name: &str| {
        name.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    };
    let group = name.split('/').next().unwrap_or_default();
    let ranges = [bare(name), format!("{group}/*"), "*/*".to_owned()];
    ranges
        .iter()
        .find_map(|wanted| content.iter().find(|entry| bare(&entry.key) == *wanted))
}

/// The responses with a status: itself, its range, or the one for all others. Those of a range are
/// itself, or the statuses in it.
fn answering<'d>(status: &str, responses: &'d [Entry]) -> Vec<&'d Entry> {
    let is_called = |entry: &&Entry, name: &str| entry.key.eq_ignore_ascii_case(name);
    let digit = status.chars().next().unwrap_or_default();
    let range = format!("{digit}XX");
    let one = |name: &str| responses.iter().find(|entry| is_called(entry, name));
    let own = one(status).or_else(|| one(&range));
    let within = responses
        .iter()
        .filter(|entry| entry.key.starts_with(digit));
    match own {
        Some(own) => vec![own],
        None if status.eq_ignore_ascii_case(&range) && within.clone().next().is_some() => {
            within.collect()
        }
        None => one("default").into_iter().collect(),
    }
}
