//! Fixed colours, and which of them can be read on which.

/// A colour of sRGB. Each part is from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rgb([f64; 3]);

/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
pub const READABLE: f64 = 4.5;

impl Rgb {
    /// Black.
    pub const BLACK: Self = Self([0.0; 3]);
    /// White.
    pub const WHITE: Self = Self([1.0; 3]);

    /// A colour of three bytes: red, green and blue.
    pub fn of([red, green, blue]: [u8; 3]) -> Self {
        Self([red, green, blue].map(|part| f64::from(part) / 255.0))
    }

    /// A grey, from 0 for black to 1 for white.
    pub const fn of_grey(part: f64) -> Self {
        Self([part; 3])
    }

    /// Reads `#0b6e4f` or `#0b6`.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let digits: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        let mut bytes = [0; 3];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        Some(Self::of(bytes))
    }

    /// The colour as `#0b6e4f`.
    pub fn hex(self) -> String {
        let bytes = self.0.map(|part| (part * 255.0).round() as u8);
        format!("#{}", hex::encode(bytes))
    }

    /// The relative luminance, from 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let linear = |part: f64| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast to another colour, from 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The difference between the largest and the smallest part: 0 for greys.
    pub fn chroma(self) -> f64 {
        let largest = self.0.into_iter().fold(0.0, f64::max);
        let smallest = self.0.into_iter().fold(1.0, f64::min);
        largest - smallest
    }

    /// The colour that is seen where this one covers another by that share.
    pub fn over(self, other: Self, alpha: f64) -> Self {
        let [above, below] = [self.0, other.0];
        Self(std::array::from_fn(|at| {
            above[at] * alpha + below[at] * (1.0 - alpha)
        }))
    }

    /// Black or white, whichever is easier to read on this colour.
    pub fn strongest(self) -> Self {
        if self.contrast(Self::BLACK) >= self.contrast(Self::WHITE) {
            Self::BLACK
        } else {
            Self::WHITE
        }
    }

    /// The nearest colour, towards black or white, that can be read on a ground.
    pub fn readable_on(self, ground: Self) -> Self {
        let towards = ground.strongest();
        let mut steps = (0..=10).map(|step| towards.over(self, f64::from(step) / 10.0));
        let readable = steps.find(|step| step.contrast(ground) >= READABLE);
        readable.unwrap_or(towards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_and_written_in_hexadecimal() {
        for (text, hex) in [("#0b6e4f", "#0b6e4f"), ("#0B6", "#00bb66")] {
            assert_eq!(Rgb::from_hex(text).map(Rgb::hex).as_deref(), Some(hex));
        }
        for text in ["0b6e4f", "#0b6e4", "#0b6e4f00", "#ggg", "#ä1", "", "#"] {
            assert_eq!(Rgb::from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn a_colour_is_moved_until_it_can_be_read() {
        let yellow = Rgb::of([255, 236, 61]);
        assert!(yellow.readable_on(Rgb::WHITE).contrast(Rgb::WHITE) >= READABLE);
        assert_eq!(yellow.readable_on(Rgb::BLACK), yellow);
        assert!((Rgb::BLACK.contrast(Rgb::WHITE) - 21.0).abs() < 1e-9);
    }
}
