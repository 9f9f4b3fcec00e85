//! The links of a drawing.

use super::element::{SvgElement, SvgNode};
use super::labels::labels;
use crate::draw::targets::{LinkedPart, PartSign};

/// Makes links of parts that the renderer draws without their addresses.
pub fn link(root: &mut SvgElement, parts: &[LinkedPart<'_>]) {
    if parts.is_empty() {
        return;
    }
    root.each_mut(&mut |group| {
        if group.name == "a" {
            return;
        }
        for child in &mut group.children {
            let SvgNode::Element(element) = child else {
                continue;
            };
            if let Some(part) = parts.iter().find(|part| is_part(element, &part.sign)) {
                *child = SvgNode::Element(linked(element.clone(), part));
            }
        }
    });
}

fn is_part(element: &SvgElement, sign: &PartSign<'_>) -> bool {
    match sign {
        PartSign::Participant(name) => {
            let is_actor = |class: &str| class.contains("actor");
            element.name == "text"
                && element.get("class").is_some_and(is_actor)
                && name.split("<br").next() == Some(labels(element).concat().as_str())
        }
        PartSign::Task(task) => {
            let id = element.get("id").and_then(|id| id.split_once('-'));
            id.is_some_and(|(_, id)| id.strip_suffix("-text") == Some(*task))
        }
    }
}

fn linked(element: SvgElement, part: &LinkedPart<'_>) -> SvgElement {
    let mut link = SvgElement::new("a");
    link.set("href", part.address);
    if let Some(label) = part.label {
        let mut title = SvgElement::new("title");
        title.children.push(SvgNode::Text(label.to_owned()));
        link.children.push(SvgNode::Element(title));
    }
    link.children.push(SvgNode::Element(element));
    link
}

/// Removes the addresses that readers cannot follow, such as scripts.
pub fn drop_scripts(root: &mut SvgElement) {
    root.each_mut(&mut |element| {
        if element.name == "a" && !element.get("href").is_some_and(is_followed) {
            element.name = "g".to_owned();
            element.remove("href");
        }
    });
}

fn is_followed(address: &str) -> bool {
    let address = address.trim();
    let before_path = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        Some((scheme, _)) => {
            let scheme = scheme.to_ascii_lowercase();
            matches!(scheme.as_str(), "http" | "https" | "mailto")
        }
        None => !address.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_readers_follow_are_links() {
        for address in ["a.md", "../b/#c:d", "https://x.org", "mailto:a@x.org", "#a"] {
            assert!(is_followed(address), "{address}");
        }
        for address in [
            "",
            "javascript:alert(1)",
            " JavaScript:x",
            "data:text/html,a",
            "vbscript:a",
        ] {
            assert!(!is_followed(address), "{address}");
        }
    }
}
