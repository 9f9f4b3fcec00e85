//! The kinds of files that pages are made of.

/// A kind of file that pages are made of. [`pipeline`](crate::pipeline) chooses the maker of each
/// kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A Markdown file, which is one page.
    Markdown,
    /// An API description in YAML or JSON, which is several pages and is copied, too. Only its
    /// content tells it from other files of these formats.
    Api,
}

/// The file extensions of each kind, in lower case.
const ENDINGS: [(&str, FileKind); 5] = [
    ("md", FileKind::Markdown),
    ("markdown", FileKind::Markdown),
    ("yaml", FileKind::Api),
    ("yml", FileKind::Api),
    ("json", FileKind::Api),
];

impl FileKind {
    /// The kind that the file at a path may have; `None` if the file is copied.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        let mut kinds = ENDINGS.into_iter();
        let (_, kind) = kinds.find(|(known, _)| *known == ending)?;
        (!stem.is_empty()).then_some(kind)
    }
}
