//! Parts that the renderer draws at the wrong place are moved.

use super::element::{SvgElement, SvgNode};
use crate::draw::colours::DrawnColour;
use crate::draw::roles::ColourRole;

/// The distance from the top of a label to the middle of its first line, in user units.
const FIRST_MIDDLE: f64 = 9.1;

/// The distance between two lines of a label.
const LINE: f64 = 15.4;

/// Moves what is known to be at the wrong place in drawings of a kind.
pub fn mend(root: &mut SvgElement, kind: &str) {
    root.each_mut(&mut |element| {
        if element
            .get("class")
            .is_some_and(|class| class.contains("edgeLabel"))
        {
            element.each_mut(&mut cover_line);
        }
        show_style(element);
        centre_label(element);
        raise_label(element);
        if kind == "gantt" {
            drop_today(element);
        }
    });
    if kind == "sankey" {
        // The flows would be painted over the text.
        let is_text =
            |child: &SvgNode| matches!(child, SvgNode::Element(group) if holds_text(group));
        root.children.sort_by_key(is_text);
    }
}

fn holds_text(element: &SvgElement) -> bool {
    element.name == "text" || element.elements().any(holds_text)
}

/// Parts of a text do not undo the style that the author gave to the whole, and the cross of a
/// reverted commit differs from its dot.
fn show_style(element: &mut SvgElement) {
    let is_part = element.name == "tspan";
    element.attrs.retain(|(name, value)| {
        let is_default = matches!(name.as_str(), "font-style" | "font-weight") && value == "normal";
        !(is_part && is_default)
    });
    if element
        .get("class")
        .is_some_and(|class| class.contains("commit-reverse"))
    {
        element.set("stroke", DrawnColour::Role(ColourRole::Ink).value());
    }
}

/// The ground of a label hides the line below it; the renderer lets it shine through.
fn cover_line(rect: &mut SvgElement) {
    if rect.name == "rect" && rect.get("opacity") == Some("0.5") {
        rect.remove("opacity");
        rect.set("fill", DrawnColour::Role(ColourRole::Label).value());
    }
}

/// A label on a line is centred twice, as a group and as a text. Only the text stays so.
fn centre_label(group: &mut SvgElement) {
    let Some((x, rest)) = group
        .get("transform")
        .and_then(|transform| transform.strip_prefix("translate("))
        .and_then(|numbers| numbers.split_once(','))
    else {
        return;
    };
    let Some(x) = x.trim().parse::<f64>().ok().filter(|x| *x < 0.0) else {
        return;
    };
    let moved = format!("translate(0,{rest}");
    let is_ground = |element: &SvgElement| {
        let width = element.number("width").unwrap_or(0.0);
        element.name == "rect" && (width + 2.0 * x).abs() < 0.1
    };
    let is_centred = |element: &SvgElement| {
        element.name == "text" && element.get("text-anchor") == Some("middle")
    };
    if find(group, &is_centred).is_none() {
        return;
    }
    if let Some(ground) = find(group, &is_ground) {
        ground.set("x", x.to_string());
        group.set("transform", moved);
    }
}

/// The first element in a group, or in the groups in it that move nothing.
fn find<'g>(
    group: &'g mut SvgElement,
    is_it: &dyn Fn(&SvgElement) -> bool,
) -> Option<&'g mut SvgElement> {
    group.elements_mut().find_map(|element| {
        if is_it(element) {
            Some(element)
        } else if element.name == "g" && element.get("transform").is_none() {
            find(element, is_it)
        } else {
            None
        }
    })
}

/// A label on a transition is moved by half of its height, although its text begins at the top.
fn raise_label(group: &mut SvgElement) {
    let size = |rect: &SvgElement| Some([rect.number("width")?, rect.number("height")?]);
    let is_at_corner = |rect: &&SvgElement| {
        rect.name == "rect" && rect.number("x") == Some(0.0) && rect.number("y") == Some(0.0)
    };
    let Some([width, height]) = group.elements().find(is_at_corner).and_then(size) else {
        return;
    };
    let from = format!("translate({}, {})", width / 2.0, height / 2.0);
    for label in group.elements_mut() {
        if label.name != "g" || label.get("transform") != Some(&from) {
            continue;
        }
        let lines = label
            .elements()
            .map(|text| text.elements().count())
            .sum::<usize>();
        let text = FIRST_MIDDLE + LINE * (lines.max(1) - 1) as f64 / 2.0;
        let moved = format!("translate({}, {})", width / 2.0, height / 2.0 - text);
        label.set("transform", moved);
    }
}

/// Turns entities into letters, as Mermaid's HTML would: the renderer leaves some.
pub fn decode_entities(root: &mut SvgElement) {
    root.each_mut(&mut |element| {
        for child in &mut element.children {
            if let SvgNode::Text(text) = child
                && text.contains('&')
            {
                *text = decoded(text);
            }
        }
    });
}

fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(';').map_or(1, |end| end + 1);
        let name = &rest[1..end - usize::from(end > 1)];
        let is_entity =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
        if is_entity {
            out.push_str(&htmlize::unescape(&rest[..end]));
            rest = &rest[end..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Drops the line of the day: pages are not drawn anew each day.
fn drop_today(element: &mut SvgElement) {
    element.children.retain(|child| {
        let SvgNode::Element(child) = child else {
            return true;
        };
        child.get("class") != Some("today")
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_entities_are_letters_and_addresses_stay() {
        assert_eq!(decoded("a &ast; b &amp; c"), "a * b & c");
        assert_eq!(decoded("/x?id=1&region=eu;&"), "/x?id=1&region=eu;&");
    }
}
