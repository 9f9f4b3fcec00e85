//! Changes of schemas that break those who send or read their values.

use std::cell::Cell;
use std::collections::HashSet;

use super::shape::{Shape, is_lower};
use super::{Change, ChangeKind};
use crate::openapi::description::Description;
use crate::openapi::sample::{BodyDirection, is_hidden};
use crate::yaml::{DataNode, Span};

/// The deepest nesting that is compared.
const DEEPEST: usize = 40;

/// The most comparisons of one value.
const MOST: usize = 200_000;

/// The two versions of a description.
#[derive(Clone, Copy)]
pub struct Versions<'b, 'a> {
    /// The earlier one.
    pub before: &'b Description<'b>,
    /// The later one.
    pub after: &'a Description<'a>,
}

/// Compares the two versions of a body, a parameter or a header.
pub struct SchemaComparison<'c, 'b, 'a> {
    /// The two descriptions.
    pub versions: Versions<'b, 'a>,
    /// The operation, for messages: `GET /depots`.
    pub operation: &'c str,
    /// The direction in which the value is sent.
    pub direction: BodyDirection,
    /// The name of the value in messages: `the body of the request`.
    pub subject: &'static str,
    /// The value's parts so far: `address`, `city`.
    path: Vec<String>,
    /// The pairs that are being compared: a circle is compared once.
    open: HashSet<(Span, Span)>,
    /// The number of comparisons that may be made: alternatives in alternatives are compared each
    /// with each.
    left: Cell<usize>,
    changes: Vec<Change>,
}

impl<'c, 'b, 'a> SchemaComparison<'c, 'b, 'a> {
    /// Compares two schemas.
    pub fn compared(mut self, before: &'b DataNode, after: &'a DataNode) -> Vec<Change> {
        self.compare(before, after);
        if self.left.get() == 0 {
            let message = "has too many alternatives: not all of them were compared";
            self.find(ChangeKind::NotCompared, after.span, message);
        }
        self.changes
    }

    /// A comparison of a value that messages call `name`, if it is not empty, else `subject`.
    pub fn new(
        versions: Versions<'b, 'a>,
        operation: &'c str,
        direction: BodyDirection,
        subject: &'static str,
        name: &str,
    ) -> Self {
        let path = [name].into_iter().filter(|name| !name.is_empty());
        Self {
            versions,
            operation,
            direction,
            subject,
            path: path.map(str::to_owned).collect(),
            open: HashSet::new(),
            left: Cell::new(MOST),
            changes: Vec::new(),
        }
    }

    fn compare(&mut self, before: &'b DataNode, after: &'a DataNode) {
        let left = self.left.get();
        if self.path.len() > DEEPEST || left == 0 || !self.open.insert((before.span, after.span)) {
            return;
        }
        self.left.set(left - 1);
        let new = self.versions.after;
        // A named schema is told by its name, however its value is reached.
        let named = new.documents.follow(after).ok();
        let named = named.and_then(|target| new.schema_numbers.get(&target.span));
        if let Some(number) = named.filter(|_| after.reference().is_some()) {
            let outer = std::mem::replace(&mut self.path, vec![new.schemas[*number].name.clone()]);
            self.compare_shapes(before, after);
            self.path = outer;
        } else {
            self.compare_shapes(before, after);
        }
    }

    fn compare_shapes(&mut self, before: &'b DataNode, after: &'a DataNode) {
        let Versions {
            before: old,
            after: new,
        } = self.versions;
        let (was, is) = (Shape::of(old, before), Shape::of(new, after));
        let at = new
            .documents
            .follow(after)
            .map_or(after.span, |target| target.span);
        if !was.choices.is_empty() || !is.choices.is_empty() {
            self.choices((before, &was), (after, &is));
            // The alternatives may have more beside them.
            if was.properties.is_empty() && is.properties.is_empty() {
                self.nullability(&was, &is, at);
                return;
            }
        } else if self.types(&was, &is, at) {
            return;
        }
        self.nullability(&was, &is, at);
        self.values(&was, &is, at);
        self.bounds(&was, &is, at);
        self.properties(&was, &is, at);
        self.closing(&was, &is, at);
        self.inner(&was, &is, at);
    }

    /// Compares the schemas of items, and of properties with other names.
    fn inner(&mut self, was: &Shape<'b>, is: &Shape<'a>, at: Span) {
        let Versions {
            before: old,
            after: new,
        } = self.versions;
        let parts = [
            (was.items, is.items, "[]", "array"),
            (was.others, is.others, "{}", "object"),
        ];
        for (before, after, name, kind) in parts {
            // A type that only one of them takes was compared as a type.
            if !was.takes_type(kind) || !is.takes_type(kind) {
                continue;
            }
            self.path.push(name.to_owned());
            match (before, after) {
                (Some(before), Some(after)) => self.compare(before, after),
                (Some(_), None) if name == "{}" && is.is_closed => {}
                (None, Some(_)) if name == "{}" && was.is_closed => {}
                (Some(before), None) => self.in_general(&Shape::of(old, before), &Shape::any(), at),
                (None, Some(after)) => self.in_general(&Shape::any(), &Shape::of(new, after), at),
                (None, None) => {}
            }
            self.path.pop();
        }
    }

    /// Compares a schema with none: what has no schema takes any value.
    fn in_general(&mut self, was: &Shape<'_>, is: &Shape<'_>, at: Span) {
        if !self.types(was, is, at) {
            self.values(was, is, at);
            self.bounds(was, is, at);
        }
    }

    /// Compares whether properties with other names are refused.
    fn closing(&mut self, was: &Shape<'_>, is: &Shape<'_>, at: Span) {
        if was.is_closed || !is.is_closed {
            return;
        }
        match self.direction {
            BodyDirection::Request => {
                let message = "refuses properties with other names now";
                self.find(ChangeKind::ClosedObject, at, message);
            }
            BodyDirection::Response if was.others.is_some() => {
                let message = "has no properties with other names any more";
                self.find(ChangeKind::RemovedResponseProperty, at, message);
            }
            BodyDirection::Response => {}
        }
    }

    fn find(&mut self, kind: ChangeKind, at: Span, message: &str) {
        let subject = self
            .path
            .join(".")
            .replace(".[]", "[]")
            .replace(".{}", ".*");
        let named = match subject.as_str() {
            "" => self.subject.to_owned(),
            "[]" => format!("an item of {}", self.subject),
            "{}" => format!("a property of {}", self.subject),
            subject => format!("`{subject}`"),
        };
        self.changes.push(Change {
            kind,
            operation: self.operation.to_owned(),
            at,
            message: format!("{named} {message}"),
        });
    }

    /// Compares the types. Returns whether they differ, so that nothing else is compared.
    fn types(&mut self, was: &Shape<'_>, is: &Shape<'_>, at: Span) -> bool {
        let (sent, taken) = match self.direction {
            BodyDirection::Request => (was, is),
            BodyDirection::Response => (is, was),
        };
        let fits = match &sent.types {
            Some(types) => types.iter().all(|name| taken.takes_type(name)),
            None => taken.types.is_none() || sent.values.is_some(),
        };
        if !fits {
            let words = |shape: &Shape<'_>| match &shape.types {
                Some(types) => types.iter().copied().collect::<Vec<_>>().join(" or "),
                None => "any type".to_owned(),
            };
            let message = format!("was {} and is now {}", words(was), words(is));
            self.find(ChangeKind::NarrowedType, at, &message);
        }
        !fits
    }

    fn nullability(&mut self, was: &Shape<'_>, is: &Shape<'_>, at: Span) {
        match self.direction {
            BodyDirection::Request if was.nullable && !is.nullable => {
                self.find(ChangeKind::NarrowedType, at, "must not be null any more");
            }
            BodyDirection::Response if !was.nullable && is.nullable => {
                self.find(ChangeKind::ResponsePropertyOptional, at, "may be null now");
            }
            _ => {}
        }
    }

    fn values(&mut self, was: &Shape<'_>, is: &Shape<'_>, at: Span) {
        let listed = |values: Vec<String>| values.join(", ");
        let lacking = |values: &[serde_json::Value], others: &[serde_json::Value]| {
            let lacking = values.iter().filter(|value| !others.contains(value));
            lacking
                .map(|value| format!("`{}`", value.to_string().trim_matches('"')))
                .collect::<Vec<_>>()
        };
        match (self.direction, &was.values, &is.values) {
            (BodyDirection::Request, Some(before), Some(after)) => {
                let gone = lacking(before, after);
                if !gone.is_empty() {
                    let message = format!("does not take {} any more", listed(gone));
                    self.find(ChangeKind::NarrowedEnum, at, &message);
                }
            }
            (BodyDirection::Request, None, Some(_)) => {
                self.find(ChangeKind::NarrowedEnum, at, "takes only listed values now");
            }
            (BodyDirection::Response, Some(before), Some(after)) => {
                let new = lacking(after, before);
                if !new.is_empty() {
                    let message = format!("may be {} now", listed(new));
                    self.find(ChangeKind::WidenedEnum, at, &message);
                }
            }
            (BodyDirection::Response, Some(_), None) => {
                self.find(ChangeKind::WidenedEnum, at, "may have any value now");
            }
            _ => {}
        }
    }

    fn bounds(&mut self, was: &Shape<'_>, is: &Shape<'_>, at: Span) {
        if self.direction == BodyDirection::Response {
            return;
        }
        for bound in &is.bounds {
            let before = was.bound(bound.key);
            if before.is_none_or(|before| bound.is_stricter(before, is_lower(bound.key))) {
                let strict = if bound.is_exclusive {
                    ", exclusive"
                } else {
                    ""
                };
                let message = match before {
                    Some(before) => {
                        format!(
                            "has `{}` {}{strict} in place of {}",
                            bound.key, bound.limit, before.limit
                        )
                    }
                    None => format!("has a `{}` now: {}{strict}", bound.key, bound.limit),
                };
                self.find(ChangeKind::NarrowedBound, at, &message);
            }
        }
        let new = is.patterns.difference(&was.patterns).next();
        if let Some(pattern) = new.filter(|_| is.takes_type("string")) {
            let message = format!("must match `{pattern}` now");
            self.find(ChangeKind::NarrowedBound, at, &message);
        }
    }

    fn properties(&mut self, was: &Shape<'b>, is: &Shape<'a>, at: Span) {
        let mut seen = HashSet::new();
        for entry in &was.properties {
            if seen.insert(&entry.key) && !self.is_hidden(self.versions.before, &entry.node) {
                self.path.push(entry.key.to_string());
                self.known_property(was, is, &entry.key, at);
                self.path.pop();
            }
        }
        if self.direction == BodyDirection::Response {
            return;
        }
        for name in &is.required {
            let entry = is.property(name);
            let before = was.property(name);
            let was_sent =
                before.is_some_and(|entry| !self.is_hidden(self.versions.before, &entry.node));
            let was_named = before.is_none() && was.required.contains(name);
            let is_sent =
                entry.is_none_or(|entry| !self.is_hidden(self.versions.after, &entry.node));
            if !was_sent && !was_named && is_sent {
                self.path.push((*name).to_owned());
                let at = entry.map_or(at, |entry| entry.at);
                let message = match before {
                    Some(_) => "was read only and must be sent now",
                    None => "is new and required",
                };
                self.find(ChangeKind::NewRequiredProperty, at, message);
                self.path.pop();
            }
        }
    }

    /// Compares a property that the earlier version sends.
    fn known_property(&mut self, was: &Shape<'b>, is: &Shape<'a>, name: &str, at: Span) {
        let before = was.property(name).map(|entry| &entry.node);
        let after = is.property(name);
        let is_hidden = after.is_some_and(|entry| self.is_hidden(self.versions.after, &entry.node));
        let (was_required, is_required) = (was.required.contains(name), is.required.contains(name));
        match (self.direction, after) {
            (BodyDirection::Response, None) => {
                self.find(ChangeKind::RemovedResponseProperty, at, "is gone");
            }
            (BodyDirection::Response, Some(entry)) if is_hidden => {
                let message = "is not sent any more";
                self.find(ChangeKind::RemovedResponseProperty, entry.at, message);
            }
            (BodyDirection::Response, Some(entry)) if was_required && !is_required => {
                let message = "may be missing now";
                self.find(ChangeKind::ResponsePropertyOptional, entry.at, message);
            }
            (BodyDirection::Request, after) if !was_required && is_required && !is_hidden => {
                let at = after.map_or(at, |entry| entry.at);
                self.find(ChangeKind::PropertyNowRequired, at, "is required now");
            }
            _ => {}
        }
        if let Some((before, after)) = before.zip(after).filter(|_| !is_hidden) {
            self.compare(before, &after.node);
        }
    }

    /// Returns whether a property is not sent in this direction.
    fn is_hidden(&self, description: &Description<'_>, node: &DataNode) -> bool {
        is_hidden(description.documents, node, self.direction)
    }

    /// Compares alternatives: each one that is sent must be among those that are taken.
    fn choices(
        &mut self,
        (before, was): (&'b DataNode, &Shape<'b>),
        (after, is): (&'a DataNode, &Shape<'a>),
    ) {
        let old = if was.choices.is_empty() {
            vec![before]
        } else {
            was.choices.clone()
        };
        let new = if is.choices.is_empty() {
            vec![after]
        } else {
            is.choices.clone()
        };
        let sent = match self.direction {
            BodyDirection::Request => old.len(),
            BodyDirection::Response => new.len(),
        };
        for number in 0..sent {
            match self.counterpart(&old, &new, number) {
                Counterpart::Fits => {}
                Counterpart::Differs(before, after) => self.compare(before, after),
                Counterpart::None => {
                    let message = match self.direction {
                        BodyDirection::Request => "does not take one of its alternatives any more",
                        BodyDirection::Response => "may be another alternative now",
                    };
                    self.find(ChangeKind::NarrowedType, after.span, message);
                }
            }
        }
    }

    /// The alternative of the other version that an alternative stands for: one that it fits, one
    /// of its name, or the one of its number.
    fn counterpart(
        &self,
        old: &[&'b DataNode],
        new: &[&'a DataNode],
        number: usize,
    ) -> Counterpart<'b, 'a> {
        let pairs: Vec<(&'b DataNode, &'a DataNode)> = match self.direction {
            BodyDirection::Request => new.iter().map(|other| (old[number], *other)).collect(),
            BodyDirection::Response => old.iter().map(|other| (*other, new[number])).collect(),
        };
        let named = pairs.iter().find(|(before, after)| is_same(before, after));
        if let Some((before, after)) = named {
            return Counterpart::Differs(before, after);
        }
        if pairs
            .iter()
            .any(|(before, after)| self.is_safe(before, after))
        {
            return Counterpart::Fits;
        }
        let by_number = || (old.len() == new.len()).then(|| (old[number], new[number]));
        match by_number() {
            Some((before, after)) => Counterpart::Differs(before, after),
            None => Counterpart::None,
        }
    }

    /// Returns whether a change of one schema to another breaks nothing.
    fn is_safe(&self, before: &'b DataNode, after: &'a DataNode) -> bool {
        let mut trial = Self {
            versions: self.versions,
            operation: self.operation,
            direction: self.direction,
            subject: self.subject,
            path: self.path.clone(),
            open: self.open.clone(),
            left: Cell::new(self.left.get()),
            changes: Vec::new(),
        };
        trial.compare(before, after);
        self.left.set(trial.left.get());
        trial.changes.is_empty()
    }
}

/// The alternative of the other version that an alternative stands for.
enum Counterpart<'b, 'a> {
    /// There is one, and nothing breaks.
    Fits,
    /// There is one that differs.
    Differs(&'b DataNode, &'a DataNode),
    /// There is none.
    None,
}

/// Returns whether two alternatives have the same name.
fn is_same(before: &DataNode, after: &DataNode) -> bool {
    let name = |node: &DataNode| match node.reference() {
        Some(reference) => reference.text().map(str::to_owned),
        None => node.text_of("title").map(str::to_owned),
    };
    name(before).is_some() && name(before) == name(after)
}
