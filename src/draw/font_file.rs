//! A font file that texts are measured in, in place of Helvetica's widths.

use std::collections::HashMap;

use ttf_parser::{Face, Tag, name_id};

use crate::cache::Key;

/// The widths of a font's letters.
#[derive(Debug)]
pub struct FontFile {
    /// The name of its family, as CSS has it.
    pub family: String,
    /// The key of the file.
    pub key: Key,
    /// Advance widths in thousandths of the font size.
    regular: HashMap<char, u32>,
    bold: HashMap<char, u32>,
}

/// The width that browsers add to each letter if they make a bold face themselves, in thousandths
/// of the font size.
const MADE_BOLD: u32 = 42;

impl FontFile {
    /// Reads a TrueType or OpenType file.
    ///
    /// # Errors
    /// The reason, as the end of a sentence.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut face = Face::parse(bytes, 0).map_err(|error| match bytes {
            [b'w', b'O', b'F', ..] => "the file is compressed for the web".to_owned(),
            _ => error.to_string(),
        })?;
        let family = family(&face).ok_or("it has no name")?;
        let weight = Tag::from_bytes(b"wght");
        let mut axes = face.variation_axes().into_iter();
        let has_weights = axes.any(|axis| axis.tag == weight);
        if has_weights {
            face.set_variation(weight, 400.0);
        }
        let regular = widths(&face);
        let bold = if has_weights {
            face.set_variation(weight, 700.0);
            widths(&face)
        } else {
            let wider = regular.iter();
            wider
                .map(|(letter, width)| (*letter, width + MADE_BOLD))
                .collect()
        };
        Ok(Self {
            family,
            key: Key::of("font", [bytes]),
            regular,
            bold,
        })
    }

    /// The advance width of a letter in thousandths of the font size. `None` if the font lacks it.
    pub fn advance(&self, letter: char, is_bold: bool) -> Option<u32> {
        let widths = if is_bold { &self.bold } else { &self.regular };
        widths.get(&letter).copied()
    }
}

/// The name of the family, without characters that would end a CSS string.
fn family(face: &Face<'_>) -> Option<String> {
    let of = |id| {
        let mut names = face.names().into_iter().filter(|name| name.name_id == id);
        names.find_map(|name| name.to_string())
    };
    let family = of(name_id::TYPOGRAPHIC_FAMILY).or_else(|| of(name_id::FAMILY))?;
    let is_kept = |c: &char| !c.is_control() && !"\"\\<>&;{}".contains(*c);
    let family: String = family.chars().filter(is_kept).collect();
    (!family.trim().is_empty()).then(|| family.trim().to_owned())
}

fn widths(face: &Face<'_>) -> HashMap<char, u32> {
    let unit = u32::from(face.units_per_em());
    // A damaged file may claim any range of letters, so they are asked for one by one.
    let letters = ('\u{20}'..='\u{ffff}').filter_map(|letter| {
        let glyph = face.glyph_index(letter)?;
        let advance = u32::from(face.glyph_hor_advance(glyph)?);
        Some((letter, (advance * 1000).div_ceil(unit)))
    });
    letters.collect()
}
