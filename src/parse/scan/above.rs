//! What stands above the line that is read.

/// What stands above a line, as far as it decides how the line is read. After a marker stands a
/// blank line, so that two of these may be so at once.
pub struct Above {
    /// A blank line, or nothing.
    pub is_blank: bool,
    /// A paragraph, with which the line may go on.
    pub is_paragraph: bool,
    /// The last thing written is a container's marker, which is no term to define.
    pub is_marker: bool,
}

impl Above {
    /// The beginning of the lines.
    pub const START: Self = Self {
        is_blank: true,
        is_paragraph: false,
        is_marker: false,
    };

    /// The marker of a container that has just opened or closed.
    pub const MARKER: Self = Self {
        is_blank: true,
        is_paragraph: false,
        is_marker: true,
    };

    /// A blank line follows.
    pub fn add_blank(&mut self) {
        self.is_blank = true;
        self.is_paragraph = false;
    }
}
