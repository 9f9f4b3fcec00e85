//! Every colour of a drawing becomes a role, a series, or stays the author's.

use std::collections::HashSet;

use super::element::SvgElement;
use crate::colour::Rgb;
use crate::draw::colours::{DrawnColour, DrawnPaint, paint};
use crate::draw::roles::{ColourRole, SERIES};

/// The properties with colours.
const PROPERTIES: [&str; 4] = ["fill", "stroke", "stop-color", "color"];

/// The most bytes of a colour and the blanks before it.
const LONGEST: usize = 80;

/// From this difference on, a colour is not a grey.
const COLOURED: f64 = 0.15;

/// The colours that an author chose.
#[derive(Debug, Default)]
pub struct AuthorColours(HashSet<String>);

impl AuthorColours {
    /// Reads the colours that a diagram's text names: those with a `#`, those of functions, and
    /// words behind a colon, an equals sign, or `rect` and `box`.
    pub fn of(source: &str) -> Self {
        let mut colours = HashSet::new();
        let is_end = |c: char| matches!(c, ',' | ';' | '"' | '\'' | '\n' | '}');
        for (at, sign) in source.char_indices() {
            let source = &source[..source.floor_char_boundary(at + LONGEST)];
            let value = match sign {
                '#' => source[at..]
                    .split(|c: char| is_end(c) || c.is_whitespace())
                    .next(),
                ':' | '=' => {
                    let value = source[at + 1..]
                        .trim_start()
                        .trim_start_matches(['"', '\'']);
                    value.split(is_end).next()
                }
                'r' | 'h' | 'b' => colour_at(&source[at..]),
                _ => None,
            };
            let value = value
                .unwrap_or_default()
                .trim()
                .trim_end_matches("!important");
            colours.extend(paint(value).map(|paint| paint.colour.value()));
        }
        Self(colours)
    }

    fn has(&self, colour: DrawnColour) -> bool {
        self.0.contains(&colour.value())
    }
}

/// The colour of a function, or behind the words `rect` and `box`, at the beginning of a text.
fn colour_at(text: &str) -> Option<&str> {
    if text.starts_with("rgb") || text.starts_with("hsl") {
        let end = text.find([')', '\n'])?;
        return text.get(..=end);
    }
    let behind = text
        .strip_prefix("rect ")
        .or_else(|| text.strip_prefix("box "))?;
    behind.split_whitespace().next()
}

/// Gives every colour its role. Those that the author did not choose are the renderer's own, and
/// get the role that is nearest.
pub fn recolour(root: &mut SvgElement, author: &AuthorColours) {
    let mut palette = Palette {
        author,
        coloured: Vec::new(),
    };
    root.each_mut(&mut |element| {
        for property in PROPERTIES {
            palette.property(element, property);
        }
    });
}

struct Palette<'a> {
    author: &'a AuthorColours,
    /// The renderer's own colours that are no greys, in the order in which they were found.
    coloured: Vec<String>,
}

impl Palette<'_> {
    fn property(&mut self, element: &mut SvgElement, property: &str) {
        let Some(value) = element.get(property) else {
            return;
        };
        if value == "transparent" {
            return element.set(property, "none");
        }
        let Some(DrawnPaint { colour, alpha }) = paint(value) else {
            let is_colour = matches!(value, "none" | "currentColor") || value.starts_with("url(#");
            if !is_colour {
                element.remove(property);
            }
            return;
        };
        if alpha == 0.0 {
            return element.set(property, "none");
        }
        let colour = match colour {
            DrawnColour::Fixed(fixed) if !self.author.has(colour) => {
                self.nearest(fixed, property, element.is_text())
            }
            colour => colour,
        };
        let is_line = property == "stroke" || property == "stop-color";
        let colour = match colour {
            DrawnColour::Series(at) if is_line => DrawnColour::SeriesLine(at),
            colour => colour,
        };
        element.set(property, colour.value());
        let opacity = match property {
            "stop-color" => "stop-opacity",
            "stroke" => "stroke-opacity",
            _ => "fill-opacity",
        };
        if alpha < 1.0 {
            let alpha = alpha * element.number(opacity).unwrap_or(1.0);
            element.set(opacity, format!("{alpha:.2}"));
        }
    }

    /// The role that is nearest to one of the renderer's own colours.
    fn nearest(&mut self, colour: Rgb, property: &str, is_text: bool) -> DrawnColour {
        let luminance = colour.luminance();
        if is_text || property == "color" {
            DrawnColour::Role(ColourRole::Ink)
        } else if colour.chroma() > COLOURED {
            self.series(DrawnColour::Fixed(colour).value())
        } else if property == "stroke" {
            DrawnColour::Role(if luminance > 0.6 {
                ColourRole::Outline
            } else {
                ColourRole::Line
            })
        } else if luminance > 0.5 {
            DrawnColour::Role(ColourRole::Node)
        } else {
            DrawnColour::Role(ColourRole::Line)
        }
    }

    fn series(&mut self, colour: String) -> DrawnColour {
        let known = self.coloured.iter().position(|known| *known == colour);
        let at = known.unwrap_or_else(|| {
            self.coloured.push(colour);
            self.coloured.len() - 1
        });
        DrawnColour::Series(at % SERIES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_that_a_diagram_names_are_the_author_s() {
        let author = AuthorColours::of(
            "classDef a fill:#f9f,stroke:navy\nrect rgba(0, 0, 255, .1)\nbox Aqua Team\nA[\"red\"]",
        );
        for colour in ["#ff99ff", "navy", "#0000ff", "aqua"] {
            assert!(
                author.has(paint(colour).expect("a colour").colour),
                "{colour}"
            );
        }
        for colour in ["red", "black"] {
            assert!(
                !author.has(paint(colour).expect("a colour").colour),
                "{colour}"
            );
        }
    }
}
