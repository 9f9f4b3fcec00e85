//! `mkdocs.yml`, with the files that it inherits from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::file::FileId;
use crate::source::Source;
use crate::yaml::{self, DataNode, DataValue, Entry, Span};

/// The most files that inherit from one another.
const MOST: usize = 16;

/// The reason why a configuration cannot be read.
#[derive(Debug, Error)]
pub enum Fault {
    /// The file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// The file is no YAML, or no mapping.
    #[error("`{}`, line {line}, column {column}: {message}; {help}", path.display())]
    NotYaml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
        /// The reason.
        message: String,
        /// The advice.
        help: &'static str,
    },
    /// The files inherit from one another in a circle, or too many do.
    #[error("`{}` inherits from itself, or from more than {MOST} files", path.display())]
    Circle {
        /// The file.
        path: PathBuf,
    },
}

/// A configuration of MkDocs.
pub struct MkdocsConfig {
    /// The settings; those of a file win over those that it inherits.
    root: DataNode,
    /// The docs folder.
    pub docs: PathBuf,
    sources: Vec<Source>,
    tags: HashMap<Span, String>,
    /// The flaws of the YAML, with their places.
    pub flaws: Vec<(Span, String)>,
}

impl MkdocsConfig {
    /// Reads a file and those that it inherits from.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut config = Self {
            root: empty(),
            docs: PathBuf::new(),
            sources: Vec::new(),
            tags: HashMap::new(),
            flaws: Vec::new(),
        };
        let mut next = Some(path.to_owned());
        while let Some(path) = next.take() {
            let own = config.file(&path)?;
            let parent = own.text_of("INHERIT");
            next = parent.map(|parent| path.parent().unwrap_or(Path::new("")).join(parent));
            config.root = inherited(&own, &config.root);
        }
        let docs = config.root.text_of("docs_dir").unwrap_or("docs");
        config.docs = folder.join(docs);
        Ok(config)
    }

    fn file(&mut self, path: &Path) -> Result<DataNode, Fault> {
        if self.sources.len() == MOST {
            return Err(Fault::Circle {
                path: path.to_owned(),
            });
        }
        let bytes = std::fs::read(path).map_err(|source| Fault::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let number = self.sources.len() as u16;
        let id = FileId::outside_at(path);
        let (source, _) = Source::from_bytes(id, &bytes);
        let read = yaml::read(&source.text, number);
        let is_map = read.root.as_ref().is_some_and(DataNode::is_map);
        let root = read.root.filter(|_| is_map).ok_or_else(|| {
            let flaw = read.flaws.last();
            let at = flaw.map_or(0..0, |flaw| flaw.at.range());
            let place = source.place(at);
            Fault::NotYaml {
                path: path.to_owned(),
                line: place.line,
                column: place.column,
                message: flaw.map_or("it is no mapping".to_owned(), |flaw| flaw.message.clone()),
                help: flaw.map_or("name the `mkdocs.yml` of a site", |flaw| flaw.help),
            }
        })?;
        self.tags.extend(read.tags);
        let flaws = read.flaws.into_iter();
        self.flaws.extend(flaws.map(|flaw| (flaw.at, flaw.message)));
        self.sources.push(source);
        Ok(root)
    }

    /// The value of a key; `None` if it is null.
    pub fn get(&self, key: &str) -> Option<&DataNode> {
        self.root.get(key)
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.root.entry(key)
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        self.root.entries()
    }

    /// The value of a key, if it is a text that is not empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.text().filter(|text| !text.trim().is_empty())
    }

    /// The tag of a value, as in `!!python/name:x.y`.
    pub fn tag(&self, node: &DataNode) -> Option<&str> {
        self.tags.get(&node.span).map(String::as_str)
    }

    /// The line of a place, from 1. Only places of the first file have one.
    pub fn line(&self, at: Span) -> Option<u32> {
        let source = self.sources.first().filter(|_| at.file == 0)?;
        Some(source.place(at.range()).line)
    }

    /// Named things with settings, as plugins and extensions are: a list of names and of mappings
    /// of one name each, or one mapping.
    pub fn named(&self, key: &str) -> Vec<(&str, Option<&DataNode>, Span)> {
        let Some(node) = self.get(key) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in node.items() {
            if let Some(name) = item.text() {
                found.push((name, None, item.span));
            }
            found.extend(settings_of(item));
        }
        found.extend(settings_of(node));
        found
    }

    /// The settings of a plugin or an extension.
    pub fn settings(&self, key: &str, name: &str) -> Option<&DataNode> {
        let all = self.named(key).into_iter();
        all.filter(|(known, ..)| *known == name)
            .find_map(|(_, settings, _)| settings)
    }
}

fn settings_of(node: &DataNode) -> impl Iterator<Item = (&str, Option<&DataNode>, Span)> {
    let entries = node.entries().iter();
    entries.map(|entry| (&*entry.key, Some(&entry.node), entry.at))
}

fn empty() -> DataNode {
    DataNode {
        value: DataValue::Map(Vec::new()),
        span: Span::default(),
    }
}

/// The settings of a file, over those that it inherits: mappings are joined, and everything else is
/// replaced.
fn inherited(parent: &DataNode, own: &DataNode) -> DataNode {
    if !parent.is_map() || !own.is_map() {
        return own.clone();
    }
    let mut entries = parent.entries().to_vec();
    for entry in own.entries() {
        match entries.iter_mut().find(|known| known.key == entry.key) {
            Some(known) => known.node = inherited(&known.node, &entry.node),
            None => entries.push(entry.clone()),
        }
    }
    DataNode {
        value: DataValue::Map(entries),
        span: own.span,
    }
}
