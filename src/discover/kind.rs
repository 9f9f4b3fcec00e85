//! The kinds of files that pages are made of.

/// A kind of file that pages are made of. [`pipeline`](crate::pipeline) chooses the maker of each
/// kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A Markdown file, which is one page.
    Markdown,
}

/// The file extensions of each kind, in lower case.
const ENDINGS: [(&str, FileKind); 2] =
    [("md", FileKind::Markdown), ("markdown", FileKind::Markdown)];

impl FileKind {
    /// The kind of the file at a path; `None` if the file is copied.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        let mut kinds = ENDINGS.into_iter();
        let (_, kind) = kinds.find(|(known, _)| *known == ending)?;
        (!stem.is_empty()).then_some(kind)
    }
}
