//! The kinds of files that pages are made of.

/// A kind of file that pages are made of. What makes them of each kind is the matter of
/// [`pipeline`](crate::pipeline).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file of Markdown is a page.
    Markdown,
}

/// What each kind is known by: the endings of names, in lower case.
const ENDINGS: [(&str, FileKind); 2] =
    [("md", FileKind::Markdown), ("markdown", FileKind::Markdown)];

impl FileKind {
    /// The kind of the file at a path; none where it is copied as it is.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        let mut kinds = ENDINGS.into_iter();
        let (_, kind) = kinds.find(|(known, _)| *known == ending)?;
        (!stem.is_empty()).then_some(kind)
    }
}
