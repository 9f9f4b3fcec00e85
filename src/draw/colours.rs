//! The colours of drawings: names of the theme's properties, or what the author chose.
//!
//! The renderer wants fixed colours. It gets one of its own for each role, and where it is found
//! in the drawing, the role's property is written. So a drawing has the colours of the page that
//! it is on, in both schemes.

use std::str::FromStr;

use super::roles::{ColourRole, SERIES};
use crate::colour::Rgb;

/// A colour of a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DrawnColour {
    /// A role in the drawing.
    Role(ColourRole),
    /// One of the theme's series, from 0.
    Series(usize),
    /// The same for lines, which are thin and need a stronger colour.
    SeriesLine(usize),
    /// A fixed colour.
    Fixed(Rgb),
}

/// A colour and how much it covers, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnPaint {
    /// The colour.
    pub colour: DrawnColour,
    /// The share of it that covers the ground below.
    pub alpha: f64,
}

/// The first two bytes of the colours that stand for roles, and of those for series.
const OF_ROLES: [u8; 2] = [0xfe, 0x01];
const OF_SERIES: [u8; 2] = [0xfe, 0x02];

impl DrawnColour {
    /// The colour that stands for this one in the renderer.
    pub fn stand_in(self) -> String {
        match self {
            DrawnColour::Role(role) => format!("#fe01{:02x}", role as u8 + 1),
            DrawnColour::Series(at) | DrawnColour::SeriesLine(at) => format!("#fe02{:02x}", at + 1),
            DrawnColour::Fixed(rgb) => rgb.hex(),
        }
    }

    /// The colour as the value of an attribute.
    pub fn value(self) -> String {
        match self {
            DrawnColour::Role(role) => format!("var(--{})", role.property()),
            DrawnColour::Series(at) => format!("var(--diagram-{})", at + 1),
            DrawnColour::SeriesLine(at) => format!("var(--diagram-{}-line)", at + 1),
            DrawnColour::Fixed(rgb) => rgb.hex(),
        }
    }
}

/// Reads a colour of CSS, or one that [`DrawnColour::value`] wrote. Returns `None` for what is
/// none, such as `none` and `url(#a)`.
pub fn paint(value: &str) -> Option<DrawnPaint> {
    if let Some(property) = value
        .strip_prefix("var(--")
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let colour = of_property(property)?;
        return Some(DrawnPaint { colour, alpha: 1.0 });
    }
    let colour = svgtypes::Color::from_str(value.trim()).ok()?;
    let bytes = [colour.red, colour.green, colour.blue];
    let number = usize::from(bytes[2]).checked_sub(1);
    let stands_for = match (number, [bytes[0], bytes[1]]) {
        (Some(at), OF_ROLES) => ColourRole::ALL.get(at).map(|role| DrawnColour::Role(*role)),
        (Some(at), OF_SERIES) if at < SERIES => Some(DrawnColour::Series(at)),
        _ => None,
    };
    Some(DrawnPaint {
        colour: stands_for.unwrap_or(DrawnColour::Fixed(Rgb::of(bytes))),
        alpha: f64::from(colour.alpha) / 255.0,
    })
}

/// The colour of one of the theme's properties.
fn of_property(property: &str) -> Option<DrawnColour> {
    let role = ColourRole::ALL
        .into_iter()
        .find(|role| role.property() == property);
    role.map(DrawnColour::Role).or_else(|| {
        let name = property.strip_prefix("diagram-")?;
        let (number, is_line) = match name.strip_suffix("-line") {
            Some(number) => (number, true),
            None => (name, false),
        };
        let at = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some(if is_line {
            DrawnColour::SeriesLine(at)
        } else {
            DrawnColour::Series(at)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_colour_is_read_as_that_colour() {
        for role in ColourRole::ALL {
            let colour = DrawnColour::Role(role);
            assert_eq!(
                paint(&colour.stand_in()).map(|paint| paint.colour),
                Some(colour)
            );
            assert_eq!(
                paint(&colour.value()).map(|paint| paint.colour),
                Some(colour)
            );
        }
        for at in 0..SERIES {
            let colour = DrawnColour::Series(at);
            assert_eq!(
                paint(&colour.stand_in()).map(|paint| paint.colour),
                Some(colour)
            );
        }
        let half = paint("rgba(254, 1, 1, 0.5)").expect("a colour");
        assert_eq!(half.colour, DrawnColour::Role(ColourRole::ALL[0]));
        assert!((half.alpha - 0.5).abs() < 0.01);
    }

    #[test]
    fn other_colours_stay() {
        assert_eq!(
            paint("#f9f").map(|paint| paint.colour.value()),
            Some("#ff99ff".to_owned())
        );
        assert_eq!(
            paint("red").map(|paint| paint.colour.value()),
            Some("#ff0000".to_owned())
        );
        assert_eq!(paint("none"), None);
        assert_eq!(paint("url(#a)"), None);
        assert_eq!(paint("hsl(0, 0%, NaN%)"), None);
    }
}
