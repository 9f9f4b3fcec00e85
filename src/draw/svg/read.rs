//! SVG becomes a tree, in which every style is an attribute.

use simplecss::{Declaration, DeclarationTokenizer, PseudoClass, StyleSheet};

use super::allowed;
use super::element::{SvgElement, SvgNode};
use super::html_label::HtmlLabel;
use crate::draw::font_file::FontFile;

/// The most elements and texts of a drawing.
const MOST: u32 = 100_000;

/// The most elements inside each other.
const DEEPEST: usize = 100;

/// The most parts of a selector: matching one takes time with the power of their number.
const MOST_PARTS: usize = 4;

/// The most comparisons of an element with a rule.
const MOST_COMPARISONS: usize = 4_000_000;

/// Reads SVG whose texts are in `file`, if that is given. Elements and attributes that drawings may
/// not have are left out.
///
/// # Errors
/// The text is no SVG, or too much of it.
pub fn read(svg: &str, file: Option<&FontFile>) -> Result<SvgElement, String> {
    let options = roxmltree::ParsingOptions {
        nodes_limit: MOST,
        // Its entities are bounded, and it loads no others.
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    let document =
        roxmltree::Document::parse_with_options(svg, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err("its first element is not `svg`".to_owned());
    }
    let styles = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "style")));
    let css: String = styles.filter_map(|style| style.text()).collect();
    let css = without_unread(&css);
    let mut rules = StyleSheet::parse(&css);
    rules.rules.retain(|rule| {
        let selector = rule.selector.to_string();
        selector.split_whitespace().count() <= MOST_PARTS
    });
    if rules.rules.len() * document.descendants().count() > MOST_COMPARISONS {
        return Err("it has too many elements and rules of style".to_owned());
    }
    let reader = SvgReader { rules, file };
    reader.element(root, 0)
}

/// Styles whose selectors for parts of attributes match nothing: the crate would drop the other
/// selectors of their rules, too.
fn without_unread(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find('[') {
        let end = rest[start..]
            .find(']')
            .map_or(rest.len(), |end| start + end + 1);
        let selector = &rest[start..end];
        let is_unread = ["$=", "^=", "*="]
            .iter()
            .any(|sign| selector.contains(sign));
        out.push_str(&rest[..start]);
        out.push_str(if is_unread {
            ".unread-selector"
        } else {
            selector
        });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

struct SvgReader<'c> {
    /// The rules of the drawing's own styles, the weakest first.
    rules: StyleSheet<'c>,
    /// The font of the texts.
    file: Option<&'c FontFile>,
}

impl SvgReader<'_> {
    fn element(&self, node: roxmltree::Node<'_, '_>, depth: usize) -> Result<SvgElement, String> {
        if depth > DEEPEST {
            return Err(format!(
                "more than {DEEPEST} elements stand inside each other"
            ));
        }
        let mut element = SvgElement::new(node.tag_name().name());
        element.attrs = self.attributes(node);
        for child in node.children() {
            let name = child.tag_name().name();
            if child.is_text() {
                let text = child.text().unwrap_or_default();
                element.children.push(SvgNode::Text(text.to_owned()));
            } else if name == "foreignObject" {
                element
                    .children
                    .extend(self.html_label(child).map(SvgNode::Element));
            } else if child.is_element() && allowed::is_element(name) {
                element
                    .children
                    .push(SvgNode::Element(self.element(child, depth + 1)?));
            }
        }
        if element.name == "switch" {
            // Browsers show the first of its children. The others say the same in simpler ways.
            element.name = "g".to_owned();
            element
                .children
                .retain(|child| matches!(child, SvgNode::Element(_)));
            element.children.truncate(1);
        }
        if matches!(element.name.as_str(), "title" | "desc") {
            // Browsers read their content as HTML.
            let texts = node.descendants().filter(|part| part.is_text());
            let text: String = texts.filter_map(|part| part.text()).collect();
            element.children = vec![SvgNode::Text(text)];
        }
        if !holds_text(&element.name) {
            element
                .children
                .retain(|child| matches!(child, SvgNode::Element(_)));
        }
        Ok(element)
    }

    /// The text of HTML in the drawing; `None` if it has none.
    fn html_label(&self, node: roxmltree::Node<'_, '_>) -> Option<SvgElement> {
        let number = |name: &str| node.attribute(name)?.parse::<f64>().ok();
        // A label without a size of its own is placed by styles, which are not read.
        let [width, height] = [number("width")?, number("height")?];
        let [x, y] = ["x", "y"].map(|name| number(name).unwrap_or(0.0));
        let mut label = HtmlLabel {
            area: [x, y, width, height],
            ..HtmlLabel::default()
        };
        for part in node.descendants() {
            let is_new_line = matches!(part.tag_name().name(), "br" | "p" | "div");
            if part.is_text() {
                label.text.push_str(part.text().unwrap_or_default());
            } else if is_new_line && !label.text.ends_with('\n') && !label.text.is_empty() {
                label.text.push('\n');
            }
            let style = part.attribute("style").unwrap_or_default();
            label.is_centred |= style.contains("width: 100%");
            if part.is_element() {
                for (name, value) in self.attributes(part) {
                    match name.as_str() {
                        "color" => label.colour = Some(value),
                        "font-size" => label.size = value.parse().unwrap_or(label.size),
                        _ => {}
                    }
                }
            }
        }
        (!label.text.trim().is_empty()).then(|| label.into_text(self.file))
    }

    /// The attributes of an element, with what its styles say (CSS 2, "Assigning property values").
    fn attributes(&self, node: roxmltree::Node<'_, '_>) -> Vec<(String, String)> {
        let mut element = SvgElement::default();
        for attribute in node.attributes().filter(|attribute| is_svg(attribute)) {
            element.set(attribute.name(), attribute.value());
        }
        if let Some(origin) = node.attribute("transform-origin") {
            element.set("transform-origin", origin);
        }
        let own = node.attribute("style").unwrap_or_default();
        let own: Vec<Declaration<'_>> = DeclarationTokenizer::from(own).collect();
        let styled = Styled(node);
        let rules = self.rules.rules.iter();
        let matching = rules.filter(|rule| rule.selector.matches(&styled));
        let of_rules: Vec<&Declaration<'_>> =
            matching.flat_map(|rule| &rule.declarations).collect();
        for important in [false, true] {
            let declarations = of_rules.iter().copied().chain(&own);
            for declaration in declarations.filter(|one| one.important == important) {
                declare(&mut element, declaration);
            }
        }
        place_as_styled(&mut element);
        keep_inner_references(&mut element, node.tag_name().name());
        element.attrs
    }
}

/// Turns the CSS property `transform` into the attribute, which has no units and no origin.
fn place_as_styled(element: &mut SvgElement) {
    let origin = element.remove("transform-origin");
    let mut style = element.remove("css-transform");
    style = style.filter(|style| style != "none");
    if style.is_none() && origin.is_some() {
        style = element.remove("transform");
    }
    let Some(style) = style else {
        return;
    };
    let style = style.replace("deg", "").replace("px", "");
    let origin = origin.map(|origin| origin.replace("px", ""));
    let numbers: Vec<f64> = origin
        .iter()
        .flat_map(|origin| origin.split_whitespace())
        .filter_map(|number| number.parse().ok())
        .collect();
    let transform = match numbers[..] {
        [x, y] => format!("translate({x},{y}) {style} translate({},{})", -x, -y),
        _ => style,
    };
    element.set("transform", transform);
}

/// Returns whether an attribute is one of SVG's that drawings may have.
fn is_svg(attribute: &roxmltree::Attribute<'_, '_>) -> bool {
    let is_known_space = match attribute.namespace() {
        None => true,
        Some(space) => space.ends_with("/xlink") && attribute.name() == "href",
    };
    is_known_space && allowed::is_attribute(attribute.name())
}

/// Returns whether blanks and letters in an element are text.
fn holds_text(name: &str) -> bool {
    matches!(name, "text" | "tspan" | "textPath" | "title" | "desc" | "a")
}

fn declare(element: &mut SvgElement, declaration: &Declaration<'_>) {
    let value = declaration.value.trim();
    let value = value.strip_suffix("px").unwrap_or(value);
    let is_relative = matches!(value, "inherit" | "initial" | "revert" | "unset");
    match declaration.name {
        "transform" => element.set("css-transform", value),
        "transform-origin" => element.set("transform-origin", value),
        name if allowed::is_property(name) && !is_relative => element.set(name, value),
        _ => {}
    }
}

/// Drops references to other files, and writes those inside the drawing in one way.
fn keep_inner_references(element: &mut SvgElement, name: &str) {
    element.attrs.retain_mut(|(attribute, value)| {
        if attribute == "href" {
            return name == "a" || value.starts_with('#');
        }
        let is_plain = !value.contains('\\') && !value.to_ascii_lowercase().contains("url");
        if is_plain || !allowed::is_property(attribute) {
            return true;
        }
        match inner_reference(value) {
            Some(reference) => {
                *value = reference;
                true
            }
            None => false,
        }
    });
}

/// A reference to a part of the drawing: `url(#a)` or `url('#a')`, without a colour behind it.
fn inner_reference(value: &str) -> Option<String> {
    let (target, _) = value.trim().strip_prefix("url(")?.split_once(')')?;
    let id = target.trim().trim_matches(['"', '\'']).strip_prefix('#')?;
    let is_name = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
    id.chars().all(is_name).then(|| format!("url(#{id})"))
}

/// An element, as selectors see it.
struct Styled<'a, 'i>(roxmltree::Node<'a, 'i>);

impl simplecss::Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: simplecss::AttributeOperator<'_>) -> bool {
        let value = self.0.attribute(name);
        value.is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
