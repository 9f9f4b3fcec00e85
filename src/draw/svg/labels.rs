//! The words of a drawing.

use super::element::{SvgElement, SvgNode};

/// The texts of a drawing, in order, each on one line.
pub fn labels(root: &SvgElement) -> Vec<String> {
    let mut labels = Vec::new();
    root.each(&mut |element| {
        if element.name != "text" {
            return;
        }
        let mut label = String::new();
        read(element, &mut label);
        let words: Vec<&str> = label.split_whitespace().collect();
        if !words.is_empty() {
            labels.push(words.join(" "));
        }
    });
    labels
}

fn read(element: &SvgElement, label: &mut String) {
    if ["x", "y", "dy"]
        .iter()
        .any(|name| element.get(name).is_some())
    {
        label.push(' ');
    }
    for child in &element.children {
        match child {
            SvgNode::Text(text) => label.push_str(text),
            SvgNode::Element(part) => read(part, label),
        }
    }
}

/// Takes the title and the description out of a drawing. The renderer writes those that the author
/// gave.
fn take(root: &mut SvgElement, name: &str) -> Option<String> {
    let is_it =
        |child: &SvgNode| matches!(child, SvgNode::Element(element) if element.name == name);
    let at = root.children.iter().position(is_it)?;
    match root.children.remove(at) {
        SvgNode::Element(element) => element.children.into_iter().find_map(|child| match child {
            SvgNode::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        }),
        SvgNode::Text(_) => None,
    }
}

/// Gives a drawing its title and description for readers who do not see it: the title that is
/// given, or else the author's, or else a summary. Without any, it is hidden from them. Returns the
/// title.
pub fn describe(root: &mut SvgElement, given: Option<&str>, summary: &str, prefix: &str) -> String {
    let (own, description) = (take(root, "title"), take(root, "desc"));
    let title = given.map(str::to_owned).or(own);
    let has_title = title.is_some();
    let title = title.unwrap_or_else(|| summary.to_owned());
    // The parts of an image cannot be reached: links must be.
    let mut has_links = false;
    root.each(&mut |element| has_links |= element.name == "a");
    root.set("role", if has_links { "group" } else { "img" });
    if title.is_empty() {
        if !has_links {
            root.set("aria-hidden", "true");
        }
        return title;
    }
    let description = description.or_else(|| has_title.then(|| summary.to_owned()));
    let mut first = vec![named("title", &title, prefix)];
    root.set("aria-labelledby", format!("{prefix}.title"));
    if let Some(description) = description.filter(|text| !text.is_empty()) {
        first.push(named("desc", &description, prefix));
        root.set("aria-describedby", format!("{prefix}.desc"));
    }
    root.children.splice(0..0, first);
    title
}

fn named(name: &str, text: &str, prefix: &str) -> SvgNode {
    let mut element = SvgElement::new(name);
    element.set("id", format!("{prefix}.{name}"));
    element.children.push(SvgNode::Text(text.to_owned()));
    SvgNode::Element(element)
}
