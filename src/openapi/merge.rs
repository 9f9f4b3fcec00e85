//! Schemas that hold for one value: the parts of an `allOf`, and a property in several of them.

use std::borrow::Cow;

use crate::yaml::{DataNode, DataValue, Entry};

/// The deepest `allOf` in an `allOf`.
const DEEPEST: usize = 16;

/// The keywords that say one thing each: two schemas that have one cannot be written as one.
const WHOLE: [&str; 8] = [
    "oneOf",
    "anyOf",
    "not",
    "if",
    "then",
    "else",
    "discriminator",
    "$ref",
];

/// A schema with the unnamed parts of its `allOf` as keywords of its own. References stay parts.
pub fn folded(node: &DataNode) -> Cow<'_, DataNode> {
    fold(node, 0)
}

fn fold(node: &DataNode, depth: usize) -> Cow<'_, DataNode> {
    let is_unnamed = |part: &DataNode| part.is_map() && part.reference().is_none();
    let Some(parts) = node.entry("allOf") else {
        return Cow::Borrowed(node);
    };
    if depth == DEEPEST || !parts.node.items().iter().any(is_unnamed) {
        return Cow::Borrowed(node);
    }
    let own = node.entries().iter().filter(|entry| &*entry.key != "allOf");
    let mut folded = map(own.cloned().collect(), node);
    let mut kept = Vec::new();
    // The last part narrows those before it.
    for part in parts.node.items().iter().rev() {
        let part = fold(part, depth + 1);
        if !is_unnamed(&part) || say_the_same(&part, &folded) {
            kept.push(part.into_owned());
            continue;
        }
        kept.extend(part.items_of("allOf").iter().rev().cloned());
        folded = narrowed(&without_parts(&part), &folded);
    }
    kept.reverse();
    add_parts(&mut folded, kept);
    Cow::Owned(folded)
}

/// One schema for two that hold together: where both have a keyword, that of `narrower` counts, and
/// of two bounds the stricter one. Properties are narrowed one by one; names of required ones add
/// up.
pub fn narrowed(base: &DataNode, narrower: &DataNode) -> DataNode {
    if !narrower.is_map() || !base.is_map() {
        // `false` takes nothing, `true` anything.
        let is_base = base.bool() == Some(false) || narrower.bool() == Some(true);
        return if is_base { base } else { narrower }.clone();
    }
    let references = [base, narrower].map(|node| {
        let reference = node.reference()?;
        Some((reference.text()?, reference.span.file))
    });
    if references[0] == references[1] {
        return map(
            join(base.entries(), narrower.entries(), joined_keyword),
            narrower,
        );
    }
    // A reference hides what stands beside it, as a part of an `allOf` it does not.
    let [base, inner] = [base, narrower].map(reference_as_part);
    let parts = [&base, &inner].map(|node| node.items_of("allOf").to_vec());
    let [base, inner] = [base, inner].map(|node| without_parts(&node));
    let mut joined = map(
        join(base.entries(), inner.entries(), joined_keyword),
        narrower,
    );
    add_parts(&mut joined, parts.concat());
    joined
}

/// The entries of both, in the order of `base`, then of `narrower`; `both` joins two of one name.
fn join(
    base: &[Entry],
    narrower: &[Entry],
    both: impl Fn(&Entry, &Entry) -> DataNode,
) -> Vec<Entry> {
    let mut joined = base.to_vec();
    for own in narrower {
        match joined.iter_mut().find(|entry| entry.key == own.key) {
            Some(known) => {
                let node = both(known, own);
                *known = Entry {
                    node,
                    ..own.clone()
                };
            }
            None => joined.push(own.clone()),
        }
    }
    joined
}

/// The value of a keyword that both schemas have.
fn joined_keyword(base: &Entry, own: &Entry) -> DataNode {
    let [earlier, later] = [&base.node, &own.node];
    let value = match &*own.key {
        "properties" | "patternProperties" => {
            let both = |base: &Entry, own: &Entry| narrowed(&base.node, &own.node);
            DataValue::Map(join(earlier.entries(), later.entries(), both))
        }
        "required" | "allOf" => DataValue::List([earlier.items(), later.items()].concat()),
        "items" | "additionalProperties" => return narrowed(earlier, later),
        "enum" => DataValue::List(in_both(earlier, later)),
        key if key.starts_with("min") || key == "exclusiveMinimum" => {
            return stricter(earlier, later, |one, other| one > other).clone();
        }
        key if key.starts_with("max") || key == "exclusiveMaximum" => {
            return stricter(earlier, later, |one, other| one < other).clone();
        }
        _ => return later.clone(),
    };
    DataNode {
        value,
        span: later.span,
    }
}

/// The items of two lists that both have; those of the later one if there are none.
fn in_both(earlier: &DataNode, later: &DataNode) -> Vec<DataNode> {
    let known: Vec<_> = earlier.items().iter().map(DataNode::to_json).collect();
    let both = later.items().iter();
    let both = both.filter(|item| known.contains(&item.to_json()));
    let both: Vec<DataNode> = both.cloned().collect();
    if both.is_empty() {
        return later.items().to_vec();
    }
    both
}

/// The bound that leaves fewer values. The later one counts if they are no numbers.
fn stricter<'n>(
    earlier: &'n DataNode,
    later: &'n DataNode,
    is_stricter: fn(f64, f64) -> bool,
) -> &'n DataNode {
    let number = |node: &DataNode| node.scalar()?.parse::<f64>().ok();
    match number(earlier).zip(number(later)) {
        Some((one, other)) if is_stricter(one, other) => earlier,
        _ => later,
    }
}

fn say_the_same(part: &DataNode, other: &DataNode) -> bool {
    let has = |key: &&str| part.get(key).is_some() && other.get(key).is_some();
    WHOLE.iter().any(has)
}

/// A schema with its reference as a part of its `allOf`.
fn reference_as_part(node: &DataNode) -> DataNode {
    let Some(reference) = node.entry("$ref") else {
        return node.clone();
    };
    let own = node.entries().iter().filter(|entry| &*entry.key != "$ref");
    let mut with_part = map(own.cloned().collect(), node);
    let part = map(vec![reference.clone()], node);
    add_parts(&mut with_part, vec![part]);
    with_part
}

fn without_parts(node: &DataNode) -> DataNode {
    let own = node.entries().iter().filter(|entry| &*entry.key != "allOf");
    map(own.cloned().collect(), node)
}

fn add_parts(node: &mut DataNode, parts: Vec<DataNode>) {
    let span = node.span;
    let DataValue::Map(entries) = &mut node.value else {
        return;
    };
    if parts.is_empty() {
        return;
    }
    let known = entries.iter_mut().find(|entry| &*entry.key == "allOf");
    match known.map(|entry| &mut entry.node.value) {
        Some(DataValue::List(known)) => known.extend(parts),
        _ => entries.push(Entry {
            key: "allOf".into(),
            at: span,
            node: DataNode {
                value: DataValue::List(parts),
                span,
            },
        }),
    }
}

fn map(entries: Vec<Entry>, like: &DataNode) -> DataNode {
    DataNode {
        value: DataValue::Map(entries),
        span: like.span,
    }
}
