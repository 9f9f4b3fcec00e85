//! The context above the line that is read.

/// The lines above, as far as they decide how a line is read. A blank line follows a marker, so two
/// of these can be true at once.
pub struct Above {
    /// True after a blank line, and at the beginning.
    pub is_blank: bool,
    /// True after a paragraph, which the line may continue.
    pub is_paragraph: bool,
    /// True if a container's marker was written last: it is not a term to define.
    pub is_marker: bool,
}

impl Above {
    /// The context at the beginning.
    pub const START: Self = Self {
        is_blank: true,
        is_paragraph: false,
        is_marker: false,
    };

    /// The context after the marker of a container that has just opened or closed.
    pub const MARKER: Self = Self {
        is_blank: true,
        is_paragraph: false,
        is_marker: true,
    };

    /// Adds a blank line.
    pub fn add_blank(&mut self) {
        self.is_blank = true;
        self.is_paragraph = false;
    }
}
