//! The grounds of texts, and colours in which they can be read there.

use kurbo::{BezPath, Point, Rect, Shape as _};

use super::element::SvgElement;
use super::geometry::{SvgFrame, outline};
use crate::colour::Rgb;
use crate::draw::colours::{DrawnColour, DrawnPaint, paint};
use crate::draw::font_file::FontFile;
use crate::draw::roles::ColourRole;

/// The colours of the default theme's page, in light and in dark pages.
const PAGE: Seen = Seen([Rgb::WHITE, Rgb::of_grey(0.09)]);

/// Those of grounds with the least contrast to black in light pages, and to white in dark ones.
const GROUND: Seen = Seen([Rgb::of_grey(0.86), Rgb::of_grey(0.24)]);

/// Those of lines.
const LINE: Seen = Seen([Rgb::of_grey(0.4), Rgb::of_grey(0.58)]);

/// The share of a ground from which on the author's colours decide.
const NOTABLE: f64 = 0.1;

/// A colour as it is seen in light and in dark pages.
#[derive(Debug, Clone, Copy)]
struct Seen([Rgb; 2]);

impl Seen {
    fn of(colour: DrawnColour) -> Self {
        match colour {
            DrawnColour::Fixed(rgb) => Seen([rgb, rgb]),
            DrawnColour::Role(ColourRole::Page | ColourRole::Label) => PAGE,
            DrawnColour::Role(role) if role.is_strong() => LINE,
            DrawnColour::SeriesLine(_) => LINE,
            DrawnColour::Role(_) | DrawnColour::Series(_) => GROUND,
        }
    }

    fn over(self, below: Self, alpha: f64) -> Self {
        Seen(std::array::from_fn(|at| {
            self.0[at].over(below.0[at], alpha)
        }))
    }
}

/// The ground of a text.
#[derive(Debug, Clone, Copy)]
struct TextGround {
    seen: Seen,
    /// The share of the author's colours in it.
    authors: f64,
    /// The role or the series of what is on top, if it covers most of what is below.
    top: Option<DrawnColour>,
}

/// Gives each text a colour in which it can be read, in both schemes.
pub fn make_readable(root: &mut SvgElement, file: Option<&FontFile>) {
    let mut reader = GroundReader::default();
    reader.element(root, &SvgFrame::of_all(file), &InheritedFill::default());
}

/// The fill that an element takes from those around it.
#[derive(Debug, Clone)]
struct InheritedFill {
    paint: Option<DrawnPaint>,
    /// The share of the fill that covers the ground below.
    fill_opacity: f64,
    /// The same of the groups around.
    opacity: f64,
}

impl Default for InheritedFill {
    fn default() -> Self {
        Self {
            paint: Some(DrawnPaint {
                colour: DrawnColour::Role(ColourRole::Ink),
                alpha: 1.0,
            }),
            fill_opacity: 1.0,
            opacity: 1.0,
        }
    }
}

impl InheritedFill {
    fn inside(&self, element: &SvgElement) -> Self {
        let number = |name: &str| element.number(name);
        Self {
            paint: element.get("fill").map_or(self.paint, paint),
            fill_opacity: number("fill-opacity").unwrap_or(self.fill_opacity),
            opacity: self.opacity * number("opacity").unwrap_or(1.0),
        }
    }

    /// The paint of a shape that is filled so.
    fn of_shape(&self) -> Option<DrawnPaint> {
        let DrawnPaint { colour, alpha } = self.paint?;
        Some(DrawnPaint {
            colour,
            alpha: alpha * self.fill_opacity * self.opacity,
        })
    }
}

/// A shape that texts may stand on.
struct Ground {
    path: BezPath,
    bounds: Rect,
    paint: DrawnPaint,
}

/// Walks a drawing in the order in which it is painted.
#[derive(Default)]
struct GroundReader {
    grounds: Vec<Ground>,
}

impl GroundReader {
    fn element(&mut self, element: &mut SvgElement, frame: &SvgFrame<'_>, look: &InheritedFill) {
        let is_drawn = !matches!(
            element.name.as_str(),
            "defs" | "marker" | "clipPath" | "mask" | "symbol" | "title" | "desc"
        ) && element.get("display") != Some("none");
        if !is_drawn {
            return;
        }
        let frame = frame.inside(element);
        let look = look.inside(element);
        if element.name == "text" && is_on_marker(element) {
            return element.set("fill", DrawnColour::Role(ColourRole::Page).value());
        }
        if element.name == "text" {
            let ground = match frame.middle_of(element) {
                Some(middle) => self.at(middle),
                None => return,
            };
            return recolour_text(element, &look, ground);
        }
        if let (Some(paint), Some(path)) = (look.of_shape(), outline(element)) {
            let path = frame.transform * path;
            self.grounds.push(Ground {
                bounds: path.bounding_box(),
                path,
                paint,
            });
        }
        for child in element.elements_mut() {
            self.element(child, &frame, &look);
        }
    }

    /// The shapes that cover a point so far, as one ground.
    fn at(&self, point: Point) -> TextGround {
        let page = TextGround {
            seen: PAGE,
            authors: 0.0,
            top: None,
        };
        let covers =
            |ground: &&Ground| ground.bounds.contains(point) && ground.path.contains(point);
        self.grounds
            .iter()
            .filter(covers)
            .fold(page, |below, ground| {
                let DrawnPaint { colour, alpha } = ground.paint;
                let own = if matches!(colour, DrawnColour::Fixed(_)) {
                    alpha
                } else {
                    0.0
                };
                TextGround {
                    seen: Seen::of(colour).over(below.seen, alpha),
                    authors: below.authors * (1.0 - alpha) + own,
                    top: if alpha > 0.5 { Some(colour) } else { below.top },
                }
            })
    }
}

/// Returns whether a text stands on the end of a line, which is no shape of its own: it is the
/// number of a message.
fn is_on_marker(text: &SvgElement) -> bool {
    text.get("class") == Some("sequenceNumber")
}

/// Gives a text and its parts a colour that can be read on a ground.
fn recolour_text(element: &mut SvgElement, look: &InheritedFill, ground: TextGround) {
    if let Some(fill) = look.paint {
        let readable = readable(fill.colour, ground);
        if element.name == "text" || element.get("fill").is_some() {
            element.set("fill", readable);
        }
    }
    for part in element.elements_mut() {
        let look = look.inside(part);
        recolour_text(part, &look, ground);
    }
}

/// A text's colour as the value of an attribute: its own one if it can be read, or else the
/// nearest one that can.
fn readable(own: DrawnColour, ground: TextGround) -> String {
    let is_fixed = matches!(own, DrawnColour::Fixed(_));
    if ground.authors < NOTABLE && !is_fixed {
        let role = match (ground.top, own) {
            (Some(DrawnColour::Role(role)), _) if role.is_strong() => ColourRole::Page,
            (Some(DrawnColour::SeriesLine(_)), _) => ColourRole::Page,
            (None, DrawnColour::Role(ColourRole::SoftInk)) => ColourRole::SoftInk,
            _ => ColourRole::Ink,
        };
        return DrawnColour::Role(role).value();
    }
    // On the theme's grounds, which a site may change, the least contrast counts.
    let seen = match ground.top {
        _ if ground.authors >= NOTABLE => ground.seen,
        Some(DrawnColour::Role(role)) if role.is_strong() => LINE,
        _ => GROUND,
    };
    let [light, dark] = seen.0.map(|ground| match own {
        DrawnColour::Fixed(own) => own.readable_on(ground),
        _ => ground.strongest(),
    });
    if light == dark {
        DrawnColour::Fixed(light).value()
    } else {
        let [light, dark] = [light, dark].map(|colour| DrawnColour::Fixed(colour).value());
        format!("light-dark({light},{dark})")
    }
}
