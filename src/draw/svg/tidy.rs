//! Drops parts of a drawing that have no effect: half of its bytes.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::allowed;
use super::element::{SvgElement, SvgNode};

/// The attributes with lists of numbers.
const NUMBERS: [&str; 25] = [
    "d",
    "points",
    "transform",
    "viewBox",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "dx",
    "dy",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "stroke-width",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "font-size",
];

/// The values of inherited properties that nothing sets.
const INITIAL: [(&str, &str); 14] = [
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("stroke-dasharray", "none"),
    ("visibility", "visible"),
    ("stroke", "none"),
    ("stroke-width", "1"),
    ("stroke-dashoffset", "0"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("font-style", "normal"),
    ("font-weight", "normal"),
    ("text-anchor", "start"),
    ("dominant-baseline", "auto"),
    ("fill-rule", "nonzero"),
];

/// Rounds numbers to hundredths, and those of paths to tenths. For the renderer's own drawings
/// alone: it writes a sign between any two numbers.
pub fn round(root: &mut SvgElement) {
    root.each_mut(&mut |element| {
        for (name, value) in &mut element.attrs {
            if NUMBERS.contains(&name.as_str()) {
                let is_path = matches!(name.as_str(), "d" | "points");
                *value = rounded(value, if is_path { 10.0 } else { 100.0 });
            }
        }
    });
}

fn rounded(value: &str, parts: f64) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e' | '+');
        // `1e-7` is one number, `1em` is not.
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches('e');
        match number.parse::<f64>() {
            Ok(parsed) if parsed.is_finite() => push_number(&mut text, parsed, parts),
            _ => text.push_str(number),
        }
        rest = &rest[number.len().max(1)..];
    }
    text.push_str(rest);
    text
}

fn push_number(text: &mut String, number: f64, parts: f64) {
    let rounded = (number * parts).round() / parts;
    // Minus nothing is written like nothing.
    let _ = write!(text, "{}", rounded + 0.0);
}

/// Drops what is not seen: empty groups, unused ids and definitions, values that are there already.
pub fn prune(root: &mut SvgElement) {
    let mut used = HashSet::new();
    root.each(&mut |element| used.extend(references(element)));
    drop_unused(root, &used);
    // A dropped marker may have used a gradient.
    used.clear();
    root.each(&mut |element| used.extend(references(element)));
    drop_unused(root, &used);
    let initial = INITIAL.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut uses_current = false;
    root.each(&mut |element| {
        uses_current |= element
            .attrs
            .iter()
            .any(|(_, value)| value == "currentColor");
    });
    root.each_mut(&mut |element| drop_inert(element, uses_current));
    drop_repeated(root, &initial);
    merge_text(root);
    unwrap_groups(root);
}

/// The ids that an element refers to.
fn references(element: &SvgElement) -> Vec<String> {
    let values = element.attrs.iter().filter_map(|(name, value)| {
        let id = match name.as_str() {
            "href" if element.name != "a" => value.strip_prefix('#'),
            _ => value
                .strip_prefix("url(#")
                .and_then(|rest| rest.strip_suffix(')')),
        };
        id.map(str::to_owned)
    });
    values.collect()
}

fn drop_unused(element: &mut SvgElement, used: &HashSet<String>) {
    for child in element.elements_mut() {
        drop_unused(child, used);
    }
    let is_definition = |name: &str| {
        matches!(
            name,
            "marker"
                | "linearGradient"
                | "radialGradient"
                | "clipPath"
                | "mask"
                | "pattern"
                | "symbol"
        )
    };
    element.children.retain(|child| {
        let SvgNode::Element(child) = child else {
            return true;
        };
        let is_named = child.get("id").is_some_and(|id| used.contains(id));
        let is_empty = child.children.is_empty();
        let is_hidden = child.get("display") == Some("none");
        let is_nothing = match child.name.as_str() {
            name if is_definition(name) => !is_named,
            "g" | "defs" | "text" | "a" | "tspan" => is_empty && !is_named,
            "rect" => child.number("width") == Some(0.0) || child.get("width").is_none(),
            "path" => child.get("d").is_none_or(str::is_empty),
            _ => false,
        };
        !is_nothing && !is_hidden
    });
    if element.get("id").is_some_and(|id| !used.contains(id)) {
        element.remove("id");
    }
}

/// Drops attributes that change nothing.
fn drop_inert(element: &mut SvgElement, uses_current: bool) {
    let is_zero = |value: &str| {
        let mut parts = value.split([' ', ',']);
        parts.all(|part| matches!(part, "" | "0"))
    };
    if element.get("stroke-dasharray").is_some_and(is_zero) {
        element.set("stroke-dasharray", "none");
    }
    element.attrs.retain(|(name, value)| match name.as_str() {
        "color" => uses_current,
        "opacity" => value != "1",
        "display" => value == "none",
        "transform" => !matches!(value.as_str(), "translate(0, 0)" | "translate(0,0)"),
        _ => true,
    });
}

/// Drops inherited properties that have the value of the element around.
fn drop_repeated(element: &mut SvgElement, around: &[(String, String)]) {
    element.attrs.retain(|(name, value)| {
        let is_known = |(known, same): &(String, String)| known == name && same == value;
        !(allowed::is_inherited(name) && around.iter().any(is_known))
    });
    element.remove("class");
    let mut inside = around.to_vec();
    for (name, value) in element
        .attrs
        .iter()
        .filter(|(name, _)| allowed::is_inherited(name))
    {
        inside.retain(|(known, _)| known != name);
        inside.push((name.clone(), value.clone()));
    }
    for child in element.elements_mut() {
        drop_repeated(child, &inside);
    }
}

/// Joins parts of a text that look alike.
fn merge_text(element: &mut SvgElement) {
    for child in element.elements_mut() {
        merge_text(child);
    }
    if !element.is_text() {
        return;
    }
    let mut joined: Vec<SvgNode> = Vec::new();
    for child in std::mem::take(&mut element.children) {
        let parts = match child {
            SvgNode::Element(part) if part.name == "tspan" && part.attrs.is_empty() => {
                part.children
            }
            other => vec![other],
        };
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(SvgNode::Text(before)), SvgNode::Text(text)) => before.push_str(&text),
                (_, part) => joined.push(part),
            }
        }
    }
    element.children = joined;
}

/// Replaces groups without attributes by what is in them.
fn unwrap_groups(element: &mut SvgElement) {
    for child in element.elements_mut() {
        unwrap_groups(child);
    }
    let mut children = Vec::with_capacity(element.children.len());
    for child in std::mem::take(&mut element.children) {
        match child {
            SvgNode::Element(group) if group.name == "g" && group.attrs.is_empty() => {
                children.extend(group.children);
            }
            other => children.push(other),
        }
    }
    element.children = children;
}

/// Lets every id begin with `prefix`, and what refers to it.
pub fn rename_ids(root: &mut SvgElement, prefix: &str) {
    let mut ids: Vec<String> = Vec::new();
    root.each_mut(&mut |element| {
        if let Some(id) = element.get("id").map(str::to_owned) {
            if ids.contains(&id) {
                // References lead to the first of two elements with one id.
                element.remove("id");
            } else {
                ids.push(id);
            }
        }
    });
    let new = |id: &str| {
        let at = ids.iter().position(|known| known == id)?;
        // No heading has an id with a full stop.
        Some(format!("{prefix}.{at}"))
    };
    root.each_mut(&mut |element| {
        let is_link = element.name == "a";
        for (name, value) in &mut element.attrs {
            let renamed = match name.as_str() {
                "id" => new(value),
                "href" if !is_link => value
                    .strip_prefix('#')
                    .and_then(new)
                    .map(|id| format!("#{id}")),
                _ => {
                    let id = value
                        .strip_prefix("url(#")
                        .and_then(|rest| rest.strip_suffix(')'));
                    id.and_then(new).map(|id| format!("url(#{id})"))
                }
            };
            if let Some(renamed) = renamed {
                *value = renamed;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_units_stay() {
        assert_eq!(
            rounded("M0.123456,-7.999L1e-7 12.5", 10.0),
            "M0.1,-8L0 12.5"
        );
        assert_eq!(
            rounded("translate(10.005, 3) rotate(-0.001)", 100.0),
            "translate(10.01, 3) rotate(0)"
        );
        assert_eq!(rounded("1.1em", 100.0), "1.1em");
        assert_eq!(rounded("100%", 100.0), "100%");
    }
}
