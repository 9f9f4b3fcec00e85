//! The width of text in a drawing: Helvetica's or that of the site's own font, whatever fonts this
//! machine has.
//!
//! Arial, Liberation Sans and Helvetica have the same advance widths. Browsers hint and round
//! them, so a width here is a little larger than what is shown.

use unicode_normalization::UnicodeNormalization;

use super::font_file::FontFile;

/// The font family of drawings.
pub const FAMILY: &str = "Arial, Helvetica, \"Liberation Sans\", sans-serif";

/// The share by which a text is taken to be wider than its advance widths.
const SLACK: f64 = 1.04;

/// The advance widths of U+0020 to U+007E in thousandths of the font size, from Adobe's
/// `Helvetica.afm`.
const REGULAR: [u32; 95] = widths(
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 \
    556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 \
    722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 \
    278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 \
    556 556 333 500 278 556 500 722 500 500 500 334 260 334 584",
);

/// The same from `Helvetica-Bold.afm`.
const BOLD: [u32; 95] = widths(
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 \
    556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 \
    722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 \
    278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 \
    611 611 389 556 333 611 556 778 556 556 500 389 280 389 584",
);

/// The numbers of a text, which are parted by blanks.
const fn widths(text: &str) -> [u32; 95] {
    let mut widths = [0; 95];
    let (mut width, mut byte) = (0, 0);
    while byte < text.len() {
        match text.as_bytes()[byte] {
            b' ' => width += 1,
            digit => {
                let tens = widths[width] * 10;
                widths[width] = tens + (digit - b'0') as u32;
            }
        }
        byte += 1;
    }
    widths
}

/// A font of drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// The usual weight.
    Regular,
    /// Bold.
    Bold,
    /// For code.
    Monospace,
}

impl Font {
    /// The font for CSS values.
    pub fn of(family: Option<&str>, weight: Option<&str>) -> Self {
        let is_code = |family: &str| family.contains("mono") || family.contains("Courier");
        if family.is_some_and(is_code) {
            Font::Monospace
        } else if weight.is_some_and(is_bold) {
            Font::Bold
        } else {
            Font::Regular
        }
    }
}

fn is_bold(weight: &str) -> bool {
    matches!(weight, "bold" | "bolder") || weight.parse::<u32>().is_ok_and(|number| number >= 600)
}

/// The width of a text on one line, in the unit of `size`. `file` is the site's own font.
pub fn width(text: &str, size: f64, font: Font, file: Option<&FontFile>) -> f64 {
    let own = |letter| match font {
        Font::Monospace => None,
        _ => file?.advance(letter, font == Font::Bold),
    };
    let advance = |letter| own(letter).unwrap_or_else(|| advance(letter, font));
    let thousandths: u32 = text.nfc().map(advance).sum();
    f64::from(thousandths) / 1000.0 * size * SLACK
}

/// The advance width of a letter, in thousandths of the font size.
fn advance(letter: char, font: Font) -> u32 {
    match unicode_width::UnicodeWidthChar::width(letter) {
        None | Some(0) => return 0,
        Some(1) => {}
        Some(_) => return 1000,
    }
    if font == Font::Monospace {
        return 601;
    }
    // A letter with marks is as wide as without them.
    let base = letter.nfd().next().unwrap_or(letter);
    let widths = if font == Font::Bold { &BOLD } else { &REGULAR };
    match (base as usize)
        .checked_sub(0x20)
        .and_then(|at| widths.get(at))
    {
        Some(width) => *width,
        None => unlisted(base),
    }
}

/// The width of letters that the tables lack: those of other alphabets are about as wide as Latin
/// capitals, signs about as wide as the letter M.
fn unlisted(letter: char) -> u32 {
    match letter {
        '\u{a0}' => 278,
        '…' | '—' | '™' | 'Ж' | 'Ш' | 'Щ' | 'Ю' | 'Ы' | 'М' | 'Ф' | 'ш' | 'щ' | 'ж' | 'ю' | 'ω' => {
            920
        }
        _ if letter.is_alphabetic() => 640,
        '‘' | '’' | '·' | '‚' => 333,
        '“' | '”' | '„' | '–' => 556,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_in_helvetica_and_a_little_more() {
        assert_eq!(width("Hello", 10.0, Font::Regular, None), 22.78 * SLACK);
        assert_eq!(width("", 10.0, Font::Bold, None), 0.0);
        assert!(width("Hello", 10.0, Font::Bold, None) > width("Hello", 10.0, Font::Regular, None));
        assert_eq!(width("iM", 10.0, Font::Monospace, None), 12.02 * SLACK);
    }

    #[test]
    fn letters_of_other_scripts_have_a_width_and_marks_have_none() {
        assert_eq!(
            width("é", 10.0, Font::Regular, None),
            width("e\u{301}", 10.0, Font::Regular, None)
        );
        assert_eq!(width("漢字🚀", 10.0, Font::Regular, None), 30.0 * SLACK);
        assert_eq!(width("Ω", 10.0, Font::Regular, None), 6.4 * SLACK);
    }
}
