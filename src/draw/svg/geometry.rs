//! The places of shapes and texts in a drawing.

use std::str::FromStr;

use kurbo::{Affine, BezPath, Circle, Ellipse, PathEl, Point, Rect, Shape as _};

use super::element::{SvgElement, SvgNode};
use crate::draw::font_file::FontFile;
use crate::draw::text_width::{Font, width};

/// The tolerance of curves, in user units.
const TOLERANCE: f64 = 0.5;

/// The middle of letters without a baseline of their own.
const ON_LINE: f64 = 0.3;

/// The properties that decide about places inside an element.
#[derive(Debug, Clone)]
pub struct SvgFrame<'f> {
    /// From the element's coordinates to the drawing's.
    pub transform: Affine,
    /// The font size in user units.
    pub size: f64,
    /// The font.
    pub font: Font,
    /// The site's own font.
    file: Option<&'f FontFile>,
    anchor: TextAnchor,
    /// The middle of the letters above the line that they stand on, in font sizes.
    middle: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum TextAnchor {
    Start,
    Middle,
    End,
}

impl<'f> SvgFrame<'f> {
    /// The frame of a whole drawing whose texts are in `file`, if that is given.
    pub fn of_all(file: Option<&'f FontFile>) -> Self {
        Self {
            file,
            transform: Affine::IDENTITY,
            size: 16.0,
            font: Font::Regular,
            anchor: TextAnchor::Start,
            middle: ON_LINE,
        }
    }

    /// The frame inside an element.
    pub fn inside(&self, element: &SvgElement) -> Self {
        let mut frame = self.clone();
        if let Some(transform) = element.get("transform").and_then(affine) {
            frame.transform *= transform;
        }
        if let Some(size) = element.number("font-size") {
            frame.size = size;
        }
        match element.get("text-anchor") {
            Some("middle") => frame.anchor = TextAnchor::Middle,
            Some("end") => frame.anchor = TextAnchor::End,
            Some(_) => frame.anchor = TextAnchor::Start,
            None => {}
        }
        match element
            .get("dominant-baseline")
            .or(element.get("alignment-baseline"))
        {
            Some("middle" | "central") => frame.middle = 0.0,
            Some("hanging" | "text-before-edge" | "before-edge") => frame.middle = -0.4,
            Some(_) => frame.middle = ON_LINE,
            None => {}
        }
        let (family, weight) = (element.get("font-family"), element.get("font-weight"));
        if family.is_some() || weight.is_some() {
            frame.font = Font::of(family, weight);
        }
        frame
    }

    /// The middle of a text's first line, in the drawing's coordinates.
    pub fn middle_of(&self, text: &SvgElement) -> Option<Point> {
        let first = self.lines_of(text).into_iter().next()?;
        Some(first.box_in_drawing().center())
    }

    /// The box of a text, in the drawing's coordinates.
    pub fn box_of(&self, text: &SvgElement) -> Option<Rect> {
        let lines = self.lines_of(text).into_iter();
        lines
            .map(|line| line.box_in_drawing())
            .reduce(|one, other| one.union(other))
    }

    fn lines_of(&self, text: &SvgElement) -> Vec<TextLine<'f>> {
        let mut lines = TextLines {
            at: Point::ZERO,
            lines: Vec::new(),
        };
        lines.read(text, self);
        lines.lines.retain(|line| !line.text.trim().is_empty());
        lines.lines
    }
}

/// The lines of a text that is being read.
struct TextLines<'f> {
    at: Point,
    lines: Vec<TextLine<'f>>,
}

/// A line of a text.
struct TextLine<'f> {
    at: Point,
    text: String,
    frame: SvgFrame<'f>,
}

impl<'f> TextLines<'f> {
    fn read(&mut self, element: &SvgElement, frame: &SvgFrame<'f>) {
        let has = |name: &str| element.get(name).is_some();
        let length = |name: &str| {
            let value = element.get(name)?;
            in_units(value, frame.size)
        };
        self.at.x = length("x").unwrap_or(self.at.x) + length("dx").unwrap_or(0.0);
        self.at.y = length("y").unwrap_or(self.at.y) + length("dy").unwrap_or(0.0);
        let is_blank = self
            .lines
            .last()
            .is_none_or(|line| line.text.trim().is_empty());
        if is_blank || has("x") || has("y") {
            self.lines.push(TextLine {
                at: self.at,
                text: String::new(),
                frame: frame.clone(),
            });
        }
        for child in &element.children {
            match (child, self.lines.last_mut()) {
                (SvgNode::Text(text), Some(line)) => line.text.push_str(text),
                (SvgNode::Element(child), _) => self.read(child, &frame.inside(child)),
                _ => {}
            }
        }
    }
}

impl TextLine<'_> {
    fn box_in_drawing(&self) -> Rect {
        let Self { at, text, frame } = self;
        let width = width(text.trim(), frame.size, frame.font, frame.file);
        let left = match frame.anchor {
            TextAnchor::Start => at.x,
            TextAnchor::Middle => at.x - width / 2.0,
            TextAnchor::End => at.x - width,
        };
        let middle = at.y - frame.size * frame.middle;
        let half = frame.size * 0.6;
        let own = Rect::new(left, middle - half, left + width, middle + half);
        frame.transform.transform_rect_bbox(own)
    }
}

/// The numbers of a view, if there are four.
pub fn view_numbers(root: &SvgElement) -> Option<[f64; 4]> {
    let view = root.get("viewBox")?;
    let numbers = view.split(|c: char| c == ',' || c.is_whitespace());
    let numbers: Vec<f64> = numbers.filter_map(|number| number.parse().ok()).collect();
    numbers.try_into().ok()
}

/// A length in user units: `3`, `3px`, `1.1em`.
fn in_units(value: &str, size: f64) -> Option<f64> {
    let value = value.split([' ', ',']).next()?;
    let parsed = if let Some(ems) = value.strip_suffix("em") {
        ems.parse::<f64>().map(|ems| ems * size)
    } else {
        value.strip_suffix("px").unwrap_or(value).parse()
    };
    parsed.ok().filter(|length: &f64| length.abs() < 1e6)
}

fn affine(value: &str) -> Option<Affine> {
    let of = svgtypes::Transform::from_str(value).ok()?;
    Some(Affine::new([of.a, of.b, of.c, of.d, of.e, of.f]))
}

/// The outline of a shape, in its own coordinates.
pub fn outline(element: &SvgElement) -> Option<BezPath> {
    let number = |name: &str| element.number(name).unwrap_or(0.0);
    let path = match element.name.as_str() {
        "rect" => {
            let origin = Point::new(number("x"), number("y"));
            Rect::from_origin_size(origin, (number("width"), number("height"))).to_path(TOLERANCE)
        }
        "circle" => Circle::new((number("cx"), number("cy")), number("r")).to_path(TOLERANCE),
        "ellipse" => {
            let radii = (number("rx"), number("ry"));
            Ellipse::new((number("cx"), number("cy")), radii, 0.0).to_path(TOLERANCE)
        }
        "polygon" => BezPath::from_svg(&format!("M{}Z", element.get("points")?)).ok()?,
        "path" => closed(&BezPath::from_svg(element.get("d")?).ok()?),
        _ => return None,
    };
    Some(path)
}

/// A path, with each of its parts closed, as it is filled.
fn closed(path: &BezPath) -> BezPath {
    let mut closed = BezPath::new();
    let mut is_open = false;
    for part in path.iter() {
        let starts = matches!(part, PathEl::MoveTo(_));
        if starts && is_open {
            closed.close_path();
        }
        is_open = !matches!(part, PathEl::ClosePath) && !starts;
        closed.push(part);
    }
    if is_open {
        closed.close_path();
    }
    closed
}
