//! The roles that colours have in a drawing, and the theme's properties for them.

use merman::svg::ThemeRole;

/// The number of colours for series, such as the slices of a pie.
pub const SERIES: usize = 12;

/// The role of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColourRole {
    /// The page behind the drawing.
    Page,
    /// A box, an actor, a state.
    Node,
    /// Another kind of box, every other row.
    Other,
    /// A box in the background.
    Muted,
    /// The line around a box.
    Outline,
    /// Text.
    Ink,
    /// Text that matters less.
    SoftInk,
    /// An arrow or another line between boxes.
    Line,
    /// The ground of the text on a line.
    Label,
    /// A group of boxes.
    Group,
    /// The line around a group.
    GroupLine,
    /// A note.
    Note,
    /// The line around a note.
    NoteLine,
    /// A part that is active.
    Active,
    /// A part that is critical.
    Error,
    /// A part that needs attention.
    Warning,
    /// A part that is done.
    Success,
}

impl ColourRole {
    /// All roles, in their order.
    pub const ALL: [Self; 17] = [
        ColourRole::Page,
        ColourRole::Node,
        ColourRole::Other,
        ColourRole::Muted,
        ColourRole::Outline,
        ColourRole::Ink,
        ColourRole::SoftInk,
        ColourRole::Line,
        ColourRole::Label,
        ColourRole::Group,
        ColourRole::GroupLine,
        ColourRole::Note,
        ColourRole::NoteLine,
        ColourRole::Active,
        ColourRole::Error,
        ColourRole::Warning,
        ColourRole::Success,
    ];

    /// The name of the theme's property.
    pub fn property(self) -> &'static str {
        match self {
            ColourRole::Page => "diagram-page",
            ColourRole::Node => "diagram-node",
            ColourRole::Other => "diagram-other",
            ColourRole::Muted => "diagram-muted",
            ColourRole::Outline => "diagram-outline",
            ColourRole::Ink => "diagram-ink",
            ColourRole::SoftInk => "diagram-soft",
            ColourRole::Line => "diagram-line",
            ColourRole::Label => "diagram-label",
            ColourRole::Group => "diagram-group",
            ColourRole::GroupLine => "diagram-group-line",
            ColourRole::Note => "diagram-note",
            ColourRole::NoteLine => "diagram-note-line",
            ColourRole::Active => "diagram-active",
            ColourRole::Error => "diagram-error",
            ColourRole::Warning => "diagram-warning",
            ColourRole::Success => "diagram-success",
        }
    }

    /// Returns whether the colour is that of signs on a page, and not that of a ground: on it, text
    /// has the page's colour.
    pub fn is_strong(self) -> bool {
        use ColourRole::{
            Error, GroupLine, Ink, Line, NoteLine, Outline, SoftInk, Success, Warning,
        };
        matches!(
            self,
            Ink | SoftInk | Line | Outline | GroupLine | NoteLine | Error | Warning | Success
        )
    }

    /// The role of what the renderer calls so.
    pub fn of(role: ThemeRole) -> Self {
        match role {
            ThemeRole::Canvas => ColourRole::Page,
            ThemeRole::SurfaceAlt => ColourRole::Other,
            ThemeRole::SurfaceMuted => ColourRole::Muted,
            ThemeRole::Text | ThemeRole::ActorText | ThemeRole::NoteText => ColourRole::Ink,
            ThemeRole::SubtleText => ColourRole::SoftInk,
            ThemeRole::Border | ThemeRole::ActorBorder | ThemeRole::ActivationBorder => {
                ColourRole::Outline
            }
            ThemeRole::Line => ColourRole::Line,
            ThemeRole::EdgeLabelBackground => ColourRole::Label,
            ThemeRole::ClusterBackground => ColourRole::Group,
            ThemeRole::ClusterBorder => ColourRole::GroupLine,
            ThemeRole::NoteBackground => ColourRole::Note,
            ThemeRole::NoteBorder => ColourRole::NoteLine,
            ThemeRole::ActivationBackground => ColourRole::Active,
            ThemeRole::Error => ColourRole::Error,
            ThemeRole::Warning => ColourRole::Warning,
            ThemeRole::Success => ColourRole::Success,
            // Boxes and actors, and the roles that the renderer may add.
            _ => ColourRole::Node,
        }
    }
}
