//! The elements of a drawing.

/// No number of a drawing is as large: shapes so far away are not seen, and take memory to outline.
const FARTHEST: f64 = 1e6;

/// An element of a drawing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SvgElement {
    /// The name, without a prefix.
    pub name: String,
    /// The attributes, in order.
    pub attrs: Vec<(String, String)>,
    /// The content.
    pub children: Vec<SvgNode>,
}

/// A part of an element's content.
#[derive(Debug, Clone, PartialEq)]
pub enum SvgNode {
    /// An element.
    Element(SvgElement),
    /// Text, unescaped.
    Text(String),
}

impl SvgElement {
    /// An element without attributes and content.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attrs.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// The value of an attribute as a number of user units.
    pub fn number(&self, name: &str) -> Option<f64> {
        let value = self.get(name)?.trim();
        let number = value.strip_suffix("px").unwrap_or(value).parse::<f64>();
        number.ok().filter(|number| number.abs() < FARTHEST)
    }

    /// Sets an attribute.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        match self.attrs.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attrs.push((name.to_owned(), value.into())),
        }
    }

    /// Removes an attribute and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.attrs.iter().position(|(known, _)| known == name)?;
        Some(self.attrs.remove(at).1)
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &SvgElement> {
        self.children.iter().filter_map(|child| match child {
            SvgNode::Element(element) => Some(element),
            SvgNode::Text(_) => None,
        })
    }

    /// The elements in it, for changes.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut SvgElement> {
        self.children.iter_mut().filter_map(|child| match child {
            SvgNode::Element(element) => Some(element),
            SvgNode::Text(_) => None,
        })
    }

    /// Calls `visit` with the element and everything in it, outer elements first.
    pub fn each(&self, visit: &mut impl FnMut(&SvgElement)) {
        visit(self);
        for element in self.elements() {
            element.each(visit);
        }
    }

    /// Calls `change` with the element and everything in it, outer elements first.
    pub fn each_mut(&mut self, change: &mut impl FnMut(&mut SvgElement)) {
        change(self);
        for element in self.elements_mut() {
            element.each_mut(change);
        }
    }

    /// Returns whether it is shown as text.
    pub fn is_text(&self) -> bool {
        matches!(self.name.as_str(), "text" | "tspan" | "textPath")
    }
}
